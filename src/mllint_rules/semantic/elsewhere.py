"""What the other modules of the project say of the names that one module has from them."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from mllint_rules.knowledge.library import find, is_described
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.modules import Kind, Origin, ProjectModules
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.outlines import ModuleOutline
from mllint_rules.semantic.scopes import FunctionNode
from mllint_rules.semantic.types import NEVER, UNKNOWN, Instance, Symbol, Type, Union, union
from mllint_rules.semantic.values import NOT_LITERAL

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a qualified name denotes: a definition, or the binding of a variable, and the model it belongs to.

    The model may hold a piece of its module only: there all that the module defines is called by its full name
    (`pkg.data.clean`), and resolves like names of other modules. Use it while the document is being checked.
    """

    model: SemanticModel
    node: FunctionNode | ast.ClassDef | Binding


class Elsewhere:
    """The other modules as one module sees them, and of a piece the rest of its module. `modules` None: none."""

    def __init__(self, model: SemanticModel, modules: ProjectModules | None) -> None:
        self._model = model
        self._modules = modules
        self._path = model.piece.path if model.piece is not None else os.path.abspath(model.document.path)
        self._folder = os.path.dirname(self._path)
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
            found = (
                self._modules.origin(self._folder, name)
                if self._model.piece is None
                else self._modules.origin_within(self._path, name)
            )
            self.note(found.files)
            if found.kind is Kind.UNKNOWN or (found.kind is Kind.LIBRARY and found.name == name):
                found = None
        self._origins[name] = found
        return found

    def own_name(self, name: str) -> str:
        """The `<here>.` name for a full name of something that this document defines; else the name."""
        origin = None if self._model.piece is not None else self.origin(name)
        return (
            HERE + origin.name if origin is not None and origin.path == self._path and origin.name else name
        )

    def exports(self, module: str, name: str) -> bool | None:
        """Whether `from module import *` binds a name; None for a module that is none of the project."""
        if self._modules is None or not self._modules.paths.locate(self._folder, module).path:
            return None
        files: set[str] = set()
        found = self._modules.exports(self._folder, module, name, files)
        self.note(files)
        return found

    def resolve(self, name: str) -> Resolved | None:
        """The definition or variable of another module that a qualified name denotes."""
        origin = self.origin(name)
        outline = self._outline(origin)
        if origin is None or outline is None:
            return None
        if origin.kind is Kind.DEFINITION:
            return self._resolve_definition(outline, origin, name)
        found = outline.bindings(origin.name) if origin.kind is Kind.VARIABLE else None
        return None if found is None else Resolved(found[0], found[1][-1])

    def _resolve_definition(self, outline: ModuleOutline, origin: Origin, name: str) -> Resolved | None:
        owner, _, member = origin.name.rpartition(".")
        if not owner or not outline.is_class(owner):
            found = outline.bindings(origin.name.partition(".")[0])
            model = None if found is None else found[0]
        else:
            model = outline.member(owner, member) or outline.body(owner)
        node = None if model is None else model.definition(f"{outline.name}.{origin.name}")
        if model is not None and node is not None:
            return Resolved(model, node)
        bases = self._model.bases(name.rpartition(".")[0])[1:] if owner else ()
        return next(filter(None, (self._model.resolve(f"{base}.{member}") for base in bases)), None)

    def _outline(self, origin: Origin | None) -> ModuleOutline | None:
        return self._modules.outline(origin.path) if self._modules and origin and origin.path else None

    # Classes

    def is_class(self, name: str) -> bool:
        """Whether a name is that of a class of another module."""
        origin = self.origin(name)
        return origin is not None and self._modules is not None and self._modules.is_class(origin)

    def bases(self, name: str) -> tuple[str, ...]:
        """The known bases of a class of another module, itself first; empty for anything else."""
        origin = self.origin(name)
        if origin is not None and origin.kind is Kind.LIBRARY:
            return self._model.bases(origin.name)
        found = self._class(name)
        if found is None:
            return ()
        outline, own = found

        def compute() -> tuple[str, ...]:
            piece = outline.header(own)
            node = None if piece is None else _first_class(piece)
            if piece is None or node is None:
                return ()
            with self._asking(piece):
                return (f"{outline.name}.{own}", *map(piece.elsewhere.outside, piece.classes.bases_of(node)))

        return self._answer(("bases", outline.path, own), compute, (), ())

    def attribute_type(self, name: str, attribute: str) -> Type | None:
        """What instances of a class of another module hold in an attribute; None when the class does not say."""
        found = self._class(name)
        if found is None:
            return None
        outline, own = found

        def compute() -> Type | None:
            members = dict.fromkeys((attribute, *outline.members_setting(own, attribute)))
            pieces = [outline.body(own), *(outline.member(own, member) for member in members)]
            types = [self._stated_type(piece, attribute) for piece in pieces if piece is not None]
            known = [type_ for type_ in types if type_ is not None]
            return union(known) if known else None

        return self._type(("attribute", outline.path, own, attribute), compute)

    def _stated_type(self, piece: SemanticModel, attribute: str) -> Type | None:
        node = _first_class(piece)
        if node is None:
            return None
        with self._asking(piece):
            known = piece.classes.stated_type(node, attribute)
            return None if known is None else piece.elsewhere.outside_type(known)

    def method_type(self, name: str, attribute: str) -> Type | None:
        """What a method gives that a class of another module defines itself; None when it defines none."""
        found = self._class(name)
        if found is None:
            return None
        outline, own = found

        def compute() -> Type | None:
            piece = outline.member(own, attribute)
            node = None if piece is None else piece.functions.get(f"{outline.name}.{own}.{attribute}")
            return None if piece is None or node is None else self._returned_type(piece, node)

        return self._type(("method", outline.path, own, attribute), compute)

    def _class(self, name: str) -> tuple[ModuleOutline, str] | None:
        """The module of a class and its name there."""
        origin = self.origin(name) if self.is_class(name) else None
        outline = self._outline(origin)
        return (
            None
            if origin is None or outline is None or not outline.is_class(origin.name)
            else (outline, origin.name)
        )

    # Functions and variables

    def function_type(self, name: str) -> Type | None:
        """What calling a function of another module gives; None for a name that is no function of the project."""
        origin = self.origin(name)
        outline = self._outline(origin)
        if origin is None or outline is None or origin.kind is not Kind.DEFINITION:
            return None

        def compute() -> Type | None:
            found = outline.bindings(origin.name.partition(".")[0])
            node = None if found is None else found[0].functions.get(f"{outline.name}.{origin.name}")
            return None if found is None or node is None else self._returned_type(found[0], node)

        return self._type(("call", origin.path, origin.name), compute)

    def _returned_type(self, piece: SemanticModel, node: FunctionNode) -> Type:
        with self._asking(piece):
            return piece.elsewhere.outside_type(piece.returned_type(node))

    def variable_type(self, name: str) -> Type | None:
        """What a variable of another module holds; None for a name that is no such variable."""
        origin = self.origin(name)
        outline = self._outline(origin)
        if origin is None or outline is None or origin.kind is not Kind.VARIABLE:
            return None

        def compute() -> Type:
            found = outline.bindings(origin.name)
            if found is None or outline.is_rebound(origin.name):
                return UNKNOWN
            piece, bindings = found
            with self._asking(piece):
                return piece.elsewhere.outside_type(
                    union(map(piece.inference.binding_type, _valued(bindings)))
                )

        return self._type(("type", origin.path, origin.name), compute)

    def value(self, name: str) -> object:
        """The literal value of a constant of another module; else `NOT_LITERAL`.

        Lists, dicts and sets are none: any module may change what is in them.
        """
        origin = self.origin(name)
        outline = self._outline(origin)
        if origin is None or outline is None or origin.kind is not Kind.VARIABLE:
            return NOT_LITERAL

        def compute() -> object:
            found = outline.bindings(origin.name)
            bindings = [] if found is None or outline.is_rebound(origin.name) else _valued(found[1])
            value = bindings[0].statement_value if len(bindings) == 1 else None
            if found is None or value is None or isinstance(value, (ast.List, ast.Dict, ast.Set)):
                return NOT_LITERAL
            return found[0].value_of(value)

        unknown: object = NOT_LITERAL
        return self._answer(("value", origin.path, origin.name), compute, unknown, unknown)

    # Questions

    def _answer(
        self, key: object, compute: Callable[[], Answer], unknown: Answer, circular: Answer
    ) -> Answer:
        assert self._modules is not None
        return self._modules.answer(key, compute, unknown=unknown, circular=circular)

    def _type(self, key: object, compute: Callable[[], Type | None]) -> Type | None:
        unknown: Type | None = UNKNOWN
        circular: Type | None = NEVER
        return self._answer(key, compute, unknown, circular)

    def _asking(self, piece: SemanticModel) -> AbstractContextManager[None]:
        return piece.inference.continuing(self._model.inference)

    # What others may know

    def outside(self, name: str) -> str:
        """The name by which other modules know what this module calls by that name."""
        origin = self.origin(name)
        if origin is None or not origin.name or self._modules is None:
            return name
        return (
            origin.name
            if origin.kind is Kind.LIBRARY
            else f"{self._modules.paths.name_of(origin.path)}.{origin.name}"
        )

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
        if self._modules is None:
            return frozenset()
        around = self._modules.paths.around(self._folder)
        return self._modules.dependencies({*self._files, *around}) - {self._path}

    def note(self, files: frozenset[str] | set[str]) -> None:
        """Remember that the content, or absence, of these files decided an answer."""
        self._files |= files
        if self._model.piece is not None and self._modules is not None:
            self._modules.consulted(self._path, files)


def _valued(bindings: list[Binding]) -> list[Binding]:
    return [binding for binding in bindings if binding.kind is not BindingKind.DELETE]


def _first_class(piece: SemanticModel) -> ast.ClassDef | None:
    return next((node for node in piece.tree.body if isinstance(node, ast.ClassDef)), None)
