"""A module of the project by what it binds at its top level, each piece parsed when somebody asks for it.

What others want of a module is a function here and a class there. Finding where its definitions begin and end takes
a small part of the time of a parse; only the definitions that are asked for are parsed, each once, and what
stands between them (imports, constants) with the first question.
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.values import NOT_LITERAL, literal_value
from mllint_rules.source.document import Document

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel
    from mllint_rules.semantic.project import Project

# A line break before a line at the very left: a statement, or the last line of one, or the inside of a string.
_START = re.compile(r"\n(?=[^\s#)\]}])")
_TRIPLE_QUOTE = re.compile(r"\"\"\"|'''")
_DEFINED = re.compile(r"(?:async[ \t]+def|def|class)[ \t]+(\w+)")
_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w ,\t]+)", re.MULTILINE)

WHOLE = "*"

Piece = tuple[int, int]  # where a definition begins and ends in the text


class ModuleOutline:
    """The names of one module, and the model of the piece that binds each.

    `rebound` are the names that some function declares `global`: nobody knows what they hold.
    """

    def __init__(self, path: str, document: Document, name: str, project: Project) -> None:
        self.folder = os.path.dirname(path)
        self.document = document
        self.name = name
        self._project = project
        self.pieces: dict[str, SemanticModel] = {}
        code = document.code
        self._definitions = {} if "\r" in code.replace("\r\n", "") else _definitions(code)
        self.rebound = frozenset(
            name.strip() for names in _GLOBAL.findall(code) for name in names.split(",")
        ) if "global" in code else frozenset()  # fmt: skip

    def lookup(self, name: str) -> tuple[SemanticModel, list[Binding]] | None:
        """The piece that binds a name, with the bindings; None when nothing in the module binds it."""
        for piece in (name, "") if name in self._definitions else ("",):
            model = self.piece(piece)
            bindings = _module_bindings(model, name) if model is not None else []
            if model is not None and bindings:
                return model, bindings
        return None

    def close(self) -> None:
        """Forget the trees."""
        for model in self.pieces.values():
            model.close()
        self.pieces.clear()

    def binds(self, name: str) -> bool:
        """Whether the module itself binds a name."""
        return name in self._definitions or self.lookup(name) is not None

    @property
    def star_imports(self) -> list[str]:
        """The modules of `from module import *`, in order."""
        rest = self.piece("")
        return rest.names.star_imports if rest is not None else []

    @cached_property
    def exported(self) -> frozenset[str]:
        """What `from module import *` takes from this module, star imports of its own left out."""
        rest = self.piece("")
        if rest is None:
            return frozenset()
        listed = self._listed(rest)
        if listed is not None:
            return listed
        bound = rest.names.scopes.scope_for(rest.tree).bindings
        return frozenset(name for name in (*self._definitions, *bound) if not name.startswith("_"))

    def _listed(self, rest: SemanticModel) -> frozenset[str] | None:
        """The names in `__all__`; None when there is none, or one that is put together."""
        bindings = _module_bindings(rest, "__all__")
        value = bindings[0].statement_value if len(bindings) == 1 else None
        names = literal_value(value, rest.names.definitions) if value is not None else NOT_LITERAL
        if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
            return None
        return frozenset(map(str, names))

    def outer_name(self, name: str) -> str | None:
        """The full name of what a name means in a piece that does not bind it; None when the module does not."""
        if name in self._definitions:
            return f"{self.name}.{name}"
        rest = self.piece("")
        if rest is None:
            return None
        bindings = _module_bindings(rest, name)
        if not bindings:
            return rest.names.star_name(name)
        known = rest.names.common_name(bindings)
        if known is None or known.startswith(HERE):
            return f"{self.name}.{name}"
        return known

    def piece(self, name: str) -> SemanticModel | None:
        """The model of a definition, or (for an empty name) of all that stands between the definitions.

        A text that does not fall into pieces is one piece; one that does not parse has none.
        """
        known = self.pieces.get(name)
        if known is not None:
            return known
        text = self._text_between() if not name else self._text_of(name)
        tree = _parse(text)
        if tree is None:
            if not self._definitions:
                tree = ast.Module([], [])
            else:
                self._definitions = {}
                self.pieces.pop("", None)
                return self.piece("")
        model = self.pieces[name] = self._model(tree, self.outer_name if name else self._defined_name)
        return model

    def whole(self) -> SemanticModel | None:
        """The model of the whole module; None when it does not parse."""
        if WHOLE not in self.pieces:
            tree = _parse(self.document.code)
            if tree is None:
                return None
            self.pieces[WHOLE] = self._model(tree, lambda _: None)
        return self.pieces[WHOLE]

    def _model(self, tree: ast.Module, outer_name: Callable[[str], str | None]) -> SemanticModel:
        from mllint_rules.semantic.model import SemanticModel

        return SemanticModel(self.document, tree, self._project, outer_name)

    def _defined_name(self, name: str) -> str | None:
        return f"{self.name}.{name}" if name in self._definitions else None

    def _text_of(self, name: str) -> str:
        """The text of a definition with line breaks before it, so that its lines have their numbers."""
        code, parts, last = self.document.code, [], 0
        for start, end in self._definitions[name]:
            parts += ["\n" * code.count("\n", last, start), code[start:end]]
            last = end
        return "".join(parts)

    def _text_between(self) -> str:
        code, parts, last = self.document.code, [], 0
        for start, end in sorted(piece for pieces in self._definitions.values() for piece in pieces):
            parts += [code[last:start], "\n" * code.count("\n", start, end)]
            last = end
        return "".join((*parts, code[last:]))


def _module_bindings(model: SemanticModel, name: str) -> list[Binding]:
    return model.names.scopes.scope_for(model.tree).bindings.get(name, [])


def _parse(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _definitions(code: str) -> dict[str, list[Piece]]:
    """Where the functions and classes at the top level stand, with their decorators; those of one name together."""
    found: dict[str, list[Piece]] = {}
    starts = [0, *_starts_outside_strings(code), len(code)]
    decorated: int | None = None
    for start, end in zip(starts, starts[1:], strict=False):
        if code.startswith("@", start):
            decorated = start if decorated is None else decorated
            continue
        defined = _DEFINED.match(code, start)
        if defined is not None:
            found.setdefault(defined[1], []).append((start if decorated is None else decorated, end))
        decorated = None
    return found


def _starts_outside_strings(code: str) -> list[int]:
    """The offsets of the lines at the very left that lie in no string of several lines."""
    strings = []
    opened: re.Match[str] | None = None
    for quote in _TRIPLE_QUOTE.finditer(code):
        if opened is None:
            opened = quote
        elif opened[0] == quote[0]:
            strings.append((opened.start(), quote.end()))
            opened = None
    starts, at = [], 0
    for match in _START.finditer(code):
        offset = match.end()
        while at < len(strings) and strings[at][1] <= offset:
            at += 1
        if at == len(strings) or offset <= strings[at][0]:
            starts.append(offset)
    return starts
