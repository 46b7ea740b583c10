"""The project around a document: its modules, read on demand and never run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic.containers import container_files, container_text
from mllint_rules.semantic.entry_points import PACKAGING_FILES, EntryPoint, Start, entry_points
from mllint_rules.semantic.environment_files import environment_files, read_start
from mllint_rules.semantic.import_graph import ImportGraph
from mllint_rules.semantic.modules import ProjectModules
from mllint_rules.semantic.seeding import ProjectSeeds
from mllint_rules.source.reading import UnreadableFile, load_bytes

if TYPE_CHECKING:
    from mllint_rules.semantic.data_files import ProjectData
    from mllint_rules.semantic.model import SemanticModel

_SKIPPED_FOLDERS = frozenset(
    {"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "wandb", "mlruns"}
)
_MOST_FILES = 20_000
_FEW_WORDS = 24  # below that looking for each is cheaper
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
        self.is_folder_only = is_folder_only
        self._mentions: dict[str, frozenset[Path]] = {}
        self._asked_by: set[str] = set()

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
                if not self.is_folder_only and not name.startswith(".") and name not in _SKIPPED_FOLDERS
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
        self._asked_by.add(besides)
        if word not in self._mentions:
            self._mentions[word] = frozenset(self._mentioning(word.encode()))
        here = os.path.realpath(besides)
        return any(os.path.realpath(path) != here for path in self._mentions[word])

    def modules_mentioning(self, word: str, *, besides: str) -> Iterator[SemanticModel]:
        """The modules outside the tests, but for the one at that path, that contain the identifier."""
        if not self.mentioned_in(word, besides=besides):
            return
        here = os.path.realpath(besides)
        for path in sorted(self._mentions[word]):
            if os.path.realpath(path) == here or is_test_path(os.path.relpath(path, self.root)):
                continue
            module = self.module(os.fspath(path))
            if module is not None:
                yield module

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

    def has_stub(self, path: str) -> bool:
        """Whether a stub beside the module at `path` says what its signatures are."""
        self._asked_by.add(path)
        return os.path.exists(path + "i")

    def importer_of(self, path: str) -> str | None:
        """Some file of the project, tests included, whose imports name the module at `path`; None when none does."""
        self._asked_by.add(path)
        return next(self._import_graph.named_importers(os.path.abspath(path)), None)

    def imports_name(self, path: str, name: str) -> bool:
        """Whether another file imports a name of the module at `path`, or may reach for it as its attribute."""
        self._asked_by.add(path)
        stem = os.path.basename(path).removesuffix(".py").encode()
        here, word = os.path.realpath(path), name.encode()
        # In text as well: `patch("package.module.name")`.
        attribute = re.compile(rb"\b%s\s*\.\s*%s\b" % (re.escape(stem), re.escape(word)))
        if any(
            word in data and attribute.search(data) and os.path.realpath(other) != here
            for other, data in self._bytes.items()
        ):
            return True
        graph = self._import_graph
        return any(
            graph.takes_name(other, os.path.abspath(path), name)
            for other in graph.named_importers(os.path.abspath(path))
        )

    @cached_property
    def _import_graph(self) -> ImportGraph:
        sources = {os.path.abspath(each): data for each, data in self._bytes.items()}
        return ImportGraph(os.path.abspath(self.root), sources)

    @property
    def seeded_libraries(self) -> frozenset[str]:
        """The libraries whose global generator some module outside the tests seeds."""
        return self._seeds.libraries

    def seeds_anything(self, library: str, *, for_path: str) -> bool:
        """Whether some module outside the tests seeds the library: what a document at that path may hope for."""
        self._asked_by.add(for_path)
        return library in self.seeded_libraries

    def seeds_reaching(self, path: str, code: str, *, is_program: bool) -> frozenset[str]:
        """The libraries that are seeded outside the tests in a program which runs the module at `path`.

        See `ProjectSeeds.reaching`.
        """
        self._asked_by.add(path)
        return self._seeds.reaching(os.path.abspath(path), code, is_program=is_program)

    @cached_property
    def _seeds(self) -> ProjectSeeds:
        sources = {
            os.path.abspath(path): data
            for path, data in self._bytes.items()
            if not is_test_path(os.path.relpath(path, self.root))
        }
        return ProjectSeeds(os.path.abspath(self.root), sources, self._programs)

    # Programs

    @cached_property
    def entry_points(self) -> tuple[EntryPoint, ...]:
        """Where programs of the project start."""
        return tuple(entry_points(os.path.abspath(self.root), self._bytes, self.modules))

    @cached_property
    def _programs(self) -> frozenset[str]:
        return frozenset(entry.path for entry in self.entry_points)

    def is_script(self, path: str, function: str) -> bool:
        """Whether the packaging declares a function of the module at `path` as a script."""
        self._asked_by.add(path)
        return EntryPoint(os.path.abspath(path), Start.SCRIPT, function) in self.entry_points

    # Surroundings

    def declares_folder(self, path: str, *, for_path: str) -> bool:
        """Whether the project's images or workflows name the folder that an absolute path begins with.

        The folder is that of the first two steps: `/home/app` for `/home/app/data/orders.csv`.
        """
        self._asked_by.add(for_path)
        head = "/".join(path.split("/")[:3])
        return (
            bool(self._container_text)
            and re.search(rb"(?<![\w/])" + re.escape(head.encode()) + rb"(?![\w-])", self._container_text)
            is not None
        )

    @cached_property
    def _container_text(self) -> bytes:
        return b"" if self.is_folder_only else container_text(self.root)

    # Data

    @cached_property
    def data(self) -> ProjectData:
        """The data files of the project."""
        from mllint_rules.semantic.data_files import ProjectData

        return ProjectData(os.path.abspath(self.root))

    # The environment

    def sets_variable(self, name: str, *, for_path: str) -> bool:
        """Whether an image, workflow, shell script or the like of the project mentions an environment variable."""
        self._asked_by.add(for_path)
        return any(name.encode() in data for data in self._environment.values())

    @cached_property
    def _environment(self) -> dict[Path, bytes]:
        files = environment_files(self.root, is_folder_only=self.is_folder_only)
        return {path: read_start(path) for path in files}

    # Dependencies

    def was_asked_by(self, path: str) -> bool:
        """Whether an answer for the document at `path` may depend on every file of the project: on `digest`."""
        return path in self._asked_by

    @cached_property
    def digest(self) -> str:
        """A digest of all sources and of the files that declare scripts and surroundings, by their places."""
        found = blake2b(digest_size=16)
        declaring = (*(self.root / name for name in PACKAGING_FILES), *container_files(self.root))
        for path in (*self.files, *declaring):
            data = self._bytes.get(path)
            if data is None:
                try:
                    data = load_bytes(path)
                except UnreadableFile:
                    continue
            found.update(
                f"{os.path.relpath(path, self.root)}\0{len(data)}\0".encode("utf-8", "surrogateescape")
            )
            found.update(data)
        for path, data in self._environment.items():
            found.update(
                f"{os.path.relpath(path, self.root)}\0{len(data)}\0".encode("utf-8", "surrogateescape")
            )
            found.update(data)
        return found.hexdigest()
