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
        frozen = self._frozen_lines(model)
        for number in range(first, last + 1):
            start = lines.offset(number, 1)
            if number == first:
                head, *rest = self.headers
                header = f"{indent}{head}\n" + "".join(f"{indent}{step}{text}\n" for text in rest)
                yield Edit(Span(start, start), header + step)
            elif number not in frozen and lines.line_text(number).strip():
                yield Edit(Span(start, start), step)

    def _frozen_lines(self, model: SemanticModel) -> set[int]:
        """The lines that begin inside of a string, or of what the fix replaces."""
        frozen: set[int] = set()
        for node in ast.walk(self.statement):
            is_string = isinstance(node, _STRINGS) and getattr(node, "end_lineno", 0) != getattr(
                node, "lineno", 0
            )
            if is_string or node is self.kept:
                frozen.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))  # type: ignore[attr-defined]
        return frozen
