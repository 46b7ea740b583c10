"""Tables of separated cells: CSV and TSV, in blocks of columns."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.kinds import Format
from mllint_rules.datafiles.text import Progress, Text

BLOCK = 4096
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1 << 24
_LOOKED_AT = 50  # rows by which delimiters are compared


class Lines:
    """The lines of a stream, some of which may be put back."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._stream = iter(stream)
        self._back: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._back.popleft() if self._back else next(self._stream)

    def put_back(self, lines: Sequence[str]) -> None:
        """Give lines again."""
        self._back.extendleft(reversed(lines))


class Delimited:
    """A table of separated cells. `header` are the names of its columns."""

    def __init__(self, text: Text, found: Format, delimiter: str | None, progress: Progress | None) -> None:
        self._text = text
        self._progress = progress
        self.delimiter = delimiter or _delimiter(text.head, found)
        self.skips_blanks = _are_padded(text.head, self.delimiter)
        csv.field_size_limit(_LONGEST_CELL)
        self._lines = Lines(text.stream)
        self._reader = csv.reader(self._lines, delimiter=self.delimiter, skipinitialspace=self.skips_blanks)
        self._skipped = 0
        self.has_blank_lines = self.has_lines_of_spaces = False
        self.header = self._names()

    def _names(self) -> list[str]:
        try:
            header = next(filter(None, self._reader), [])
        except csv.Error as error:
            raise DataFileError(self._broken(error)) from None
        if not any(name.strip() for name in header):
            raise DataFileError("it has no columns: the first line holds no names")
        check_names(header)
        return header

    def blocks(self, every: int) -> Iterator[tuple[int, list[tuple[str, ...]] | None]]:
        """The number of rows of each block and its cells by column; of `every` blocks one is given, of the others None.

        Raises `DataFileError` for rows with more cells than there are columns.
        """
        number = 0
        width = len(self.header)
        while True:
            wanted = number % every == 0
            skipped = None if wanted else self._skip(width)
            if skipped is None:
                rows = self._rows(width)
                if not rows:
                    return
                yield len(rows), list(zip(*rows, strict=True)) if wanted else None
            elif skipped == 0:
                return
            else:
                yield skipped, None
            number += 1
            if self._progress is not None:
                self._progress(self._text.position, self._text.size)

    def _rows(self, width: int) -> list[list[str]]:
        try:
            rows = list(islice(self._reader, BLOCK))
            while rows and not (full := [row for row in rows if not self._is_blank(row, width)]):
                rows = list(islice(self._reader, BLOCK))
        except csv.Error as error:
            raise DataFileError(self._broken(error)) from None
        if not rows:
            return []
        rows = full
        if {len(row) for row in rows} - {width}:
            self._fill(rows, width)
        return rows

    def _is_blank(self, row: list[str], width: int) -> bool:
        """Whether a row is no row: an empty line, or in a table of several columns one with blanks only."""
        if not row:
            self.has_blank_lines = True
            return True
        if len(row) == 1 < width and row[0].isspace():
            self.has_lines_of_spaces = True
            return True
        return False

    def _fill(self, rows: list[list[str]], width: int) -> None:
        """Make short rows as long as others; what they lack is missing. Long ones belong to no columns."""
        longest = max(rows, key=len)
        if len(longest) > width:
            shown = self.delimiter.join(longest)[:40]
            behind = len(rows) - 1 - next(place for place, row in enumerate(rows) if row is longest)
            line = self._reader.line_num + self._skipped - behind
            raise DataFileError(
                f"there are {width} columns, but line {line} or one near it has {len(longest)} cells ({shown!r}…): "
                "is a delimiter or a quote wrong?"
            )
        for row in rows:
            row.extend([""] * (width - len(row)))

    def _skip(self, width: int) -> int | None:
        """Pass over a block of lines, and say how many rows; None when they must be read after all.

        A line with an even number of quotes is a row of its own, as one without quotes is.
        """
        lines = list(islice(self._lines, BLOCK))
        text = "".join(lines)
        if '"' in text:
            quoted = [line for line in lines if '"' in line]
            is_whole = all(line.count('"') % 2 == 0 for line in quoted)
        else:
            quoted, is_whole = [], True
        cells = text.count(self.delimiter) - sum(line.count(self.delimiter) for line in quoted)
        if not is_whole or cells != (width - 1) * (len(lines) - len(quoted)):
            self._lines.put_back(lines)
            return None
        self._skipped += len(lines)
        return len(lines)

    def _broken(self, error: csv.Error) -> str:
        line = self._reader.line_num + self._skipped
        if "field larger" in str(error):
            return f"a cell around line {line} is longer than 16 million characters: is a quote not closed?"
        return f"line {line} is no {('CSV', 'TSV')[self.delimiter == chr(9)]}: {error}"


def check_names(header: Sequence[str]) -> None:
    """Refuse names that do not tell columns apart. Raises `DataFileError`."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(header, 1):
        places.setdefault(name, []).append(place)
    for name, found in places.items():
        if len(found) > 1:
            numbers = ", ".join(map(str, found[:5]))
            called = f"are all called {name!r}" if name.strip() else "have no name"
            raise DataFileError(
                f"the columns {numbers} {called}: rename them, so that they can be told apart"
            )


def _delimiter(head: str, found: Format) -> str:
    """The separator that gives the most columns, the same number in every row."""
    if found is Format.TSV:
        return "\t"
    best, most = ",", 1
    for delimiter in _DELIMITERS:
        rows = _first_rows(head, delimiter)
        widths = {len(row) for row in rows}
        if len(widths) == 1 and (width := widths.pop()) > most:
            best, most = delimiter, width
    return best


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    lines = head.splitlines(keepends=True)
    if len(lines) > 1:
        lines.pop()  # it may be cut off
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), _LOOKED_AT))
    except csv.Error:
        return []
    return [row for row in rows if row and not (len(row) == 1 and row[0].isspace())]


def _are_padded(head: str, delimiter: str) -> bool:
    """Whether a blank stands behind every separator: `39, State-gov, 77516`."""
    rows = [row for row in _first_rows(head, delimiter) if len(row) > 1]
    cells = [cell for row in rows for cell in row[1:]]
    return delimiter != "\t" and len(rows) > 1 and all(cell.startswith(" ") for cell in cells)
