"""A module of the project by what it binds at its top level, each piece parsed when somebody asks for it.

What others want of a module is a function here and a method there. Finding where its definitions begin and end takes
a small part of the time of a parse; only those that are asked for are parsed, and with the first question
what stands between them (imports, constants).
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.slices import (
    Definition,
    Stretch,
    between,
    definitions,
    header_end,
    members,
    text_of,
)
from mllint_rules.semantic.values import NOT_LITERAL, literal_value
from mllint_rules.source.document import Document

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel
    from mllint_rules.semantic.project import Project

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w ,\t]+)", re.MULTILINE)
_REST, _WHOLE = "", "*"  # the keys of the pieces that are no definition


class ModuleOutline:
    """The names of one module, and models of its pieces, in which the module's names begin with `name`."""

    def __init__(self, path: str, document: Document, name: str, project: Project | None) -> None:
        self.path = path
        self.folder = os.path.dirname(path)
        self.document = document
        self.name = name
        self._project = project
        self.parsed = 0  # characters of the pieces
        self._pieces: dict[str, SemanticModel | None] = {}
        self._members: dict[str, dict[str, list[Definition]]] = {}
        has_old_line_ends = "\r" in document.code.replace("\r\n", "")
        self._definitions = {} if has_old_line_ends else definitions(document.code)

    # Names

    def defines(self, name: str) -> bool:
        """Whether a name is a function or class at the top level and nothing else."""
        found = self._definitions.get(name)
        if found is None or found[-1].is_assignment:
            return False
        return name not in self._between or not self._bound_between(name)

    def is_class(self, name: str) -> bool:
        """Whether a name that the module `defines` is that of a class."""
        return self.defines(name) and self._definitions[name][-1].is_class

    def bindings(self, name: str) -> tuple[SemanticModel, list[Binding]] | None:
        """What binds a name at the top level, with the piece that holds it.

        None when nothing does, or when different pieces do: nobody knows then which comes last.
        """
        found = [
            (piece, bindings)
            for piece in (self.definition(name), self._rest)
            if piece is not None and (bindings := _module_bindings(piece, name))
        ]
        return found[0] if len(found) == 1 else None

    def is_rebound(self, name: str) -> bool:
        """Whether some function declares the name `global`: nobody knows what it holds."""
        return name in self._rebound

    def outer_name(self, name: str) -> str | None:
        """The full name of what a name means in a piece that does not bind it; None when the module does not."""
        found = self._bound_between(name)
        if not found:
            if name in self._definitions:
                return f"{self.name}.{name}"
            return self._rest.names.star_name(name) if self._rest is not None else None
        assert self._rest is not None
        known = self._rest.names.common_name(found)
        return f"{self.name}.{name}" if known is None else known

    def own_name(self, full_name: str) -> str | None:
        """What the module itself calls something with that full name; None for what it does not bind.

        In a package, a name below it is that of a submodule unless the package makes something of that name.
        """
        if not full_name.startswith(self.name + "."):
            return None
        name = full_name[len(self.name) + 1 :]
        if not self.path.endswith("__init__.py"):
            return name
        head = name.partition(".")[0]
        is_made = any(binding.target is None for binding in self._bound_between(head))
        return name if is_made or head in self._definitions else None

    def may_make(self, module: str) -> bool:
        """Whether a package may bind the name of one of its modules to something else: it mentions it alone."""
        return (
            module in self.document.code
            and re.search(rf"(?<![\w.]){re.escape(module)}(?![\w.])(?!\s+import)", self.document.code)
            is not None
        )

    @cached_property
    def exported(self) -> frozenset[str]:
        """What `from module import *` takes from this module, star imports of its own left out."""
        if self._rest is None:
            return frozenset()
        listed = self._listed(self._rest)
        if listed is not None:
            return listed
        bound = self._rest.names.scopes.scope_for(self._rest.tree).bindings
        return frozenset(name for name in (*self._definitions, *bound) if not name.startswith("_"))

    @staticmethod
    def _listed(rest: SemanticModel) -> frozenset[str] | None:
        """The names in `__all__`; None when there is none, or one that is put together."""
        bindings = _module_bindings(rest, "__all__")
        value = bindings[0].statement_value if len(bindings) == 1 else None
        names = literal_value(value, rest.names.definitions) if value is not None else NOT_LITERAL
        if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
            return None
        return frozenset(map(str, names))

    @property
    def star_imports(self) -> list[str]:
        """The modules of `from module import *`, in order."""
        return self._rest.names.star_imports if self._rest is not None else []

    @cached_property
    def _rebound(self) -> frozenset[str]:
        code = self.document.code
        declared = _GLOBAL.findall(code) if "global" in code else []
        return frozenset(name.strip() for names in declared for name in names.split(","))

    def _bound_between(self, name: str) -> list[Binding]:
        return _module_bindings(self._rest, name) if self._rest is not None else []

    # Pieces

    def whole(self) -> SemanticModel | None:
        """The model of the whole module; None when it does not parse."""
        return self._piece(_WHOLE, lambda: [(0, len(self.document.code))], is_whole=True)

    def holding(self, pattern: re.Pattern[str]) -> Iterator[SemanticModel]:
        """The top-level definitions with a text like the pattern, and what stands between them when that has one."""
        code = self.document.code
        for name, found in self._definitions.items():
            if any(pattern.search(code, each.start, each.end) for each in found):
                piece = self.definition(name)
                if piece is not None:
                    yield piece
        if pattern.search(self._between) and self._rest is not None:
            yield self._rest

    def definition(self, name: str) -> SemanticModel | None:
        """The piece with the top-level definitions of a name."""
        found = self._definitions.get(name)
        return (
            None if found is None else self._piece(name, lambda: [(each.start, each.end) for each in found])
        )

    def header(self, name: str) -> SemanticModel | None:
        """The piece with the first line of a class and an empty body."""
        return self._piece(f"{name}:", lambda: [self._header(name)], " ...")

    def body(self, name: str) -> SemanticModel | None:
        """The piece with a class that has no methods."""

        def stretches() -> Iterable[Stretch]:
            begin, end = self._header(name)
            return [(begin, end), *between(self._members_of(name), end, self._definitions[name][-1].end)]

        return self._piece(f"{name}.", stretches) or self.header(name)

    def member(self, name: str, member: str) -> SemanticModel | None:
        """The piece with a class that has one of its members only; None when it has no such member."""
        found = self._members_of(name).get(member)
        if found is None:
            return None
        return self._piece(
            f"{name}.{member}", lambda: [self._header(name), *((each.start, each.end) for each in found)]
        )

    def members_setting(self, name: str, attribute: str) -> list[str]:
        """The members of a class that may set an attribute: they do more with it than call it or look into it."""
        code = self.document.code
        setting = re.compile(rf"\.{attribute}(?![\w.(\[])")
        return [
            member
            for member, found in self._members_of(name).items()
            if any(setting.search(code, each.start, each.end) for each in found)
        ]

    def close(self) -> None:
        """Forget the trees."""
        for model in self._pieces.values():
            if model is not None:
                model.forget()
        self._pieces.clear()
        self.parsed = 0

    def _header(self, name: str) -> Stretch:
        definition = self._definitions[name][-1]
        return definition.keyword, header_end(self.document.code, definition)

    def _members_of(self, name: str) -> dict[str, list[Definition]]:
        known = self._members.get(name)
        if known is None:
            known = self._members[name] = members(self.document.code, self._definitions[name][-1])
        return known

    @cached_property
    def _between(self) -> str:
        return text_of(self.document.code, between(self._definitions, 0, len(self.document.code)))

    @property
    def _rest(self) -> SemanticModel | None:
        """What stands between the definitions. A text that does not fall into pieces is one piece."""
        if _REST not in self._pieces:
            tree = self._parse(self._between)
            if tree is None and self._definitions:
                self._definitions = {}
                self.__dict__.pop("_between")
                return self._rest
            self._pieces[_REST] = None if tree is None else self._model(tree, self._defined_name)
        return self._pieces[_REST]

    def _piece(
        self, key: str, stretches: Callable[[], Iterable[Stretch]], end: str = "", *, is_whole: bool = False
    ) -> SemanticModel | None:
        if key not in self._pieces:
            tree = self._parse(text_of(self.document.code, stretches()) + end)
            outer_name = None if is_whole else self.outer_name
            self._pieces[key] = None if tree is None else self._model(tree, outer_name)
        return self._pieces[key]

    def _parse(self, text: str) -> ast.Module | None:
        self.parsed += len(text)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # invalid escapes and the like are for other linters
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def _model(self, tree: ast.Module, outer_name: Callable[[str], str | None] | None) -> SemanticModel:
        from mllint_rules.semantic.model import Piece, SemanticModel

        piece = None if outer_name is None else Piece(self.path, f"{self.name}.", outer_name)
        return SemanticModel(self.document, tree, self._project, piece)

    def _defined_name(self, name: str) -> str | None:
        return f"{self.name}.{name}" if name in self._definitions else None


def _module_bindings(model: SemanticModel, name: str) -> list[Binding]:
    return model.names.scopes.scope_for(model.tree).bindings.get(name, [])
