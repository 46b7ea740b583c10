"""Reading the `.pyi` files below `stubs/`, a module at a time and only when asked.

A stub says what mllint needs to know of a module and no more: a name that is missing is *unknown*, never
*absent*. Overloads are told apart by their annotations; `Self` is the type of the receiver.

`T = TypeVar("T")` declares a type variable; with `bound=` it is at least that. A class names its own in
`Generic[K, V]`, and in its bases the same names mean the same variables.
"""

from __future__ import annotations

import ast
import gc
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from mllint_rules.knowledge.facts import (
    AliasFacts,
    ClassFacts,
    Facts,
    FunctionFacts,
    Parameter,
    Signature,
    VariableFacts,
)

FOLDER = Path(__file__).parent / "stubs"


@lru_cache(maxsize=1)
def stub_files() -> dict[str, str]:
    """Every described module with the path of its stub."""
    found = {}
    for folder, _, files in os.walk(FOLDER):
        package = os.path.relpath(folder, FOLDER).replace(os.sep, ".")
        prefix = "" if package == "." else package + "."
        for file in files:
            if file.endswith(".pyi"):
                stem = file[:-4]
                name = package if stem == "__init__" else prefix + stem
                found[name] = os.path.join(folder, file)
    return found


@cache
def load_module(name: str) -> StubModule | None:
    """The described names of a module, or None for a module without a stub."""
    path = stub_files().get(name)
    if path is None:
        return None
    return StubModule(name, Path(path).read_text(encoding="utf-8"), is_package=path.endswith("__init__.pyi"))


class StubModule(Mapping[str, Facts]):
    """The names of one stub. A definition is parsed when it is asked for; most of a large stub never is."""

    def __init__(self, name: str, text: str, *, is_package: bool) -> None:
        self.name = name
        self._definitions: dict[str, str] = {}
        rest: list[str] = []
        for statement in _statements(text):
            defined = _DEFINITION.search(statement)
            if defined is not None:
                # The overloads of a function stand together and are read together.
                self._definitions[defined[1]] = self._definitions.get(defined[1], "") + statement
            else:
                rest.append(statement)
        self._reader = _StubReader(name, is_package, self._definitions)
        self._reader.read(ast.parse("".join(rest)).body)
        self._facts = self._reader.names

    def alias(self, name: str) -> AliasFacts | None:
        """What the name is a second name for, when it is one."""
        known = self._facts.get(name)
        return known if isinstance(known, AliasFacts) else None

    @property
    def exported(self) -> frozenset[str]:
        """The public names that the module defines or re-exports, without what the stub needs for itself."""
        own = [name for name, known in self._facts.items() if not _is_for_the_stub(known)]
        return frozenset(name for name in (*own, *self._definitions) if not name.startswith("_"))

    def __getitem__(self, name: str) -> Facts:
        if name not in self._facts and name in self._definitions:
            # The collector would look at every node of the tree that is being built.
            was_enabled = gc.isenabled()
            gc.disable()
            self._reader.read(ast.parse(self._definitions[name]).body)
            if was_enabled:
                gc.enable()
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._facts, **self._definitions})

    def __contains__(self, name: object) -> bool:
        return name in self._facts or name in self._definitions

    def __len__(self) -> int:
        return sum(1 for _ in self)


VARIABLE = "~"
"""The mark of a type variable's name: `T` of a stub is known as `~T=`, followed by its bound if it has one."""

_DEFINITION = re.compile(r"^(?:async def|def|class) (\w+)", re.MULTILINE)


def _is_for_the_stub(known: Facts) -> bool:
    own = ("typing.", "typing_extensions.", "collections.abc.", "builtins.", VARIABLE)
    return isinstance(known, AliasFacts) and known.target.startswith(own)


def _statements(text: str) -> Iterator[str]:
    """The top-level statements of a stub as text, each with its decorators."""
    lines: list[str] = []
    is_decorated = False
    for line in text.splitlines(keepends=True):
        starts = not line[0].isspace() and line[0] not in "#)]}"
        if starts and lines and not is_decorated:
            yield "".join(lines)
            lines = []
        if starts:
            is_decorated = line.startswith("@")
        lines.append(line)
    yield "".join(lines)


class _StubReader:
    def __init__(self, module: str, is_package: bool, definitions: Mapping[str, str]) -> None:
        self.module = module
        self.is_package = is_package
        self.definitions = definitions
        self.names: dict[str, Facts] = {}

    def read(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, ast.ImportFrom):
                self._read_import(statement)
            elif isinstance(statement, ast.Import):
                for alias in statement.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    self.names[bound] = AliasFacts(bound, alias.name if alias.asname else bound)
            elif isinstance(statement, ast.ClassDef):
                self.names[statement.name] = self._class(statement)
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                _add_function(self.names, statement, self.module, in_class=False)
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                name = statement.target.id
                self.names[name] = VariableFacts(name, self.module, statement.annotation)
            elif isinstance(statement, ast.Assign):
                self._read_aliases(statement)

    def _read_import(self, statement: ast.ImportFrom) -> None:
        source = statement.module or ""
        if statement.level:
            parts = self.module.split(".")
            parts = parts[: len(parts) - statement.level + (1 if self.is_package else 0)]
            source = ".".join([*parts, source] if source else parts)
        for alias in statement.names:
            bound = alias.asname or alias.name
            self.names[bound] = AliasFacts(bound, f"{source}.{alias.name}")

    def _read_aliases(self, statement: ast.Assign) -> None:
        if isinstance(statement.value, ast.Call) and isinstance(statement.targets[0], ast.Name):
            variable = statement.targets[0].id  # `T = TypeVar("T")`
            bound = next(
                (self.qualify(ast.unparse(keyword.value)) for keyword in statement.value.keywords), ""
            )
            self.names[variable] = AliasFacts(variable, f"{VARIABLE}{variable}={bound}")
            return
        target = ast.unparse(statement.value)
        head = target.partition(".")[0]
        known = self.names.get(head)
        if isinstance(known, AliasFacts):
            target = known.target + target[len(head) :]
        elif known is not None or head in self.definitions:
            target = f"{self.module}.{target}"
        for other in statement.targets:
            if isinstance(other, ast.Name):
                self.names[other.id] = AliasFacts(other.id, target)

    def _class(self, node: ast.ClassDef) -> ClassFacts:
        bases, variables = self._bases(node)
        members: dict[str, Facts] = {}
        for statement in node.body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                _add_function(members, statement, self.module, in_class=True)
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                name = statement.target.id
                members[name] = VariableFacts(name, self.module, statement.annotation)
            elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name):
                original = members.get(statement.value.id)
                for bound in statement.targets:
                    if isinstance(bound, ast.Name) and original is not None:
                        members[bound.id] = original
        return ClassFacts(
            f"{self.module}.{node.name}",
            self.module,
            bases,
            {
                name: fact
                for name, fact in members.items()
                if isinstance(fact, (FunctionFacts, VariableFacts))
            },
            variables,
        )

    def _bases(self, node: ast.ClassDef) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The bases of a class, and its type variables in order."""
        bases = []
        variables: dict[str, None] = {}
        for base in node.bases:
            name = self.qualify(ast.unparse(base.value if isinstance(base, ast.Subscript) else base))
            if name != "typing.Generic":
                bases.append(name)
            if isinstance(base, ast.Subscript):
                for part in ast.walk(base.slice):
                    if isinstance(part, ast.Name) and self.qualify(part.id).startswith(VARIABLE):
                        variables[part.id] = None
        return tuple(bases), tuple(variables)

    def qualify(self, text: str) -> str:
        """The full name of a dotted name as written in this stub."""
        head, dot, rest = text.partition(".")
        known = self.names.get(head)
        if isinstance(known, AliasFacts):
            return known.target + dot + rest
        if known is not None or head in self.definitions:
            return f"{self.module}.{text}"
        return text if dot else f"builtins.{text}"


def qualify(text: str, module: str) -> str:
    """The full name of a dotted name as written in the stub of `module`."""
    names = load_module(module)
    head, dot, rest = text.partition(".")
    if names is not None:
        alias = names.alias(head)
        if alias is not None:
            return alias.target + dot + rest
        if head in names:
            return f"{module}.{text}"
    return text if dot else f"builtins.{text}"


def _add_function(
    names: dict[str, Facts], node: ast.FunctionDef | ast.AsyncFunctionDef, module: str, *, in_class: bool
) -> None:
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    kind = next(
        (kind for kind in ("property", "staticmethod", "classmethod") if kind in decorators),
        "method" if in_class else "function",
    )
    signature = _signature(node, bound=in_class and kind != "staticmethod")
    earlier = names.get(node.name)
    signatures: tuple[Signature, ...] = (signature,)
    if "overload" in decorators and isinstance(earlier, FunctionFacts):
        signatures = (*earlier.signatures, signature)
    names[node.name] = FunctionFacts(node.name, module, signatures, kind)


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef, *, bound: bool) -> Signature:
    arguments = node.args
    parameters = []
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    for position, (argument, default) in enumerate(zip(positional, defaults, strict=True)):
        if bound and position == 0:
            continue
        is_keyword = position >= len(arguments.posonlyargs)
        parameters.append(Parameter(argument.arg, argument.annotation, default, True, is_keyword))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parameters.append(Parameter(argument.arg, argument.annotation, default, False, True))
    return Signature(
        tuple(parameters), node.returns, arguments.vararg is not None, arguments.kwarg is not None
    )
