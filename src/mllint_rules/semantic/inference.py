"""What an expression is: the dispatch over expression kinds. Every answer may be *unknown*."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts, VariableFacts
from mllint_rules.knowledge.library import canonical_name, find, find_class, find_member
from mllint_rules.knowledge.stubs import qualify
from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.annotations import annotation_type
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.elements import element_type, item_type, unpacked_type
from mllint_rules.semantic.modules import Kind
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.overloads import call_type
from mllint_rules.semantic.types import (
    BOOL,
    BYTES,
    FLOAT,
    INT,
    NEVER,
    NONE,
    STR,
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    alternatives,
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
_NUMBERS = [BOOL, INT, FLOAT, Instance("builtins.complex")]
# Operators that stubs may describe by their methods; the containers of the `operators` table come after.
_METHODS: dict[type[ast.operator], str] = {
    ast.Add: "__add__", ast.Sub: "__sub__", ast.Mult: "__mul__", ast.Div: "__truediv__", ast.Mod: "__mod__",
    ast.MatMult: "__matmul__",
}  # fmt: skip
_CONSTANTS: dict[type, Type] = {
    bool: BOOL, int: INT, float: FLOAT, complex: Instance("builtins.complex"), str: STR, bytes: BYTES, type(None): NONE,
}  # fmt: skip


class Inference:
    """Types of the expressions of one module, remembered by node."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model
        self._types: dict[ast.AST, Type] = {}
        self._pending: set[ast.AST] = set()
        self._attributes: dict[tuple[str, str], Type] = {}
        self._unions: dict[tuple[Binding, ...], Type] = {}
        self._before = 0  # expressions that wait for an answer in the modules that ask this one
        self._rules: dict[type[ast.expr], Callable[..., Type]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.Subscript: self._subscript,
            ast.BinOp: self._operation,
            ast.UnaryOp: self._unary,
            ast.Compare: self._comparison,
            ast.BoolOp: lambda node: union(self.type_of(value) for value in node.values),
            ast.IfExp: lambda node: union([self.type_of(node.body), self.type_of(node.orelse)]),
            ast.NamedExpr: lambda node: self.type_of(node.value),
            ast.JoinedStr: lambda _: STR,
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

    def _constant(self, node: ast.Constant) -> Type:
        return _CONSTANTS.get(type(node.value), UNKNOWN)

    def _tuple(self, node: ast.Tuple) -> Type:
        if any(isinstance(element, ast.Starred) for element in node.elts):
            return Instance("builtins.tuple")
        return tuple_of(*map(self.type_of, node.elts))

    def _dict(self, node: ast.Dict) -> Type:
        if not node.keys or None in node.keys:
            return Instance("builtins.dict")
        return Instance(
            "builtins.dict", (self._common([k for k in node.keys if k]), self._common(node.values))
        )

    def _common(self, nodes: list[ast.expr]) -> Type:
        # The first few elements of a literal speak for the rest: generated tables may hold thousands.
        return union(map(self.type_of, nodes[:8]))

    def _unary(self, node: ast.UnaryOp) -> Type:
        return BOOL if isinstance(node.op, ast.Not) else self.type_of(node.operand)

    def _operation(self, node: ast.BinOp) -> Type:
        # Long chains (`a + b + c + …`) lean to the left: walk them instead of recursing.
        operands = [node.right]
        left: ast.expr = node.left
        while isinstance(left, ast.BinOp) and left not in self._types:
            operands.append(left.right)
            left = left.left
        result = self.type_of(left)
        if len(operands) == 1 and isinstance(result, Instance):
            known = find_member(result.name, _METHODS.get(type(node.op), ""))
            if isinstance(known, FunctionFacts):
                call = ast.Call(func=node.left, args=[node.right], keywords=[])
                return call_type(self, known, call, result)
        for operand in reversed(operands):
            result = _combine(result, self.type_of(operand), is_division=isinstance(node.op, ast.Div))
        return result

    def _comparison(self, node: ast.Compare) -> Type:
        if any(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops):
            return BOOL
        sides = [self.type_of(side) for side in (node.left, *node.comparators)]
        to_array = table("operators")["comparison"]["to_array"]
        if any(isinstance(side, Instance) and side.name in to_array for side in sides):
            return Instance("numpy.ndarray")
        result = sides[0]
        for side in sides[1:]:
            result = _combine(result, side, is_division=False)
        return (
            BOOL
            if all(side in (*_NUMBERS, STR) for side in sides)
            else result
            if _is_container(result)
            else UNKNOWN
        )

    # Names

    def _name(self, node: ast.Name) -> Type:
        symbol = self._symbol(node)
        if symbol is not None:
            return symbol
        definitions = self._model.names.definitions(node)
        if len(definitions) < _MANY:
            return union(map(self.binding_type, definitions)) if definitions else UNKNOWN
        # A name with very many definitions has them in common with its other reads.
        known = self._unions.get(definitions)
        if known is None:
            known = self._unions[definitions] = union(map(self.binding_type, definitions))
        return known

    def _symbol(self, node: ast.expr) -> Type | None:
        name = self._model.names.qualified_name(node)
        if name is None:
            return None
        known = find(name)
        if isinstance(known, VariableFacts):
            return self._stub_type(known.annotation, known.module, UNKNOWN)
        origin = self._model.elsewhere.origin(name) if known is None else None
        if origin is None:
            return Symbol(name)
        if origin.kind is Kind.VARIABLE:
            # Of an attribute of the variable (`config.model.layers`) its object has to say what it is.
            return None if "." in origin.name else self._model.elsewhere.variable_type(name)
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
            result = self._bound(binding)
        finally:
            self._pending.discard(binding.node)
        if result != NEVER:
            self._types[binding.node] = result
        return result

    def _bound(self, binding: Binding) -> Type:
        kind = binding.kind
        if kind in (BindingKind.FUNCTION, BindingKind.CLASS, BindingKind.IMPORT, BindingKind.IMPORT_FROM):
            name = self._model.names.binding_name(binding)
            return Symbol(name) if name else UNKNOWN
        if binding.annotation is not None:
            return self._model.annotation_type(binding.annotation)
        if kind is BindingKind.PARAMETER:
            return self._parameter(binding)
        if binding.value is None or kind is BindingKind.MATCH:
            return UNKNOWN
        if kind is BindingKind.AUGMENTED:
            return self._augmented(binding)
        value = self.type_of(binding.value)
        if kind is BindingKind.LOOP:
            value = element_type(self, value)
        elif kind is BindingKind.WITH:
            value = union(self._entered(member) for member in alternatives(value))
        elif kind is BindingKind.EXCEPT:
            return Instance(value.name) if isinstance(value, Symbol) else UNKNOWN
        return unpacked_type(self, value, binding.path)

    def _augmented(self, binding: Binding) -> Type:
        target = binding.node
        assert isinstance(target, ast.Name)
        reaching = [
            other for other in self._model.names.augmented_definitions(target) if other is not binding
        ]
        before = union(self.binding_type(other) for other in reaching)
        assert binding.value is not None
        return _combine(before, self.type_of(binding.value), is_division=False)

    def _parameter(self, binding: Binding) -> Type:
        owner = self._model.method_class(binding)
        if owner is not None:
            return owner
        return UNKNOWN  # a default shows one possible type, not the only one

    def _entered(self, type_: Type) -> Type:
        if not isinstance(type_, Instance):
            return UNKNOWN
        member = find_member(type_.name, "__enter__")
        return call_type(self, member, None, type_) if isinstance(member, FunctionFacts) else UNKNOWN

    # Attributes, calls, subscripts

    def _attribute(self, node: ast.Attribute) -> Type:
        symbol = self._symbol(node)
        if symbol is not None:
            return symbol
        owner = without_none(self.type_of(node.value))
        return for_each(owner, lambda member: self.attribute_type(member, node.attr))

    def attribute_type(self, owner: Type, attribute: str) -> Type:
        """What an attribute of such an object is."""
        if not isinstance(owner, Instance):
            return UNKNOWN
        if find_class(owner.name) is not None:
            return self.known_attribute(owner, attribute)
        key = (owner.name, attribute)
        known = self._attributes.get(key)
        if known is None:
            self._attributes[key] = NEVER  # the answer to itself, for attributes defined in a circle
            known = self._attributes[key] = self._model.classes.attribute_type(owner.name, attribute)
            if known == NEVER:
                del self._attributes[key]
        return known

    def known_attribute(self, owner: Instance, attribute: str) -> Type:
        """What the stubs say of an attribute."""
        known = find_member(owner.name, attribute)
        if isinstance(known, VariableFacts):
            return self._stub_type(known.annotation, known.module, owner)
        if isinstance(known, FunctionFacts) and known.kind == "property":
            return self._stub_type(known.signatures[0].returns, known.module, owner)
        return UNKNOWN

    def _call(self, node: ast.Call) -> Type:
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
            owner = without_none(self.type_of(function.value))
            name = function.attr
            return for_each(owner, lambda member: self._call_member(member, name, node))
        return for_each(self.type_of(function), lambda member: self._call_value(member, node))

    def _call_value(self, called: Type, node: ast.Call) -> Type:
        if isinstance(called, Symbol):
            return self._call_symbol(called.name, node)
        if isinstance(called, Instance):
            return self._call_member(called, "__call__", node)
        return UNKNOWN

    def _call_symbol(self, name: str, node: ast.Call) -> Type:
        if name.startswith(HERE):
            return self._model.classes.construct(name) or self._model.function_type(name)
        known = find(name)
        if isinstance(known, ClassFacts):
            return _constructed(name, self, node)
        if isinstance(known, FunctionFacts):
            owner, _, _ = name.rpartition(".")
            receiver: Type = Instance(owner) if known.kind in ("classmethod", "method") else UNKNOWN
            return call_type(self, known, node, receiver)
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
            return self._call_member(Instance(owner), method, node)
        return elsewhere.function_type(name)

    def _call_member(self, owner: Type, attribute: str, node: ast.Call) -> Type:
        if not isinstance(owner, Instance):
            return UNKNOWN
        if find_class(owner.name) is None:
            names = [attribute, *self._run_by_call(owner)] if attribute == "__call__" else [attribute]
            for name in names:
                own = self._model.classes.method_type(owner, name)
                if own is not None:
                    return own
        for base in self._model.bases(owner.name):
            known = find_member(base, attribute)
            if isinstance(known, FunctionFacts):
                return call_type(self, known, node, owner)
        return UNKNOWN

    def member_call_type(self, owner: Type, attribute: str, node: ast.Call) -> Type:
        """What a method call gives on an object of that type."""
        return union(
            self._call_member(member, attribute, node) for member in alternatives(without_none(owner))
        )

    def _run_by_call(self, owner: Instance) -> list[str]:
        """The methods that calling an instance of the class runs: `forward` of a network."""
        called: dict[str, str] = table("operators")["called"]
        return [called[base] for base in self._model.bases(owner.name) if base in called]

    def _subscript(self, node: ast.Subscript) -> Type:
        owner = without_none(self.type_of(node.value))
        return for_each(owner, lambda member: self._item(member, node))

    def _item(self, owner: Type, node: ast.Subscript) -> Type:
        if not isinstance(owner, Instance):
            return UNKNOWN
        builtin = item_type(self, owner, node.slice)
        if builtin is not None:
            return builtin
        known = find_member(owner.name, "__getitem__")
        if not isinstance(known, FunctionFacts):
            return UNKNOWN
        subscript = ast.Call(func=node.value, args=[node.slice], keywords=[])
        return call_type(self, known, subscript, owner)

    # Stubs

    def _stub_type(self, annotation: ast.expr | None, module: str, self_type: Type) -> Type:
        return stub_type(annotation, module, self_type)

    def literal(self, node: ast.expr) -> object:
        """The literal value of an expression, for `Literal[…]` overloads."""
        return self._model.value_of(node)


def stub_type(annotation: ast.expr | None, module: str, self_type: Type) -> Type:
    """The type that an annotation in the stub of `module` names."""
    return annotation_type(annotation, lambda text: canonical_name(qualify(text, module)), self_type)


def _constructed(name: str, inference: Inference, node: ast.Call) -> Type:
    """The instance a class makes; containers take over the elements of what they are made from."""
    if name in ("builtins.list", "builtins.set", "builtins.tuple", "builtins.frozenset") and node.args:
        element = element_type(inference, inference.type_of(node.args[0]))
        return Instance(name, (element,)) if name != "builtins.tuple" else Instance(name)
    if name in ("builtins.enumerate", "builtins.zip"):
        elements = [element_type(inference, inference.type_of(argument)) for argument in node.args]
        pair = tuple_of(INT, *elements[:1]) if name == "builtins.enumerate" else tuple_of(*elements)
        return Instance("collections.abc.Iterator", (pair,))
    return Instance(name)


def _is_container(type_: Type) -> bool:
    return isinstance(type_, Instance) and type_.name in table("operators")["containers"]


def _combine(left: Type, right: Type, *, is_division: bool) -> Type:
    containers: list[str] = table("operators")["containers"]
    names = [side.name for side in (left, right) if isinstance(side, Instance)]
    winners = [name for name in containers if name in names]
    if winners:
        other = [
            side for side in (left, right) if not (isinstance(side, Instance) and side.name in containers)
        ]
        # An unknown operand may itself be the container that wins.
        if winners[0] != containers[0] and any(not isinstance(side, Instance) for side in other):
            return UNKNOWN
        return Instance(winners[0])
    if left in _NUMBERS and right in _NUMBERS:
        widest = max(_NUMBERS.index(left), _NUMBERS.index(right), 1)
        return FLOAT if is_division and widest < 2 else _NUMBERS[widest]
    if left == right and left == STR:
        return STR
    if isinstance(left, Instance) and left.name == "builtins.list" and left == right:
        return left
    return UNKNOWN
