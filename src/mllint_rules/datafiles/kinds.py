"""What a column may be, and what is known of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

LEAST_INTEGER, LARGEST_INTEGER = -(2**63), 2**63 - 1


class Kind(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    DECIMAL = "decimal"
    BYTES = "bytes"
    DURATION = "duration"
    TIME = "time"
    LIST = "list"
    RECORD = "record"
    MIXED = "mixed"
    EMPTY = "empty"


class Format(Enum):
    """What kind of file the data is in; the value is what `--format` takes."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    EXCEL = "excel"

    @property
    def is_delimited(self) -> bool:
        """Whether cells are text between separators."""
        return self in (Format.CSV, Format.TSV)


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of one column.

    `missing` of `rows` cells are missing: `gaps` are the texts that pandas takes for that anywhere, `marks` those that
    stand in for a value in this column alone.
    `values` are all values with how often each occurs, when they are few. `low` and `high` bound the numbers.
    `is_unique` is only looked for in columns that are named as keys. `is_code` marks text that looks like a number and
    must stay text; `length` is its length when all have the same. `pattern` says how text is read as a date (as for
    `strptime`, or `ISO8601`), `has_zone` that it carries an offset, `years` the first and the last year.
    `has_unclear_order` marks text that is a date, of which nobody knows whether day or month comes first. `members`
    are the types of a column with several, the one type in lists; `parts` the types of the fields of records
    with plain values; `comma` says that its numbers have a decimal comma.
    """

    name: str
    position: int
    kind: Kind
    rows: int
    missing: int = 0
    gaps: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    values: Mapping[Any, int] | None = None
    low: int | float | None = None
    high: int | float | None = None
    is_unique: bool = False
    is_code: bool = False
    length: int | None = None
    pattern: str | None = None
    has_zone: bool = False
    years: tuple[int, int] | None = None
    has_unclear_order: bool = False
    members: tuple[str, ...] = ()
    parts: Mapping[str, str] | None = None
    comma: bool = False

    @property
    def present(self) -> int:
        """How many cells hold a value."""
        return self.rows - self.missing


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read, and all one must know to read it again."""

    path: Path
    format: Format
    encoding: str = "utf-8"
    compression: str | None = None
    delimiter: str = ","
    skips_blanks: bool = False
    sheet: str | None = None
    has_blank_lines: bool = False
    has_lines_of_spaces: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """A data file as its columns. `rows` were counted (or, in a sample, looked at); `notes` are for people."""

    source: Source
    columns: tuple[Column, ...]
    rows: int
    is_sample: bool = False
    notes: tuple[str, ...] = field(default=())
