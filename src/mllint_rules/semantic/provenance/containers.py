"""What Python's own containers and functions do with values."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from mllint_rules.semantic.provenance.domain import Ref, Value, joined
from mllint_rules.semantic.provenance.facts import known_effect
from mllint_rules.semantic.provenance.iteration import counted, element_of, zipped
from mllint_rules.semantic.provenance.rows import RowKind, Selector
from mllint_rules.semantic.types import INT, Instance

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.calling import Arguments
    from mllint_rules.semantic.provenance.interpreter import Interpreter

_SAME = frozenset({"list", "tuple", "set", "sorted", "reversed", "iter", "tqdm"})
_PROGRESS = frozenset({"tqdm.tqdm", "tqdm.trange", "tqdm.auto.tqdm", "tqdm.notebook.tqdm"})


def function(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref | None:
    """A builtin function; None for others."""
    if api in _PROGRESS:
        return arguments.get(0, "iterable")
    if not api.startswith("builtins."):
        return None
    name = api.removeprefix("builtins.")
    first = arguments.get(0)
    if name == "range":
        return m.new(Value(node=node, rows=m.source(node), is_index=True))
    if name == "dict":
        return m.new(
            Value(node=node, type=Instance("builtins.dict"), entries=dict(arguments.keywords.items()))
        )
    if name in ("print", "isinstance", "type", "hasattr", "id", "repr", "str", "help", "format"):
        return m.new(Value(node=node, type=m.model.type_of(node)))
    if first is None:
        return m.new(
            Value(node=node, type=m.model.type_of(node), items=() if name in ("list", "tuple") else None)
        )
    if name == "len":
        return m.new(Value(node=node, type=INT))
    if name == "enumerate":
        return counted(m, node, first)
    if name == "zip":
        return zipped(m, node, list(arguments.positional))
    if name in _SAME:
        return m.new(replace(m.value(first), node=node))
    if name == "next":
        return element_of(m, first, node)
    if name in ("map", "filter") and len(arguments.positional) > 1:
        return _mapped(m, node, name, arguments)
    if name in ("min", "max", "sum", "abs", "round", "float", "int", "bool"):
        return m.new(
            replace(joined(map(m.value, arguments.positional)), node=node, rows=frozenset(), columns=None)
        )
    return None


def _mapped(m: Interpreter, node: ast.Call, name: str, arguments: Arguments) -> Ref:
    source = arguments.positional[1]
    value = m.value(source)
    if name == "filter" and value.rows:
        return m.new(
            replace(
                value, node=node, rows=frozenset(m.rows.make(RowKind.FEWER, node, [r]) for r in value.rows)
            )
        )
    closure = m.value(arguments.positional[0]).closure
    if name == "map" and value.items is not None and _keeps_rows(m, arguments.expression(0)):
        return m.new(replace(value, node=node))
    element = element_of(m, source, node)
    result = m.enter(closure, node, (element,), {}) if closure is not None else None
    if value.rows:
        lessons = m.value(result).lessons if result is not None else frozenset()
        return m.new(replace(value, node=node).with_lessons(lessons))
    return m.new(Value(node=node, element=result))


def _keeps_rows(m: Interpreter, function: ast.expr | None) -> bool:
    """Whether a library function takes each row by itself."""
    name = m.model.qualified_name(function) if function is not None else None
    known = known_effect([name]) if name is not None else None
    return known is not None and known[1] == "same"


def method(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref | None:
    """A method of a list, tuple or dict; None for others."""
    value = m.value(receiver)
    if value.is_data and value.items is None and value.element is None:
        return None
    if _is_list(value) and name in ("append", "extend", "insert", "add"):
        return _grow(m, node, receiver, name, arguments)
    if value.entries is not None or _is_dict(value):
        return _dict_method(m, node, receiver, name, arguments)
    return None


def _is_list(value: Value) -> bool:
    return value.items is not None or (
        isinstance(value.type, Instance) and value.type.name in ("builtins.list", "builtins.set")
    )


def _is_dict(value: Value) -> bool:
    return isinstance(value.type, Instance) and value.type.name == "builtins.dict"


def _grow(m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments) -> Ref:
    """A list that grows: what it holds in the end is a set of rows of its own, made of what was added."""
    value = m.value(receiver)
    given = arguments.get(1 if name == "insert" else 0)
    if given is not None:
        added = m.value(given)
        if name == "extend" and added.element is not None:
            added = m.value(added.element)
        before = (
            [m.value(value.element)] if value.element is not None else [m.value(i) for i in value.items or ()]
        )
        element = m.new(joined([*before, added]))
        rows = value.rows
        if added.rows:
            # The rows of several additions are one set, made where the first was added.
            origin = next((r.node for r in rows if r.kind is RowKind.WINDOWS), node)
            parents = dict.fromkeys(p for r in rows for p in (r.parents if r.node is origin else (r,)))
            key = ("grown", receiver, *m.calls)
            known = m.rows.make(RowKind.WINDOWS, origin, (*parents, *added.rows), selector=key)
            rows = frozenset({known})
        m.store.update(
            receiver,
            replace(
                value,
                items=None,
                element=element,
                rows=rows,
                lessons=value.lessons | added.lessons,
                prediction=added.prediction or value.prediction,
                is_temporal=value.is_temporal or added.is_temporal or _is_window(given, m),
            ),
        )
    return m.new(Value(node=node))


def _is_window(ref: Ref, m: Interpreter) -> bool:
    """Whether a piece of a sequence with moving bounds is added: neighbours in time overlap."""
    return any(
        rows.kind is RowKind.SELECTION
        and isinstance(rows.selector, Selector)
        and rows.selector.is_slice
        and isinstance(rows.selector.start, str)
        and isinstance(rows.selector.stop, str)
        for rows in m.value(ref).rows
    )


def _dict_method(
    m: Interpreter, node: ast.Call, receiver: Ref, name: str, arguments: Arguments
) -> Ref | None:
    value = m.value(receiver)
    entries = value.entries or {}
    if name in ("get", "pop", "setdefault"):
        key = arguments.expression(0)
        literal = m.model.value_of(key) if key is not None else None
        if isinstance(literal, (str, int)) and literal in entries:
            return entries[literal]
        return m.unknown(node)
    if name == "items":
        items = [m.new(Value(node=node, items=(m.new(Value(node=node)), ref))) for ref in entries.values()]
        return m.new(Value(node=node, items=tuple(items))) if items else None
    if name == "values":
        return m.new(Value(node=node, items=tuple(entries.values()))) if entries else None
    if name == "keys":
        return m.new(Value(node=node))
    if name == "copy":
        return m.new(value)
    if name == "update":
        given = arguments.get(0)
        more = m.value(given).entries if given is not None else None
        merged = {**entries, **(more or {})}
        merged.update(arguments.keywords.items())
        m.store.update(receiver, replace(value, entries=merged))
        return m.new(Value(node=node))
    return None
