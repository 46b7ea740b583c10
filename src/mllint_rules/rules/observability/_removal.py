"""Statements taken out together with the gap that they leave."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from mllint_rules.kit import Edit, SemanticModel, Span, delete


@dataclass(frozen=True, slots=True)
class RemoveWithGap:
    """Remove a statement, and one of the empty lines around it where it stood between two."""

    statement: ast.stmt

    def edits(self, model: SemanticModel) -> Iterable[Edit]:
        """One deletion of whole lines."""
        lines = model.document.lines
        edits = list(delete(self.statement).edits(model))
        if len(edits) != 1 or edits[0].text or model.document.is_exploratory:
            return edits
        span = edits[0].span
        first, column = lines.position(span.start)
        last, end_column = lines.position(span.end)
        if (column, end_column) != (1, 1) or last == first or last >= lines.line_count:
            return edits
        is_open_below = not lines.line_text(last).strip()
        if is_open_below and first > 1 and not lines.line_text(first - 1).strip():
            return [Edit(Span(lines.offset(first - 1, 1), span.end), "")]
        if is_open_below and first == 1:
            return [Edit(Span(span.start, lines.offset(last + 1, 1)), "")]
        return edits
