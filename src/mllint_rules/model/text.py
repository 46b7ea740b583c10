"""Places in a text and changes to it. Offsets inside, lines and columns outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the document's text, in character offsets, end exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether both share a character, or an insertion point lies inside or at the edge of the other."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the characters of `span` by `text`. An empty span inserts."""

    span: Span
    text: str


class Applicability(str, Enum):
    """How far a fix may be trusted. Only `DISPLAY` fixes are never applied."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Fix:
    """A titled set of edits that belong together: all are applied or none.

    `leaves` names the rules that may have something to say about what it writes, `renames` the names of the document
    that are gone afterwards.
    """

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]
    leaves: tuple[str, ...] = ()
    renames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """A place as users see it: 1-based lines and columns (characters, end exclusive).

    In a notebook `cell` is the 1-based number of the cell and lines count within it; elsewhere it is None.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
