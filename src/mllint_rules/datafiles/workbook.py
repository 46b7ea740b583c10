"""Excel workbooks, through openpyxl."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mllint_rules.datafiles.delimited import BLOCK, check_names
from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.text import Progress

_HOW = "Excel workbooks need openpyxl: `pip install 'mllint-rules[schema]'`, or `pip install openpyxl`"


class Workbook:
    """A sheet of a workbook. `header` are the names of its columns."""

    def __init__(self, path: Path, sheet: str | None, progress: Progress | None) -> None:
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise DataFileError(_HOW) from None
        self._progress = progress
        self.has_blank_rows = False
        try:
            # Formulas are not worked out: what they gave when the workbook was saved is read.
            self._book = load_workbook(path, read_only=True, data_only=True)
        except Exception as error:  # whatever a damaged archive leads to in there
            raise DataFileError(f"it cannot be read: {' '.join(str(error).split())}") from None
        names = self._book.sheetnames
        if sheet is not None and sheet not in names:
            raise DataFileError(f"it has no sheet {sheet!r}; it has {', '.join(map(repr, names))}")
        self.sheet = sheet or names[0]
        self.notes = (
            (f"only the sheet {self.sheet!r} of {len(names)} is read; --sheet names another",)
            if sheet is None and len(names) > 1
            else ()
        )
        found = self._book[self.sheet]
        found.reset_dimensions()
        self._size = max(found.max_row or 0, 1)
        self._rows = found.iter_rows(values_only=True)
        self.header = self._names()

    def _names(self) -> list[str]:
        header = list(next(self._rows, ()))
        while header and header[-1] is None:
            header.pop()
        if not header:
            raise DataFileError(f"it has no columns: the first row of the sheet {self.sheet!r} is empty")
        names = []
        for place, cell in enumerate(header, 1):
            if not isinstance(cell, str):
                shown = "is empty" if cell is None else f"is {cell!r}"
                raise DataFileError(
                    f"the name of column {place} {shown}, not text: give it a name in the first row"
                )
            names.append(cell)
        check_names(names)
        return names

    def blocks(self, every: int) -> Iterator[tuple[int, list[tuple[object, ...]] | None]]:
        """The number of rows of each block and its values by column; one of `every` blocks is given."""
        width = len(self.header)
        number = done = 0
        while rows := list(islice(self._rows, BLOCK)):
            full = [
                tuple(islice((*row, *(None,) * width), width))
                for row in rows
                if any(c is not None for c in row)
            ]
            if any(any(cell is not None for cell in row[width:]) for row in rows):
                raise DataFileError("there are cells to the right of the last column that has a name")
            self.has_blank_rows = self.has_blank_rows or len(full) < len(rows)
            if full:
                yield len(full), list(zip(*full, strict=True)) if number % every == 0 else None
            number += 1
            done += len(rows)
            if self._progress is not None:
                self._progress(done, max(self._size, done))
        self._book.close()
