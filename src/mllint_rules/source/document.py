"""A document: Python text with where it came from, and how it is to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

from mllint_rules.model.text import Edit, Region, Span
from mllint_rules.source.positions import LineIndex


class Kind(Enum):
    """What kind of file the text was read from."""

    SCRIPT = "script"
    STUB = "stub"
    PERCENT_SCRIPT = "percent script"
    NOTEBOOK = "notebook"


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its 1-based number among all cells and its stretch of the document's text."""

    number: int
    span: Span
    execution_count: int | None = None


@dataclass(frozen=True)
class Document:
    """Text under analysis.

    `path` is how the file is called in reports (`/` separators). `text` is the file without a byte order mark, line
    ends untouched; in a notebook the code cells one after another. `code` is what is parsed: as long as `text`, and
    the same except where a notebook's cells hold something else than Python.
    """

    path: str
    text: str
    kind: Kind = Kind.SCRIPT
    code: str = ""
    cells: tuple[Cell, ...] = ()
    encoding: str = "utf-8"
    has_bom: bool = False

    def __post_init__(self) -> None:
        if self.kind is not Kind.NOTEBOOK:
            object.__setattr__(self, "code", self.text)

    @cached_property
    def lines(self) -> LineIndex:
        """Position arithmetic on `text`."""
        return LineIndex(self.text)

    @property
    def is_exploratory(self) -> bool:
        """Whether this is a notebook or percent script, where top-level code and prints are normal."""
        return self.kind in (Kind.NOTEBOOK, Kind.PERCENT_SCRIPT)

    def cell_at(self, offset: int) -> Cell | None:
        """The notebook cell that holds an offset; None outside notebooks."""
        if self.kind is not Kind.NOTEBOOK:
            return None
        return next((cell for cell in self.cells if cell.span.start <= offset <= cell.span.end), None)

    def region(self, span: Span) -> Region:
        """A span in lines and columns; in a notebook lines count within the cell where it begins."""
        line, column = self.lines.position(span.start)
        end_line, end_column = self.lines.position(span.end)
        cell = self.cell_at(span.start)
        if cell is None:
            return Region(line, column, end_line, end_column)
        first = self.lines.position(cell.span.start)[0] - 1
        return Region(line - first, column, end_line - first, end_column, cell.number)

    def with_edits(self, edits: Sequence[Edit]) -> Document:
        """The document after edits, which must be sorted and must not overlap."""
        text = apply_edits(self.text, edits)
        if self.kind is not Kind.NOTEBOOK:
            from mllint_rules.source.reading import read_text

            again = read_text(text, self.path)
            return replace(again, kind=self.kind, encoding=self.encoding, has_bom=self.has_bom)
        from mllint_rules.source.notebook import masked

        cells = tuple(replace(cell, span=_moved(cell.span, edits)) for cell in self.cells)
        return replace(self, text=text, code=masked(text, cells), cells=cells)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits, which must be sorted and must not overlap."""
    parts = []
    position = 0
    for edit in edits:
        parts += (text[position : edit.span.start], edit.text)
        position = edit.span.end
    return "".join([*parts, text[position:]])


def _moved(span: Span, edits: Sequence[Edit]) -> Span:
    """Where a cell lies after edits. An insertion at the border of two cells belongs to the later one."""
    start, end = span.start, span.end
    for edit in edits:
        growth = len(edit.text) - (edit.span.end - edit.span.start)
        if edit.span.end < span.start or (edit.span.end == span.start and edit.span.start < span.start):
            start += growth
        if edit.span.end <= span.end:
            end += growth
    return Span(start, end)
