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
from mllint_rules.semantic.module_paths import ModulePaths
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.outlines import ModuleOutline
from mllint_rules.source.reading import UnreadableFile, read_file

if TYPE_CHECKING:
    from mllint_rules.semantic.bindings import Binding
    from mllint_rules.semantic.model import SemanticModel
    from mllint_rules.semantic.project import Project

_MOST_TEXT = 1_000_000  # characters of modules whose parsed pieces are kept from one document to the next
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
    the attributes behind it; for a library's API `name` is the canonical name. `files` were consulted on the way.
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
        self._origins: dict[tuple[str, str], Origin] = {}
        self._answers: dict[object, object] = {}
        self._waiting: set[object] = set()
        self._consulted: dict[str, set[str]] = {}

    # Names

    def origin(self, folder: str, name: str) -> Origin:
        """Where a dotted name in a file of that folder comes from."""
        key = (folder, name)
        known = self._origins.get(key)
        if known is None:
            known = self._origins[key] = self._origin(folder, name)
        return known

    def _origin(self, folder: str, name: str) -> Origin:
        files: set[str] = set()
        for _ in range(_MOST_STEPS):
            location = self.paths.locate(folder, name)
            files |= location.looked_at
            if not location.path:
                return Origin(Kind.LIBRARY, "", name, frozenset(files))
            if not location.rest:
                return Origin(Kind.MODULE, location.path, "", frozenset(files))
            outline = self.outline(location.path)
            further = None if outline is None else self._next(outline, location.rest, files)
            if further is None:
                break
            if isinstance(further, Kind):
                return Origin(further, location.path, location.rest, frozenset(files))
            folder, name = os.path.dirname(location.path), further
        return Origin(Kind.UNKNOWN, "", name, frozenset(files))

    def _next(self, outline: ModuleOutline, rest: str, files: set[str]) -> str | Kind | None:
        """What a name in a module is: a definition, a variable, or another name; None when nobody knows."""
        head, dot, tail = rest.partition(".")
        found = outline.lookup(head)
        if found is None:
            return self._starred(outline, rest, files)
        model, bindings = found
        target = model.names.common_name(bindings)
        if target is None:
            return Kind.VARIABLE
        if target == HERE + head:
            return Kind.DEFINITION
        if target.startswith(HERE):
            target = f"{outline.name}.{target.removeprefix(HERE)}"
        return canonical_name(target + dot + tail)

    def _starred(self, outline: ModuleOutline, rest: str, files: set[str]) -> str | None:
        """The full name behind a name that a module has from `from other import *`."""
        head = rest.partition(".")[0]
        for module in reversed(outline.star_imports):
            if self.exports(outline.folder, module, head, files):
                return f"{module}.{rest}"
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
        self._outlines[path] = outline
        return outline

    def binding(self, origin: Origin) -> tuple[SemanticModel, Binding] | None:
        """The piece of a module that holds a definition or variable, with the last binding of it."""
        outline = self.outline(origin.path) if origin.kind in (Kind.DEFINITION, Kind.VARIABLE) else None
        found = outline.lookup(origin.name.partition(".")[0]) if outline is not None else None
        return None if found is None else (found[0], found[1][-1])

    def trim(self) -> None:
        """Give back the trees of the modules asked for longest ago. Nobody may be using one."""
        size = sum(len(outline.document.code) for outline in self._outlines.values() if outline is not None)
        while size > _MOST_TEXT:
            _, outline = self._outlines.popitem(last=False)
            if outline is not None:
                size -= len(outline.document.code)
                outline.close()

    # Answers

    def answer(self, key: object, compute: Callable[[], Answer], unknown: Answer) -> Answer:
        """What `compute` says, worked out once.

        A question that comes back to itself is `unknown`, and so is one at the end of a very long chain.
        """
        if key in self._answers:
            return cast(Answer, self._answers[key])
        if key in self._waiting or len(self._waiting) >= _MOST_QUESTIONS:
            return unknown
        self._waiting.add(key)
        try:
            result = self._answers[key] = compute()
        finally:
            self._waiting.discard(key)
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
