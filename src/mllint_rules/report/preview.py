"""What a fix would change, as removed and added lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from mllint_rules.model.text import Edit, Fix, Span
from mllint_rules.report.excerpt import SourceText

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that goes (with its number) or comes (without)."""

    number: int | None
    text: str


def changed_lines(source: SourceText, fix: Fix) -> list[ChangedLine]:
    """The lines that the fix removes and adds, in the order of the text."""
    changed: list[ChangedLine] = []
    edits = sorted(edit for edit in fix.edits if edit.span.end <= len(source.text))
    for first, last, group in _stretches(source, edits):
        start = source.index.offset(first, 1)
        end = source.index.offset(last + 1, 1) if last < source.index.line_count else len(source.text)
        old = _LINE.findall(source.text[start:end])
        new = _LINE.findall(_apply(source.text, Span(start, end), group))
        for tag, old_start, old_end, new_start, new_end in SequenceMatcher(
            None, old, new, False
        ).get_opcodes():
            if tag == "equal":
                continue
            for position in range(old_start, old_end):
                number = source.shown_number(first + position)
                changed.append(ChangedLine(number, old[position].rstrip("\r\n")))
            changed.extend(ChangedLine(None, line.rstrip("\r\n")) for line in new[new_start:new_end])
    return changed


def _stretches(source: SourceText, edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Edits that touch the same lines together, with the first and the last of these lines."""
    group: list[Edit] = []
    first = last = 0
    for edit in edits:
        start, end = source.index.position(edit.span.start)[0], source.index.position(edit.span.end)[0]
        if group and start > last:
            yield first, last, group
            group = []
        if not group:
            first, last = start, end
        last = max(last, end)
        group.append(edit)
    if group:
        yield first, last, group


def _apply(text: str, span: Span, edits: Sequence[Edit]) -> str:
    parts, position = [], span.start
    for edit in edits:
        parts += [text[position : edit.span.start], edit.text]
        position = max(position, edit.span.end)
    return "".join(parts) + text[position : span.end]
