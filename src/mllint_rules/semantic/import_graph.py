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
_STATEMENT = re.compile(rb"[ \t]*(?:>>>[ \t]*)?(?:" + _FROM + rb"|" + _IMPORT + rb")")
_NAME = re.compile(rb"(\w[\w.]*)(?:\s+as\s+\w+)?")
_COMMENT = re.compile(rb"#[^\n]*")
# A module that imports by computed names may import whatever lies below its folder.
_COMPUTED_WORDS = (
    b"import_module", b"__import__", b"spec_from_file_location", b"run_path", b"run_module", b"iter_modules",
    b"walk_packages", b"hydra", b"jsonargparse", b"LightningCLI", b"entry_points",
)  # fmt: skip
_COMPUTED = re.compile(rb"\b(?:" + b"|".join(_COMPUTED_WORDS) + rb")\b")


def import_statements(text: bytes) -> Iterator[re.Match[bytes]]:
    """The import statements in the text of a module: module and names of a `from`, or the names of a plain import.

    Those in docstrings are among them. Looking for the word first is many times faster than trying every line.
    """
    end = 0
    found = text.find(b"import")
    while found >= 0:
        start = text.rfind(b"\n", 0, found) + 1
        match = _STATEMENT.match(text, start) if start >= end else None
        if match is not None:
            yield match
            end = match.end()
        found = text.find(b"import", max(found + len(b"import"), end))


class ImportGraph:
    """The imports between files. `sources` holds the text of each file by its absolute path."""

    def __init__(self, root: str, sources: Mapping[str, bytes]) -> None:
        self._root = root
        self._sources = sources
        self._resolved: dict[tuple[str, int, str], tuple[str, ...]] = {}
        self._bases_of: dict[str, tuple[str, ...]] = {}

    def imported_by(self, path: str, text: bytes) -> frozenset[str]:
        """The files of the project that a module with this text may import."""
        found: set[str] = set()
        folder = os.path.dirname(path)
        for match in import_statements(text):
            for level, name in _modules(match):
                found.update(self._files_of(folder, level, name))
        if any(word in text for word in _COMPUTED_WORDS) and _COMPUTED.search(text):
            found.update(other for other in self._sources if other.startswith(folder + os.sep))
        return frozenset(found - {path})

    def packages_of(self, path: str) -> frozenset[str]:
        """The packages that are imported before a module: the `__init__.py` files around it."""
        found = set()
        folder = os.path.dirname(path)
        while (package := os.path.join(folder, "__init__.py")) in self._sources:
            found.add(package)
            folder = os.path.dirname(folder)
        return frozenset(found)

    def importers(self, path: str) -> frozenset[str]:
        """The files that import a module, directly or through others."""
        return frozenset(_closure(self._importers.get(path, ()), self._importers))

    def named_importers(self, path: str) -> Iterator[str]:
        """The files with an import statement that names a module by its place: no guesses at changed search paths."""
        stem = os.path.basename(path).removesuffix(".py")
        word = (os.path.basename(os.path.dirname(path)) if stem == "__init__" else stem).encode()
        for other, text in self._sources.items():
            if other != path and word in text and self._names(other, text, path):
                yield other

    def _names(self, other: str, text: bytes, path: str) -> bool:
        folder = os.path.dirname(other)
        return any(
            path in files for match in import_statements(text) for files in self._places(folder, match)
        )

    def _found(self, folder: str, level: int, name: str) -> list[str]:
        """The files that an import names by their place."""
        start = folder
        for _ in range(level - 1):
            start = os.path.dirname(start)
        bases = (start,) if level else self._bases(folder)
        return [file for base in bases for file in self._below(base, name)]

    def takes_name(self, other: str, path: str, name: str) -> bool:
        """Whether a file takes a name out of a module that it imports: by `from`, by a star, or as an attribute."""
        text, word = self._sources[other], name.encode()
        folder = os.path.dirname(other)
        for match in import_statements(text):
            origin, names, _ = match.groups()
            if origin is None or not any(path in files for files in self._places(folder, match)):
                continue
            taken = _NAME.findall(_COMMENT.sub(b"", names))
            if b"*" in names or word in taken:
                return True
        return re.search(rb"\.\s*" + re.escape(word) + rb"\b", text) is not None and self._binds_module(
            other, path
        )

    def _binds_module(self, other: str, path: str) -> bool:
        """Whether a file imports a module as such: `import module as m`, `from package import module`."""
        stem = os.path.basename(path).removesuffix(".py")
        folder = os.path.dirname(other)
        return any(
            dotted.rpartition(".")[2] == stem
            and path in self._found(folder, level, dotted)
            and (match.groups()[0] is None or stem.encode() in _NAME.findall(match.groups()[1]))
            for match in import_statements(self._sources[other])
            for level, dotted in _modules(match)
        )

    def _places(self, folder: str, match: re.Match[bytes]) -> Iterator[list[str]]:
        return (self._found(folder, level, name) for level, name in _modules(match))

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

    def _files_of(self, folder: str, level: int, name: str) -> tuple[str, ...]:
        if not level and name.partition(".")[0] not in self._homes:
            return ()  # most imports are of other people's libraries
        key = (folder, level, name)
        known = self._resolved.get(key)
        if known is None:
            known = self._resolved[key] = tuple(self._resolve(folder, level, name))
        return known

    @cached_property
    def _homes(self) -> dict[str, set[str]]:
        """The folders that hold a module or a folder of each name: where a dotted name may begin."""
        found: dict[str, set[str]] = {}
        seen: set[str] = set()
        for path in self._sources:
            place = path.removesuffix(".py")
            while place not in seen and len(place) > len(self._root):
                seen.add(place)
                folder, _, name = place.rpartition(os.sep)
                found.setdefault(name, set()).add(folder)
                place = folder
        return found

    def _resolve(self, folder: str, level: int, name: str) -> Iterator[str]:
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            yield from self._below(folder, name)
            return
        is_found = False
        head = name.partition(".")[0]
        homes = self._homes[head]
        for base in self._bases(folder):
            for file in self._below(base, name) if base in homes else ():
                is_found = True
                yield file
        if not is_found and head not in sys.stdlib_module_names and not is_described(head):
            # Programs change `sys.path`: any file that can be meant by the name.
            yield from (file for dotted, file in self._by_last_name.get(name.rpartition(".")[2], ())
                        if dotted.endswith("." + name))  # fmt: skip

    def _bases(self, folder: str) -> tuple[str, ...]:
        """The folders an absolute import may start from: those above the file, and their `src`."""
        known = self._bases_of.get(folder)
        if known is None:
            above: list[str] = []
            place = folder
            while place.startswith(self._root):
                above += [place, os.path.join(place, "src")]
                if place == self._root:
                    break
                place = os.path.dirname(place)
            known = self._bases_of[folder] = tuple(above)
        return known

    def _below(self, base: str, name: str) -> Iterator[str]:
        """The files that importing a dotted name from a folder runs, those of the packages around it too."""
        place, sources = base, self._sources
        package = f"{os.sep}__init__.py"
        if not name and place + package in sources:
            yield place + package
        for part in name.split(".") if name else ():
            place += os.sep + part
            for file in (place + ".py", place + package):
                if file in sources:
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
