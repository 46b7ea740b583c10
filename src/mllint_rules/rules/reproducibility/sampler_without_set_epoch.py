"""A distributed sampler is never told which epoch it is.

## Why is this bad?

`DistributedSampler` shuffles with a generator that it seeds from `seed + epoch`, so that all processes agree. The
epoch stays 0 until somebody calls `set_epoch`: without it every epoch sees the rows in the very same order, and in
the same batches. Training runs, converges worse, and nothing says so.

## When to ignore it

There is only one epoch, or the same order is wanted.

## Fix safety

Rows then come in another order in each epoch, as in training on one device.

## References

- PyTorch: `torch.utils.data.distributed.DistributedSampler`
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Place,
    calls,
    insert_before,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._epochs import EpochLoop, epoch_loops
from mllint_rules.rules.reproducibility._shared import is_test_code

SAMPLER = "torch.utils.data.distributed.DistributedSampler"
_DRIVERS = ("accelerate", "ignite", "lightning", "pytorch_lightning", "lightning_fabric")


@rule(
    code="MLR118",
    name="sampler-without-set-epoch",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(SAMPLER),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from torch.utils.data import DataLoader
                from torch.utils.data.distributed import DistributedSampler


                def train(model, rows, epochs):
                    sampler = DistributedSampler(rows)
                    loader = DataLoader(rows, batch_size=32, sampler=sampler)
                    for _ in range(epochs):
                        for batch in loader:
                            model(batch).backward()
                """,
            good="""
                from torch.utils.data import DataLoader
                from torch.utils.data.distributed import DistributedSampler


                def train(model, rows, epochs):
                    sampler = DistributedSampler(rows)
                    loader = DataLoader(rows, batch_size=32, sampler=sampler)
                    for epoch in range(epochs):
                        sampler.set_epoch(epoch)
                        for batch in loader:
                            model(batch).backward()
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    shuffle = call.argument("shuffle")
    if call.unpacks or (shuffle is not None and ctx.value_of(shuffle) is not True):
        return
    if any(ctx.imports(driver) for driver in _DRIVERS) or "set_epoch" in ctx.model.call_names:
        return
    sampler = _target(ctx, call.node)
    if sampler is None or is_test_code(ctx, call.node):
        return
    for loader in _loaders(ctx, sampler):
        for epochs in epoch_loops(ctx, loader):
            if isinstance(epochs.inner, ast.Call) and ctx.is_used_elsewhere("set_epoch"):
                return  # the function that gets the loader may do it
            written = ctx.source(sampler)
            yield Finding(
                call.node.func,
                f"Nothing calls `{written}.set_epoch`: every epoch sees the rows in the same order",
                fix=_fix(ctx, call, sampler, epochs),
                related=(Place(epochs.inner, "this loop gets the same order each time"),),
            )
            return


def _target(ctx: Context, node: ast.expr) -> ast.Name | ast.Attribute | None:
    """What a sampler is bound to, also when it is made under a condition (`… if distributed else None`)."""
    parent = ctx.parent(node)
    while isinstance(parent, ast.IfExp):
        parent = ctx.parent(parent)
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return None
    target = parent.targets[0]
    return target if isinstance(target, (ast.Name, ast.Attribute)) else None


def _loaders(ctx: Context, sampler: ast.expr) -> Iterator[ast.Name | ast.Attribute]:
    """What the loaders with that sampler are bound to."""
    written = ast.unparse(sampler)
    for node in ctx.model.calls_named("DataLoader"):
        given = ctx.call(node).argument("sampler")
        if given is None or ast.unparse(given) != written:
            continue
        if ctx.called(node) != "torch.utils.data.DataLoader" or not _is_same_owner(ctx, sampler, node):
            continue
        target = _target(ctx, node)
        if target is not None:
            yield target


def _is_same_owner(ctx: Context, one: ast.expr, other: ast.expr) -> bool:
    """Whether what is written alike is the same: names of one function, attributes of one class."""
    if isinstance(one, ast.Name):
        return ctx.function_of(one) is ctx.function_of(other)
    return ctx.class_of(one) is ctx.class_of(other)


def _fix(
    ctx: Context, call: Call, sampler: ast.Name | ast.Attribute, epochs: EpochLoop
) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        outer = epochs.outer
        if not isinstance(ctx.parent(call.node), ast.Assign) or ctx.parent(ctx.statement(call.node)) not in (
            ctx.function_of(outer) or ctx.model.tree,
            ctx.function_of(call.node) if isinstance(sampler, ast.Attribute) else None,
        ):
            raise FixUnavailable("the sampler may be missing there")
        if not isinstance(outer, ast.For) or not isinstance(outer.target, ast.Name):
            raise FixUnavailable("the number of the epoch has no name")
        if not isinstance(outer.iter, ast.Call) or ctx.called(outer.iter) != "builtins.range":
            raise FixUnavailable("what the loop counts is not known")
        name, verbs = outer.target.id, []
        if name.startswith("_"):
            name = ctx.fresh_name("epoch")
            verbs.append(replace(outer.target, name))
        line = f"{ctx.source(sampler)}.set_epoch({name})"
        return unsafe_fix("Tell the sampler the epoch", *verbs, insert_before(outer.body[0], line))

    return plan
