"""All position arithmetic: offsets to lines and columns and back; characters, UTF-8 bytes, UTF-16 units.

Lines end where Python's tokenizer ends them: at CR LF, at CR, at LF, and nowhere else (not at form feeds or
Unicode's separators).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


class LineIndex:
    """The lines of one text.

    `code` is what `ast` parsed, when that is not the text itself but a masked copy of the same length: the
    columns of `ast` count its bytes.
    """

    __slots__ = ("_code", "_is_ascii", "_starts", "_text")

    def __init__(self, text: str, code: str | None = None) -> None:
        self._text = text
        self._code = text if code is None else code
        self._is_ascii = self._code.isascii()
        self._starts = _line_starts(text)

    @property
    def line_count(self) -> int:
        """The number of lines; text that ends with a line break has an empty last one."""
        return len(self._starts)

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end of a 1-based line, its break included. Raises `ValueError` for no such line."""
        if not 1 <= line <= len(self._starts):
            raise ValueError(f"line {line} is not one of the {len(self._starts)} lines of the text")
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return self._starts[line - 1], end

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins; a line break belongs to the line that it ends."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its break. Raises `ValueError` for no such line."""
        start, end = self.line_span(line)
        return self._text[start:end].rstrip("\r\n")

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column (in characters) of an offset. Raises `ValueError` outside the text."""
        if not 0 <= offset <= len(self._text):
            raise ValueError(f"offset {offset} is outside the text of {len(self._text)} characters")
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column; a column behind the line means the end of that line.

        Raises `ValueError` for no such line, or a column below 1.
        """
        start, end = self.line_span(line)
        if column < 1:
            raise ValueError(f"columns are counted from 1, not from {column}")
        found = start + column - 1
        if found < end or end == len(self._text):
            # Also inside a line break, so that every offset comes back from its line and column.
            return min(found, end)
        return start + len(self.line_text(line))

    def ast_offset(self, lineno: int, col_offset: int) -> int:
        """The offset of a position as `ast` gives it: 1-based line, column in UTF-8 bytes."""
        start = self._starts[lineno - 1]
        if self._is_ascii:
            return start + col_offset
        # A column in bytes is never before the column in characters, so this slice holds the whole prefix.
        prefix = self._code[start : start + col_offset]
        if prefix.isascii():
            return start + col_offset
        encoded = prefix.encode("utf-8", "surrogatepass")[:col_offset]
        return start + len(encoded.translate(None, _CONTINUATION_BYTES))

    def utf16(self, offset: int) -> tuple[int, int]:
        """The 0-based line and UTF-16 column of an offset, as language clients count.

        Raises `ValueError` outside the text.
        """
        line, _ = self.position(offset)
        return line - 1, _count_units(self._text[self._starts[line - 1] : offset])

    def from_utf16(self, line: int, units: int) -> int:
        """The offset of a 0-based line and UTF-16 column.

        As the protocol has it, a column behind the line means the end of that line, and a line behind the
        text the end of the text. A column in the middle of a character means its start.
        """
        if line >= len(self._starts):
            return len(self._text)
        start, _ = self.line_span(line + 1)
        content = self.line_text(line + 1)
        if content.isascii():
            return start + min(max(units, 0), len(content))
        for position, character in enumerate(content):
            units -= _count_units(character)
            if units < 0:
                return start + position
        return start + len(content)


def _line_starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    starts.pop()
    return starts


def _count_units(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
