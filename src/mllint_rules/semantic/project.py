"""The project around a document: its modules, read on demand and never run."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path

from mllint_rules.knowledge.tables import table
from mllint_rules.model.versions import VersionRange
from mllint_rules.source.reading import UnreadableFile, read_file

_SKIPPED_FOLDERS = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "wandb", "mlruns"}
)
_SEED_CALL = re.compile(
    rb"(?:\bseed|manual_seed|seed_everything|set_\w*seed|set_\w*determinism|set_rng_state)(?:\s*\(|\s+as\b)"
)
_MOST_FILES = 20_000
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

    def package_of(self, path: str) -> str:
        """The dotted package a file lies in, by the `__init__.py` files around it; empty when in none."""
        parts: list[str] = []
        folder = Path(os.path.abspath(path)).parent
        while (folder / "__init__.py").is_file() and folder.name:
            parts.append(folder.name)
            folder = folder.parent
        return ".".join(reversed(parts))

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
            pattern = re.compile(rb"\b" + re.escape(word.encode()) + rb"\b")
            self._mentions[word] = frozenset(
                path for path, data in self._bytes.items() if pattern.search(data)
            )
        here = os.path.realpath(besides)
        return any(os.path.realpath(path) != here for path in self._mentions[word])

    @cached_property
    def seeded_libraries(self) -> frozenset[str]:
        """The libraries whose global generator some module outside the tests seeds."""
        found: set[str] = set()
        for path, data in self._bytes.items():
            relative = os.path.relpath(path, self.root)
            if not is_test_path(relative) and _SEED_CALL.search(data):
                found |= _seeded_in(path)
        return frozenset(found)


def _seeded_in(path: Path) -> frozenset[str]:
    from mllint_rules.semantic.model import SemanticModel

    try:
        document = read_file(path, str(path))
        tree = ast.parse(document.code)
    except (UnreadableFile, SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return seeded_libraries(SemanticModel(document, tree))


def seeded_libraries(model: object) -> frozenset[str]:
    """The libraries whose global generator a module seeds anywhere."""
    from mllint_rules.semantic.model import SemanticModel

    assert isinstance(model, SemanticModel)
    seeds: dict[str, list[str]] = table("randomness")["seeds"]
    found: set[str] = set()
    for last_name in {api.rpartition(".")[2] for api in seeds}:
        for node in model.calls_named(last_name):
            call = model.call(node)
            # A seed of None takes entropy from the operating system: nothing becomes repeatable.
            given = node.args[0] if node.args else (node.keywords[0].value if node.keywords else None)
            if given is None or (isinstance(given, ast.Constant) and given.value is None):
                continue
            found.update(seeds.get(call.name or "", ()))
    return frozenset(found)
