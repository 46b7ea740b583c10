"""Functions and methods that cut data into parts."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from mllint_rules.semantic.provenance.domain import Ref, Value
from mllint_rules.semantic.provenance.events import Split
from mllint_rules.semantic.provenance.rows import Role, RowKind, Selector

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.calling import Arguments
    from mllint_rules.semantic.provenance.interpreter import Interpreter

_ROLES = {2: (Role.TRAIN, Role.TEST), 3: (Role.TRAIN, Role.VALIDATION, Role.TEST)}


def train_and_test(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    """`train_test_split(a, b, …)`: both parts of each array in turn."""
    values = [m.value(ref) for ref in arguments.positional]
    m.emit(Split, node, api, tuple(values))
    roles = _ROLES[2][::-1] if _is_turned_round(m, node) else _ROLES[2]
    items = [m.new(_part(m, node, value, role)) for value in values for role in roles]
    return m.new(Value(node=node, items=tuple(items)))


def _is_turned_round(m: Interpreter, node: ast.Call) -> bool:
    """Whether every pair of names that the parts get has the training part second: then that one trains."""
    assign = m.model.index.parents.get(node)
    target = assign.targets[0] if isinstance(assign, ast.Assign) else None
    if not isinstance(target, (ast.Tuple, ast.List)) or not target.elts:
        return False
    names = [element.id.lower() if isinstance(element, ast.Name) else "" for element in target.elts]
    first, second = names[::2], names[1::2]
    return all("train" in name for name in second) and not any("train" in name or not name for name in first)


def in_fractions(m: Interpreter, node: ast.Call, api: str, data: Value, sizes: ast.expr | None) -> Ref:
    """`random_split(data, [0.8, 0.2])` and relatives: a part per size."""
    m.emit(Split, node, api, (data,))
    count = len(sizes.elts) if isinstance(sizes, (ast.List, ast.Tuple)) else 0
    roles = _ROLES.get(count)
    if roles is None:
        part = m.new(replace(data, node=node, rows=m.source(node, is_guess=not data.is_data)))
        return m.new(Value(node=node, element=part))
    return m.new(Value(node=node, items=tuple(m.new(_part(m, node, data, role)) for role in roles)))


def at_places(m: Interpreter, node: ast.Call, api: str, data: Value, places: ast.expr | None) -> Ref:
    """`numpy.split(data, [a, b])`: one part more than places."""
    if not isinstance(places, (ast.List, ast.Tuple)):
        return m.new(Value(node=node, element=m.new(replace(data, node=node, rows=m.source(node)))))
    m.emit(Split, node, api, (data,))
    roles = _ROLES.get(len(places.elts) + 1, ())
    return m.new(Value(node=node, items=tuple(m.new(_part(m, node, data, role)) for role in roles) or None))


def by_name(m: Interpreter, node: ast.Call, api: str, data: Value) -> Ref:
    """`dataset.train_test_split(…)`: a dict of both parts."""
    m.emit(Split, node, api, (data,))
    entries: dict[object, Ref] = {role.value: m.new(_part(m, node, data, role)) for role in _ROLES[2]}
    return m.new(Value(node=node, type=m.model.type_of(node), entries=entries))


def folds(m: Interpreter, node: ast.Call, api: str, splitter: Value, arguments: Arguments) -> Ref:
    """`splitter.split(X, y, groups)`: pairs of positions."""
    ref = arguments.get(0, "X")
    data = m.value(ref) if ref is not None else Value()
    target = arguments.get(1, "y")
    inputs = (data, m.value(target)) if target is not None else (data,)
    m.emit(Split, node, api, inputs, splitter.node)
    rows = data.rows or m.source(node)
    pair = [
        m.new(
            Value(
                node=node,
                rows=frozenset(m.rows.make(RowKind.PART, node, [above], role=role) for above in rows),
                is_index=True,
            )
        )
        for role in _ROLES[2]
    ]
    return m.new(Value(node=node, element=m.new(Value(node=node, items=tuple(pair)))))


def leading(m: Interpreter, node: ast.Call, data: Value, count: ast.expr | None) -> Value:
    """`take(n)` and `head(n)`: the rows up to a place."""
    return _up_to_or_from(m, node, data, Selector(stop=_place(m, count)))


def remaining(m: Interpreter, node: ast.Call, data: Value, count: ast.expr | None) -> Value:
    """`skip(n)`: the rows from a place on."""
    return _up_to_or_from(m, node, data, Selector(start=_place(m, count)))


def trailing(m: Interpreter, node: ast.Call, data: Value, count: ast.expr | None) -> Value:
    """`tail(n)`: the last rows; all but the first ones where the number is negative."""
    place = _place(m, count)
    start = -place if isinstance(place, int) else place[1:] if place.startswith("-") else f"-{place}"
    return _up_to_or_from(m, node, data, Selector(start=start))


_SHOWN_ROWS = 5  # what `head()` and `tail()` take when nothing is said


def _place(m: Interpreter, count: ast.expr | None) -> int | str:
    """A number of rows: the literal one, or its text."""
    if count is None:
        return _SHOWN_ROWS
    literal = m.model.value_of(count)
    return literal if isinstance(literal, int) else "".join(m.model.source(count).split())


def _up_to_or_from(m: Interpreter, node: ast.Call, data: Value, selector: Selector) -> Value:
    rows = frozenset(m.rows.make(RowKind.SELECTION, node, [above], selector=selector) for above in data.rows)
    return replace(data, node=node, rows=rows, items=None, element=None, selector=None)


def _part(m: Interpreter, node: ast.Call, value: Value, role: Role) -> Value:
    above = value.rows or m.source(value.node or node)
    rows = frozenset(m.rows.make(RowKind.PART, node, [one], role=role) for one in above)
    return replace(value, node=value.node, rows=rows, items=None, element=None, selector=None)
