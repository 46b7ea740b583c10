"""A `DataLoader` is given options that exclude each other.

## Why is this bad?

A sampler decides the order, so `shuffle=True` beside it raises `ValueError`; a batch sampler decides the batches, so
`batch_size`, `shuffle`, `sampler` and `drop_last` raise beside it; `persistent_workers` and `prefetch_factor` raise
without workers. The error comes when the loader is built, which in a long script may be after hours.

## When to ignore it

Never: the call raises.

## Fix safety

The option that loses is removed. The program runs where it raised before, so the fix is a decision and marked unsafe.

## References

- PyTorch documentation of `torch.utils.data.DataLoader`
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    NOT_LITERAL,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    calls,
    remove_keyword,
    rule,
    unsafe_fix,
)

# Defaults at which an option says nothing.
_NEUTRAL = {"shuffle": (None, False), "drop_last": (False,), "batch_size": (1,), "sampler": (None,)}


@rule(
    code="MLT138",
    name="contradictory-loader-arguments",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("torch.utils.data.DataLoader"),
    examples=(
        Example(
            bad="""
                from torch.utils.data import DataLoader, RandomSampler

                def loader(dataset):
                    return DataLoader(dataset, batch_size=32, shuffle=True, sampler=RandomSampler(dataset))
                """,
            good="""
                from torch.utils.data import DataLoader, RandomSampler

                def loader(dataset):
                    return DataLoader(dataset, batch_size=32, sampler=RandomSampler(dataset))
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from torch.utils.data import DataLoader

                def loader(dataset):
                    return DataLoader(dataset, batch_size=32, persistent_workers=True)
                """,
            good="""
                from torch.utils.data import DataLoader

                def loader(dataset):
                    return DataLoader(dataset, batch_size=32)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks:
        return
    for winner, loser in _contradictions(call, ctx):
        yield Finding(
            call.node.func,
            f"`{loser}` cannot go together with {winner}, so building the `DataLoader` raises",
            fix=_without(call, loser),
        )
        return


def _contradictions(call: Call, ctx: Context) -> Iterator[tuple[str, str]]:
    """Pairs of what decides and the option that has no place beside it."""
    if _is_given(call, "batch_sampler", ctx):
        for loser in ("shuffle", "sampler", "drop_last", "batch_size"):
            if _says_something(call, loser, ctx):
                yield "`batch_sampler`", loser
    elif _is_given(call, "sampler", ctx) and ctx.value_of(call.argument("shuffle")) is True:
        yield "`sampler`", "shuffle"
    workers = call.argument("num_workers")
    if workers is None or ctx.value_of(workers) == 0:
        if ctx.value_of(call.argument("persistent_workers")) is True:
            yield "`num_workers=0`", "persistent_workers"
        prefetch = ctx.value_of(call.argument("prefetch_factor"))
        if isinstance(prefetch, int):
            yield "`num_workers=0`", "prefetch_factor"


def _is_given(call: Call, name: str, ctx: Context) -> bool:
    """Whether an argument certainly is an object: written out as a call, not a variable that may be None."""
    argument = call.argument(name)
    return argument is not None and ctx.is_a(
        argument,
        "torch.utils.data.Sampler",
        "torch.utils.data.BatchSampler",
        "torch.utils.data.DistributedSampler",
    )


def _says_something(call: Call, name: str, ctx: Context) -> bool:
    value = ctx.value_of(call.argument(name))
    if call.argument(name) is None or value is NOT_LITERAL:
        return name == "sampler" and _is_given(call, name, ctx)
    return value not in _NEUTRAL[name]


def _without(call: Call, name: str) -> FixPlan | None:
    if call.keyword(name) is None:
        return None
    return unsafe_fix(f"Remove `{name}`", remove_keyword(call, name))
