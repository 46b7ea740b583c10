"""A document: Python text with where it came from, and how it is to be shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
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
    """A code cell: its 1-based number among all cells and its stretch of the document's text.

    The stretch does not hold the line break that divides notebook cells. `magic` is the name of its cell
    magic (`time` of `%%time`), `language` what the cell is written in (`python`, or `bash` of `%%bash`),
    `tags` and `has_outputs` come from the notebook.
    """

    number: int
    span: Span
    execution_count: int | None = None
    magic: str | None = None
    language: str = "python"
    tags: tuple[str, ...] = ()
    has_outputs: bool = False


@dataclass(frozen=True)
class Document:
    """Text under analysis.

    `path` is how the file is called in reports (`/` separators). `text` is the file without a byte order
    mark, line ends untouched; in a notebook the code cells one after another, each followed by a line break.
    `code` is what is parsed: as long as `text`, and the same except where a notebook holds something else
    than Python (left out, it is the text itself). `cells` are those of a notebook or percent script.
    """

    path: str
    text: str
    kind: Kind = Kind.SCRIPT
    code: str = ""
    cells: tuple[Cell, ...] = ()
    encoding: str = "utf-8"
    has_bom: bool = False

    def __post_init__(self) -> None:
        if len(self.code) != len(self.text):
            object.__setattr__(self, "code", self.text)

    @cached_property
    def lines(self) -> LineIndex:
        """Position arithmetic on `text`; what `ast` says about `code` is understood."""
        return LineIndex(self.text, self.code)

    @property
    def is_exploratory(self) -> bool:
        """Whether this is a notebook or percent script, where top-level code and prints are normal."""
        return self.kind in (Kind.NOTEBOOK, Kind.PERCENT_SCRIPT)

    @cached_property
    def _cell_starts(self) -> list[int]:
        return [cell.span.start for cell in self.cells]

    def cell_at(self, offset: int) -> Cell | None:
        """The notebook cell that holds an offset; None outside notebooks, and in one without code cells."""
        if self.kind is not Kind.NOTEBOOK or not self.cells:
            return None
        return self.cells[max(bisect_right(self._cell_starts, offset) - 1, 0)]

    def region(self, span: Span) -> Region:
        """A span in lines and columns; in a notebook within the cell where it begins, and clipped to it."""
        cell = self.cell_at(span.start)
        if cell is None:
            return Region(*self.lines.position(span.start), *self.lines.position(span.end))
        line, column = self.lines.position(min(span.start, cell.span.end))
        end_line, end_column = self.lines.position(min(span.end, cell.span.end))
        above = self.lines.position(cell.span.start)[0] - 1
        return Region(line - above, column, end_line - above, end_column, cell.number)

    def with_edits(self, edits: Sequence[Edit]) -> Document:
        """The document after edits, which are sorted by position and do not overlap.

        In a notebook every edit stays in the cell where it begins: no cell ever grows together with the next.
        Raises `ValueError` for edits that overlap, and for any in a notebook without code cells.
        """
        from mllint_rules.source.revision import revise

        return revise(self, edits)
