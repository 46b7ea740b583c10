"""What the other modules of the project say of the names that one module has from them."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mllint_rules.knowledge.library import find, is_described
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.modules import Kind, Origin, ProjectModules
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.scopes import FunctionNode
from mllint_rules.semantic.types import NEVER, UNKNOWN, Instance, Symbol, Type, Union, union
from mllint_rules.semantic.values import NOT_LITERAL

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a qualified name denotes: a definition, or the binding of a variable, and the model it belongs to.

    The model may know a piece of its module only: names of other pieces are qualified by the module
    (`pkg.data.clean`), and resolve like those of other modules. Use it while the document is being checked.
    """

    model: SemanticModel
    node: FunctionNode | ast.ClassDef | Binding


class Elsewhere:
    """The other modules as one module sees them. `modules` None: there are none.

    `is_piece` says that the model holds a piece of its module; the rest of the module is elsewhere then, too.
    """

    def __init__(self, model: SemanticModel, modules: ProjectModules | None, *, is_piece: bool) -> None:
        self._model = model
        self._modules = modules
        self._path = os.path.abspath(model.document.path)
        self._folder = os.path.dirname(self._path)
        self._is_piece = is_piece
        self._origins: dict[str, Origin | None] = {}
        self._files: set[str] = set()

    # Names

    def origin(self, name: str) -> Origin | None:
        """Where a qualified name comes from, when that is another module or another name of a library's API."""
        if self._modules is None or name.startswith(HERE):
            return None
        if name in self._origins:
            return self._origins[name]
        found: Origin | None = None
        if find(name) is None and not is_described(name):
            found = self._modules.origin(self._folder, name)
            self._note(found.files)
            if found.kind is Kind.UNKNOWN or (found.kind is Kind.LIBRARY and found.name == name):
                found = None
        self._origins[name] = found
        return found

    def own_name(self, name: str) -> str:
        """The `<here>.` name for a full name of something that this document defines; else the name."""
        origin = None if self._is_piece else self.origin(name)
        return (
            HERE + origin.name if origin is not None and origin.path == self._path and origin.name else name
        )

    def exports(self, module: str, name: str) -> bool | None:
        """Whether `from module import *` binds a name; None for a module that is none of the project."""
        if self._modules is None or not self._modules.paths.locate(self._folder, module).path:
            return None
        files: set[str] = set()
        found = self._modules.exports(self._folder, module, name, files)
        self._note(files)
        return found

    def resolve(self, name: str) -> Resolved | None:
        """The definition or variable of another module that a qualified name denotes."""
        origin = self.origin(name)
        return None if origin is None else self._resolved(origin)

    def _resolved(self, origin: Origin) -> Resolved | None:
        assert self._modules is not None
        found = self._modules.binding(origin)
        if found is None:
            return None
        model, binding = found
        if origin.kind is Kind.VARIABLE:
            return Resolved(model, binding) if "." not in origin.name else None
        return model.resolve(HERE + origin.name)

    # Classes

    def bases(self, name: str) -> tuple[str, ...]:
        """The known bases of a class of another module, itself first; empty for anything else."""
        origin = self.origin(name)
        if origin is None or origin.kind is Kind.MODULE:
            return ()
        if origin.kind is Kind.LIBRARY:
            return self._model.bases(origin.name)
        return self._ask(
            origin, "bases", lambda piece, own: tuple(map(piece.elsewhere.outside, piece.bases(own))), ()
        )

    def is_class(self, name: str) -> bool:
        """Whether a name is that of a class of another module."""
        origin = self.origin(name)
        return (
            origin is not None
            and origin.kind is Kind.DEFINITION
            and self._ask(origin, "class", lambda piece, own: own in piece.classes.by_name, False)
        )

    def attribute_type(self, name: str, attribute: str) -> Type | None:
        """What instances of a class of another module hold in an attribute; None when the class does not say."""

        def compute(piece: SemanticModel, own: str) -> Type | None:
            known = piece.classes.own_attribute_type(own, attribute)
            return None if known is None else piece.elsewhere.outside_type(known)

        return self._ask_definition(name, ("attribute", attribute), compute)

    def method_type(self, name: str, attribute: str) -> Type | None:
        """What a method gives that a class of another module defines itself; None when it defines none."""

        def compute(piece: SemanticModel, own: str) -> Type | None:
            node = piece.classes.own_method(own, attribute)
            return None if node is None else piece.elsewhere.outside_type(piece.returned_type(node))

        return self._ask_definition(name, ("method", attribute), compute)

    # Functions and variables

    def function_type(self, name: str) -> Type | None:
        """What calling a function of another module gives; None for a name that is no function of the project."""

        def compute(piece: SemanticModel, own: str) -> Type | None:
            node = piece.functions.get(own)
            return None if node is None else piece.elsewhere.outside_type(piece.returned_type(node))

        return self._ask_definition(name, "call", compute)

    def variable_type(self, name: str) -> Type | None:
        """What a variable of another module holds; None for a name that is no such variable."""
        origin = self.origin(name)
        if origin is None or origin.kind is not Kind.VARIABLE:
            return None

        def compute(piece: SemanticModel, own: str) -> Type:
            types = map(piece.inference.binding_type, self._bindings(piece, own))
            return piece.elsewhere.outside_type(union(types))

        unknown: Type = UNKNOWN
        return unknown if self._is_rebound(origin) else self._ask(origin, "type", compute, unknown)

    def value(self, name: str) -> object:
        """The literal value of a constant of another module; else `NOT_LITERAL`."""
        origin = self.origin(name)
        if origin is None or origin.kind is not Kind.VARIABLE or self._is_rebound(origin):
            return NOT_LITERAL

        def compute(piece: SemanticModel, own: str) -> object:
            bindings = self._bindings(piece, own)
            value = bindings[0].statement_value if len(bindings) == 1 else None
            return NOT_LITERAL if value is None else piece.value_of(value)

        unknown: object = NOT_LITERAL
        return self._ask(origin, "value", compute, unknown)

    def _bindings(self, piece: SemanticModel, own: str) -> list[Binding]:
        bindings = piece.names.scopes.scope_for(piece.tree).bindings[own.removeprefix(HERE)]
        return [binding for binding in bindings if binding.kind is not BindingKind.DELETE]

    def _is_rebound(self, origin: Origin) -> bool:
        assert self._modules is not None
        outline = self._modules.outline(origin.path)
        return "." in origin.name or outline is None or origin.name in outline.rebound

    # Questions

    def _ask_definition(
        self, name: str, question: object, compute: Callable[[SemanticModel, str], Type | None]
    ) -> Type | None:
        origin = self.origin(name)
        if origin is None or origin.kind is not Kind.DEFINITION:
            return None
        unknown: Type | None = UNKNOWN
        return self._ask(origin, question, compute, unknown)

    def _ask(
        self,
        origin: Origin,
        question: object,
        compute: Callable[[SemanticModel, str], Answer],
        unknown: Answer,
    ) -> Answer:
        """What the piece that holds a definition or variable says of it."""
        assert self._modules is not None
        modules = self._modules

        def ask() -> Answer:
            found = modules.binding(origin)
            if found is None:
                return unknown
            with found[0].inference.continuing(self._model.inference):
                return compute(found[0], HERE + origin.name)

        return modules.answer((question, origin.path, origin.name), ask, unknown)

    # What others may know

    def outside(self, name: str) -> str:
        """The name by which other modules know what this module calls by that name."""
        assert self._modules is not None
        if name.startswith(HERE):
            return f"{self._modules.paths.name_of(self._path)}.{name.removeprefix(HERE)}"
        origin = self.origin(name)
        if origin is None or not origin.name:
            return name
        if origin.kind is Kind.LIBRARY:
            return origin.name
        return f"{self._modules.paths.name_of(origin.path)}.{origin.name}"

    def outside_type(self, type_: Type) -> Type:
        """A type in the names by which other modules know them."""
        if isinstance(type_, Instance):
            return Instance(self.outside(type_.name), tuple(map(self.outside_type, type_.arguments)))
        if isinstance(type_, Symbol):
            return Symbol(self.outside(type_.name))
        if type_ == NEVER:
            return UNKNOWN
        return union(map(self.outside_type, type_.members)) if isinstance(type_, Union) else type_

    # Dependencies

    @property
    def files(self) -> frozenset[str]:
        """The files whose content, or absence, decided what was answered here."""
        return frozenset() if self._modules is None else self._modules.dependencies(self._files)

    def _note(self, files: frozenset[str] | set[str]) -> None:
        self._files |= files
        if self._is_piece and self._modules is not None:
            self._modules.consulted(self._path, files)
