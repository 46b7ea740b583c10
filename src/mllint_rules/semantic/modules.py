"""The other modules of a project: where a name comes from, and what is known there. Answers are kept, trees are not."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from mllint_rules.knowledge.library import canonical_name, exported_names, is_described
from mllint_rules.semantic.bindings import BindingKind
from mllint_rules.semantic.module_paths import ModulePaths
from mllint_rules.semantic.outlines import ModuleOutline
from mllint_rules.source.reading import UnreadableFile, read_file

if TYPE_CHECKING:
    from mllint_rules.semantic.project import Project

# What is kept from one document to the next, in characters: the text of modules, and their parsed pieces.
_MOST_TEXT = 1_000_000
_MOST_PARSED = 150_000
_MOST_STEPS = 16  # re-exports followed for one name
_MOST_QUESTIONS = 10  # modules that may wait for each other's answers

Answer = TypeVar("Answer")


class Kind(Enum):
    """What a name of the project stands for."""

    MODULE = "module"
    DEFINITION = "definition"
    VARIABLE = "variable"
    LIBRARY = "library"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a name comes from, all re-exports followed.

    For a definition or variable `path` is the file that makes it and `name` what it is called there, with
    the attributes behind it; for a library's API `name` is the canonical name. `files` decided it, those too that
    are not there.
    """

    kind: Kind
    path: str
    name: str
    files: frozenset[str]


class ProjectModules:
    """The modules of one project, read when first asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.paths = ModulePaths(os.path.abspath(project.root))
        self._outlines: OrderedDict[str, ModuleOutline | None] = OrderedDict()
        self._size = 0
        self._origins: dict[tuple[str, str], Origin] = {}
        self._answers: dict[object, object] = {}
        self._waiting: list[object] = []
        self._consulted: dict[str, set[str]] = {}

    # Names

    def origin(self, folder: str, name: str) -> Origin:
        """Where a dotted name in a file of that folder comes from."""
        key = (folder, name)
        known = self._origins.get(key)
        if known is None:
            files: set[str] = set()
            location = self.paths.locate(folder, name)
            files |= location.looked_at
            known = self._origins[key] = self._follow(location.path, location.rest, files)
        return known

    def origin_within(self, path: str, name: str) -> Origin:
        """Where a name comes from that a piece of the module at `path` knows something by."""
        key = (path, name)
        known = self._origins.get(key)
        if known is None:
            outline = self.outline(path)
            own = None if outline is None else outline.own_name(name)
            known = self._follow(path, own, {path}) if own else self.origin(os.path.dirname(path), name)
            self._origins[key] = known
        return known

    def _follow(self, path: str, name: str, files: set[str]) -> Origin:
        for _ in range(_MOST_STEPS):
            if not path:
                return Origin(Kind.LIBRARY, "", name, frozenset(files))
            if not name:
                made = self._made_by_package(path, files)
                if made is None:
                    return Origin(Kind.MODULE, path, "", frozenset(files))
                path, name = made
            outline = self.outline(path)
            further = None if outline is None else self._next(outline, name, files)
            if outline is None or further is None:
                break
            if isinstance(further, Kind):
                return Origin(further, path, name, frozenset(files))
            own = outline.own_name(further)
            if own is not None:
                name = own
                continue
            location = self.paths.locate(outline.folder, further)
            files |= location.looked_at
            path, name = location.path, location.rest
        return Origin(Kind.UNKNOWN, "", name, frozenset(files))

    def _made_by_package(self, path: str, files: set[str]) -> tuple[str, str] | None:
        """What a package makes of the name of one of its modules, as in `from .train import train`.

        Then `package.train` is that function, and the module only reached by names that go on behind it.
        """
        folder, file = os.path.split(path)
        stem = file.removesuffix(".py")
        if stem == "__init__":
            folder, stem = os.path.split(folder)
        package = os.path.join(folder, "__init__.py")
        if not self.paths.is_package(folder) or package == path:
            return None
        files.add(package)
        outline = self.outline(package)
        if outline is None or not outline.may_make(stem):
            return None
        found = outline.bindings(stem)
        if found is None or found[0].names.common_name(found[1]) == f"{outline.name}.{stem}":
            return None
        return package, stem

    def _next(self, outline: ModuleOutline, name: str, files: set[str]) -> str | Kind | None:
        """What a name in a module is: a definition, a variable, or another name; None when nobody knows."""
        head, dot, tail = name.partition(".")
        if outline.defines(head):
            return Kind.DEFINITION
        found = outline.bindings(head)
        if found is None:
            return self._starred(outline, name, files)
        model, bindings = found
        target = model.names.common_name(bindings)
        if target is None:
            return Kind.VARIABLE
        if outline.own_name(target) == head:
            return Kind.DEFINITION
        return canonical_name(target + dot + tail)

    def _starred(self, outline: ModuleOutline, name: str, files: set[str]) -> str | None:
        """The full name behind a name that a module has from `from other import *`."""
        head = name.partition(".")[0]
        for module in reversed(outline.star_imports):
            if self.exports(outline.folder, module, head, files):
                return f"{module}.{name}"
        return None

    def exports(self, folder: str, module: str, name: str, files: set[str]) -> bool:
        """Whether `from module import *` in a file of that folder certainly binds a name.

        The files that say so are added to `files`.
        """
        waiting, seen = [(folder, module)], set()
        while waiting:
            folder, module = waiting.pop()
            if is_described(canonical_name(module)):
                if name in exported_names(module):
                    return True
                continue
            location = self.paths.locate(folder, module)
            files |= location.looked_at
            if not location.path or location.rest or location.path in seen:
                continue
            seen.add(location.path)
            outline = self.outline(location.path)
            if outline is None:
                continue
            if name in outline.exported:
                return True
            waiting += [(outline.folder, other) for other in outline.star_imports]
        return False

    # Modules

    def outline(self, path: str) -> ModuleOutline | None:
        """What a file binds; None for one that cannot be read."""
        if path in self._outlines:
            self._outlines.move_to_end(path)
            return self._outlines[path]
        try:
            document = read_file(Path(path), _shown(path))
        except UnreadableFile:
            outline = None
        else:
            outline = ModuleOutline(path, document, self.paths.name_of(path), self._project)
            self._size += len(document.code)
        self._outlines[path] = outline
        return outline

    def is_class(self, origin: Origin) -> bool:
        """Whether a definition is a class at the top level of its module."""
        outline = self.outline(origin.path) if origin.kind is Kind.DEFINITION else None
        if outline is None or "." in origin.name:
            return False
        if outline.defines(origin.name):
            return outline.is_class(origin.name)
        found = outline.bindings(origin.name)
        return found is not None and found[1][-1].kind is BindingKind.CLASS

    def trim(self) -> None:
        """Give back the trees and texts of the modules asked for longest ago. Nobody may be using one."""
        parsed = sum(outline.parsed for outline in self._outlines.values() if outline is not None)
        for outline in self._outlines.values() if parsed > _MOST_PARSED else ():
            if outline is not None and parsed > _MOST_PARSED:
                parsed -= outline.parsed
                outline.close()
        while self._size > _MOST_TEXT:
            _, outline = self._outlines.popitem(last=False)
            if outline is not None:
                self._size -= len(outline.document.code)
                outline.close()

    # Answers

    def answer(
        self, key: object, compute: Callable[[], Answer], *, unknown: Answer, circular: Answer
    ) -> Answer:
        """What `compute` says, worked out once.

        A question that asks itself is answered with `circular`; one that comes back to itself through others is
        `unknown`, and so is one at the end of a very long chain.
        """
        if key in self._answers:
            return cast(Answer, self._answers[key])
        if self._waiting and self._waiting[-1] == key:
            return circular
        if key in self._waiting or len(self._waiting) >= _MOST_QUESTIONS:
            return unknown
        self._waiting.append(key)
        try:
            result = self._answers[key] = compute()
        finally:
            self._waiting.pop()
        return result

    # Dependencies

    def consulted(self, path: str, files: Iterable[str]) -> None:
        """Note that what is known about the module at `path` depends on these files too."""
        self._consulted.setdefault(path, set()).update(files)

    def dependencies(self, files: Iterable[str]) -> frozenset[str]:
        """These files and all that was consulted to answer for them."""
        found = set(files)
        waiting = list(found)
        while waiting:
            fresh = self._consulted.get(waiting.pop(), set()) - found
            found |= fresh
            waiting.extend(fresh)
        return frozenset(found)


def _shown(path: str) -> str:
    """How reports call a file: from the working directory, where it lies below that."""
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")
