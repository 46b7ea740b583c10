"""`np.random.seed` is called, and every draw comes from a generator that it does not touch.

## Why is this bad?

`np.random.seed` sets the state of NumPy's old global generator and of nothing else. `np.random.default_rng()` takes
its seed from the operating system, whatever was set before: the program looks seeded, and every run draws other
numbers.

## When to ignore it

A library that mllint does not see draws from the global generator.

## Fix safety

From then on every run draws the same numbers. Generators that are made from the same seed draw the same as each
other; spawn them from one where they are to differ.

## References

- NumPy: `numpy.random.seed`, `numpy.random.default_rng`; NEP 19
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
    delete,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._generators import numpy_generator
from mllint_rules.rules.reproducibility._shared import is_test_code

GENERATORS = frozenset({"numpy.random.default_rng"})
KIND = numpy_generator()
# Libraries that never draw from NumPy's global generator on their own.
_QUIET = frozenset(table("legacy_random")["quiet"]["libraries"])


@rule(
    code="MLR116",
    name="ineffective-legacy-seed",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("numpy.random.seed"),
    in_tests=False,
    overrides=("unseeded-random-generator",),
    examples=(
        Example(
            bad="""
                import numpy as np

                np.random.seed(42)
                rng = np.random.default_rng()
                weights = rng.normal(size=10)
                """,
            good="""
                import numpy as np

                rng = np.random.default_rng(42)
                weights = rng.normal(size=10)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or len(call.node.args) + len(call.node.keywords) != 1:
        return
    given = call.positional(0) or call.node.keywords[0].value
    if ctx.value_of(given) is None or is_test_code(ctx, call.node):
        return
    made = list(ctx.calls_of(*GENERATORS))
    if not made or any(each.node.args or each.node.keywords for each in made) or _draws_globally(ctx):
        return
    first, *others = made
    yield Finding(
        call.node,
        "`np.random.seed` does not reach `default_rng()`, from which everything here is drawn",
        fix=_fix(ctx, call, given, made),
        related=(
            Place(first.node, "this takes its seed from the operating system"),
            *(Place(other.node, "so does this") for other in others),
        ),
    )


def _draws_globally(ctx: Context) -> bool:
    """Whether anything in reach may draw from the global generator: here, in a library, in the project."""
    if any(library not in _QUIET for library in ctx.model.imported_libraries):
        return True
    if next(ctx.calls_of(*KIND.samplers), None) is not None or "sample" in ctx.model.call_names:
        return True
    # `np.random` handed on, or its state.
    for node in ctx.model.index.nodes(ast.Attribute):
        if (
            node.attr in ("random", "mtrand", "get_state", "set_state")
            and not isinstance(ctx.parent(node), ast.Attribute)
            and (ctx.qualified_name(node) or "").startswith("numpy.random")
        ):
            return True
    return ctx.is_used_elsewhere("random") and ctx.is_imported


def _fix(ctx: Context, call: Call, given: ast.expr, made: list[Call]) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        statement = ctx.parent(call.node)
        if not isinstance(statement, ast.Expr):
            raise FixUnavailable("the seed is not set by a statement")
        value = ctx.value_of(given)
        if not isinstance(given, ast.Constant) and not _is_everywhere(ctx, given):
            raise FixUnavailable("the seed is not known where the generators are made")
        if value is not None and isinstance(value, int) and value < 0:
            raise FixUnavailable("the seed is negative")
        text = ctx.source(given)
        seeded = [replace(each.node, f"{ctx.source(each.node.func)}({text})") for each in made]
        if any("#" in ctx.source(each.node) for each in made):
            raise FixUnavailable("a comment would be lost")
        return unsafe_fix("Seed the generator", *seeded, delete(statement))

    return plan


def _is_everywhere(ctx: Context, node: ast.expr) -> bool:
    """Whether a name is bound once, by the module: any function may read it."""
    if not isinstance(node, ast.Name) or not ctx.is_module_name(node):
        return False
    bindings = ctx.module_scope.bindings.get(node.id, [])
    return len(bindings) == 1 and ctx.parent(ctx.statement_of(bindings[0])) is ctx.model.tree
