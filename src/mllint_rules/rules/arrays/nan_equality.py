"""A comparison with NaN has the same answer for every value.

## Why is this bad?

NaN is equal to nothing, not even to itself: `x == np.nan` is false and `x != np.nan` is true whatever `x` holds. A
filter built on it keeps or drops every row, and a count of missing values is always zero. The same holds for `<` and
`>`, and `pd.NA` makes the whole comparison missing.

## When to ignore it

The idiom `x != x`, which is true for NaN only, is not reported.

## Fix safety

For a plain number the comparison had a constant answer and `np.isnan(x)` is the only thing it can have meant. For
arrays, frames and values of unknown kind the fix is unsafe: code behind the test runs that never ran before.
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    nodes,
    replace,
    rule,
    safe_fix,
    table,
    unsafe_fix,
)

_PANDAS = ("pandas.DataFrame", "pandas.Series", "pandas.Index")
_SIMPLE = (ast.Name, ast.Attribute, ast.Subscript, ast.Call)


_COMPARING = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_MISSING = frozenset({"nan", "na", "nat"})


def _compares_values(node: ast.Compare) -> bool:
    """The form of a comparison of two values of which one may be a missing one."""
    return (
        len(node.ops) == 1
        and isinstance(node.ops[0], _COMPARING)
        and (_may_be_missing(node.left) or _may_be_missing(node.comparators[0]))
    )


def _may_be_missing(node: ast.expr) -> bool:
    kind = node.__class__
    if kind is ast.Call:
        return getattr(node.func, "id", "") == "float"  # type: ignore[attr-defined]
    if kind is ast.Attribute:
        return node.attr.lower() in _MISSING  # type: ignore[attr-defined]
    return kind is ast.Name and node.id.lower() in _MISSING  # type: ignore[attr-defined]


@rule(
    code="MLN101",
    name="nan-equality",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.Compare, only=_compares_values),
    examples=(
        Example(
            bad="""
                import numpy as np
                import pandas as pd

                prices = pd.read_parquet("orders.parquet")["price"]
                missing = prices[prices == np.nan]
                """,
            good="""
                import numpy as np
                import pandas as pd

                prices = pd.read_parquet("orders.parquet")["price"]
                missing = prices[prices.isna()]
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import numpy as np

                def is_missing(price: float) -> bool:
                    return price == np.nan
                """,
            good="""
                import numpy as np

                def is_missing(price: float) -> bool:
                    return np.isnan(price)
                """,
            fixed=True,
            safe=True,
        ),
    ),
)
def check(node: ast.Compare, ctx: Context) -> Iterator[Finding]:
    left, right = node.left, node.comparators[0]
    for missing, value in ((right, left), (left, right)):
        name = _missing_value(missing, ctx)
        if name is not None and _missing_value(value, ctx) is None:
            yield Finding(
                node,
                f"A comparison with `{ctx.source(missing)}` has the same answer for every value",
                fix=_repair(node, value, ctx),
            )
            return


def _missing_value(node: ast.expr, ctx: Context) -> str | None:
    """The missing value that an expression is."""
    if isinstance(node, ast.Call):
        if len(node.args) != 1:
            return None
        text = ctx.value_of(node.args[0])
        return "nan" if isinstance(text, str) and text.lower().strip("+-") == "nan" else None
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    if last.lower() not in ("nan", "na", "nat"):
        return None
    name = ctx.qualified_name(node)
    return name if name in table("missing_values")["names"] else None


def _repair(node: ast.Compare, value: ast.expr, ctx: Context) -> FixPlan | None:
    if not isinstance(node.ops[0], (ast.Eq, ast.NotEq)) or not isinstance(value, _SIMPLE):
        return None
    is_negated = isinstance(node.ops[0], ast.NotEq)
    text = ctx.source(value)
    if ctx.is_a(value, *_PANDAS):
        return unsafe_fix(
            "Ask for missing values", replace(node, f"{text}.{'notna' if is_negated else 'isna'}()")
        )
    if ctx.is_a(value, "builtins.float"):
        reach = ctx.reach("numpy")
        test = f"{'not ' if is_negated else ''}{reach.text}.isnan({text})"
        if is_negated and not isinstance(ctx.parent(node), (ast.If, ast.While, ast.Return, ast.Assign)):
            test = f"({test})"
        return safe_fix("Ask for NaN", replace(node, test), *reach.verbs)
    if ctx.is_a(value, "numpy.ndarray"):
        reach = ctx.reach("numpy")
        return unsafe_fix(
            "Ask for NaN",
            replace(node, f"{'~' if is_negated else ''}{reach.text}.isnan({text})"),
            *reach.verbs,
        )
    return None
