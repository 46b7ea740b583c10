"""Frames followed through steps that keep their rows, and columns that are assigned to them."""

from __future__ import annotations

import ast

from mllint_rules.kit import Binding, Context, table
from mllint_rules.rules.leakage._passed import is_passed_a

_FOLLOWED = 8  # steps from a frame back to where its rows come from


def origins(frame: ast.expr, ctx: Context, depth: int = 0) -> frozenset[Binding]:
    """The bindings that the rows of a frame come from, behind sorting, dropping and the like; empty: nobody knows."""
    if not isinstance(frame, ast.Name) or depth > _FOLLOWED:
        return frozenset()
    found: set[Binding] = set()
    for binding in ctx.definitions(frame):
        kept = _same_rows(binding.statement_value)
        kept = kept or _returned(binding.statement_value, ctx)
        earlier = origins(kept, ctx, depth + 1) if kept is not None else frozenset()
        found |= earlier or {binding}
    return frozenset(found)


def _same_rows(node: ast.expr | None) -> ast.Name | None:
    """The frame whose rows a chain of methods gives again."""
    keeping = table("ordered_rows")["methods"]["keeping_rows"]
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in keeping:
        node = node.func.value
    return node if isinstance(node, ast.Name) else None


def _returned(node: ast.expr | None, ctx: Context) -> ast.Name | None:
    """The frame that the called function of this file returns, where it has one `return` of a name."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    bindings = ctx.definitions(node.func)
    function = bindings[0].node if len(bindings) == 1 else None
    if not isinstance(function, ast.FunctionDef):
        return None
    returns = [each for each in ctx.walk(function) if isinstance(each, ast.Return)]
    value = returns[0].value if len(returns) == 1 and ctx.function_of(returns[0]) is function else None
    return value if isinstance(value, ast.Name) else _same_rows(value)


def series_of(node: ast.expr | None, ctx: Context) -> tuple[ast.Name, str] | None:
    """The frame and the name in `frame[name]` where that certainly is one column; the name is empty if not literal."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return None
    name = ctx.value_of(node.slice)
    if isinstance(name, str):
        is_frame = is_passed_a(node.value, ctx, "pandas.DataFrame")
        return (node.value, name) if is_frame or ctx.is_a(node, "pandas.Series") else None
    return (node.value, "") if ctx.is_a(node, "pandas.Series") else None


def column_of(node: ast.expr | None, ctx: Context) -> tuple[ast.Name, str] | None:
    """The frame and the literal name in `frame["name"]`."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Name):
        return None
    name = ctx.value_of(node.slice)
    return (node.value, name) if isinstance(name, str) else None


def assigned_column(node: ast.expr, ctx: Context, *, is_named: bool = True) -> tuple[ast.Name, str] | None:
    """The column that an expression is assigned to, alone or within arithmetic and further methods.

    With `is_named` its name has to be literal; without, another name is given as empty text.
    """
    statement = ctx.statement(node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    for parent in ctx.ancestors(node):
        is_reversal = isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Slice)
        is_other = isinstance(parent, (ast.Compare, ast.BoolOp, ast.Subscript, ast.IfExp, ast.Lambda))
        if is_other and not is_reversal:
            return None
        if parent is statement:
            break
    target = statement.targets[0]
    if not is_named and isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        name = ctx.value_of(target.slice)
        return target.value, name if isinstance(name, str) else ""
    return column_of(target, ctx)
