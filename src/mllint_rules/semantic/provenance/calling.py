"""Calls: functions of the project are entered, everything else does what the knowledge says."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mllint_rules.knowledge.library import find
from mllint_rules.semantic.bindings import BindingKind
from mllint_rules.semantic.provenance import containers, learners, operations
from mllint_rules.semantic.provenance.domain import Closure, Ref, Value
from mllint_rules.semantic.provenance.events import Use
from mllint_rules.semantic.provenance.expressions import resolved
from mllint_rules.semantic.types import UNKNOWN, Instance, alternatives

if TYPE_CHECKING:
    from mllint_rules.semantic.provenance.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class Arguments:
    """The evaluated arguments of a call."""

    node: ast.Call
    positional: tuple[Ref, ...]
    keywords: Mapping[str, Ref]
    unpacks: bool

    def get(self, position: int, *names: str) -> Ref | None:
        """The argument at a position (negative: keyword only) or by one of these names."""
        for name in names:
            if name in self.keywords:
                return self.keywords[name]
        return self.positional[position] if 0 <= position < len(self.positional) else None

    def expression(self, position: int, *names: str) -> ast.expr | None:
        """The same argument as written."""
        for keyword in self.node.keywords:
            if keyword.arg in names:
                return keyword.value
        return self.node.args[position] if 0 <= position < len(self.node.args) else None

    @property
    def all(self) -> Iterator[Ref]:
        """Every argument."""
        yield from self.positional
        yield from self.keywords.values()


def call(m: Interpreter, node: ast.Call) -> Ref:
    """What a call gives, and what it does."""
    function = node.func
    api = m.model.qualified_name(function)
    receiver: Ref | None = None
    closure: Closure | None = None
    if api is not None:
        closure = resolved(m, api)
    elif isinstance(function, ast.Attribute):
        receiver = m.eval(function.value)
    else:
        callee = m.value(m.eval(function))
        closure = callee.closure
        receiver = None if closure is not None else m.eval(function)
    arguments = evaluated(m, node)
    if receiver is not None and isinstance(function, ast.Attribute):
        closure = _member(m, function, receiver)
    if closure is None and api is None and isinstance(function, ast.Name):
        closure = m.value(m.eval(function)).closure
    if closure is not None:
        result = _enter(m, node, closure, arguments)
        if result is not None:
            return result
    elif api is not None:
        imported = _imported_learner(m, node, api)
        if imported is not None and isinstance(function, ast.Attribute):
            return _method(m, node, imported, function.attr, arguments)
        return _library(m, node, api, arguments)
    elif receiver is not None:
        method = function.attr if isinstance(function, ast.Attribute) else "__call__"
        return _method(m, node, receiver, method, arguments)
    return unknown_call(m, node, arguments)


def _imported_learner(m: Interpreter, node: ast.Call, api: str) -> Ref | None:
    """An object of another module that is fitted or asked here: `from pipeline import model`, `model.fit(X, y)`."""
    function = node.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return None
    owner = api.rpartition(".")[0]
    if not learners.is_method(function.attr) or find(api) is not None or find(owner) is not None:
        return None
    scope = m.model.names.scopes.lookup(function.value.id, m.model.names.scopes.scope_of(function.value))
    bindings = scope.bindings.get(function.value.id, ()) if scope is not None else ()
    if not bindings or any(binding.kind is not BindingKind.IMPORT_FROM for binding in bindings):
        return None
    key = ("imported", owner)
    known = m.store.lookup(key)
    if known is None:
        known = m.new(Value(node=function.value, type=m.model.type_of(function.value)))
        m.store.bind(key, known)
    return known


def evaluated(m: Interpreter, node: ast.Call) -> Arguments:
    """The arguments of a call, in the order in which they run."""
    positional: list[Ref] = []
    unpacks = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            items = m.value(m.eval(argument.value)).items
            unpacks = unpacks or items is None
            positional.extend(items or ())
        else:
            positional.append(m.eval(argument))
    keywords: dict[str, Ref] = {}
    for keyword in node.keywords:
        ref = m.eval(keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = ref
        else:
            entries = m.value(ref).entries
            unpacks = unpacks or entries is None
            keywords.update({str(name): entry for name, entry in (entries or {}).items()})
    return Arguments(node, tuple(positional), keywords, unpacks)


def _member(m: Interpreter, function: ast.Attribute, receiver: Ref) -> Closure | None:
    """The method of the project that a call of an attribute runs."""
    value = m.value(receiver)
    held = (value.attributes or {}).get(function.attr)
    if held is not None:
        return m.value(held).closure
    if any(isinstance(t, Instance) for t in alternatives(value.type)) and not value.is_data:
        from mllint_rules.semantic.provenance.expressions import _own_member

        own = _own_member(m, function, receiver, value)
        return m.value(own).closure if own is not None else None
    return None


def _enter(m: Interpreter, node: ast.Call, closure: Closure, arguments: Arguments) -> Ref | None:
    if isinstance(closure.node, ast.ClassDef):
        return construct(m, node, closure, arguments)
    if closure.receiver is not None and learners.is_duck_typed(m, closure, node):
        return None
    return m.enter(closure, node, arguments.positional, dict(arguments.keywords))


def construct(m: Interpreter, node: ast.Call, closure: Closure, arguments: Arguments) -> Ref:
    """An object of a class of the project."""
    definition = closure.node
    assert isinstance(definition, ast.ClassDef)
    name = m.model.qualified_name(node.func)
    bases = m.model.bases(name) if name else ()
    learner = learners.made(m, node, frozenset({name}) if name else frozenset(), bases)
    value = Value(node=node, type=Instance(name) if name else UNKNOWN, attributes={}, learner=learner)
    if operations.is_dataset(bases):
        value = replace(value, **operations.content_of(m, list(arguments.all)))
    ref = m.new(value)
    if closure.model is m.document_model:
        m.instances.setdefault(definition, ref)
    init = m.model.resolve(f"{name}.__init__") if name else None
    if init is not None and isinstance(init.node, ast.FunctionDef):
        m.enter(Closure(init.model, init.node, ref), node, arguments.positional, dict(arguments.keywords))
    elif name is not None:
        fields = [
            s.target.id
            for s in definition.body
            if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
        ]
        given = {**dict(zip(fields, arguments.positional, strict=False)), **arguments.keywords}
        m.store.update(ref, replace(m.value(ref), attributes=given))
    return ref


def _library(m: Interpreter, node: ast.Call, api: str, arguments: Arguments) -> Ref:
    result = containers.function(m, node, api, arguments)
    if result is None:
        result = learners.function(m, node, api, arguments)
    if result is None:
        result = operations.function(m, node, api, arguments)
    return result if result is not None else unknown_call(m, node, arguments)


def _method(m: Interpreter, node: ast.Call, receiver: Ref, method: str, arguments: Arguments) -> Ref:
    for answer in (containers.method, learners.method, operations.method):
        result = answer(m, node, receiver, method, arguments)
        if result is not None:
            return result
    return unknown_call(m, node, arguments, receiver)


def unknown_call(m: Interpreter, node: ast.Call, arguments: Arguments, receiver: Ref | None = None) -> Ref:
    """A call of something nobody knows: it uses what it is given, and what comes back is from outside."""
    for ref in arguments.all:
        for value in m.flattened(ref, 2):
            if value.rows or value.learner is not None:
                m.emit(Use, node, value)
    given = [m.value(ref) for ref in (*([receiver] if receiver is not None else []), *arguments.all)]
    prediction = next((value.prediction for value in given if value.prediction is not None), None)
    result = m.unknown(node)
    if receiver is not None and given[0].lessons and not given[0].rows:
        # A table of statistics stays one, whatever is done to it.
        result = m.new(Value(node=node, type=m.model.type_of(node), lessons=given[0].lessons))
    if prediction is not None:
        m.store.update(result, replace(m.value(result), prediction=prediction))
    return result
