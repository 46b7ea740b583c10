"""Data that nobody's model depends on: made up by the program, or coming with a library."""

from __future__ import annotations

import ast
from functools import cache

from mllint_rules.kit import Context, RowSet, table

_DEPTH = 4  # names followed back to what they stand for


def is_for_show(rows: RowSet, ctx: Context) -> bool:
    """Whether all rows come with a library or out of a generator: then a score is an illustration."""
    origins = [each for each in rows.lineage() if not each.parents]
    # What may be rows or not counts where nothing else is there.
    sources = [each for each in origins if not each.is_guess] or origins
    return bool(sources) and all(
        each.node is each.here and _is_example(each.node, ctx, _DEPTH) for each in sources
    )


def _is_example(node: ast.AST, ctx: Context, depth: int) -> bool:
    for inner in ctx.walk(node):
        if isinstance(inner, ast.Call) and _is_example_maker(ctx.called(inner)):
            return True
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load) and depth:
            # Also of `X, y = load_iris(return_X_y=True)`.
            values = [binding.statement_value or binding.value for binding in ctx.definitions(inner)]
            if any(value is not None and _is_example(value, ctx, depth - 1) for value in values):
                return True
    return False


def _is_example_maker(api: str | None) -> bool:
    """Whether a function loads a data set that comes with a library, or makes one up."""
    if api is None:
        return False
    known = table("selection")["examples"]
    if api in known["readers"]:
        return False
    return api.startswith(tuple(known["modules"])) or api in known["functions"] or api in _synthetic()


@cache
def _synthetic() -> frozenset[str]:
    return frozenset(
        f"{owner}.{name}" for owner, names in table("rows")["synthetic"].items() for name in names
    )
