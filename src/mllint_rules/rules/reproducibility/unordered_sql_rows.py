"""Rows of a query without `ORDER BY` are taken by their position.

## Why is this bad?

A database may hand out rows in any order, and does so after a vacuum, an index or an upgrade. `head(1000)` and
`iloc[:1000]` are then other rows, and a split with `random_state=0` puts other rows into the test set: the seed
shuffles positions, and the positions hold something else.

## When to ignore it

The table has one row, or the query reads from a snapshot that keeps its order.

## Fix safety

Rows come in another order than before. The fix is offered where the key is known from `index_col`.

## References

- PostgreSQL: sorting rows (`ORDER BY`)
- scikit-learn: `train_test_split`
"""

import ast
import re
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
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._shared import is_test_code

READERS = frozenset(
    {"pandas.read_sql", "pandas.read_sql_query", "polars.read_database", "polars.read_database_uri"}
)
_SELECT = re.compile(r"\s*(?:with\b.*\)\s*)?select\b", re.IGNORECASE | re.DOTALL)
_ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)
_ONE_ROW = re.compile(
    r"\s*select\s+(?:count|sum|max|min|avg|now|current_\w+|version)\s*\(|\blimit\s+1\b", re.IGNORECASE
)
_SETTLING = frozenset({"sort_values", "sort_index", "sort", "set_index"})
_SPLITS = frozenset({"sklearn.model_selection.train_test_split"})
_SEEDED = ("random_state", "seed")


@rule(
    code="MLR123",
    name="unordered-sql-rows",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*READERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.model_selection import train_test_split


                def parts(connection):
                    orders = pd.read_sql("SELECT * FROM orders", connection, index_col="order_id")
                    return train_test_split(orders, random_state=0)
                """,
            good="""
                import pandas as pd
                from sklearn.model_selection import train_test_split


                def parts(connection):
                    orders = pd.read_sql("SELECT * FROM orders ORDER BY order_id", connection, index_col="order_id")
                    return train_test_split(orders, random_state=0)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    given = call.positional(0) or call.argument("sql") or call.argument("query")
    query = ctx.value_of(given)
    if given is None or not isinstance(query, str) or not _SELECT.match(query):
        return
    if _ORDERED.search(query) or _ONE_ROW.search(query) or is_test_code(ctx, call.node):
        return
    cut = _cut(ctx, call.node)
    if cut is not None:
        node, effect = cut
        yield Finding(
            given,
            f"The query has no `ORDER BY`, and here the order of its rows decides {effect}",
            fix=_fix(ctx, call, given, query),
            related=(Place(node, "rows are taken by their position here"),),
        )


def _cut(ctx: Context, node: ast.expr) -> tuple[ast.AST, str] | None:
    """Where the frame of a query is cut by position, or split with a seed; None where it is sorted somewhere."""
    parent = ctx.parent(node)
    if not isinstance(parent, ast.Assign) or not isinstance(parent.targets[0], ast.Name):
        return _use(ctx, node)
    binding = ctx.model.binding_at(parent.targets[0])
    found = None
    for read in ctx.uses(binding) if binding is not None else ():
        around = ctx.parent(read)
        if isinstance(around, ast.Attribute) and around.attr in _SETTLING:
            return None
        found = found or _use(ctx, read)
    return found


def _use(ctx: Context, node: ast.expr) -> tuple[ast.AST, str] | None:
    parent = ctx.parent(node)
    if isinstance(parent, ast.Attribute):
        around = ctx.parent(parent)
        if parent.attr == "iloc" and isinstance(around, ast.Subscript) and _is_cut(around.slice):
            return around, "which ones are taken"
        if isinstance(around, ast.Call) and around.func is parent:
            if parent.attr in ("head", "tail") and isinstance(ctx.parent(around), ast.Assign):
                return around, "which ones are taken"
            if parent.attr == "sample" and _is_seeded(ctx, around):
                return around, "which ones a seeded draw takes"
    if isinstance(parent, ast.Subscript) and parent.value is node and isinstance(parent.slice, ast.Slice):
        return parent, "which ones are taken"
    if isinstance(parent, ast.Call) and node in parent.args and ctx.called(parent) in _SPLITS:
        return (parent, "which ones are tested") if _is_seeded(ctx, parent) else None
    return None


def _is_cut(index: ast.expr) -> bool:
    rows = index.elts[0] if isinstance(index, ast.Tuple) else index
    return isinstance(rows, ast.Slice) and (rows.lower is not None or rows.upper is not None)


def _is_seeded(ctx: Context, node: ast.Call) -> bool:
    return any(
        keyword.arg in _SEEDED and ctx.value_of(keyword.value) is not None for keyword in node.keywords
    )


def _fix(ctx: Context, call: Call, given: ast.expr, query: str) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        key = ctx.value_of(call.argument("index_col"))
        written = ctx.source(given)
        if not isinstance(key, str) or not key.isidentifier():
            return None
        if not isinstance(given, ast.Constant) or written[1:-1] != query or query.rstrip() != query:
            raise FixUnavailable("the query is written in several parts")
        if query.endswith(";") or re.search(r"\b(?:limit|offset|union|for)\b", query, re.IGNORECASE):
            raise FixUnavailable("something follows the rows")
        text = f"{written[:-1]} ORDER BY {key}{written[-1]}"
        return unsafe_fix(f"Order by `{key}`", replace(given, text))

    return plan
