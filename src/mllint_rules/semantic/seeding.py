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
from mllint_rules.semantic.import_graph import ImportGraph, import_statements
from mllint_rules.source.reading import UnreadableFile, read_file

if TYPE_CHECKING:
    from mllint_rules.semantic.calls import Call
    from mllint_rules.semantic.model import SemanticModel

_SEED_CALL = (
    r"(?:\bseed|manual_seed|seed_everything|set_\w*seed|set_\w*determinism|set_rng_state)(?:\s*\(|\s+as\b)"
)
_SEED_CALL_IN_TEXT = re.compile(_SEED_CALL)
_SEED_CALL_IN_BYTES = re.compile(_SEED_CALL.encode())

_SEED_WORDS = (b"seed", b"determinism", b"rng_state")  # far faster to look for than the pattern

# A function or class at the top level with all that stands indented below it.
_DEFINITION = re.compile(
    rb"^(?:async[ \t]+def|def|class)[ \t]+(\w+)([^\n]*\n(?:(?:[ \t)\]}#][^\n]*)?\r?\n)*)", re.MULTILINE
)
# What only stands in a module that is started: a main function, command lines, steps at the top level.
# Words first and line breaks first: many times faster than a pattern tried everywhere.
_STARTING_WORDS = (b"argparse", b"click", b"typer", b"fire", b"absl", b"hydra")
_STARTING_WORD = re.compile(rb"\b(?:" + b"|".join(_STARTING_WORDS) + rb")\b")
_STARTING_LINE = re.compile(rb"\n(?:(?:async[ \t]+)?def[ \t]+main\b|[^\W\d][\w.]*\(|(?:for|while|with)\b)")
_MENTION = re.compile(rb"(?<![\w'\"])[^\W\d]\w*(?![\w'\"])", re.ASCII)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Seeding:
    """A seed call: the libraries it seeds, and what has to happen for it to run.

    `owner` is the module's function or class around the call, empty for a call that runs with the module.
    `parameter` is the parameter of the owner that carries the seed, when it is None unless somebody gives it.
    `is_offered` says that seeding is what a function around is for: the owner, or a method like `settings.seed = 1`.
    """

    libraries: frozenset[str]
    owner: str
    parameter: str
    is_offered: bool


class ProjectSeeds:
    """The seeds of a project's modules, and which of them another module's program runs."""

    def __init__(
        self, root: str, sources: Mapping[str, bytes], programs: frozenset[str] = frozenset()
    ) -> None:
        """`programs` are the files where programs are known to start."""
        self._sources = sources
        self._programs = programs
        self._graph = ImportGraph(root, sources)
        self._outlines: dict[str, Outline] = {}
        self._starting: dict[str, bool] = {}

    @cached_property
    def libraries(self) -> frozenset[str]:
        """What any module seeds."""
        return frozenset().union(
            *(seeding.libraries for seedings in self._seedings.values() for seeding in seedings)
        )

    def reaching(self, path: str, code: str, *, is_program: bool) -> frozenset[str]:
        """The libraries that are seeded in some program which runs the module at `path`.

        The programs are the module itself and those that import it. What they import counts, when it seeds while
        it is imported or when what they use leads to the function that seeds. A library offers functions to seed
        to programs elsewhere: they count for its modules. Nobody knows who runs a module that is no program and
        that nothing imports: there every seed counts.
        """
        text = code.encode("utf-8", "replace")
        importers = self._graph.importers(path)
        if not is_program and not importers:
            return self.libraries
        starters = {other for other in importers if self._starts(other)}
        packages = self._graph.packages_of(path)
        loaded = self._graph.loaded_with({*starters, *packages, *self._graph.imported_by(path, text)}) - {
            path
        }
        found: set[str] = set()
        if packages and importers:
            found.update(
                *(s.libraries for seedings in self._seedings.values() for s in seedings if s.is_offered)
            )
        seedings = [seeding for other in loaded for seeding in self._seedings.get(other, ())]
        found.update(*(s.libraries for s in seedings if not s.owner and not s.parameter))
        # Following names through the modules costs something: only for what is not known yet.
        seedings = [seeding for seeding in seedings if not seeding.libraries <= found]
        if seedings:
            programs = [Outline(text), *map(self._outline, starters)]
            used = self._used(programs, loaded)
            found.update(*(seeding.libraries for seeding in seedings if _runs(seeding, programs, used)))
        return frozenset(found)

    def _starts(self, path: str) -> bool:
        """Whether a module holds what only stands in one that is started."""
        if path not in self._starting:
            self._starting[path] = path in self._programs or _is_started(self._sources[path])
        return self._starting[path]

    def _used(self, programs: Iterable[Outline], loaded: Iterable[str]) -> set[bytes]:
        """The names that the programs use, and those that the definitions behind these names use in turn."""
        used = {name for program in programs for name in program.names}
        definitions: dict[bytes, list[frozenset[bytes]]] = {}
        for path in loaded:
            outline = self._outline(path)
            used |= outline.top
            for name, names in outline.definitions:
                definitions.setdefault(name, []).append(names)
        waiting = [name for name in used if name in definitions]
        while waiting:
            for names in definitions.pop(waiting.pop(), ()):
                used |= names
                waiting.extend(name for name in names if name in definitions)
        return used

    def _outline(self, path: str) -> Outline:
        if path not in self._outlines:
            self._outlines[path] = Outline(self._sources[path])
        return self._outlines[path]

    @cached_property
    def _seedings(self) -> dict[str, tuple[Seeding, ...]]:
        return {
            path: _seedings_in(path)
            for path, text in self._sources.items()
            if any(word in text for word in _SEED_WORDS) and _SEED_CALL_IN_BYTES.search(text)
        }


class Outline:
    """The names that the text of a module mentions: at its top level, and in each of its definitions."""

    def __init__(self, text: bytes) -> None:
        # Imports mention much and run nothing; those that rename tell what a name stands for.
        self._text = _without_imports(text)

    @cached_property
    def definitions(self) -> tuple[tuple[bytes, frozenset[bytes]], ...]:
        """The functions and classes at the top level with the names inside."""
        return tuple((match[1], _mentioned(match[2])) for match in _DEFINITION.finditer(self._text))

    @cached_property
    def top(self) -> frozenset[bytes]:
        """The names that the module mentions outside its definitions."""
        return _mentioned(_DEFINITION.sub(b"", self._text))

    @property
    def names(self) -> frozenset[bytes]:
        """All names that the module mentions."""
        return self.top.union(*(names for _, names in self.definitions))

    def gives(self, seeding: Seeding) -> bool:
        """Whether the module gives a seed: by the parameter's name, or as only argument of the function."""
        parameter, owner = seeding.parameter.encode(), seeding.owner.encode()
        given = rb"\b" + parameter + rb"\s*=\s*(?!=|None\b)|\b(?<!def )" + owner + rb"\(\s*[^\s)]"
        return re.search(given, self._text) is not None


def _is_started(text: bytes) -> bool:
    return (
        b"__main__" in text
        or (any(word in text for word in _STARTING_WORDS) and _STARTING_WORD.search(text) is not None)
        or _STARTING_LINE.search(b"\n" + text) is not None
    )


def _without_imports(text: bytes) -> bytes:
    parts, end = [], 0
    for statement in import_statements(text):
        if b" as " not in statement[0]:
            parts.append(text[end : statement.start()])
            end = statement.end()
    return b"".join((*parts, text[end:]))


def _runs(seeding: Seeding, programs: Iterable[Outline], used: set[bytes]) -> bool:
    """Whether programs that use these names run a seed call of a module they load."""
    return (not seeding.owner or seeding.owner.encode() in used) and (
        not seeding.parameter or any(program.gives(seeding) for program in programs)
    )


def _mentioned(code: bytes) -> frozenset[bytes]:
    """The names in code but for those it lists as text (as in `__all__`)."""
    return frozenset(_MENTION.findall(code))


def _seedings_in(path: str) -> tuple[Seeding, ...]:
    from mllint_rules.semantic.outlines import ModuleOutline

    try:
        outline = ModuleOutline(path, read_file(Path(path), path), "module", None)
    except UnreadableFile:
        return ()
    try:
        return tuple(
            _seeding(piece, call, libraries)
            for piece in outline.holding(_SEED_CALL_IN_TEXT)
            for call, libraries in _seed_calls(piece)
        )
    finally:
        outline.close()


def _seeding(model: SemanticModel, call: Call, libraries: frozenset[str]) -> Seeding:
    around = [parent for parent in model.index.ancestors(call.node) if isinstance(parent, _DEFINITIONS)]
    given = call.node.args[0] if call.node.args else call.node.keywords[0].value
    name = given.id if isinstance(given, ast.Name) else given.attr if isinstance(given, ast.Attribute) else ""
    return Seeding(
        libraries,
        around[-1].name if around else "",
        name if any(_takes_optional(node, name) for node in around) else "",
        any(word in node.name.lower() for node in around for word in ("seed", "determin")),
    )


def _takes_optional(node: ast.AST, name: str) -> bool:
    """Whether a function, or the constructor of a class, has a parameter of that name that is None by default."""
    if isinstance(node, ast.ClassDef):
        return any(getattr(n, "name", "") == "__init__" and _takes_optional(n, name) for n in node.body)
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return any(
        argument.arg == name and isinstance(default, ast.Constant) and default.value is None
        for argument, default in pairs
    )


def seeded_libraries(model: SemanticModel) -> frozenset[str]:
    """The libraries whose global generator a module seeds anywhere."""
    return frozenset().union(*(libraries for _, libraries in _seed_calls(model)))


def _seed_calls(model: SemanticModel) -> Iterator[tuple[Call, frozenset[str]]]:
    seeds: dict[str, list[str]] = table("randomness")["seeds"]
    for last_name in {api.rpartition(".")[2] for api in seeds}:
        for node in model.calls_named(last_name):
            call = model.call(node)
            # A seed of None takes entropy from the operating system: nothing becomes repeatable.
            given = node.args[0] if node.args else (node.keywords[0].value if node.keywords else None)
            if given is None or (isinstance(given, ast.Constant) and given.value is None):
                continue
            libraries = frozenset(seeds.get(call.name or "", ()))
            if libraries:
                yield call, libraries
