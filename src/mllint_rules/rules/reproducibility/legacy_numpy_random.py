"""Numbers are drawn from NumPy's legacy interface.

## Why is this bad?

`np.random.normal` and `RandomState` are frozen since NumPy 1.17: slower, with an older algorithm, and the global one is
shared by everything in the process, so that one more draw in a library shifts all that follow. A `Generator` is made
once from a seed and handed to the functions that draw; what draws is then seen in the signature.

## When to ignore it

Results that were published must come out the same to the last digit: the streams of numbers differ.

## Fix safety

The numbers change: `Generator` uses another algorithm. The fix moves all draws of a file that it can reach to one
generator with the seed that `np.random.seed` had, and gives the functions between them and the entry a keyword-only
parameter `rng`. It is not offered where a function is used by other files, has decorators or `**kwargs`, or is a
method, and where the seed is not written as a number.

## References

- NumPy: legacy random generation; NEP 19
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace as changed

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
    SemanticModel,
    delete,
    module,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._generators import Migration, numpy_generator
from mllint_rules.rules.reproducibility._shared import is_test_code

KIND = numpy_generator()
STATE = frozenset({"numpy.random.RandomState"})
SEED = frozenset({"numpy.random.seed"})
_SAME = frozenset(table("randomness")["numpy"]["same_name"])
_SINCE = (1, 17)


@rule(
    code="MLR107",
    name="legacy-numpy-random",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(calling=tuple(sorted({"RandomState", *(api.rpartition(".")[2] for api in KIND.samplers)}))),
    in_tests=False,
    see=("ruff:NPY002", "sonar:S6711"),
    examples=(
        Example(
            bad="""
                import numpy as np


                def noise(n: int) -> np.ndarray:
                    return np.random.randn(n)


                def main() -> None:
                    np.random.seed(7)
                    print(noise(3))


                if __name__ == "__main__":
                    main()
                """,
            good="""
                import numpy as np


                def noise(n: int, *, rng: np.random.Generator) -> np.ndarray:
                    return rng.standard_normal((n,))


                def main() -> None:
                    rng = np.random.default_rng(7)
                    print(noise(3, rng=rng))


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import numpy as np

                state = np.random.RandomState(0)
                order = state.permutation(100)
                """,
            good="""
                import numpy as np

                state = np.random.default_rng(0)
                order = state.permutation(100)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if not ctx.imports("numpy"):
        return
    declared = ctx.version_of("numpy")
    if declared is not None and declared.upper is not None and declared.upper.release[:2] <= _SINCE:
        return
    yield from _global_draws(ctx)
    for call in ctx.calls_of(*STATE):
        methods = _methods(ctx, call)
        if methods is not None and not is_test_code(ctx, call.node):
            yield Finding(
                call.node.func,
                "`RandomState` is NumPy's legacy generator",
                fix=_modernise(ctx, call, methods),
            )


def _global_draws(ctx: Context) -> Iterator[Finding]:
    """The first draw from the global generator in each scope, with the others as related places."""
    draws = [call for call in ctx.calls_of(*KIND.samplers) if not is_test_code(ctx, call.node)]
    scopes: dict[ast.AST | None, list[Call]] = {}
    for draw in draws:
        scopes.setdefault(ctx.function_of(draw.node), []).append(draw)
    seeds = list(ctx.calls_of(*SEED)) if scopes else []
    migration = _migration(ctx, draws, seeds)
    for first, *others in scopes.values():
        places = [Place(other.node.func, "this draws from it as well") for other in others]
        places += [Place(seed.node, "it is seeded here") for seed in seeds]
        yield Finding(
            first.node.func,
            f"`{ctx.source(first.node.func)}` draws from NumPy's legacy generator, which the whole process shares",
            fix=_move(ctx, migration, [first, *others], seeds),
            related=tuple(places),
        )


def _migration(ctx: Context, draws: list[Call], seeds: list[Call]) -> Migration | None:
    """The move of all draws to one generator with the seed that the document sets, written as a number."""
    if len(seeds) != 1 or len(seeds[0].node.args) != 1:
        return None
    value = ctx.value_of(seeds[0].node.args[0])
    if not isinstance(value, int) or not isinstance(ctx.parent(seeds[0].node), ast.Expr):
        return None
    return Migration(ctx, changed(KIND, constructor=f"random.default_rng({value})"), draws)


def _move(
    ctx: Context, migration: Migration | None, draws: list[Call], seeds: list[Call]
) -> Callable[[], FixPlan | None] | None:
    if migration is None:
        return None

    def plan() -> FixPlan | None:
        moved = migration.fix_for(draws)
        statement = ctx.parent(seeds[0].node)
        assert isinstance(statement, ast.Expr)
        # Libraries may draw from the global generator as well: then its seed stays.
        if moved is None or not ctx.model.imported_libraries <= _quiet():
            return moved
        return unsafe_fix(moved.title, *moved.verbs, delete(statement))

    return plan


def _quiet() -> frozenset[str]:
    return frozenset(table("legacy_random")["quiet"]["libraries"])


def _methods(ctx: Context, call: Call) -> list[ast.Attribute] | None:
    """The methods that are called on a state that never leaves its name; None for any other use."""
    statement = ctx.parent(call.node)
    if call.unpacks or not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    uses = ctx.uses(binding) if binding is not None else []
    methods = []
    for use in uses:
        method = ctx.parent(use)
        caller = ctx.parent(method) if method is not None else None
        if (
            not isinstance(method, ast.Attribute)
            or not isinstance(caller, ast.Call)
            or caller.func is not method
        ):
            return None
        methods.append(method)
    return methods or None


def _modernise(ctx: Context, call: Call, methods: list[ast.Attribute]) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if any(method.attr not in _SAME for method in methods):
            raise FixUnavailable("a method has other parameters in `Generator`")
        if not isinstance(call.node.func, ast.Attribute):
            raise FixUnavailable("the class was imported by name")
        made = f"{ctx.source(call.node.func.value)}.default_rng"
        return unsafe_fix("Make a `Generator`", replace(call.node.func, made))

    return plan
