"""The project around a document: its modules, read on demand and never run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic.modules import ProjectModules
from mllint_rules.semantic.seeding import ProjectSeeds

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

_SKIPPED_FOLDERS = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "wandb", "mlruns"}
)
_MOST_FILES = 20_000
_FEW_WORDS = 12
_WORD = re.compile(rb"\w+")
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test_path(path: str) -> bool:
    """Whether a path is a test module or lies in a test folder."""
    *folders, name = path.replace("\\", "/").split("/")
    if name == "conftest.py" or name.startswith("test_") or name.endswith("_test.py"):
        return True
    return not _TEST_FOLDERS.isdisjoint(folders)


class Project:
    """One project: the folder that holds its configuration, and the versions it declares.

    `is_folder_only` says that nothing marks the folder as a project: then only the modules right in it belong
    together, and what lies below (somebody's whole home, perhaps) is not looked at.
    """

    def __init__(
        self, root: Path, libraries: Mapping[str, VersionRange], *, is_folder_only: bool = False
    ) -> None:
        self.root = root
        self.libraries = libraries
        self._is_folder_only = is_folder_only
        self._mentions: dict[str, frozenset[Path]] = {}

    @cached_property
    def modules(self) -> ProjectModules:
        """The modules of the project by what they define."""
        return ProjectModules(self)

    def module(self, path: str) -> SemanticModel | None:
        """The whole module in a file of the project; None when it cannot be read. Ask while checking a document."""
        outline = self.modules.outline(os.path.abspath(path))
        return outline.whole() if outline is not None else None

    def package_of(self, path: str) -> str:
        """The dotted package a file lies in, by the `__init__.py` files around it; empty when in none."""
        return self.modules.paths.package_of(os.path.dirname(os.path.abspath(path)))

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The Python files of the project, in a stable order."""
        return tuple(islice(self._walk(), _MOST_FILES))

    def _walk(self) -> Iterator[Path]:
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(
                name
                for name in folders
                if not self._is_folder_only and not name.startswith(".") and name not in _SKIPPED_FOLDERS
            )
            for name in sorted(files):
                if name.endswith(".py"):
                    yield Path(folder, name)

    @cached_property
    def _bytes(self) -> dict[Path, bytes]:
        found = {}
        for path in self.files:
            try:
                found[path] = path.read_bytes()
            except OSError:
                continue
        return found

    def mentioned_in(self, word: str, *, besides: str) -> bool:
        """Whether another file of the project contains the identifier."""
        if word not in self._mentions:
            self._mentions[word] = frozenset(self._mentioning(word.encode()))
        here = os.path.realpath(besides)
        return any(os.path.realpath(path) != here for path in self._mentions[word])

    def _mentioning(self, word: bytes) -> Iterator[Path]:
        if len(self._mentions) >= _FEW_WORDS and word.isascii():
            yield from (path for path, words in self._words.items() if word in words)
            return
        pattern = re.compile(rb"\b" + re.escape(word) + rb"\b")
        # Looking for the plain bytes first is many times faster than the pattern.
        yield from (path for path, data in self._bytes.items() if word in data and pattern.search(data))

    @cached_property
    def _words(self) -> dict[Path, frozenset[bytes]]:
        """The words of every file: worth it once more than a few are asked for."""
        return {path: frozenset(_WORD.findall(data)) for path, data in self._bytes.items()}

    @property
    def seeded_libraries(self) -> frozenset[str]:
        """The libraries whose global generator some module outside the tests seeds."""
        return self._seeds.libraries

    def seeds_reaching(self, path: str, code: str, *, is_program: bool) -> frozenset[str]:
        """The libraries that are seeded outside the tests in a program which runs the module at `path`.

        See `ProjectSeeds.reaching`.
        """
        return self._seeds.reaching(os.path.abspath(path), code, is_program=is_program)

    @cached_property
    def _seeds(self) -> ProjectSeeds:
        sources = {
            os.path.abspath(path): data
            for path, data in self._bytes.items()
            if not is_test_path(os.path.relpath(path, self.root))
        }
        return ProjectSeeds(os.path.abspath(self.root), sources)
