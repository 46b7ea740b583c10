"""Statements moved one level to the right."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Edit, FixUnavailable, SemanticModel, Span

_STRINGS = (ast.Constant, ast.JoinedStr)


def step_of(indent: str) -> str:
    """One level of indentation, in the manner of an existing one."""
    return "\t" if indent.startswith("\t") else "    "


@dataclass(frozen=True, slots=True)
class WrapInBlock:
    """Put a statement into the block of a new header, such as `with lock():`, behind the lines that follow it.

    Several fixes may wrap the same statement: each makes the same insertions. Lines of `kept` (which the fix
    replaces) stay where they are.
    """

    statement: ast.stmt
    headers: tuple[str, ...]
    kept: ast.AST | None = None

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion for the header and one for each line."""
        lines = model.document.lines
        first, last = self.statement.lineno, self.statement.end_lineno or self.statement.lineno
        indent = lines.line_text(first)[: self.statement.col_offset]
        if indent.strip(" \t"):
            raise FixUnavailable("the statement shares its line with another")
        step = step_of(indent)
        frozen = _frozen_lines(self.statement, self.kept)
        for number in range(first, last + 1):
            start = lines.offset(number, 1)
            if number == first:
                head, *rest = self.headers
                header = f"{indent}{head}\n" + "".join(f"{indent}{step}{text}\n" for text in rest)
                yield Edit(Span(start, start), header + step)
            elif number not in frozen and lines.line_text(number).strip():
                yield Edit(Span(start, start), step)


@dataclass(frozen=True, slots=True)
class MoveIntoBlock:
    """Indent statements that follow each other, from a line on, under a header that another verb writes."""

    statements: tuple[ast.stmt, ...]
    first_line: int

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion for each line; the inner lines of strings and empty lines stay."""
        lines = model.document.lines
        last = self.statements[-1].end_lineno or self.statements[-1].lineno
        indent = lines.line_text(self.statements[0].lineno)[: self.statements[0].col_offset]
        if indent.strip(" \t") or self.statements[0].lineno < self.first_line:
            raise FixUnavailable("the statement shares its line with another")
        frozen = {number for statement in self.statements for number in _frozen_lines(statement)}
        for number in range(self.first_line, last + 1):
            if number not in frozen and lines.line_text(number).strip():
                start = lines.offset(number, 1)
                yield Edit(Span(start, start), step_of(indent))


def _frozen_lines(statement: ast.stmt, kept: ast.AST | None = None) -> set[int]:
    """The lines that begin inside of a string, or of what the fix replaces."""
    frozen: set[int] = set()
    for node in ast.walk(statement):
        is_string = isinstance(node, _STRINGS) and getattr(node, "end_lineno", 0) != getattr(
            node, "lineno", 0
        )
        if is_string or node is kept:
            frozen.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))  # type: ignore[attr-defined]
    return frozen
