"""Taking rows and columns out of data: subscripts, `loc`, `iloc`, masks, index arrays."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

from mllint_rules.semantic.provenance.domain import Columns, Lesson, Ref, Value, joined
from mllint_rules.semantic.provenance.rows import RowKind, RowSet, Selector
from mllint_rules.semantic.types import INT, STR, UNKNOWN, Instance, Type, alternatives, union

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.interpreter import Interpreter

_BY_POSITION = frozenset({"iloc", "iat"})
_BY_LABEL = frozenset({"loc", "at"})
FRAMES = frozenset({"pandas.DataFrame", "polars.DataFrame", "polars.LazyFrame", "dask.dataframe.DataFrame"})


def subscript(m: Interpreter, node: ast.Subscript) -> Ref:
    """What `value[key]` gives, where the value holds rows or elements."""
    accessor = node.value
    if isinstance(accessor, ast.Attribute) and accessor.attr in _BY_POSITION | _BY_LABEL:
        owner = m.value(m.eval(accessor.value))
        if owner.rows:
            return _located(m, node, owner)
    base = m.eval(accessor)
    value = m.value(base)
    key = node.slice
    if value.items is not None or value.entries is not None:
        known = _held(m, value, key)
        if known is not None:
            return known
    if value.element is not None and not value.rows:
        return base if isinstance(key, ast.Slice) else value.element
    if not value.rows:
        lessons = value.lessons
        if not isinstance(key, ast.Slice):
            lessons |= _chosen_by(m.value(m.eval(key)))
        return (
            m.new(Value(node=node, type=m.model.type_of(node), lessons=lessons))
            if lessons
            else m.unknown(node)
        )
    if isinstance(key, ast.Tuple) and key.elts:
        return _rows_and_columns(m, node, value, key)
    return _one_key(m, node, value, key)


def _held(m: Interpreter, value: Value, key: ast.expr) -> Ref | None:
    """An element of a tuple, list or dict by a literal key."""
    literal = m.model.value_of(key) if not isinstance(key, ast.Slice) else None
    if (
        value.items is not None
        and isinstance(literal, int)
        and -len(value.items) <= literal < len(value.items)
    ):
        return value.items[literal]
    if value.items is not None and isinstance(key, ast.Slice):
        bounds = [m.model.value_of(b) if b is not None else None for b in (key.lower, key.upper, key.step)]
        if all(bound is None or isinstance(bound, int) for bound in bounds):
            return m.new(replace(value, items=value.items[slice(*bounds)]))  # type: ignore[arg-type]
    if value.entries is not None and isinstance(literal, (str, int)):
        return value.entries.get(literal)
    if value.entries and not isinstance(key, ast.Slice):
        m.eval(key)
        return m.new(joined(map(m.value, value.entries.values())))
    return None


def _located(m: Interpreter, node: ast.Subscript, owner: Value) -> Ref:
    key = node.slice
    if isinstance(key, ast.Tuple) and key.elts:
        return _rows_and_columns(m, node, owner, key)
    return m.new(_with_rows(m, node, owner, key))


def _rows_and_columns(m: Interpreter, node: ast.Subscript, value: Value, key: ast.Tuple) -> Ref:
    """`x[rows, columns]`."""
    selected = _with_rows(m, node, value, key.elts[0])
    columns = selected.columns
    chosen: frozenset[Lesson] = frozenset()
    if len(key.elts) == 2:
        if columns is not None:
            columns = _taken_columns(m, columns, key.elts[1], is_by_label=_is_by_label(node))
        if not isinstance(key.elts[1], ast.Slice):
            chosen = _chosen_by(m.value(m.eval(key.elts[1])))
    return m.new(replace(selected.narrowed(columns), node=node).with_lessons(chosen))


def _chosen_by(index: Value) -> frozenset[Lesson]:
    """What a fitted selection of columns has learned; counting gaps or the like by hand is none."""
    return frozenset(lesson for lesson in index.lessons if lesson.kind != "statistic")


def _are_names(index: Value) -> bool:
    """Whether a key is a list of texts or an index: names of columns."""
    type_ = index.type
    if isinstance(type_, Instance) and type_.name == "pandas.Index" and not index.is_index:
        return True
    return (
        isinstance(type_, Instance)
        and type_.name in ("builtins.list", "builtins.tuple")
        and type_.arguments == (STR,)
    )


def _is_by_label(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr in _BY_LABEL


def _taken_columns(m: Interpreter, columns: Columns, key: ast.expr, *, is_by_label: bool) -> Columns | None:
    if isinstance(key, ast.Slice):
        is_all = key.lower is None and key.upper is None
        return columns if is_all else replace(columns, is_complete=False)
    literal = m.model.value_of(key)
    return restricted(columns, literal) if is_by_label else replace(columns, is_complete=False)


def restricted(columns: Columns, key: object) -> Columns:
    """The columns after `frame[key]` for a literal key."""
    if isinstance(key, str):
        return replace(columns, only=frozenset({key}), added=columns.added & {key}, is_single=True)
    if isinstance(key, (list, tuple)) and all(isinstance(name, str) for name in key):
        names = frozenset(name for name in key if isinstance(name, str))
        return replace(columns, only=names, added=columns.added & names, is_single=False)
    return replace(columns, is_complete=False)


def _one_key(m: Interpreter, node: ast.Subscript, value: Value, key: ast.expr) -> Ref:
    """`x[key]`: columns of a frame, or rows."""
    if isinstance(key, ast.Slice):
        return m.new(_with_rows(m, node, value, key))
    literal = m.model.value_of(key)
    is_frame = is_a(m, node.value, value, FRAMES)
    if isinstance(literal, str) or (isinstance(literal, list) and (is_frame or not value.is_data)):
        m.eval(key)
        columns = restricted(value.columns, literal) if value.columns else None
        type_ = taken_type(m, node, value, is_one=isinstance(literal, str))
        return m.new(replace(_content(value, node).narrowed(columns), type=type_))
    index = m.value(m.eval(key))
    if (is_frame and not index.rows) or index.type == STR or (is_frame and _are_names(index)):
        # Names of columns that are not known here: a string, a list of them, an Index.
        columns = replace(value.columns, is_complete=False) if value.columns else None
        type_ = taken_type(m, node, value, is_one=index.type == STR if index.type != UNKNOWN else None)
        taken = replace(_content(value, node), columns=columns, type=type_)
        return m.new(taken.with_lessons(_chosen_by(index)))
    return m.new(_by_index(m, node, value, key, index))


_SERIES = {"pandas.DataFrame": "pandas.Series", "polars.DataFrame": "polars.Series"}


def taken_type(m: Interpreter, node: ast.expr, value: Value, *, is_one: bool | None) -> Type:
    """The type of columns of a frame: one is a series; None where it may be one or several."""
    known = m.model.type_of(node)
    if isinstance(known, Instance) or not isinstance(value.type, Instance) or value.type.name not in _SERIES:
        return known
    series = Instance(_SERIES[value.type.name])
    return union([series, value.type]) if is_one is None else series if is_one else value.type


def _content(value: Value, node: ast.AST) -> Value:
    """The same rows, as another object."""
    return replace(value, node=node, items=None, entries=None, element=None, attributes=None, selector=None)


def _with_rows(m: Interpreter, node: ast.Subscript, value: Value, key: ast.expr) -> Value:
    """The rows that one key takes."""
    known = m.model.type_of(node)
    content = replace(_content(value, node), type=known if isinstance(known, Instance) else value.type)
    if isinstance(key, ast.Slice):
        bounds = [_bound(m, part) for part in (key.lower, key.upper)]
        if key.step is None and bounds == [None, None]:
            return content
        if key.step is not None and bounds == [None, None]:
            step = m.model.value_of(key.step)
            if step == -1:
                return content
        stepped = m.model.source(key.step) if key.step is not None else None
        selector = Selector(start=bounds[0], stop=bounds[1], subject=stepped)
        if bounds[0] == 0:
            selector = replace(selector, start=None)
        return replace(content, rows=_selected(m, node, value.rows, selector))
    if isinstance(key, ast.Constant) and key.value is Ellipsis:
        return content
    return _by_index(m, node, value, key, m.value(m.eval(key)))


def _bound(m: Interpreter, node: ast.expr | None) -> Hashable:
    if node is None:
        return None
    m.eval(node)
    literal = m.model.value_of(node)
    return literal if isinstance(literal, (int, str)) else _text(m, node)


def _text(m: Interpreter, node: ast.AST) -> str:
    return "".join(m.model.source(node).split())


def _selected(
    m: Interpreter, node: ast.AST, rows: frozenset[RowSet], selector: Selector
) -> frozenset[RowSet]:
    return frozenset(m.rows.make(RowKind.SELECTION, node, [above], selector=selector) for above in rows)


def _by_index(m: Interpreter, node: ast.AST, value: Value, key: ast.expr, index: Value) -> Value:
    known = m.model.type_of(node) if isinstance(node, ast.expr) else UNKNOWN
    content = replace(_content(value, node), type=known if isinstance(known, Instance) else value.type)
    if index.is_index and index.rows:
        return replace(content, rows=frozenset(r for i in index.rows for r in moved(m, i, value.rows)))
    if index.selector is not None:
        return replace(content, rows=_selected(m, node, value.rows, index.selector))
    if index.type in (INT, STR):
        # One row (or label): what it is called does not matter, the loop counts.
        return replace(content, rows=_selected(m, node, value.rows, Selector(_text(m, key), "in")))
    if index.is_data:
        return replace(content, rows=_selected(m, node, value.rows, Selector(_text(m, key), "in")))
    return replace(content, rows=m.source(node), columns=None)


def moved(m: Interpreter, index: RowSet, rows: frozenset[RowSet]) -> frozenset[RowSet]:
    """The rows of other data that the positions in an index name: the same way of selecting, from these rows."""
    if any(index in own.supersets or own in index.supersets for own in rows):
        return frozenset({index})  # the labels of a frame's own rows
    if index.kind is RowKind.SOURCE or not index.parents:
        return rows
    above = [moved(m, parent, rows) for parent in index.parents]
    node = index.split or index.node
    if len(above) == 1:
        return frozenset(
            m.rows.make(index.kind, node, [one], role=index.role, selector=index.selector) for one in above[0]
        )
    flat = [one for each in above for one in each]
    return frozenset({m.rows.make(index.kind, node, flat, role=index.role, selector=index.selector)})


def is_a(m: Interpreter, node: ast.expr, value: Value, classes: frozenset[str]) -> bool:
    """Whether a value certainly is of one of these classes, by the run or by its syntax."""
    for type_ in (value.type, m.model.type_of(node)):
        members = list(alternatives(type_))
        if members and all(isinstance(t, Instance) and t.name in classes for t in members):
            return True
    return False


def mask(m: Interpreter, node: ast.Compare, left: Value, right: Value) -> Selector | None:
    """What a comparison of row data selects when it is used as a mask."""
    if len(node.ops) != 1 or not left.rows:
        return None
    operator = _OPERATORS.get(type(node.ops[0]))
    if operator is None:
        return None
    literal = m.model.value_of(node.comparators[0])
    bound = literal if isinstance(literal, (int, float, str)) else _text(m, node.comparators[0])
    return Selector(_text(m, node.left), operator, bound)


_OPERATORS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
