"""`in` on a column looks at the index, not at the values.

## Why is this bad?

A series is a mapping from index to values, and `x in series` asks for the *label* `x`. With the default index
`"Berlin" in df["city"]` is always false, and `3 in df["age"]` is true for every frame with at least four rows.

## When to ignore it

The index is meant, as after `value_counts()` or `set_index`. Write `x in series.index` to say so.

## Fix safety

The test is made on the values, so the branch that depends on it may be taken differently from now on.
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    nodes,
    rule,
    table,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.frames._shared import FRAME, SERIES, is_literal_key


def _is_membership(node: ast.Compare) -> bool:
    """The form of `value in frame["column"]` and `value in column`."""
    kind = node.ops[0].__class__
    return (
        (kind is ast.In or kind is ast.NotIn)
        and len(node.ops) == 1
        and isinstance(node.comparators[0], (ast.Name, ast.Subscript))
    )


@rule(
    code="MLP114",
    name="series-membership-test",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.Compare, only=_is_membership),
    examples=(
        Example(
            bad="""
                import pandas as pd

                shops = pd.read_parquet("shops.parquet")
                if "Berlin" in shops["city"]:
                    print("there is one")
                """,
            good="""
                import pandas as pd

                shops = pd.read_parquet("shops.parquet")
                if "Berlin" in shops["city"].to_numpy():
                    print("there is one")
                """,
            fixed=True,
        ),
    ),
)
def check(node: ast.Compare, ctx: Context) -> Iterator[Finding]:
    series = node.comparators[0]
    column = _column(series, ctx)
    if column is None or not ctx.is_a(series, SERIES) or _has_meaningful_index(column.value, ctx):
        return
    yield Finding(
        node,
        "`in` on a series looks at its index, so whether a value is in the column is not tested",
        fix=unsafe_fix("Test the values", wrap(series, "", ".to_numpy()")),
    )


def _column(node: ast.expr, ctx: Context) -> ast.Subscript | None:
    """The `frame["column"]` that an expression is, or is bound to."""
    if isinstance(node, ast.Name) and node.id not in ctx.once(_names_of_columns):
        return None
    node = ctx.expression_of(node)
    if isinstance(node, ast.Subscript) and is_literal_key(node.slice, ctx) and ctx.is_a(node.value, FRAME):
        return node
    return None


def _names_of_columns(ctx: Context) -> frozenset[str]:
    """The names that are somewhere bound to a subscript, to such a name, or to one of several values written out."""
    found: set[str] = set()
    for node in ctx.model.index.some(ast.Assign):
        if isinstance(node.value, (ast.Subscript, ast.Name, ast.Tuple, ast.List)):
            for target in node.targets:
                parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
                found.update(part.id for part in parts if isinstance(part, ast.Name))
    return frozenset(found)


def _has_meaningful_index(frame: ast.expr, ctx: Context, depth: int = 0) -> bool:
    """Whether the rows of a frame may be labelled on purpose: labels may then be what is looked for."""
    if depth > 6:
        return True
    if isinstance(frame, ast.Name):
        bindings = ctx.definitions(frame)
        return any(_is_indexed(b.name, ctx) for b in bindings) or any(
            b.statement_value is not None and _has_meaningful_index(b.statement_value, ctx, depth + 1)
            for b in bindings
        )
    if isinstance(frame, ast.Call):
        function = frame.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        if name in table("frames")["meaningful_index"]["methods"]:
            return True
        if any(keyword.arg in ("index", "index_col") for keyword in frame.keywords):
            return True
        return isinstance(function, ast.Attribute) and _has_meaningful_index(function.value, ctx, depth + 1)
    if isinstance(frame, ast.Subscript):
        return _has_meaningful_index(frame.value, ctx, depth + 1)
    return False


def _is_indexed(name: str, ctx: Context) -> bool:
    """Whether the index of the frame called `name` is set in place: `df.set_index(…, inplace=True)`, `df.index = …`."""
    for use in ctx.model.index.names.get(name, ()):
        parent = ctx.parent(use)
        if isinstance(parent, ast.Attribute) and (
            parent.attr == "set_index" or (parent.attr == "index" and isinstance(parent.ctx, ast.Store))
        ):
            return True
    return False
