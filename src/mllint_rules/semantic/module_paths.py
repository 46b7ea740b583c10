"""Which file of a project a dotted name leads to, by the folders on disk. Nothing is read but the folders."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_PACKAGE = "__init__.py"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a dotted name leads.

    `path` is the file of its module, empty when no file of the project is meant; `rest` what is left of the name
    behind the module; `looked_at` the files that decided it, those too that were not there.
    """

    path: str
    rest: str
    looked_at: frozenset[str]


class ModulePaths:
    """The modules below a project's root by the names under which its files import them."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._entries: dict[str, frozenset[str]] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._located: dict[tuple[str, str], Location] = {}
        self._names: dict[str, str] = {}
        self._packages: dict[str, str] = {}

    def locate(self, folder: str, name: str) -> Location:
        """The module that a dotted name means in a file of that folder; a relative one has its dots in front."""
        key = (folder, name)
        known = self._located.get(key)
        if known is None:
            known = self._located[key] = self._locate(folder, name)
        return known

    def package_of(self, folder: str) -> str:
        """The dotted package that a folder is, by the `__init__.py` files; empty when it is none."""
        known = self._packages.get(folder)
        if known is None:
            top = self._above_package(folder)
            known = os.path.relpath(folder, top).replace(os.sep, ".") if top != folder else ""
            self._packages[folder] = known
        return known

    def is_package(self, folder: str) -> bool:
        """Whether a folder holds an `__init__.py`."""
        return self._holds(folder, _PACKAGE)

    def around(self, folder: str) -> Iterator[str]:
        """The `__init__.py` files, there or not, that make a folder a package of that name."""
        yield os.path.join(folder, _PACKAGE)
        while self._holds(folder, _PACKAGE) and os.path.dirname(folder) != folder:
            folder = os.path.dirname(folder)
            yield os.path.join(folder, _PACKAGE)

    def name_of(self, path: str) -> str:
        """The one dotted name that the project has for a module: its path below the root or the root's `src`."""
        known = self._names.get(path)
        if known is None:
            known = self._names[path] = self._name_of(path)
        return known

    def _name_of(self, path: str) -> str:
        parts = path.removesuffix(".py").split(os.sep)
        if path.startswith(self._root + os.sep):
            parts = parts[self._root.count(os.sep) + 1 :]
            if (
                parts[0] == "src"
                and len(parts) > 1
                and not self._holds(os.path.join(self._root, "src"), _PACKAGE)
            ):
                parts = parts[1:]
        else:
            top = self._above_package(os.path.dirname(path))
            parts = parts[top.count(os.sep) + 1 :]
        return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)

    def _locate(self, folder: str, name: str) -> Location:
        parts = name.split(".")
        looked_at: set[str] = set()
        if not self._belongs(folder):
            return Location("", name, frozenset())
        if parts[0]:
            if parts[0] in sys.stdlib_module_names:
                return Location("", name, frozenset())
            bases = self._bases_of(folder)
        else:
            level = len(name) - len(name.lstrip("."))
            parts = name[level:].split(".") if name[level:] else []
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            bases = (folder,)
        for base in bases:
            found = self._walk(base, parts, looked_at, is_inside=name.startswith("."))
            if found is not None:
                return Location(*found, frozenset(looked_at))
        return Location("", name, frozenset(looked_at))

    def _walk(
        self, base: str, parts: list[str], looked_at: set[str], *, is_inside: bool
    ) -> tuple[str, str] | None:
        """Python's way from a folder along a name: a package before a module before a plain folder."""
        place, module, length = base, "", 0
        if is_inside and self._holds(base, _PACKAGE):
            module = os.path.join(base, _PACKAGE)
        for position, part in enumerate(parts):
            package = os.path.join(place, part, _PACKAGE)
            file = os.path.join(place, part + ".py")
            looked_at.update((package, file))
            if self._holds(place, part) and self._holds(os.path.join(place, part), _PACKAGE):
                module, length = package, position + 1
            elif self._holds(place, part + ".py"):
                return file, ".".join(parts[position + 1 :])
            elif not self._holds(place, part) or not self._entries_of(os.path.join(place, part)):
                break
            place = os.path.join(place, part)
        return (module, ".".join(parts[length:])) if module else None

    def _belongs(self, folder: str) -> bool:
        """Whether a folder lies in the project, or is a package around a project that nothing marks."""
        here, root = folder + os.sep, self._root + os.sep
        return here.startswith(root) or root.startswith(here)

    def _bases_of(self, folder: str) -> tuple[str, ...]:
        known = self._bases.get(folder)
        if known is None:
            known = self._bases[folder] = tuple(dict.fromkeys(self._find_bases(folder)))
        return known

    def _find_bases(self, folder: str) -> Iterator[str]:
        """The folders an absolute import may start from, the likeliest first.

        Above the package that holds the file, up to the root and in each `src`; then inside the package, for
        scripts that lie in one.
        """
        top = self._above_package(folder)
        place = top
        yield place
        while True:
            if self._holds(place, "src"):
                yield os.path.join(place, "src")
            if place == self._root or not place.startswith(self._root + os.sep):
                break
            place = os.path.dirname(place)
            yield place
        while folder != top:
            yield folder
            folder = os.path.dirname(folder)

    def _above_package(self, folder: str) -> str:
        """The folder above the outermost package that holds a folder; the folder itself outside of packages."""
        while self._holds(folder, _PACKAGE) and os.path.dirname(folder) != folder:
            folder = os.path.dirname(folder)
        return folder

    def _holds(self, folder: str, name: str) -> bool:
        return name in self._entries_of(folder)

    def _entries_of(self, folder: str) -> frozenset[str]:
        known = self._entries.get(folder)
        if known is None:
            try:
                known = frozenset(os.listdir(folder))
            except (OSError, ValueError):
                known = frozenset()
            self._entries[folder] = known
        return known
