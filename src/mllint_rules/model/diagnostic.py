"""What a check says, as pure data that can cross processes."""

from __future__ import annotations

from dataclasses import dataclass

from mllint_rules.model.classification import Category, Confidence, Practice, Severity
from mllint_rules.model.text import Fix, Region, Span


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that tells part of the story (fitted here → split there → scored here)."""

    message: str
    path: str
    region: Region


@dataclass(frozen=True, slots=True)
class RegionEdit:
    """One edit of a fix in lines and columns, for consumers that do not hold the text."""

    region: Region
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing found in one file.

    `path` is relative to the working directory with `/` separators. `span` and `fix.edits` are offsets into
    the text of the document that was checked; `region` and `fix_regions` (one per edit) say the same in
    lines and columns.
    """

    code: str
    name: str
    message: str
    path: str
    region: Region
    span: Span
    severity: Severity
    category: Category
    confidence: Confidence
    practice: Practice
    url: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    fix_regions: tuple[RegionEdit, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """The one order in which diagnostics are reported everywhere."""
        region = self.region
        return (self.path, region.cell or 0, region.line, region.column, self.code, self.message)
