"""All position arithmetic: offsets to lines and columns and back, in characters, UTF-8 bytes and UTF-16 units.

Lines end where Python's tokenizer ends them: at CR LF, at CR, at LF, and nowhere else (not at form feeds or
Unicode's separators).
"""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class LineIndex:
    """The lines of one text."""

    __slots__ = ("_is_ascii", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_ascii = text.isascii()
        self._starts = [0]
        self._starts.extend(match.end() for match in _LINE_BREAK.finditer(text))

    @property
    def line_count(self) -> int:
        """The number of lines; text that ends with a line break has an empty last one."""
        return len(self._starts)

    def line_span(self, line: int) -> tuple[int, int]:
        """Start and end offset of a 1-based line, its break included."""
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return self._starts[line - 1], end

    def line_text(self, line: int) -> str:
        """The text of a 1-based line without its break."""
        start, end = self.line_span(line)
        return self._text[start:end].rstrip("\r\n")

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column (in characters) of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column."""
        return self._starts[line - 1] + column - 1

    def ast_offset(self, lineno: int, col_offset: int) -> int:
        """The offset of a position as `ast` gives it: 1-based line, column in UTF-8 bytes."""
        start = self._starts[lineno - 1]
        if self._is_ascii:
            return start + col_offset
        prefix = self._text[start : start + col_offset]  # at least as many characters as bytes are asked for
        if prefix.isascii():
            return start + col_offset
        return start + len(prefix.encode("utf-8", "surrogatepass")[:col_offset].decode("utf-8", "surrogatepass"))

    def utf16(self, offset: int) -> tuple[int, int]:
        """The 0-based line and UTF-16 column of an offset, as language clients count."""
        line, column = self.position(offset)
        start = self._starts[line - 1]
        return line - 1, _units(self._text[start : start + column - 1])

    def from_utf16(self, line: int, units: int) -> int:
        """The offset of a 0-based line and UTF-16 column; a column behind the line means its end."""
        start, end = self.line_span(line + 1)
        content = self._text[start:end].rstrip("\r\n")
        for position, character in enumerate(content):
            if units <= 0:
                return start + position
            units -= _units(character)
        return start + len(content)


def _units(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if ord(character) > 0xFFFF else 1 for character in text)
