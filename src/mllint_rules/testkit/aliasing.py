"""The same program with its imports under other names: a rule that knows APIs by name must not notice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mllint_rules.model.text import Edit, Span
from mllint_rules.source.document import Document
from mllint_rules.source.revision import apply_edits

Import = ast.Import | ast.ImportFrom


def alias_imports(document: Document) -> str | None:
    """The text with every imported name replaced by `_<name>_alias`, in the imports and where it is used.

    A name that is also bound otherwise, or that a string mentions, keeps its name. None when nothing is left
    to rename. The document must parse.
    """
    tree = ast.parse(document.code)
    names = {name for statement in _imports(tree) for name in _renamable(statement)}
    names -= set(_bound_otherwise(tree)) | set(_mentioned(tree, names))
    names -= {node.id for node in _uses(tree, names) if _text(node, document) != node.id}
    edits = [Edit(_span(node, document), _alias(node.id)) for node in _uses(tree, names)]
    for statement in _imports(tree):
        for alias in statement.names:
            bound = alias.asname or alias.name
            if bound in names:
                edits.append(Edit(_span(alias, document), f"{alias.name} as {_alias(bound)}"))
    return apply_edits(document.text, sorted(edits)) if edits else None


def _alias(name: str) -> str:
    return f"_{name}_alias"


def _imports(tree: ast.Module) -> Iterator[Import]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)))


def _renamable(statement: Import) -> Iterator[str]:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return
    for alias in statement.names:
        if alias.name != "*" and (alias.asname or "." not in alias.name):
            yield alias.asname or alias.name


def _bound_otherwise(tree: ast.Module) -> Iterator[str]:
    """Names that something else than a plain import binds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.MatchMapping) and node.rest:
            yield node.rest
        elif isinstance(node, ast.Import):
            yield from (a.name.partition(".")[0] for a in node.names if "." in a.name and not a.asname)


def _mentioned(tree: ast.Module, names: set[str]) -> Iterator[str]:
    """Names in strings: annotations between quotes and `__all__` would not be renamed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from names & set(re.findall(r"\w+", node.value))


def _uses(tree: ast.Module, names: set[str]) -> list[ast.Name]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in names]


def _text(node: ast.Name, document: Document) -> str:
    """What stands where the tree says a name is: before Python 3.12 it may be wrong inside f-strings."""
    try:
        span = _span(node, document)
    except (IndexError, UnicodeDecodeError):
        return ""
    return document.text[span.start : span.end]


def _span(node: ast.Name | ast.alias, document: Document) -> Span:
    lines = document.lines
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return Span(
        lines.ast_offset(node.lineno, node.col_offset),
        lines.ast_offset(node.end_lineno, node.end_col_offset),
    )
