"""A data file, looked through in blocks, becomes what is known of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from mllint_rules.datafiles.delimited import Delimited, check_names
from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.formats import identify
from mllint_rules.datafiles.kinds import Column, DataTable, Format, Source
from mllint_rules.datafiles.records import Record, Records
from mllint_rules.datafiles.text import HEAD, Progress, open_text
from mllint_rules.datafiles.textcolumn import TextColumn
from mllint_rules.datafiles.typedcolumn import TypedColumn
from mllint_rules.datafiles.uniqueness import Budget

LARGE = 256 << 20  # bytes from which a file is sampled
_SAMPLE = 64 << 20  # bytes of a large file that are looked at
_MOST_COLUMNS = 10_000
_PACKED = 4  # how much longer text of compressed files is, about


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. What is None is found out.

    `all_rows` looks at every row, else files from `large` bytes on are sampled. With `most_rows` only the beginning is
    read, which is enough to know types and never enough to promise anything.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    all_rows: bool = False
    large: int = LARGE
    most_rows: int | None = None


def read_table(path: Path, options: ReadOptions, progress: Progress | None = None) -> DataTable:
    """What is known of the columns of a data file. Raises `DataFileError` when it is none, or a broken one."""
    try:
        status = path.stat()
        if not (S_ISREG(status.st_mode) or S_ISDIR(status.st_mode)):
            raise DataFileError("it is a pipe or a device, not a file: write the data to a file first")
        with path.open("rb") as stream:
            head = stream.read(HEAD)
        size = status.st_size
    except FileNotFoundError:
        raise DataFileError("there is no such file") from None
    except IsADirectoryError:
        raise DataFileError("it is a folder, not a file") from None
    except OSError as error:
        raise DataFileError(f"it cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise DataFileError(f"it cannot be read: {error}") from None
    found, compression = identify(path, options.format, head)
    source = Source(path, found, compression=compression)
    every = _every(size * (_PACKED if compression else 1), options)
    if found is Format.PARQUET:
        table = _parquet(source, every, options, progress)
    elif found is Format.EXCEL:
        table = _workbook(source, every, options, progress)
    else:
        table = _text(source, every, options, progress)
    if not table.rows:
        raise DataFileError(
            "it has no rows, only the names of columns" if table.columns else "it holds no records"
        )
    return table


def _every(size: int, options: ReadOptions) -> int:
    """Of how many blocks one is looked at."""
    if options.all_rows or size <= options.large:
        return 1
    return max(2, size // _SAMPLE)


def _text(source: Source, every: int, options: ReadOptions, progress: Progress | None) -> DataTable:
    with open_text(source.path, source.format, source.compression, options.encoding) as text:
        source = replace(source, encoding=text.encoding)
        if not source.format.is_delimited:
            records = Records(text, is_lines=source.format is Format.JSON_LINES, progress=progress)
            return _of_records(source, records.blocks(every), every, options)
        table = Delimited(text, source.format, options.delimiter, progress)
        source = replace(source, delimiter=table.delimiter, skips_blanks=table.skips_blanks)
        budget = Budget()
        columns = [TextColumn(name, place, budget) for place, name in enumerate(table.header)]
        rows, is_sample = _fill(columns, table.blocks(every), every, options)
        commas = table.delimiter == ";" and any(column.has_comma for column in columns)
        commas = commas and not any(column.has_point for column in columns)
        found = tuple(column.result(commas=commas) for column in columns)
        source = replace(
            source, has_blank_lines=table.has_blank_lines, has_lines_of_spaces=table.has_lines_of_spaces
        )
        return DataTable(source, found, rows, is_sample, _header_notes(table.header))


def _header_notes(header: Sequence[str]) -> tuple[str, ...]:
    if len(header) == 1 and len(header[0].split()) > 1:
        return (
            "it has one column only: do blanks separate the cells? Then rewrite it with another delimiter",
        )
    numbers = [name for name in header if name.strip()]
    if numbers == list(map(str, range(len(numbers)))) or not all(map(_is_number, numbers)):
        return ()
    return ("the first line holds only numbers: is it a row of data, and the header missing?",)


def _is_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True


def _fill(
    columns: Sequence[TextColumn | TypedColumn],
    blocks: Iterable[tuple[int, Sequence[Sequence[object]] | None]],
    every: int,
    options: ReadOptions,
) -> tuple[int, bool]:
    """Give each block to the columns; how many rows there are, and whether some were not looked at."""
    rows = 0
    is_sample = every > 1
    for count, block in blocks:
        rows += count
        if block is not None:
            for column, cells in zip(columns, block, strict=True):
                column.add(cells)  # type: ignore[arg-type]
        if options.most_rows is not None and rows >= options.most_rows:
            is_sample = True
            break
    return rows, is_sample


def _of_records(
    source: Source, blocks: Iterator[tuple[int, list[Record] | None]], every: int, options: ReadOptions
) -> DataTable:
    columns: dict[str, TypedColumn] = {}
    budget = Budget()
    rows = looked_at = 0
    is_sample = every > 1
    for count, block in blocks:
        rows += count
        for record in block or ():
            for name in record:
                if name not in columns:
                    _check_number(columns)
                    columns[name] = TypedColumn(name, len(columns), budget, missing_before=looked_at)
        if block is not None:
            for name, column in columns.items():
                column.add([record.get(name) for record in block])
            looked_at += len(block)
        if options.most_rows is not None and rows >= options.most_rows:
            is_sample = True
            break
    if rows and not columns:
        raise DataFileError("it has no columns: its records are empty")
    return DataTable(source, tuple(column.result() for column in columns.values()), rows, is_sample)


def _check_number(columns: dict[str, TypedColumn]) -> None:
    if len(columns) >= _MOST_COLUMNS:
        raise DataFileError(
            f"its records have more than {_MOST_COLUMNS:,} different names: are they keys of a mapping?"
        )


def _parquet(source: Source, every: int, options: ReadOptions, progress: Progress | None) -> DataTable:
    from mllint_rules.datafiles.parquet import Parquet

    file = Parquet(source.path, progress)
    if not file.header:
        raise DataFileError("it has no columns")
    check_names(file.header)
    budget = Budget()
    columns = [
        TypedColumn(name, place, budget, kind=kind)
        for place, (name, kind) in enumerate(zip(file.header, file.kinds, strict=True))
    ]
    rows, is_sample = _fill(columns, file.blocks(every), every, options)
    return DataTable(source, tuple(column.result() for column in columns), rows, is_sample)


def _workbook(source: Source, every: int, options: ReadOptions, progress: Progress | None) -> DataTable:
    from mllint_rules.datafiles.workbook import Workbook

    book = Workbook(source.path, options.sheet, progress)
    budget = Budget()
    columns = [TypedColumn(name, place, budget) for place, name in enumerate(book.header)]
    rows, is_sample = _fill(columns, book.blocks(every), every, options)
    found: tuple[Column, ...] = tuple(column.result() for column in columns)
    return DataTable(
        replace(source, sheet=book.sheet, has_blank_lines=book.has_blank_rows),
        found,
        rows,
        is_sample,
        book.notes,
    )
