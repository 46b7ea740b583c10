"""The part of a document that a line stands for: the statements at it, with the lines that are their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.model.text import Span
from mllint_rules.semantic.index import children
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.source.document import Document

_Lines = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Focus:
    """The lines from `first` to `last` of the document's text, the statements there, and their own nodes.

    The body of a compound statement does not belong to it. Without statements it is the line alone.
    """

    first: int
    last: int
    statements: tuple[ast.stmt, ...]
    nodes: frozenset[ast.AST]

    def span(self, document: Document) -> Span:
        """The characters of these lines, without blanks around them."""
        start, _ = document.lines.line_span(self.first)
        _, end = document.lines.line_span(self.last)
        text = document.text[start:end]
        lead = len(text) - len(text.lstrip())
        if lead == len(text):
            return Span(start, start)
        return Span(start + lead, start + len(text.rstrip()))

    def holds(self, span: Span, document: Document) -> bool:
        """Whether a finding in that place begins on these lines."""
        return self.first <= document.lines.position(span.start)[0] <= self.last

    def around(self, model: SemanticModel) -> frozenset[ast.AST]:
        """The syntax around the statements."""
        return frozenset(each for node in self.statements for each in model.index.ancestors(node))


def focus_on(model: SemanticModel, line: int) -> Focus:
    """What stands on a line of the document's text (1-based)."""
    statements: list[ast.stmt] = []
    lines: list[_Lines] = []
    nodes: set[ast.AST] = set()
    for statement in ast.walk(model.tree):
        if not isinstance(statement, ast.stmt):
            continue
        for part, own in _parts(statement):
            if part[0] <= line <= part[1]:
                statements.append(statement)
                lines.append(part)
                nodes.update({statement, *(node for each in own for node in _own_nodes(each))})
                if isinstance(statement, (ast.Import, ast.ImportFrom)):
                    nodes.update(statement.names)
    if not lines:
        return Focus(line, line, (), frozenset())
    ordered = sorted(statements, key=lambda node: (node.lineno, node.col_offset))
    return Focus(
        min(first for first, _ in lines), max(last for _, last in lines), tuple(ordered), frozenset(nodes)
    )


def _parts(statement: ast.stmt) -> Iterator[tuple[_Lines, list[ast.AST]]]:
    """The stretches of lines of a statement that are not those of statements inside, with what is in them."""
    blocks: list[ast.AST] = []
    header: list[ast.AST] = []
    for child in children(statement):
        is_block = isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))
        (blocks if is_block else header).append(child)
    first = min([statement.lineno, *(node.lineno for node in header if isinstance(node, ast.expr))])
    last = max([statement.lineno, *(_last_line(node) for node in header)])
    if not blocks:
        last = statement.end_lineno or last
    yield (first, last), header
    for block in blocks:
        if not isinstance(block, ast.stmt):
            inner = [child for child in children(block) if not isinstance(child, ast.stmt)]
            begin = getattr(block, "lineno", None) or min(_first_line(node) for node in inner)
            yield (begin, max([begin, *map(_last_line, inner)])), [block, *inner]


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
        return
    for child in children(node):
        yield from _own_nodes(child)


def _first_line(node: ast.AST) -> int:
    return min(int(each.lineno) for each in _own_nodes(node) if hasattr(each, "lineno"))


def _last_line(node: ast.AST) -> int:
    return max((int(getattr(each, "end_lineno", 0) or 0) for each in _own_nodes(node)), default=0)
