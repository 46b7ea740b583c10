"""Literal values through constants: `LR` is 0.1 where `LR = 0.1` is all that reaches."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from mllint_rules.semantic.bindings import Binding

Literal = (
    None
    | bool
    | int
    | float
    | complex
    | str
    | bytes
    | tuple[object, ...]
    | list[object]
    | dict[object, object]
)


class NotLiteral:
    """The answer for a value that is computed elsewhere."""

    def __repr__(self) -> str:
        return "NOT_LITERAL"

    def __bool__(self) -> bool:
        return False


NOT_LITERAL: Final = NotLiteral()
_DEPTH = 8


def literal_value(
    node: ast.expr, definitions: Callable[[ast.Name], tuple[Binding, ...]], depth: int = 0
) -> object:
    """The value of an expression made of literals and of names bound to such; else `NOT_LITERAL`."""
    if depth > _DEPTH:
        return NOT_LITERAL
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        bindings = definitions(node)
        value = bindings[0].statement_value if len(bindings) == 1 else None
        return NOT_LITERAL if value is None else literal_value(value, definitions, depth + 1)
    if isinstance(node, ast.UnaryOp):
        return _unary(node, literal_value(node.operand, definitions, depth + 1))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left = literal_value(node.left, definitions, depth + 1)
        right = literal_value(node.right, definitions, depth + 1)
        return left + right if isinstance(left, str) and isinstance(right, str) else NOT_LITERAL
    if isinstance(node, ast.Tuple | ast.List):
        items = [literal_value(element, definitions, depth + 1) for element in node.elts]
        if any(item is NOT_LITERAL for item in items):
            return NOT_LITERAL
        return tuple(items) if isinstance(node, ast.Tuple) else items
    if isinstance(node, ast.Dict):
        return _dict(node, definitions, depth)
    return NOT_LITERAL


def _unary(node: ast.UnaryOp, operand: object) -> object:
    if isinstance(node.op, ast.Not) and isinstance(operand, bool):
        return not operand
    if isinstance(operand, int | float | complex) and not isinstance(operand, bool):
        if isinstance(node.op, ast.USub):
            return -operand
        if isinstance(node.op, ast.UAdd):
            return operand
    return NOT_LITERAL


def _dict(node: ast.Dict, definitions: Callable[[ast.Name], tuple[Binding, ...]], depth: int) -> object:
    result: dict[object, object] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            return NOT_LITERAL
        name = literal_value(key, definitions, depth + 1)
        item = literal_value(value, definitions, depth + 1)
        if name is NOT_LITERAL or item is NOT_LITERAL or isinstance(name, list | dict):
            return NOT_LITERAL
        result[name] = item
    return result
