"""Calls that seed the global generators of libraries, and who runs them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.import_graph import IMPORTS, ImportGraph
from mllint_rules.source.reading import UnreadableFile, read_file

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

_SEED_CALL = re.compile(
    rb"(?:\bseed|manual_seed|seed_everything|set_\w*seed|set_\w*determinism|set_rng_state)(?:\s*\(|\s+as\b)"
)


@dataclass(frozen=True, slots=True)
class Seeding:
    """A seed call: the libraries it seeds, and the module's function or class that has to be used for it to run.

    `owner` is empty for a call that runs with the module.
    """

    libraries: frozenset[str]
    owner: str


class ProjectSeeds:
    """The seeds of a project's modules, and which of them another module's program runs."""

    def __init__(self, root: str, sources: Mapping[str, bytes]) -> None:
        self._sources = sources
        self._graph = ImportGraph(root, sources)
        self._code: dict[str, bytes] = {}
        self._reaching: dict[frozenset[str], frozenset[str]] = {}

    @cached_property
    def libraries(self) -> frozenset[str]:
        """What any module seeds."""
        return frozenset().union(
            *(seeding.libraries for seedings in self._seedings.values() for seeding in seedings)
        )

    def reaching(self, path: str, code: str, *, is_program: bool) -> frozenset[str]:
        """The libraries that are seeded in some program which runs the module at `path`.

        The programs are the module itself and those that import it. What they import counts, when it seeds while
        it is imported or when one of them mentions the function that seeds. Nobody knows who runs a module that
        is no program and that nothing imports: there every seed counts.
        """
        text = code.encode("utf-8", "replace")
        importers = self._graph.importers(path)
        if not is_program and not importers:
            return self.libraries
        modules = self._graph.loaded_with({*importers, *self._graph.imported_by(path, text)}) - {path}
        known = self._reaching.get(modules)
        if known is None:
            known = self._reaching[modules] = self._run_in(modules)
        own = _without_imports(text)
        missing = [s for s in self._owned(modules) if not s.libraries <= known and _mentions(own, s.owner)]
        return known.union(*(seeding.libraries for seeding in missing))

    def _run_in(self, modules: frozenset[str]) -> frozenset[str]:
        found: set[str] = set()
        for seeding in self._owned(modules):
            if not seeding.libraries <= found and (
                not seeding.owner or any(_mentions(self._code_of(path), seeding.owner) for path in modules)
            ):
                found |= seeding.libraries
        return frozenset(found)

    def _owned(self, modules: Iterable[str]) -> Iterator[Seeding]:
        for path in modules:
            yield from self._seedings.get(path, ())

    def _code_of(self, path: str) -> bytes:
        if path not in self._code:
            self._code[path] = _without_imports(self._sources[path])
        return self._code[path]

    @cached_property
    def _seedings(self) -> dict[str, tuple[Seeding, ...]]:
        return {path: _seedings_in(path) for path, text in self._sources.items() if _SEED_CALL.search(text)}


def _without_imports(code: bytes) -> bytes:
    """The text of a module without its imports, which mention much and run nothing; those that rename stay."""
    return IMPORTS.sub(lambda match: match[0] if b" as " in match[0] else b"", code)


def _mentions(code: bytes, name: str) -> bool:
    """Whether code uses a name other than to define it or to list it as exported."""
    word = re.escape(name.encode())
    pattern = rb"(?<!def )(?<!class )(?<![\w'\"])" + word + rb"(?![\w'\"])"
    return re.search(pattern, code) is not None


def _seedings_in(path: str) -> tuple[Seeding, ...]:
    from mllint_rules.semantic.model import SemanticModel

    try:
        document = read_file(Path(path), path)
        tree = ast.parse(document.code)
    except (UnreadableFile, SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    model = SemanticModel(document, tree)
    return tuple(Seeding(libraries, _owner(model, node)) for node, libraries in _seed_calls(model))


def _owner(model: SemanticModel, node: ast.AST) -> str:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    around = [parent for parent in model.index.ancestors(node) if isinstance(parent, definitions)]
    return around[-1].name if around else ""


def seeded_libraries(model: SemanticModel) -> frozenset[str]:
    """The libraries whose global generator a module seeds anywhere."""
    return frozenset().union(*(libraries for _, libraries in _seed_calls(model)))


def _seed_calls(model: SemanticModel) -> Iterator[tuple[ast.Call, frozenset[str]]]:
    seeds: dict[str, list[str]] = table("randomness")["seeds"]
    for last_name in {api.rpartition(".")[2] for api in seeds}:
        for node in model.calls_named(last_name):
            call = model.call(node)
            # A seed of None takes entropy from the operating system: nothing becomes repeatable.
            given = node.args[0] if node.args else (node.keywords[0].value if node.keywords else None)
            if given is None or (isinstance(given, ast.Constant) and given.value is None):
                continue
            yield node, frozenset(seeds.get(call.name or "", ()))
