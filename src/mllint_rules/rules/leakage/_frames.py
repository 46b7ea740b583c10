"""Frames followed through steps that keep their rows, and columns that are assigned to them."""

from __future__ import annotations

import ast

from mllint_rules.kit import Binding, Context, table

_FOLLOWED = 8  # steps from a frame back to where its rows come from


def origins(frame: ast.expr, ctx: Context, depth: int = 0) -> frozenset[Binding]:
    """The bindings that the rows of a frame come from, behind sorting, dropping and the like; empty: nobody knows."""
    if not isinstance(frame, ast.Name) or depth > _FOLLOWED:
        return frozenset()
    found: set[Binding] = set()
    for binding in ctx.definitions(frame):
        kept = _same_rows(binding.statement_value)
        earlier = origins(kept, ctx, depth + 1) if kept is not None else frozenset()
        found |= earlier or {binding}
    return frozenset(found)


def _same_rows(node: ast.expr | None) -> ast.Name | None:
    """The frame whose rows a chain of methods gives again."""
    keeping = table("ordered_rows")["methods"]["keeping_rows"]
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in keeping:
        node = node.func.value
    return node if isinstance(node, ast.Name) else None


def column_of(node: ast.expr | None, ctx: Context) -> tuple[ast.Name, str] | None:
    """The frame and the literal name in `frame["name"]`."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return None
    name = ctx.value_of(node.slice)
    return (node.value, name) if isinstance(name, str) else None


def assigned_column(node: ast.expr, ctx: Context) -> tuple[ast.Name, str] | None:
    """The column that an expression is assigned to, alone or within arithmetic and further methods."""
    statement = ctx.statement(node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    for parent in ctx.ancestors(node):
        is_reversal = isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Slice)
        is_other = isinstance(parent, ast.Compare | ast.BoolOp | ast.Subscript | ast.IfExp | ast.Lambda)
        if is_other and not is_reversal:
            return None
        if parent is statement:
            break
    return column_of(statement.targets[0], ctx)
