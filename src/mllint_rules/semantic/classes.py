"""Classes that the document defines: bases, attributes across methods, method results."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import FunctionFacts, VariableFacts
from mllint_rules.knowledge.library import find_class, find_member, linear_bases
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.functions import returns_receiver
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.operations import combined_type
from mllint_rules.semantic.scopes import FunctionNode, ScopeKind
from mllint_rules.semantic.types import UNKNOWN, Instance, Type, union

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

_ENUMERATIONS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))
_PROPERTIES = ("builtins.property", "functools.cached_property")
_TUPLES = ("typing.NamedTuple",)
_RECORDS = ("typing.TypedDict", "typing_extensions.TypedDict")


class LocalClasses:
    """The classes of one module by their `<here>.` names."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model
        self._bases: dict[str, tuple[str, ...]] = {}

    @cached_property
    def by_name(self) -> dict[str, ast.ClassDef]:
        """Every class definition; of two with one name the later counts."""
        names = self._model.names
        found = {}
        for node in self._model.index.nodes(ast.ClassDef):
            binding = names.scopes.binding_of(node)
            name = names.binding_name(binding)
            if name is not None:
                found[name] = node
        return found

    def bases(self, name: str) -> tuple[str, ...]:
        """The class and all its known bases, nearest first; unknown bases are left out."""
        known = self._bases.get(name)
        if known is None:
            self._bases[name] = (name,)  # the answer to itself, for a class among its own bases
            node = self._own(name)
            known = self._bases[name] = (
                self._outer_bases(name) if node is None else (name, *self.bases_of(node))
            )
        return known

    def bases_of(self, node: ast.ClassDef) -> tuple[str, ...]:
        """The known bases that a class definition names, and theirs."""
        written = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
        names = filter(None, map(self._model.qualified_name, written))
        return tuple(dict.fromkeys(further for name in names for further in self.bases(name)))

    def _own(self, name: str) -> ast.ClassDef | None:
        """A class that is whole here: of a piece of a module nobody knows what its classes lack."""
        return None if self._model.piece is not None else self.by_name.get(name)

    def _outer_bases(self, name: str) -> tuple[str, ...]:
        described = linear_bases(name)
        if len(described) > 1:
            return described
        elsewhere = self._model.elsewhere
        own = elsewhere.own_name(name)
        further = self.bases(own) if own != name else elsewhere.bases(name)
        return tuple(dict.fromkeys((name, *further)))

    def has_unknown_base(self, name: str) -> bool:
        """Whether some base of the class is neither described nor defined here."""
        node = self.by_name.get(name)
        if node is None:
            return True
        for base in node.bases:
            base_name = self._model.qualified_name(base)
            if base_name is None or (base_name.startswith(HERE) and self.has_unknown_base(base_name)):
                return True
        return False

    def construct(self, name: str) -> Type | None:
        """What calling the class gives, or None when the name is no class."""
        return Instance(name) if name in self.by_name else None

    def method(self, name: str, attribute: str) -> FunctionNode | None:
        """The method a class of this module defines or inherits from another class of this module."""
        own = (method_of(node, attribute) for node in map(self._own, self.bases(name)) if node is not None)
        return next((method for method in own if method is not None), None)

    def method_type(self, owner: Instance, attribute: str) -> Type | None:
        """What a method call gives; None when no class of the project defines the method."""
        for base in self.bases(owner.name):
            node = self._own(base)
            method = None if node is None else method_of(node, attribute)
            if method is not None:
                result = self._model.returned_type(method)
                # What a base returns as `self` is an object of the class at hand.
                return (
                    owner
                    if isinstance(result, Instance) and self._is_other(result, owner, method)
                    else result
                )
            found = self._model.elsewhere.method_type(base, attribute) if node is None else None
            if found is not None:
                return found
            if find_member(base, attribute) is not None:
                return None
        return None

    def _is_other(self, result: Instance, owner: Instance, node: FunctionNode) -> bool:
        return (
            result.name != owner.name
            and result.name in self.bases(owner.name)
            and returns_receiver(self._model, node)
        )

    def attribute_type(self, name: str, attribute: str) -> Type:
        """What `self.<attribute>` holds: the union of all that the class and its bases assign to it."""
        for base in self.bases(name):
            node = self._own(base)
            found = (
                self._model.elsewhere.attribute_type(base, attribute)
                if node is None
                else self.stated_type(node, attribute)
            )
            if found is not None:
                return found
            if find_class(base) is not None:
                return self._known(base, attribute)
        return UNKNOWN

    def stated_type(self, node: ast.ClassDef, attribute: str) -> Type | None:
        """What a class definition itself says that `self.<attribute>` holds; None when it says nothing."""
        found = [*self._assigned(node, attribute), *self._declared(node, attribute)]
        if found:
            return union(found)
        method = method_of(node, attribute)
        if method is not None and any(
            self._model.qualified_name(d) in _PROPERTIES for d in method.decorator_list
        ):
            return self._model.returned_type(method)
        return None

    def class_attribute(self, name: str, attribute: str) -> Type:
        """What a class of this module itself holds in an attribute: a value, or a member of an enumeration."""
        if name not in self.by_name:
            return UNKNOWN
        found = self.attribute_type(name, attribute)
        is_member = not attribute.startswith("_") and not _ENUMERATIONS.isdisjoint(self.bases(name))
        return Instance(name) if is_member and found != UNKNOWN else found

    def _known(self, base: str, attribute: str) -> Type:
        known = find_member(base, attribute)
        if isinstance(known, (VariableFacts, FunctionFacts)):
            return self._model.inference.known_attribute(Instance(base), attribute)
        return UNKNOWN

    def _assigned(self, node: ast.ClassDef, attribute: str) -> list[Type]:
        inference = self._model.inference
        bindings = [self._binding(target) for target in self._self_assignments.get((node, attribute), ())]
        augmented = [each for each in bindings if each.kind is BindingKind.AUGMENTED]
        types = [inference.bound_type(each) for each in bindings if each.kind is not BindingKind.AUGMENTED]
        if not augmented:
            return types
        base = union(types) if types else UNKNOWN
        for each in augmented:
            statement = self._model.index.parents[each.node]
            assert isinstance(statement, ast.AugAssign)
            types.append(combined_type(base, statement.op, self._model.type_of(statement.value)))
        return types

    @cached_property
    def _self_assignments(self) -> dict[tuple[ast.ClassDef, str], list[ast.Attribute]]:
        """Where methods assign to attributes of `self`, by class and attribute."""
        found: dict[tuple[ast.ClassDef, str], list[ast.Attribute]] = {}
        for node in self._model.index.set_attributes:
            if not isinstance(node.ctx, ast.Store) or not isinstance(node.value, ast.Name):
                continue
            owner = self._class_of_self(node.value)
            if owner is not None:
                found.setdefault((owner, node.attr), []).append(node)
        return found

    def _binding(self, node: ast.Attribute) -> Binding:
        """The assignment to an attribute, as the one to a name would be."""
        parents = self._model.index.parents
        scope = self._model.names.scopes.scope_of(node)
        target: ast.AST = node
        path: list[int | None] = []
        while isinstance(parents[target], (ast.Tuple, ast.List, ast.Starred)):
            parent = parents[target]
            if isinstance(parent, (ast.Tuple, ast.List)):
                place = parent.elts.index(target)  # type: ignore[arg-type]
                hidden = any(isinstance(each, ast.Starred) for each in parent.elts[: place + 1])
                path.insert(0, None if hidden else place)
            target = parent
        kind, value, annotation = _source(parents[target])
        return Binding(node.attr, kind, node, value, tuple(path), annotation, scope=scope)

    def mentions(self, owner: ast.ClassDef, attribute: str) -> list[ast.Attribute]:
        """Where methods of a class read, set or delete an attribute of `self`, in source order."""
        return [
            node
            for node in self._model.index.attributes_named(attribute)
            if isinstance(node.value, ast.Name) and self._class_of_self(node.value) is owner
        ]

    def _class_of_self(self, name: ast.Name) -> ast.ClassDef | None:
        scopes = self._model.names.scopes
        owner = scopes.lookup(name.id, scopes.scope_of(name))
        if owner is None or owner.kind is not ScopeKind.FUNCTION:
            return None
        return self.owner_of_parameter(owner.bindings[name.id][0])

    def owner_of_parameter(self, binding: Binding, decorator: str | None = None) -> ast.ClassDef | None:
        """The class of a parameter, when it is the first one of a plain method, or of one so decorated."""
        function = binding.scope.node
        if binding.kind is not BindingKind.PARAMETER or not isinstance(
            function, (ast.FunctionDef, ast.AsyncFunctionDef)
        ):
            return None
        parent = self._model.index.parents.get(function)
        positional = [*function.args.posonlyargs, *function.args.args]
        if not isinstance(parent, ast.ClassDef) or not positional or positional[0] is not binding.node:
            return None
        decorators = {self._model.qualified_name(decorator) for decorator in function.decorator_list}
        if decorator is not None:
            return parent if decorator in decorators else None
        return None if decorators & {"builtins.staticmethod", "builtins.classmethod"} else parent

    def _declared(self, node: ast.ClassDef, attribute: str) -> list[Type]:
        scope = self._model.names.scopes.scope_for(node)
        bindings = [
            binding
            for binding in scope.bindings.get(attribute, ())
            if binding.kind in (BindingKind.ASSIGNMENT, BindingKind.ANNOTATION)
        ]
        return [self._model.inference.binding_type(binding) for binding in bindings]

    # Records

    def tuple_fields(self, name: str) -> tuple[Type, ...] | None:
        """What a `NamedTuple` of this module holds, by position; None for other classes."""
        return tuple(self._fields(name).values()) if set(self.bases(name)).intersection(_TUPLES) else None

    def item_type(self, name: str, key: object) -> Type | None:
        """What a `TypedDict` (by key) or `NamedTuple` (by place) holds; None for other classes."""
        bases = set(self.bases(name))
        if bases.intersection(_RECORDS):
            return self._fields(name).get(str(key), UNKNOWN)
        fields = self.tuple_fields(name)
        if fields is None:
            return None
        inside = isinstance(key, int) and -len(fields) <= key < len(fields)
        return fields[key] if inside else UNKNOWN  # type: ignore[call-overload]

    def _fields(self, name: str) -> dict[str, Type]:
        found: dict[str, Type] = {}
        for base in reversed(self.bases(name)):
            node = self.by_name.get(base)
            for statement in node.body if node else ():
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    found[statement.target.id] = self._model.annotation_type(statement.annotation)
        return found


def _source(statement: ast.AST) -> tuple[BindingKind, ast.expr | None, ast.expr | None]:
    """How a statement gives its target a value: the kind, the value and the annotation."""
    if isinstance(statement, ast.AnnAssign):
        kind = BindingKind.ASSIGNMENT if statement.value else BindingKind.ANNOTATION
        return kind, statement.value, statement.annotation
    if isinstance(statement, ast.AugAssign):
        return BindingKind.AUGMENTED, statement.value, None
    if isinstance(statement, (ast.For, ast.AsyncFor, ast.comprehension)):
        return BindingKind.LOOP, statement.iter, None
    if isinstance(statement, ast.withitem):
        return BindingKind.WITH, statement.context_expr, None
    return BindingKind.ASSIGNMENT, statement.value if isinstance(statement, ast.Assign) else None, None


def method_of(node: ast.ClassDef, name: str) -> FunctionNode | None:
    """The method that a class definition itself holds."""
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name == name:
            return statement
    return None
