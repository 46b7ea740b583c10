"""Giving values to names, attributes, columns and elements."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from mllint_rules.semantic.provenance.domain import Columns, Lesson, Ref, Value
from mllint_rules.semantic.provenance.expressions import combined
from mllint_rules.semantic.provenance.iteration import element_of
from mllint_rules.semantic.provenance.rows import Role, RowKind, are_disjoint, nearest_common
from mllint_rules.semantic.types import UNKNOWN, alternatives

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.interpreter import Interpreter

_ACCESSORS = frozenset({"loc", "iloc", "at", "iat"})


def assign(m: Interpreter, target: ast.expr, ref: Ref) -> None:
    """`target = value`."""
    if isinstance(target, ast.Name):
        m.bind_node(target, target.id, _typed(m, target, ref))
    elif isinstance(target, (ast.Tuple, ast.List)):
        _unpack(m, target, ref)
    elif isinstance(target, ast.Starred):
        assign(m, target.value, m.new(Value(node=target)))
    elif isinstance(target, ast.Attribute):
        _set_attribute(m, target, ref)
    elif isinstance(target, ast.Subscript):
        _set_item(m, target, ref)


def _typed(m: Interpreter, target: ast.Name, ref: Ref) -> Ref:
    """The reference; where the run does not know the type, what the binding is known to be helps."""
    value = m.value(ref)
    binding = m.model.binding_at(target)
    if value.type != UNKNOWN or binding is None or value.closure is not None:
        return ref
    known = m.model.inference.binding_type(binding)
    if known != UNKNOWN and list(alternatives(known)):
        m.store.update(ref, replace(value, type=known))
    return ref


def _unpack(m: Interpreter, target: ast.Tuple | ast.List, ref: Ref) -> None:
    value = m.value(ref)
    if value.items is not None and len(value.items) == len(target.elts):
        for element, item in zip(target.elts, value.items, strict=True):
            assign(m, element, item)
        return
    parts = _given_parts(m, target, value)
    for position, element in enumerate(target.elts):
        if parts is not None:
            part = parts[position]
        elif value.element is not None:
            # One of several alike: nobody says that two of them hold the same rows.
            rows = m.source(value.node or target, selector=("part", position))
            part = m.new(replace(m.value(value.element), rows=rows))
        elif value.rows and not value.is_data:
            # Parts of something unknown: each its own, and the same again where the same is unpacked again.
            rows = m.source(value.node or target, selector=("part", position))
            part = m.new(Value(node=element, rows=rows))
        elif value.rows:
            # Features and target of one load: the same rows, each of its own type.
            part = m.new(replace(m.value(element_of(m, ref, element)), type=UNKNOWN))
        else:
            part = m.new(Value(node=element, rows=m.source(element)))
        assign(m, element, part)


def _given_parts(m: Interpreter, target: ast.Tuple | ast.List, value: Value) -> list[Ref] | None:
    """A load that is unpacked twice, as `(X, y), (X_test, y_test) = load()`: the parts the data comes in."""
    roles = {2: (Role.TRAIN, Role.TEST), 3: (Role.TRAIN, Role.VALIDATION, Role.TEST)}.get(len(target.elts))
    if (
        roles is None
        or not value.is_data
        or not all(isinstance(e, (ast.Tuple, ast.List)) for e in target.elts)
    ):
        return None
    place = value.node or target
    return [
        m.new(
            replace(
                value,
                type=UNKNOWN,
                rows=frozenset(m.rows.make(RowKind.PART, place, [r], role=role) for r in value.rows),
            )
        )
        for role in roles
    ]


def _set_attribute(m: Interpreter, target: ast.Attribute, ref: Ref) -> None:
    owner = m.eval(target.value)
    value = m.value(owner)
    if value.rows and value.attributes is None:
        _change_column(m, owner, value, target.attr, m.value(ref))
        return
    attributes = {**(value.attributes or {}), target.attr: ref}
    m.store.update(owner, replace(value, attributes=attributes))


def _set_item(m: Interpreter, target: ast.Subscript, ref: Ref) -> None:
    holder = target.value
    if isinstance(holder, ast.Attribute) and holder.attr in _ACCESSORS:
        holder = holder.value
    owner = m.eval(holder)
    value = m.value(owner)
    if not isinstance(target.slice, ast.Slice):
        m.eval(target.slice) if not isinstance(target.slice, ast.Tuple) else None
    key = target.slice
    if isinstance(key, ast.Tuple) and len(key.elts) == 2:
        key = key.elts[1]
    literal = m.model.value_of(key) if not isinstance(key, ast.Slice) else None
    if value.entries is not None or (not value.rows and isinstance(literal, (str, int))):
        entries = {**(value.entries or {}), literal: ref}
        m.store.update(owner, replace(value, entries=entries))
    elif value.rows:
        _change_column(m, owner, value, literal, m.value(ref))


def _change_column(m: Interpreter, owner: Ref, value: Value, name: object, given: Value) -> None:
    """Columns of a table get new values: what was learned on the way to these goes into the table."""
    columns = value.columns
    names = [name] if isinstance(name, str) else name if isinstance(name, list) else []
    if columns is not None:
        columns = _with_columns(columns, [n for n in names if isinstance(n, str)], is_known=bool(names))
    transformers = max(value.transformers, given.transformers, key=len)
    kept, new = value.lessons, given.lessons | _learned_by_model(given)
    if names:
        written = frozenset(names)
        kept = frozenset(lesson for lesson in kept if lesson.columns is None or not lesson.columns <= written)
        new = frozenset(replace(lesson, columns=written) for lesson in new)
    changed = replace(
        value,
        lessons=kept | new,
        columns=columns,
        transformers=transformers,
        is_temporal=value.is_temporal or given.is_temporal,
    )
    m.store.update(owner, changed)


def _learned_by_model(given: Value) -> frozenset[Lesson]:
    """What goes into a column that a model has filled: all that the model was fitted on.

    A model fitted on the rows that have a value, and asked for those that have none, has used all of them.
    """
    prediction = given.prediction
    if prediction is None:
        return frozenset()
    found = set()
    for fit in prediction.learner.fits:
        rows = fit.rows
        if all(are_disjoint(known, asked) for known in rows for asked in prediction.data.rows):
            common = {nearest_common(known, asked) for known in rows for asked in prediction.data.rows}
            rows = frozenset(each for each in common if each is not None) or rows
        found.add(Lesson(fit.site, rows, "model", min(prediction.learner.classes, default="")))
    return frozenset(found)


def _with_columns(columns: Columns, names: list[str], *, is_known: bool) -> Columns:
    if not is_known:
        return replace(columns, is_complete=False)
    return replace(
        columns, added=columns.added | frozenset(names), without=columns.without - frozenset(names)
    )


def augment(m: Interpreter, node: ast.AugAssign) -> None:
    """`target += value`."""
    given = m.eval(node.value)
    if isinstance(node.target, ast.Name):
        before = m.store.lookup(m.name_key(node.target.id, node.target))
        result = combined(m, node, [before, given] if before is not None else [given])
        m.bind_node(node.target, node.target.id, result)
    elif isinstance(node.target, (ast.Subscript, ast.Attribute)):
        load = _as_read(node.target)
        assign(m, node.target, combined(m, node, [m.eval(load), given]))


def _as_read(target: ast.Subscript | ast.Attribute) -> ast.expr:
    return target  # reading and writing are told apart by the caller, not by the context of the node


def delete(m: Interpreter, target: ast.expr) -> None:
    """`del target`."""
    if isinstance(target, ast.Name):
        m.bind_node(target, target.id, m.new(Value(node=target)))
    elif isinstance(target, ast.Subscript):
        owner = m.eval(target.value)
        value = m.value(owner)
        name = m.model.value_of(target.slice) if not isinstance(target.slice, ast.Slice) else None
        if value.columns is not None and isinstance(name, str):
            gone, columns = frozenset({name}), value.columns
            columns = replace(columns, without=columns.without | gone, added=columns.added - gone)
            m.store.update(owner, value.narrowed(columns))
