"""What bindings give names and attributes: assignments, loops, `with`, parameters, handlers, patterns."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.elements import awaited_type, element_type, unpacked_type
from mllint_rules.semantic.mutations import Stored, is_display, stored_items
from mllint_rules.semantic.operations import operation_type
from mllint_rules.semantic.patterns import captured_type
from mllint_rules.semantic.scopes import ScopeKind
from mllint_rules.semantic.types import (
    ELLIPSIS,
    STR,
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    alternatives,
    tuple_of,
    union,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference


class Assignments:
    """What the bindings of one module give."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference

    def bound_type(self, binding: Binding) -> Type:
        """What a binding gives, worked out anew."""
        kind = binding.kind
        if kind in (BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT, BindingKind.IMPORT_FROM):
            name = self._inference.model.names.binding_name(binding)
            return Symbol(name) if name else UNKNOWN
        if binding.annotation is not None:
            return self._declared(binding)
        if kind is BindingKind.PARAMETER:
            return self._parameter(binding)
        if kind is BindingKind.MATCH:
            return captured_type(self._inference, binding.node)
        if binding.value is None:
            return UNKNOWN
        if kind is BindingKind.AUGMENTED:
            return self._augmented(binding)
        value = self._inference.type_of(binding.value)
        if kind is BindingKind.LOOP:
            value = element_type(self._inference, value)
        elif kind is BindingKind.WITH:
            value = union(self.entered_type(member) for member in alternatives(value))
        elif kind is BindingKind.EXCEPT:
            return self._caught(binding.value)
        elif is_display(binding.value):
            value = self._with_items(binding, value)
        return unpacked_type(self._inference, value, binding.path)

    def _declared(self, binding: Binding) -> Type:
        """An annotation is what it says; where that is nothing, or one of several, the value may say more."""
        assert binding.annotation is not None
        declared = self._inference.model.annotation_type(binding.annotation)
        if binding.kind is BindingKind.PARAMETER:
            return self._starred(binding, declared)
        if binding.value is None:
            return declared
        # An attribute may be given another of the possibilities at any time.
        is_name = isinstance(binding.node, ast.Name) and binding.scope.kind is not ScopeKind.CLASS
        members = list(alternatives(declared)) if is_name else []
        if declared == UNKNOWN or len(members) > 1:
            value = self._inference.type_of(binding.value)
            if declared == UNKNOWN or value in members:
                return value
        return declared

    def _with_items(self, binding: Binding, value: Type) -> Type:
        """A list, set or dict as written, together with what is put into it later under its name."""
        stored = self._stored.get(binding.name)
        if not stored or not isinstance(value, Instance) or not value.arguments:
            return value
        held: list[list[Type]] = [[argument] for argument in value.arguments]
        for item in stored:
            held[-1].append(UNKNOWN if item.value is None else self._inference.type_of(item.value))
            if len(held) > 1:
                held[0].append(UNKNOWN if item.key is None else self._inference.type_of(item.key))
        return Instance(value.name, tuple(map(union, held)))

    @cached_property
    def _stored(self) -> dict[str, list[Stored]]:
        return stored_items(self._inference.model.index)

    def _augmented(self, binding: Binding) -> Type:
        target = binding.node
        assert isinstance(target, ast.Name)
        reaching = [
            other
            for other in self._inference.model.names.augmented_definitions(target)
            if other is not binding
        ]
        before = union(self._inference.binding_type(other) for other in reaching)
        assert binding.value is not None
        statement = self._inference.model.index.parents[target]
        assert isinstance(statement, ast.AugAssign)
        return operation_type(self._inference, before, statement.op, binding.value)

    def _caught(self, handled: ast.expr) -> Type:
        classes = handled.elts if isinstance(handled, ast.Tuple) else [handled]
        types = [self._inference.type_of(each) for each in classes]
        return union(Instance(each.name) if isinstance(each, Symbol) else UNKNOWN for each in types)

    def _parameter(self, binding: Binding) -> Type:
        owner = self._inference.model.method_class(binding)
        if owner is not None:
            return owner
        return self._starred(binding, UNKNOWN)  # a default shows one possible type, not the only one

    def _starred(self, binding: Binding, declared: Type) -> Type:
        """`*args` is a tuple and `**kwargs` a dict of what the annotation says."""
        arguments = self._inference.model.index.parents[binding.node]
        assert isinstance(arguments, ast.arguments)
        if binding.node is arguments.vararg:
            return tuple_of(declared, ELLIPSIS)
        if binding.node is arguments.kwarg:
            return Instance("builtins.dict", (STR, declared))
        return declared

    def entered_type(self, type_: Type) -> Type:
        """What `with` binds for a context manager."""
        for method in ("__enter__", "__aenter__"):
            entered = self._inference.call_member(type_, method, None)
            if entered != UNKNOWN:
                return entered if method == "__enter__" else awaited_type(entered)
        return UNKNOWN
