"""The data files of a project: what a sample of one says of its columns. Read only when somebody asked for it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.formats import format_of
from mllint_rules.datafiles.kinds import Column, DataTable, Format
from mllint_rules.datafiles.reading import ReadOptions, read_table

_FORMATS = (Format.CSV, Format.TSV, Format.JSON, Format.JSON_LINES)  # what the standard library reads
_SAMPLE = 100_000  # rows


class ProjectData:
    """Looks into data files that certainly belong to the project below `root`, each of them once."""

    def __init__(self, root: str) -> None:
        self._root = os.path.realpath(root)
        self._tables: dict[tuple[object, ...], DataTable | None] = {}

    def places(self, path: str, folder: str) -> tuple[str, ...]:
        """Where a path written in a module of that folder may lead: from the module, and from the project's root."""
        if "\0" in path or "://" in path or path.startswith("~"):
            return ()
        return tuple(dict.fromkeys(os.path.join(start, path) for start in (folder, self._root)))

    def columns(
        self, path: str, folder: str, delimiter: str | None = None, encoding: str | None = None
    ) -> Mapping[str, Column] | None:
        """The columns of the file that a path means, by name.

        None when there is no such file, when it may be one of two, when it lies outside the project or a link leads
        out of it, when its format is not text, and when it is no table.
        """
        found = {os.path.realpath(place) for place in self.places(path, folder) if os.path.isfile(place)}
        if len(found) != 1:
            return None
        file = found.pop()
        if not file.startswith(self._root.rstrip(os.sep) + os.sep):
            return None
        table = self._table(file, delimiter, encoding)
        return None if table is None else {column.name: column for column in table.columns}

    def _table(self, file: str, delimiter: str | None, encoding: str | None) -> DataTable | None:
        if format_of(Path(file))[0] not in _FORMATS:
            return None
        try:
            status = os.stat(file)
        except OSError:
            return None
        key = (file, status.st_mtime_ns, status.st_size, delimiter, encoding)
        if key not in self._tables:
            options = ReadOptions(delimiter=delimiter, encoding=encoding, most_rows=_SAMPLE)
            try:
                table = read_table(Path(file), options)
            except DataFileError:
                self._tables[key] = None
            else:
                # Padded cells are other names and other text to those who do not strip them.
                self._tables[key] = None if table.source.skips_blanks else table
        return self._tables[key]
