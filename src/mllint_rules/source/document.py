"""A document: Python text with where it came from, and how it is to be shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
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

    The stretch does not hold the line break that divides notebook cells. `magic` is the name of its cell magic
    (`time` of `%%time`), `language` what the cell is written in (`python`, or `bash` of `%%bash`), `tags` and
    `has_outputs` come from the notebook.
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

    `path` is how the file is called in reports (`/` separators). `text` is the file without a byte order mark, line
    ends untouched; in a notebook the code cells one after another, each followed by a line break. `code` is what
    is parsed: as long as `text`, and the same except where a notebook holds something else than Python (when it
    is left out it is the text itself).
    """

    path: str
    text: str
    kind: Kind = Kind.SCRIPT
    code: str | None = None
    cells: tuple[Cell, ...] = ()
    encoding: str = "utf-8"
    has_bom: bool = False
