"""What an expression is: the dispatch over expression kinds. Every answer may be *unknown*."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import FunctionFacts, VariableFacts
from mllint_rules.knowledge.library import find, find_class, find_member
from mllint_rules.semantic.assignments import Assignments
from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.elements import awaited_type, element_type
from mllint_rules.semantic.generics import CALLABLE
from mllint_rules.semantic.invocation import Invocation
from mllint_rules.semantic.modules import Kind
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.narrowing import Narrowing
from mllint_rules.semantic.operations import (
    binary_type,
    comparison_type,
    unary_type,
)
from mllint_rules.semantic.overloads import stub_type
from mllint_rules.semantic.steps import step_attribute
from mllint_rules.semantic.types import (
    BOOL,
    BYTES,
    ELLIPSIS,
    FLOAT,
    INT,
    NEVER,
    NONE,
    SLICE,
    STR,
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    for_each,
    list_of,
    tuple_of,
    union,
    without_none,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

_MANY = 20
_DEPTH = 60  # of expressions and definitions followed from one question
_TYPE = Instance("builtins.type")
_CONSTANTS: dict[type, Type] = {
    bool: BOOL, int: INT, float: FLOAT, complex: Instance("builtins.complex"), str: STR, bytes: BYTES,
    type(None): NONE, type(...): ELLIPSIS,
}  # fmt: skip


class Inference:
    """Types of the expressions of one module, remembered by node."""

    def __init__(self, model: SemanticModel) -> None:
        self.model = model
        self._types: dict[ast.AST, Type] = {}
        self._pending: set[ast.AST] = set()
        self._attributes: dict[tuple[str, str], Type] = {}
        self._unions: dict[tuple[Binding, ...], Type] = {}
        self._before = 0  # expressions that wait for an answer in the modules that ask this one
        self._invocation = Invocation(self)
        self._assignments = Assignments(self)
        self._narrowing = Narrowing(self)
        self._rules: dict[type[ast.expr], Callable[..., Type]] = {
            ast.Constant: lambda node: _CONSTANTS.get(type(node.value), UNKNOWN),
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._invocation.call,
            ast.Subscript: self._invocation.subscript,
            ast.BinOp: lambda node: binary_type(self, node, self._types),
            ast.UnaryOp: lambda node: unary_type(self, node),
            ast.Compare: lambda node: comparison_type(self, node),
            ast.BoolOp: self._choice,
            ast.IfExp: lambda node: union([self.type_of(node.body), self.type_of(node.orelse)]),
            ast.NamedExpr: lambda node: self.type_of(node.value),
            ast.JoinedStr: lambda _: STR,
            ast.Slice: lambda _: SLICE,
            ast.Tuple: self._tuple,
            ast.List: lambda node: list_of(self._common(node.elts)),
            ast.Set: lambda node: Instance("builtins.set", (self._common(node.elts),)),
            ast.Dict: self._dict,
            ast.ListComp: lambda node: list_of(self.type_of(node.elt)),
            ast.SetComp: lambda node: Instance("builtins.set", (self.type_of(node.elt),)),
            ast.GeneratorExp: lambda node: Instance("collections.abc.Generator", (self.type_of(node.elt),)),
            ast.DictComp: lambda node: Instance(
                "builtins.dict", (self.type_of(node.key), self.type_of(node.value))
            ),
            ast.Lambda: lambda node: Instance(CALLABLE, (UNKNOWN, self.type_of(node.body))),
            ast.Await: lambda node: awaited_type(self.type_of(node.value)),
        }

    def type_of(self, node: ast.expr) -> Type:
        """What the expression is. A value defined by itself is what else it is; very deep chains are unknown."""
        known = self._types.get(node)
        if known is not None:
            return known
        rule = self._rules.get(type(node))
        if rule is None or self._before + len(self._pending) > _DEPTH:
            return UNKNOWN
        if node in self._pending:
            return NEVER
        self._pending.add(node)
        try:
            result = rule(node)
        finally:
            self._pending.discard(node)
        if result != NEVER:
            self._types[node] = result
        return result

    @contextmanager
    def continuing(self, other: Inference) -> Iterator[None]:
        """While a question of another module is answered, its depth counts here too."""
        before = self._before
        self._before = max(before, other._before + len(other._pending))
        try:
            yield
        finally:
            self._before = before

    # Simple expressions

    def _tuple(self, node: ast.Tuple) -> Type:
        parts: list[Type] = []
        for element in node.elts:
            if not isinstance(element, ast.Starred):
                parts.append(self.type_of(element))
                continue
            inner = self.type_of(element.value)
            known = isinstance(inner, Instance) and inner.name == "builtins.tuple" and inner.arguments
            if not known or ELLIPSIS in known:
                return Instance("builtins.tuple")
            parts += known
        return tuple_of(*parts)

    def _dict(self, node: ast.Dict) -> Type:
        if not node.keys or None in node.keys:
            return Instance("builtins.dict")
        return Instance(
            "builtins.dict", (self._common([k for k in node.keys if k]), self._common(node.values))
        )

    def _common(self, nodes: list[ast.expr]) -> Type:
        # The first few elements of a literal speak for the rest: generated tables may hold thousands.
        return union(
            element_type(self, self.type_of(node.value))
            if isinstance(node, ast.Starred)
            else self.type_of(node)
            for node in nodes[:8]
        )

    def _choice(self, node: ast.BoolOp) -> Type:
        types = [self.type_of(value) for value in node.values]
        if isinstance(node.op, ast.Or):  # what is not last is only taken when it is true, and `None` is not
            types[:-1] = [without_none(type_) for type_ in types[:-1] if type_ != NONE]
        return union(types)

    # Names

    def _name(self, node: ast.Name) -> Type:
        symbol = self._symbol(node)
        if symbol is not None:
            return symbol
        definitions = self.model.names.definitions(node)
        if not definitions:
            return UNKNOWN
        if len(definitions) < _MANY:
            found = union(map(self.binding_type, definitions))
        else:
            # A name with very many definitions has them in common with its other reads.
            known = self._unions.get(definitions)
            if known is None:
                known = self._unions[definitions] = union(map(self.binding_type, definitions))
            found = known
        tests = self._narrowing.tests(node, found)
        if tests:
            return union(self._narrowing.narrowed(node, each, tests) for each in definitions)
        return found

    def _symbol(self, node: ast.expr) -> Type | None:
        name = self.model.names.qualified_name(node)
        if name is None:
            return None
        known = find(name)
        if isinstance(known, VariableFacts):
            return stub_type(known.annotation, known.module, UNKNOWN)
        if name.count(".") > 1 and name.startswith(HERE) and not self.model.is_definition(name):
            return None  # a value that a class of this document holds
        origin = self.model.elsewhere.origin(name) if known is None else None
        if origin is None:
            return Symbol(name)
        if origin.kind is Kind.VARIABLE:
            # Of an attribute of the variable (`config.model.layers`) its object has to say what it is.
            return None if "." in origin.name else self.model.elsewhere.variable_type(name)
        return Symbol(origin.name if origin.kind is Kind.LIBRARY else name)

    def binding_type(self, binding: Binding) -> Type:
        """What one binding gives the name."""
        known = self._types.get(binding.node)
        if known is not None:
            return known
        if binding.node in self._pending:
            return NEVER
        self._pending.add(binding.node)
        try:
            result = self._assignments.bound_type(binding)
        finally:
            self._pending.discard(binding.node)
        if result != NEVER:
            self._types[binding.node] = result
        return result

    def bound_type(self, binding: Binding) -> Type:
        """What a binding gives, worked out anew."""
        return self._assignments.bound_type(binding)

    def entered_type(self, type_: Type) -> Type:
        """What `with` binds for a context manager."""
        return self._assignments.entered_type(type_)

    # Attributes

    def _attribute(self, node: ast.Attribute) -> Type:
        symbol = self._symbol(node)
        if symbol is not None:
            return symbol
        owner = without_none(self.type_of(node.value))
        return for_each(owner, lambda member: self.attribute_type(member, node.attr))

    def attribute_type(self, owner: Type, attribute: str) -> Type:
        """What an attribute of such an object is."""
        if isinstance(owner, Symbol):
            held = self.model.classes.class_attribute(owner.name, attribute)
            return self.known_attribute(_TYPE, attribute) if held == UNKNOWN else held
        if not isinstance(owner, Instance):
            return UNKNOWN
        if attribute == "__class__":
            return Symbol(owner.name)
        if find_class(owner.name) is not None:
            return self.known_attribute(owner, attribute)
        key = (owner.name, attribute)
        known = self._attributes.get(key)
        if known is None:
            self._attributes[key] = NEVER  # the answer to itself, for attributes defined in a circle
            known = self._attributes[key] = self.model.classes.attribute_type(owner.name, attribute)
            if known == NEVER:
                del self._attributes[key]
        return known

    def known_attribute(self, owner: Instance, attribute: str) -> Type:
        """What the stubs say of an attribute."""
        step = step_attribute(owner, attribute) if owner.labels else None
        if step is not None:
            return step
        known = find_member(owner.name, attribute)
        if isinstance(known, VariableFacts):
            return stub_type(known.annotation, known.module, owner)
        if isinstance(known, FunctionFacts) and known.kind == "property":
            return stub_type(known.signatures[0].returns, known.module, owner)
        return UNKNOWN

    # What other parts ask

    def call_member(self, owner: Type, attribute: str, node: ast.Call | None = None) -> Type:
        """What calling a method gives; `node` is None for calls that Python makes by itself."""
        return self._invocation.call_member(owner, attribute, node)

    def member_call_type(self, owner: Type, attribute: str, node: ast.Call) -> Type:
        """What a method call gives on an object of that type, or of one of several."""
        return for_each(without_none(owner), lambda member: self.call_member(member, attribute, node))

    def operator_type(self, left: Instance, method: str, right: ast.expr) -> Type | None:
        """What the method behind an operator gives; None when the class is not known to have it."""
        if find_class(left.name) is None:
            return self.model.classes.method_type(left, method)
        if not isinstance(find_member(left.name, method), FunctionFacts):
            return None
        call = ast.Call(func=right, args=[right], keywords=[])
        return self._invocation.call_member(left, method, call)

    def result_of(self, function: ast.expr, given: ast.Call | None = None) -> Type:
        """What calling a function gives: with these arguments, and perhaps one more that cannot be seen."""
        called = self.type_of(function)
        args = given.args[1:] if given is not None else []
        keywords = given.keywords if given is not None else []
        for more in ([ast.Yield()], []):  # an expression that is unknown
            call = ast.Call(func=function, args=[*args, *more], keywords=keywords)
            found = self._invocation.call_value(called, call)
            if found != UNKNOWN:
                return found
        return UNKNOWN

    def literal(self, node: ast.expr) -> object:
        """The literal value of an expression, for `Literal[…]` overloads."""
        return self.model.value_of(node)

    def single_value(self, node: ast.expr) -> ast.expr:
        """The expression a name stands for, when one plain assignment is all that reaches; else the node."""
        if isinstance(node, ast.Name):
            definitions = self.model.names.definitions(node)
            value = definitions[0].statement_value if len(definitions) == 1 else None
            return node if value is None else value
        return node
