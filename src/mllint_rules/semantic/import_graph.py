"""Which modules of a project import which, read from their text.

Errs on the side of too many edges: an import that may mean several files means all of them.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from mllint_rules.knowledge.library import is_described

_FROM = rb"from[ \t]+(\.*[\w.]*)[ \t]+import\b[ \t]*(\([^)]*\)|(?:[^\n\\;#]|\\\r?\n)*)"
_IMPORT = rb"import[ \t]+((?:[^\n\\;#]|\\\r?\n)*)"
IMPORTS = re.compile(rb"^[ \t]*(?:>>>[ \t]*)?(?:" + _FROM + rb"|" + _IMPORT + rb")", re.MULTILINE)
_NAME = re.compile(rb"(\w[\w.]*)(?:\s+as\s+\w+)?")
_COMMENT = re.compile(rb"#[^\n]*")
# A module that imports by computed names may import whatever lies below its folder.
_COMPUTED = re.compile(
    rb"\b(?:import_module|__import__|spec_from_file_location|run_path|run_module|iter_modules|walk_packages"
    rb"|hydra|jsonargparse|LightningCLI|entry_points)\b"
)


class ImportGraph:
    """The imports between files. `sources` holds the text of each file by its absolute path."""

    def __init__(self, root: str, sources: Mapping[str, bytes]) -> None:
        self._root = root
        self._sources = sources

    def imported_by(self, path: str, text: bytes) -> frozenset[str]:
        """The files of the project that a module with this text may import."""
        found: set[str] = set()
        for match in IMPORTS.finditer(text):
            for level, name in _modules(match):
                found.update(self._resolve(path, level, name))
        if _COMPUTED.search(text):
            folder = os.path.dirname(path) + os.sep
            found.update(other for other in self._sources if other.startswith(folder))
        return frozenset(found - {path})

    def importers(self, path: str) -> frozenset[str]:
        """The files that import a module, directly or through others."""
        return frozenset(_closure(self._importers.get(path, ()), self._importers))

    def loaded_with(self, programs: Iterable[str]) -> frozenset[str]:
        """These files and all that they import."""
        return frozenset(_closure(programs, self._imported))

    @cached_property
    def _imported(self) -> dict[str, frozenset[str]]:
        return {path: self.imported_by(path, text) for path, text in self._sources.items()}

    @cached_property
    def _importers(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for path, targets in self._imported.items():
            for target in targets:
                found.setdefault(target, set()).add(path)
        return found

    def _resolve(self, path: str, level: int, name: str) -> Iterator[str]:
        folder = os.path.dirname(path)
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            yield from self._below(folder, name)
            return
        is_found = False
        for base in self._bases(folder):
            for file in self._below(base, name):
                is_found = True
                yield file
        head = name.partition(".")[0]
        if not is_found and head not in sys.stdlib_module_names and not is_described(head):
            # Programs change `sys.path`: any file that can be meant by the name.
            yield from (file for dotted, file in self._by_last_name.get(name.rpartition(".")[2], ())
                        if dotted.endswith("." + name))  # fmt: skip

    def _bases(self, folder: str) -> Iterator[str]:
        """The folders an absolute import may start from: those above the file, and their `src`."""
        while folder.startswith(self._root):
            yield folder
            yield os.path.join(folder, "src")
            if folder == self._root:
                return
            folder = os.path.dirname(folder)

    def _below(self, base: str, name: str) -> Iterator[str]:
        """The files that importing a dotted name from a folder runs, those of the packages around it too."""
        place = base
        package = os.path.join(place, "__init__.py")
        if not name and package in self._sources:
            yield package
        for part in name.split(".") if name else ():
            place = os.path.join(place, part)
            for file in (place + ".py", os.path.join(place, "__init__.py")):
                if file in self._sources:
                    yield file

    @cached_property
    def _by_last_name(self) -> dict[str, list[tuple[str, str]]]:
        """Files by the last part of their dotted names, with those names after a dot."""
        found: dict[str, list[tuple[str, str]]] = {}
        for path in self._sources:
            parts = os.path.relpath(path, self._root)[: -len(".py")].split(os.sep)
            if parts[-1] == "__init__":
                parts.pop()
            if parts:
                found.setdefault(parts[-1], []).append(("." + ".".join(parts), path))
        return found


def _modules(match: re.Match[bytes]) -> Iterator[tuple[int, str]]:
    """The modules an import statement may load: relative level and dotted name."""
    origin, names, plain = match.groups()
    if plain is not None:
        for name in _NAME.findall(plain):
            yield 0, name.decode()
        return
    module = origin.decode().lstrip(".")
    level = len(origin) - len(module)
    yield level, module
    for name in _NAME.findall(_COMMENT.sub(b"", names)):
        yield level, f"{module}.{name.decode()}" if module else name.decode()


def _closure(start: Iterable[str], edges: Mapping[str, Iterable[str]]) -> set[str]:
    found = set(start)
    waiting = list(found)
    while waiting:
        fresh = set(edges.get(waiting.pop(), ())) - found
        found |= fresh
        waiting.extend(fresh)
    return found
