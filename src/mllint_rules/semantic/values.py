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


_Definitions = Callable[[ast.Name], tuple[Binding, ...]]
_Elsewhere = Callable[[ast.Name | ast.Attribute], object]


def literal_value(
    node: ast.expr, definitions: _Definitions, elsewhere: _Elsewhere = lambda _: NOT_LITERAL, depth: int = 0
) -> object:
    """The value of an expression made of literals and of names bound to such; else `NOT_LITERAL`.

    `elsewhere` gives the value of a name that another module binds.
    """
    if depth > _DEPTH:
        return NOT_LITERAL
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        bindings = definitions(node)
        value = bindings[0].statement_value if len(bindings) == 1 else None
        if value is None:
            is_own = any(binding.target is None for binding in bindings)
            return NOT_LITERAL if is_own else elsewhere(node)
        return literal_value(value, definitions, elsewhere, depth + 1)
    if isinstance(node, ast.Attribute):
        return elsewhere(node)
    if isinstance(node, ast.UnaryOp):
        return _unary(node, literal_value(node.operand, definitions, elsewhere, depth + 1))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left = literal_value(node.left, definitions, elsewhere, depth + 1)
        right = literal_value(node.right, definitions, elsewhere, depth + 1)
        return left + right if isinstance(left, str) and isinstance(right, str) else NOT_LITERAL
    if isinstance(node, (ast.Tuple, ast.List)):
        items = [literal_value(element, definitions, elsewhere, depth + 1) for element in node.elts]
        if any(item is NOT_LITERAL for item in items):
            return NOT_LITERAL
        return tuple(items) if isinstance(node, ast.Tuple) else items
    if isinstance(node, ast.Dict):
        return _dict(node, definitions, elsewhere, depth)
    return NOT_LITERAL


def _unary(node: ast.UnaryOp, operand: object) -> object:
    if isinstance(node.op, ast.Not) and isinstance(operand, bool):
        return not operand
    if isinstance(operand, (int, float, complex)) and not isinstance(operand, bool):
        if isinstance(node.op, ast.USub):
            return -operand
        if isinstance(node.op, ast.UAdd):
            return operand
    return NOT_LITERAL


def _dict(node: ast.Dict, definitions: _Definitions, elsewhere: _Elsewhere, depth: int) -> object:
    result: dict[object, object] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            return NOT_LITERAL
        name = literal_value(key, definitions, elsewhere, depth + 1)
        item = literal_value(value, definitions, elsewhere, depth + 1)
        if name is NOT_LITERAL or item is NOT_LITERAL or isinstance(name, (list, dict)):
            return NOT_LITERAL
        result[name] = item
    return result
