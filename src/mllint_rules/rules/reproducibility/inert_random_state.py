"""A seed is passed where it cannot act.

## Why is this bad?

`KFold(random_state=0)` reads like a seeded shuffle. Nothing is shuffled without `shuffle=True`: the folds are
neighbouring rows, and since scikit-learn 0.24 the call raises a `ValueError`. `train_test_split(shuffle=False)` and
`Lasso(selection="cyclic")` accept a seed and have no use for it, and so does a loader that neither shuffles nor starts
workers. Either the seed is a leftover, or the shuffle is what was forgotten.

## When to ignore it

The seed is kept on purpose for the day on which the other option changes.

## Fix safety

A seed that `train_test_split` ignores is removed safely. `shuffle=True` gives other folds than the neighbouring rows
that an old release gave. Removing the seed of a linear model or of a loader is unsafe as well: what it computes stays
the same, but it then takes one number from the global generator, so that later draws from it are other ones.

## References

- scikit-learn: `KFold`, `train_test_split`; glossary, `random_state`
- PyTorch: `torch.utils.data.DataLoader`
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
    calls,
    remove_keyword,
    rule,
    safe_fix,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._shared import called_api, is_test_code

_FACTS = table("inert_seeds")
SPLITTERS = frozenset(_FACTS["splitters"]["names"])
LINEAR_MODELS = frozenset(_FACTS["linear_models"]["names"])
SPLIT = "sklearn.model_selection.train_test_split"
LOADER = "torch.utils.data.DataLoader"
_RAISES_SINCE = (0, 24)
_LOADER_OPTIONS = ("sampler", "batch_sampler", "multiprocessing_context")


@rule(
    code="MLR119",
    name="inert-random-state",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*SPLITTERS, *LINEAR_MODELS, SPLIT, LOADER),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from sklearn.model_selection import KFold

                folds = KFold(n_splits=5, random_state=0)
                """,
            good="""
                from sklearn.model_selection import KFold

                folds = KFold(n_splits=5, random_state=0, shuffle=True)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from sklearn.model_selection import train_test_split

                train, test = train_test_split(range(100), shuffle=False, random_state=42)
                """,
            good="""
                from sklearn.model_selection import train_test_split

                train, test = train_test_split(range(100), shuffle=False)
                """,
            fixed=True,
            safe=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    seed = _inert_seed(call, ctx)
    if seed is None or is_test_code(ctx, call.node) or ctx.expects_failure(call.node):
        return
    name, parameter, message = seed
    yield Finding(call.node.func, message, fix=_fix(call, ctx, name, parameter))


def _inert_seed(call: Call, ctx: Context) -> tuple[str, str, str] | None:
    """The API, its parameter for the seed and the message, when a seed is given that does nothing."""
    if call.unpacks:
        return None
    name = called_api(call, (*SPLITTERS, *LINEAR_MODELS, SPLIT, LOADER))
    short = name.rpartition(".")[2]
    if name == LOADER:
        inert = call.argument("generator") is not None and _reads_in_order(call, ctx)
        return (
            (name, "generator", "`generator` does nothing: this loader neither shuffles nor starts workers")
            if inert
            else None
        )
    given = call.argument("random_state")
    if given is None or ctx.value_of(given) is None:
        return None
    if name in LINEAR_MODELS:
        is_cyclic = ctx.value_of(call.argument("selection")) == "cyclic"
        message = f'`random_state` of `{short}` does nothing with `selection="cyclic"`'
        return (name, "random_state", message) if is_cyclic else None
    shuffle = call.argument("shuffle")
    if name == SPLIT:
        message = "`random_state` does nothing where `train_test_split` does not shuffle"
        return (name, "random_state", message) if ctx.value_of(shuffle) is False else None
    is_off = shuffle is None or ctx.value_of(shuffle) is False
    if not is_off or not _is_number(ctx, given) or _only_warns(ctx):
        return None
    return (
        name,
        "random_state",
        f"`{short}` raises: it takes `random_state` only together with `shuffle=True`",
    )


def _is_number(ctx: Context, node: ast.expr) -> bool:
    """Whether a state certainly is not None."""
    return isinstance(ctx.value_of(node), int) or ctx.is_a(
        node, "builtins.int", "numpy.random.RandomState", "numpy.random.Generator"
    )


def _only_warns(ctx: Context) -> bool:
    declared = ctx.version_of("sklearn")
    return declared is not None and declared.upper is not None and declared.upper.release[:2] <= _RAISES_SINCE


def _reads_in_order(call: Call, ctx: Context) -> bool:
    """Whether a loader has no use for random numbers: it takes the rows as they come, in this process."""
    workers, shuffle = call.argument("num_workers"), call.argument("shuffle")
    return (
        (workers is None or ctx.value_of(workers) == 0)
        and (shuffle is None or ctx.value_of(shuffle) in (False, None))
        and all(call.argument(name) is None for name in _LOADER_OPTIONS)
        and ctx.value_of(call.argument("generator")) is not None
    )


def _fix(call: Call, ctx: Context, name: str, parameter: str) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if name in SPLITTERS:
            return unsafe_fix("Shuffle", set_keyword(call, "shuffle", "True"))
        keyword = call.keyword(parameter)
        if keyword is None:
            return None
        # What is computed for the argument must not be lost.
        is_read = isinstance(keyword.value, (ast.Constant, ast.Name, ast.Attribute))
        is_safe = name == SPLIT and is_read
        return (safe_fix if is_safe else unsafe_fix)(f"Remove `{parameter}`", remove_keyword(call, parameter))

    return plan
