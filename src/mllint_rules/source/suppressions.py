"""Comments that suppress findings: `# mllint: ignore[…]`, `ignore-next`, `ignore-file`, and `# noqa`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mllint_rules.model.text import Span
from mllint_rules.source.document import Document
from mllint_rules.source.logical_lines import LogicalLine, logical_lines
from mllint_rules.source.suppression_comments import (
    Suppression,
    SuppressionKind,
    find_markers,
    may_hold_markers,
)
from mllint_rules.source.unused_suppressions import UnusedSuppression, unused

__all__ = [
    "Suppression",
    "SuppressionKind",
    "SuppressionUse",
    "Suppressions",
    "UnusedSuppression",
    "find_suppressions",
    "unused",
]

_PHYSICAL_LINE = re.compile(r"[^\r\n]+")
_SPELLINGS = ("oqa", "QA", "llint", "LLINT")  # parts of `mllint` and `noqa`, in capitals or not
# Of several suppressions that cover a finding the nearest and most exact one counts as used.
_ORDER = (
    SuppressionKind.IGNORE,
    SuppressionKind.NOQA,
    SuppressionKind.IGNORE_NEXT,
    SuppressionKind.IGNORE_FILE,
)


class SuppressionUse(NamedTuple):
    """A suppression that covers a finding, and the word in it that names the rule ("" when all are meant)."""

    suppression: Suppression
    word: str


class Suppressions:
    """The suppressions of one document, in the order of the text."""

    __slots__ = ("_by_rank", "_found", "text")

    def __init__(self, text: str, found: Sequence[Suppression] = ()) -> None:
        self.text = text
        self._found = tuple(found)
        self._by_rank = sorted(found, key=lambda each: (_ORDER.index(each.kind), each.marker.is_blanket))

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Suppression]:
        return iter(self._found)

    def match(self, code: str, name: str, span: Span) -> SuppressionUse | None:
        """What suppresses a finding of the rule in this place, if anything does. Changes nothing."""
        for suppression in self._by_rank:
            if suppression.covers(span):
                word = suppression.word_for(code, name)
                if word is not None:
                    return SuppressionUse(suppression, word)
        return None


def find_suppressions(document: Document, *, with_findings: bool = True) -> Suppressions:
    """The suppressions of a document. Only comments count, not strings that look like one.

    Without findings to suppress those are left out that nobody misses: a blanket `noqa` is never reported as unused.
    """
    code = document.code
    if not any(spelling in code for spelling in _SPELLINGS) or not may_hold_markers(
        code, with_blanket=with_findings
    ):
        return Suppressions(document.text)
    lines = list(logical_lines(code))
    following = _following_code(lines)
    found: list[Suppression] = []
    for number, line in enumerate(lines):
        for comment in line.comments:
            for marker in find_markers(code[comment.start : comment.end], comment.start):
                if marker.kind is SuppressionKind.IGNORE_FILE:
                    starts = ends = Span(0, len(code))
                elif marker.kind is SuppressionKind.IGNORE_NEXT:
                    starts = ends = _next_code(document, lines, number, comment, following)
                else:
                    starts, ends = _own_line(code, line, comment)
                found.append(Suppression(marker, comment, starts, ends))
    return Suppressions(document.text, found)


def _own_line(code: str, line: LogicalLine, comment: Span) -> tuple[Span, Span]:
    """The physical line of a comment, and the whole statement when the comment ends it."""
    start = max(code.rfind("\n", 0, comment.start), code.rfind("\r", 0, comment.start)) + 1
    physical = Span(start, comment.end)
    is_at_end = line.has_code and comment.end == line.stop
    return (Span(line.first, line.stop) if is_at_end else physical), physical


def _following_code(lines: Sequence[LogicalLine]) -> list[int]:
    """For every logical line the number of the next one that holds code (the number of lines for none)."""
    following = [len(lines)] * len(lines)
    for number in range(len(lines) - 2, -1, -1):
        following[number] = number + 1 if lines[number + 1].has_code else following[number + 1]
    return following


def _next_code(
    document: Document, lines: Sequence[LogicalLine], number: int, comment: Span, following: Sequence[int]
) -> Span:
    """The next logical line that holds code, with the definition it decorates.

    For a comment between the lines of a statement it is the next of these lines; an empty span when there is
    no code behind the comment (in its cell).
    """
    code = document.code
    if comment.end < lines[number].stop:
        return _next_physical(code, comment.end, lines[number].stop)
    cell = document.cell_at(comment.start)
    limit = len(code) if cell is None else cell.span.end
    found = first = following[number]
    while found < len(lines) and lines[found].start <= limit:
        if code[lines[found].first] != "@":
            return Span(lines[first].first, lines[found].stop)
        found = following[found]
    return Span(comment.end, comment.end)


def _next_physical(code: str, position: int, stop: int) -> Span:
    for line in _PHYSICAL_LINE.finditer(code, position, stop):
        if line[0].strip() and not line[0].lstrip().startswith("#"):
            return Span(*line.span())
    return Span(position, position)
