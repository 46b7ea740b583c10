"""The lines of a checked text that a place covers, numbered as users see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mllint_rules.model.text import Region, Span
from mllint_rules.source.positions import LineIndex

_FRAME_LINES = 6
_FRAME_TAIL = 2


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line without its line end; the characters from `start` to `stop` are the ones meant.

    `number` counts within the cell in a notebook. `None` instead of a line stands for lines left out.
    """

    number: int
    text: str
    start: int
    stop: int


class SourceText:
    """A checked text, read by offsets or by regions. `cells` are (number, start, end) of a notebook."""

    def __init__(self, text: str, cells: Sequence[tuple[int, int, int]] = ()) -> None:
        self.text = text
        self.index = LineIndex(text)
        self._cells = cells

    @property
    def number_width(self) -> int:
        """How many digits the largest line number takes."""
        return len(str(self.index.line_count))

    def line(self, line: int) -> str:
        """A line of the whole text without its line end."""
        return self.index.line_text(line).rstrip("\r\n")

    def shown_number(self, line: int) -> int:
        """The number under which users know a line of the whole text."""
        if not self._cells:
            return line
        offset = self.index.offset(line, 1)
        starts = [start for _, start, _ in self._cells if start <= offset]
        return line - self.index.position(starts[-1])[0] + 1 if starts else line

    def span(self, region: Region) -> Span | None:
        """The offsets of a region; `None` when the text has no such place."""
        first = 1
        if region.cell is not None:
            start = next((start for number, start, _ in self._cells if number == region.cell), None)
            if start is None:
                return None
            first = self.index.position(start)[0]
        line, end_line = first + region.line - 1, first + region.end_line - 1
        if not (1 <= line <= end_line <= self.index.line_count):
            return None
        start = self.index.offset(line, min(region.column, len(self.line(line)) + 1))
        end = self.index.offset(end_line, min(region.end_column, len(self.line(end_line)) + 1))
        return Span(start, max(start, end))

    def lines(self, span: Span, limit: int = _FRAME_LINES) -> list[MarkedLine | None]:
        """The lines that a span covers; the middle of a long one is left out."""
        first, column = self.index.position(min(span.start, len(self.text)))
        last, end_column = self.index.position(min(max(span.end, span.start), len(self.text)))
        if last > first and end_column == 1:  # it ends with the line break of the line before
            last -= 1
            end_column = len(self.line(last)) + 1

        def marked(line: int) -> MarkedLine:
            text = self.line(line)
            start = column - 1 if line == first else len(text) - len(text.lstrip())
            stop = end_column - 1 if line == last else len(text.rstrip())
            return MarkedLine(self.shown_number(line), text, start, max(start, stop))

        if last - first < limit:
            return [marked(line) for line in range(first, last + 1)]
        head = range(first, first + limit - _FRAME_TAIL - 1)
        tail = range(last - _FRAME_TAIL + 1, last + 1)
        return [*map(marked, head), None, *map(marked, tail)]
