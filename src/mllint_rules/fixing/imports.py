"""Making a name available: reuse what is imported, else one import at the right place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.fixing.layout import line_start, next_line, statement_start
from mllint_rules.fixing.plan import Verb
from mllint_rules.knowledge.tables import table
from mllint_rules.model.text import Edit, Span
from mllint_rules.semantic.bindings import BindingKind
from mllint_rules.semantic.model import SemanticModel


@dataclass(frozen=True, slots=True)
class EnsureImport:
    """An import statement that the module gets unless it has it."""

    statement: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion of a line: among the imports of the standard library, or at the end of all imports."""
        if any(ast.unparse(node) == self.statement for node in _header_imports(model)):
            return
        line = self.statement + "\n"
        module = self.statement.split()[1].partition(".")[0]
        ordinary = _ordinary_imports(model)
        if module not in sys.stdlib_module_names or not ordinary:
            yield insertion_after_imports(model, line)
            return
        standard = [node for node in ordinary if _top_module(node) in sys.stdlib_module_names]
        later = [node for node in standard if isinstance(node, ast.Import) and _top_module(node) > module]
        if standard and not later:
            yield _insertion_behind(model, standard[-1], line)
        else:
            yield _insertion_before(model, (later or ordinary)[0], line)


@dataclass(frozen=True, slots=True)
class Reach:
    """How to write an API in a module: the text, and what must be there for it."""

    text: str
    verbs: tuple[Verb, ...]


def ensure_import(model: SemanticModel, module: str, name: str | None = None) -> Reach:
    """Make a module (`numpy` → `np`), or a name of it (`from m import name`), available everywhere in the document.

    A module-level import that is there already is used under its own alias; otherwise the conventional alias is
    bound, with a leading underscore when the document uses that name for something else.
    """
    wanted = module if name is None else f"{module}.{name}"
    existing = _existing(model, wanted)
    if existing is not None:
        return Reach(existing, ())
    if name is None:
        alias = table("imports")["modules"].get(module)
        bound = fresh_name(model, alias or module.partition(".")[0])
        if alias is None and (bound == module or ("." in module and bound == module.partition(".")[0])):
            return Reach(module, (EnsureImport(f"import {module}"),))
        return Reach(bound, (EnsureImport(f"import {module} as {bound}"),))
    bound = fresh_name(model, name)
    suffix = "" if bound == name else f" as {bound}"
    return Reach(bound, (EnsureImport(f"from {module} import {name}{suffix}"),))


def _existing(model: SemanticModel, wanted: str) -> str | None:
    """The text by which a module-level import already reaches the API."""
    found = []
    for bindings in model.names.scopes.scope_for(model.tree).bindings.values():
        binding = bindings[0]
        if len(bindings) != 1 or binding.kind not in (BindingKind.IMPORT, BindingKind.IMPORT_FROM):
            continue
        statement = model.names.scopes.import_statement(binding.node)  # type: ignore[arg-type]
        if statement not in model.tree.body or binding.target is None:
            continue
        if wanted == binding.target:
            return binding.name
        if binding.kind is BindingKind.IMPORT and _loads(statement, wanted):
            found.append(binding.name + wanted[len(binding.target) :])
    return found[0] if found else None


def _loads(statement: ast.stmt, wanted: str) -> bool:
    """Whether `import a.b` makes `wanted` reachable: names in `a.b`, not modules beside it."""
    assert isinstance(statement, ast.Import)
    return any(
        wanted == alias.name
        or (wanted.startswith(alias.name + ".") and wanted.count(".") == alias.name.count(".") + 1)
        for alias in statement.names
    )


def fresh_name(model: SemanticModel, name: str) -> str:
    """The name, or with underscores before it when the document already uses it for anything."""
    taken = set(model.index.names) | {binding.name for binding in model.names.scopes.every_binding}
    while name in taken:
        name = "_" + name
    return name


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _header(model: SemanticModel) -> list[ast.stmt]:
    """The statements at the head of the module that imports may follow.

    They are the docstring, imports, guarded imports, and `__author__` and the like where imports follow.
    """
    header: list[ast.stmt] = []
    for position, node in enumerate(model.tree.body):
        is_docstring = position == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        guarded = isinstance(node, (ast.Try, ast.If)) and all(
            _is_import(inner) or isinstance(inner, ast.Pass) for inner in node.body
        )
        if not (is_docstring or _is_import(node) or guarded or _is_metadata(node)):
            break
        header.append(node)
    while header and not _is_import(header[-1]) and not isinstance(header[-1], ast.Expr):
        header.pop()
    return header


def _is_metadata(node: ast.stmt) -> bool:
    """`__author__ = …`, `__all__ = […]`."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    return isinstance(target, ast.Name) and target.id.startswith("__") and target.id.endswith("__")


def _header_imports(model: SemanticModel) -> list[ast.stmt]:
    return [node for node in model.tree.body if _is_import(node)]


def _ordinary_imports(model: SemanticModel) -> list[ast.stmt]:
    return [node for node in _header(model) if _is_import(node) and not _is_future(node)]


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _top_module(node: ast.stmt) -> str:
    if isinstance(node, ast.Import):
        return node.names[0].name.partition(".")[0]
    assert isinstance(node, ast.ImportFrom)
    return "." if node.level else (node.module or "").partition(".")[0]


def insertion_after_imports(model: SemanticModel, text: str) -> Edit:
    """An insertion of whole lines behind the imports at the head of the module.

    In a notebook the head is that of the first code cell. Where the lines use what an import further down binds,
    they come behind that one.
    """
    late = _late_import(model, text)
    if late is not None:
        return _insertion_behind(model, late, text)
    header = _header(model)
    body = model.tree.body
    if header:
        # Behind a docstring alone an empty line belongs between.
        return _insertion_behind(model, header[-1], text if _is_import(header[-1]) else "\n" + text)
    if body:
        return _insertion_before(model, body[0], text)
    end = len(model.document.text)
    return Edit(Span(end, end), text)


def _late_import(model: SemanticModel, text: str) -> ast.stmt | None:
    """The last import behind the head of the module that binds a name which the lines read."""
    late = [node for node in _header_imports(model) if node not in _header(model)]
    if not late:
        return None
    read = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    bound = [
        node
        for node in late
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and not read.isdisjoint(alias.asname or alias.name.partition(".")[0] for alias in node.names)
    ]
    return bound[-1] if bound else None


def _insertion_before(model: SemanticModel, node: ast.stmt, text: str) -> Edit:
    place = line_start(model.document.text, statement_start(model, node))
    return Edit(Span(place, place), text)


def _insertion_behind(model: SemanticModel, node: ast.stmt, text: str) -> Edit:
    end = model.span(node).end
    place = next_line(model.document.text, end)
    if place == end:  # the file ends without a line break
        return Edit(Span(place, place), "\n" + text.removesuffix("\n"))
    return Edit(Span(place, place), text)
