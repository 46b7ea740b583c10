"""What calls and subscripts give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts
from mllint_rules.knowledge.library import find, find_class, find_member, type_variables
from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.elements import item_type
from mllint_rules.semantic.generics import CALLABLE
from mllint_rules.semantic.modules import Kind
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.overloads import call_type, constructed_type
from mllint_rules.semantic.steps import step_item, with_steps
from mllint_rules.semantic.types import (
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    for_each,
    without_none,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference


class Invocation:
    """Calls and subscripts of one module."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._model = inference.model

    # Calls

    def call(self, node: ast.Call) -> Type:
        """What a call gives."""
        function = node.func
        symbol = self._model.names.qualified_name(function)
        if symbol is not None:
            symbol = self._model.elsewhere.own_name(symbol)
            if symbol.startswith(HERE) or find(symbol) is not None:
                return self._call_symbol(symbol, node)
            called = self._call_elsewhere(symbol, node)
            if called is not None:
                return called
        if isinstance(function, ast.Attribute):
            owner = without_none(self._inference.type_of(function.value))
            name = function.attr
            return for_each(owner, lambda member: self.call_member(member, name, node))
        return self.call_value(self._inference.type_of(function), node)

    def call_value(self, called: Type, node: ast.Call) -> Type:
        """What calling a value of that type gives."""
        return for_each(without_none(called), lambda member: self._call_one(member, node))

    def _call_one(self, called: Type, node: ast.Call) -> Type:
        if isinstance(called, Symbol):
            other = (
                None
                if called.name.startswith(HERE) or find(called.name)
                else self._call_elsewhere(called.name, node)
            )
            return self._call_symbol(called.name, node) if other is None else other
        if isinstance(called, Instance):
            if called.name == CALLABLE and called.arguments:
                return called.arguments[-1]
            return self.call_member(called, "__call__", node)
        return UNKNOWN

    def _call_symbol(self, name: str, node: ast.Call) -> Type:
        if name.startswith(HERE):
            return self._call_own(name, node)
        if name in ("builtins.super", "builtins.type"):
            return self._reflected(name, node)
        if name == "functools.partial" and node.args:
            result = self._inference.result_of(node.args[0], node)
            return Instance(name, () if result == UNKNOWN else (result,))
        known = find(name)
        if isinstance(known, ClassFacts):
            return with_steps(self._inference, name, node) or self._constructed(name, node)
        if isinstance(known, FunctionFacts):
            owner, _, _ = name.rpartition(".")
            receiver: Type = Instance(owner) if known.kind in ("classmethod", "method") else UNKNOWN
            result = call_type(self._inference, known, node, receiver)
            made = with_steps(self._inference, name, node)
            return result if made is None else made
        return UNKNOWN

    def _call_elsewhere(self, name: str, node: ast.Call) -> Type | None:
        """What calling a class or function of another module gives; None when it is neither."""
        elsewhere = self._model.elsewhere
        origin = elsewhere.origin(name)
        if origin is None or origin.kind in (Kind.MODULE, Kind.VARIABLE):
            return None
        if origin.kind is Kind.LIBRARY:
            return self._call_symbol(origin.name, node)
        if elsewhere.is_class(name):
            return Instance(elsewhere.outside(name))
        owner, _, method = name.rpartition(".")
        if elsewhere.is_class(owner):
            return self.call_member(Instance(owner), method, node)
        return elsewhere.function_type(name)

    def _call_own(self, name: str, node: ast.Call) -> Type:
        """A function, a class or a method through its class of this document."""
        classes = self._model.classes
        made = classes.construct(name)
        if made is not None:
            return made
        owner, _, attribute = name.rpartition(".")
        if classes.construct(owner) is not None:
            found = classes.method_type(Instance(owner), attribute)
            return self._inherited(owner, attribute, node) if found is None else found
        return self._model.function_type(name)

    def _inherited(self, owner: str, attribute: str, node: ast.Call) -> Type:
        """A class method that a class of this document has from a library."""
        for base in self._model.bases(owner):
            known = find_member(base, attribute)
            if isinstance(known, FunctionFacts):
                is_bound = known.kind == "classmethod"
                return self.call_member(Instance(owner), attribute, node) if is_bound else UNKNOWN
        return UNKNOWN

    def _reflected(self, name: str, node: ast.Call) -> Type:
        """`type(x)` is the class of `x`; `super()` an object of the class above, when there is one only."""
        if name == "builtins.type":
            known = self._inference.type_of(node.args[0]) if len(node.args) == 1 else UNKNOWN
            return Symbol(known.name) if isinstance(known, Instance) else UNKNOWN
        owner = next(
            (each for each in self._model.index.ancestors(node) if isinstance(each, ast.ClassDef)), None
        )
        if owner is None or len(owner.bases) != 1:
            return UNKNOWN
        base = owner.bases[0]
        above = self._model.qualified_name(base.value if isinstance(base, ast.Subscript) else base)
        return UNKNOWN if above is None else Instance(above)

    def _constructed(self, name: str, node: ast.Call) -> Type:
        """The instance a class makes; generic ones learn from the arguments what they hold."""
        variables = type_variables(name)
        if not variables:
            return Instance(name)
        own = find_class(name)
        factory = own.members.get("__new__") if own is not None else None
        if isinstance(factory, FunctionFacts):
            return call_type(self._inference, factory, node, Instance(name))
        initializer = find_member(name, "__init__")
        if isinstance(initializer, FunctionFacts):
            return constructed_type(self._inference, name, initializer, variables, node)
        return Instance(name)

    def call_member(self, owner: Type, attribute: str, node: ast.Call | None) -> Type:
        """What calling a method gives; `node` is None for calls that Python makes by itself."""
        if not isinstance(owner, Instance):
            return self._call_static(owner, attribute, node) if isinstance(owner, Symbol) else UNKNOWN
        if owner.labels and attribute == "__call__" and owner.name in table("steps")["run"]["in_order"]:
            return self.call_member(owner.arguments[-1], attribute, node)
        if find_class(owner.name) is None:
            names = [attribute, *self._run_by_call(owner)] if attribute == "__call__" else [attribute]
            for name in names:
                own = self._model.classes.method_type(owner, name)
                if own is not None:
                    return own
        for base in self._model.bases(owner.name):
            known = find_member(base, attribute)
            if isinstance(known, FunctionFacts) and known.kind != "property":
                return call_type(self._inference, known, node, owner)
        held = self._inference.attribute_type(owner, attribute)
        return UNKNOWN if node is None else self.call_value(held, node)

    def _call_static(self, owner: Symbol, attribute: str, node: ast.Call | None) -> Type:
        """A method called on the class itself, as `cls.load(path)`."""
        if owner.name.startswith(HERE):
            return self._model.classes.method_type(Instance(owner.name), attribute) or UNKNOWN
        known = find_member(owner.name, attribute) if find_class(owner.name) else None
        if isinstance(known, FunctionFacts) and known.kind in ("classmethod", "staticmethod"):
            return call_type(self._inference, known, node, Instance(owner.name))
        return UNKNOWN

    def _run_by_call(self, owner: Instance) -> list[str]:
        """The methods that calling an instance of the class runs: `forward` of a network."""
        called: dict[str, str] = table("operators")["called"]
        return [called[base] for base in self._model.bases(owner.name) if base in called]

    # Subscripts

    def subscript(self, node: ast.Subscript) -> Type:
        """What a subscript gives."""
        owner = without_none(self._inference.type_of(node.value))
        return for_each(owner, lambda member: self._item(member, node))

    def _item(self, owner: Type, node: ast.Subscript) -> Type:
        if not isinstance(owner, Instance):
            return UNKNOWN
        if owner.labels:
            return step_item(self._inference, owner, node.slice)
        builtin = item_type(self._inference, owner, node.slice)
        if builtin is not None:
            return builtin
        if owner.name.startswith(HERE):
            field = self._model.classes.item_type(owner.name, self._inference.literal(node.slice))
            if field is not None:
                return field
        subscript = ast.Call(func=node.value, args=[node.slice], keywords=[])
        return self.call_member(owner, "__getitem__", subscript)
