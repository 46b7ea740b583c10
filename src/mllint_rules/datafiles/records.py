"""Tables of records: a JSON array of objects, or JSON Lines, in blocks of columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from mllint_rules.datafiles.delimited import BLOCK
from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.text import Progress, Text

_CHUNK = 1 << 18
_LONGEST = 1 << 24  # characters of one record
_LONGEST_WORD = 32  # an escape or a word such as `-Infinity` that may be cut off
_BLANK = " \t\r\n"
_INSIDE = "a record in it is longer than 16 million characters, or a bracket or quote is not closed"

Record = dict[str, Any]


class Records:
    """A file of JSON records."""

    def __init__(self, text: Text, *, is_lines: bool, progress: Progress | None) -> None:
        self._text = text
        self._is_lines = is_lines
        self._progress = progress

    def blocks(self, every: int) -> Iterator[tuple[int, list[Record] | None]]:
        """The number of records of each block, and the records; of `every` blocks one is given, of the others None.

        Raises `DataFileError` for broken JSON, and for what is no record.
        """
        records = self._lines() if self._is_lines else self._elements()
        number = 0
        while block := list(islice(records, BLOCK)):
            yield len(block), block if number % every == 0 else None
            number += 1
            if self._progress is not None:
                self._progress(self._text.position, self._text.size)

    def _lines(self) -> Iterator[Record]:
        for number, line in enumerate(self._text.stream, 1):
            if line.isspace():
                continue
            try:
                value = _decode(json.loads, line.rstrip("\r\n"))
            except json.JSONDecodeError as error:
                hint = ""
                if number == 1 and line.lstrip()[:1] == "[":
                    hint = "; if it is one JSON array, say `--format json`"
                raise DataFileError(
                    f"line {number} is broken JSON: {error.msg} (column {error.colno}){hint}"
                ) from None
            if number == 1 and isinstance(value, list):
                raise DataFileError("it is one JSON array, not JSON Lines; say `--format json`")
            yield _record(value, f"line {number}")

    def _elements(self) -> Iterator[Record]:
        """The elements of the array, without ever holding all of it."""
        buffer = _Buffer(self._text)
        first = buffer.peek()
        if first != "[":
            raise DataFileError(self._no_array(buffer, first))
        buffer.take()
        number = 0
        if buffer.peek() != "]":
            while True:
                number += 1
                yield _record(buffer.value(), f"element {number}")
                following = buffer.peek()
                if following == "]":
                    break
                if following != ",":
                    raise DataFileError(
                        f"it is broken JSON: after element {number} (line {buffer.line}) a comma is missing"
                    )
                buffer.take()
        buffer.take()
        if buffer.peek():
            raise DataFileError(f"it is broken JSON: there is more text after the array (line {buffer.line})")

    def _no_array(self, buffer: _Buffer, first: str) -> str:
        if first != "{":
            return "it is broken JSON: it begins neither with [ nor with {"
        buffer.value()
        if buffer.peek() == "{":
            return "it looks like JSON Lines, not like JSON; if so, say `--format jsonl`"
        if buffer.peek():
            return f"it is broken JSON: there is more text after the object (line {buffer.line})"
        return "it holds one object, not a list of records: a table is an array of objects, or one object per line"


class _Buffer:
    """A text that is decoded piece by piece."""

    def __init__(self, text: Text) -> None:
        self._stream = text.stream
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._place = 0
        self._line = 1
        self._is_over = False

    @property
    def line(self) -> int:
        """The line of the next character."""
        return self._line + self._text.count("\n", 0, self._place)

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            while self._place < len(self._text) and self._text[self._place] in _BLANK:
                self._place += 1
            if self._place < len(self._text) or not self._more():
                return self._text[self._place : self._place + 1]

    def take(self) -> None:
        """Go on by one character."""
        self._place += 1

    def value(self) -> object:
        """The value that begins here. Raises `DataFileError` when it is broken."""
        self.peek()
        while True:
            try:
                value, end = _decode(self._decoder.raw_decode, self._text, self._place)
            except json.JSONDecodeError as error:
                if self._is_certain(error) or not self._more():
                    line = self._line + self._text.count("\n", 0, error.pos)
                    raise DataFileError(f"it is broken JSON: {error.msg} (line {line})") from None
                if len(self._text) - self._place > _LONGEST:
                    raise DataFileError(f"{_INSIDE} (it begins in line {self.line})") from None
                continue
            # A number at the end of what is there may go on: `1` and `2` may be `12`.
            if end < len(self._text) or not self._more():
                self._place = end
                return value

    def _is_certain(self, error: json.JSONDecodeError) -> bool:
        """Whether more text would not help: the error lies before the end of what is there."""
        is_open = error.msg.startswith("Unterminated string")
        return self._is_over or (not is_open and error.pos < len(self._text) - _LONGEST_WORD)

    def _more(self) -> bool:
        """Read on; whether there was more."""
        if self._is_over:
            return False
        # The longer a record is, the more is read at once, so that a long one is not decoded again and again.
        chunk = self._stream.read(max(_CHUNK, len(self._text) - self._place))
        self._is_over = not chunk
        self._line += self._text.count("\n", 0, self._place)
        self._text = self._text[self._place :] + chunk
        self._place = 0
        return bool(chunk)


def _decode(decode: Callable[..., Any], *arguments: object) -> Any:
    """What a decoder says. What is nested too deep, or is a number too long, is no table. Raises `JSONDecodeError`."""
    try:
        return decode(*arguments)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise DataFileError("its values are nested too deeply") from None
    except ValueError as error:
        raise DataFileError(f"it holds a number that cannot be read: {error}") from None


def _record(value: object, where: str) -> Record:
    if not isinstance(value, dict):
        kind = {list: "an array", str: "text", type(None): "null"}.get(type(value), "a single value")
        raise DataFileError(f"{where} is {kind}, not an object with named values")
    return value
