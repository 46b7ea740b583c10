"""What a loop binds, and in how many known rounds."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mllint_rules.semantic.provenance.domain import Ref, Value, joined
from mllint_rules.semantic.types import INT, STR

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.interpreter import Interpreter

_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Rounds:
    """The elements a loop binds: one each round when `is_known`, else one that stands for all."""

    elements: tuple[Ref, ...]
    is_known: bool = False


def rounds(m: Interpreter, source: Ref, node: ast.expr) -> Rounds:
    """The rounds of a loop over a value."""
    value = m.value(source)
    if value.items is not None and 0 < len(value.items) <= _MOST_ROUNDS:
        return Rounds(value.items, is_known=True)
    return Rounds((element_of(m, source, node),))


def element_of(m: Interpreter, source: Ref, node: ast.expr) -> Ref:
    """Something that stands for every element of a value."""
    value = m.value(source)
    if value.element is not None:
        return value.element
    if value.items is not None:
        return m.new(joined(map(m.value, value.items))) if value.items else m.unknown(node)
    if value.entries is not None:
        return m.new(Value(node=node, type=STR))
    if value.rows:
        # One row (or batch) of the data; its rows are spoken of as those of all.
        parts = replace(value, node=node, columns=None, learner=None)
        return m.new(parts)
    return m.new(Value(node=node))


def counted(m: Interpreter, node: ast.Call, source: Ref) -> Ref:
    """`enumerate(x)`."""
    number = m.new(Value(node=node, type=INT))
    value = m.value(source)
    if value.items is not None:
        return m.new(Value(node=node, items=tuple(_pair(m, node, number, item) for item in value.items)))
    return m.new(Value(node=node, element=_pair(m, node, number, element_of(m, source, node))))


def _pair(m: Interpreter, node: ast.AST, *refs: Ref) -> Ref:
    return m.new(Value(node=node, items=refs))


def zipped(m: Interpreter, node: ast.Call, sources: list[Ref]) -> Ref:
    """`zip(a, b, …)`."""
    values = [m.value(source) for source in sources]
    if values and all(value.items is not None for value in values):
        columns = zip(*(value.items or () for value in values), strict=False)
        return m.new(Value(node=node, items=tuple(_pair(m, node, *column) for column in columns)))
    elements = [element_of(m, source, node) for source in sources]
    return m.new(Value(node=node, element=_pair(m, node, *elements)))
