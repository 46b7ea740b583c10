"""Small questions about syntax that the rules on loaded data share."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import BindingKind, Context

_EXITS = frozenset({"sys.exit", "builtins.exit", "builtins.quit"})


def column_names(ctx: Context, node: ast.expr | None) -> tuple[str, ...]:
    """The columns that an expression names: a literal text, a list of such, or the variable of a loop over one."""
    if node is None:
        return ()
    value = ctx.value_of(node)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(dict.fromkeys(value))
    if isinstance(node, ast.Name):
        definitions = ctx.definitions(node)
        if len(definitions) == 1 and definitions[0].kind is BindingKind.LOOP and not definitions[0].path:
            items = ctx.value_of(definitions[0].value)
            if isinstance(items, (list, tuple)) and all(isinstance(item, str) for item in items):
                return tuple(dict.fromkeys(str(item) for item in items))
    return ()


def returned_values(ctx: Context, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """What the `return` statements of a function return, those of `None` left out."""
    return [
        node.value
        for node in ctx.model.own_nodes(function)
        if isinstance(node, ast.Return)
        and node.value is not None
        and not (isinstance(node.value, ast.Constant) and node.value.value is None)
    ]


def literal_items(node: ast.expr | None) -> Iterator[tuple[object, ast.expr]]:
    """The constant keys of a dictionary display with their values."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                yield key.value, value


def is_raising(ctx: Context, body: list[ast.stmt]) -> bool:
    """Whether a block raises or ends the program."""
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Raise):
                return True
            if isinstance(node, ast.Call) and ctx.called(node) in _EXITS:
                return True
    return False
