"""Showing foreign text in a terminal: nothing in it may act, and columns must line up."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mllint_rules.model.text import Applicability, Fix, Region

# What a terminal obeys, hides or turns round: controls, direction marks, zero-width blanks, odd line ends,
# and halves of surrogate pairs, which cannot be written at all. The joiner of emoji (U+200D) stays.
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_TAB_STOP = 4
_CUT = "..."


def escape(text: str) -> str:
    """The text with every character that a terminal would act on written as a Python escape."""
    return _ACTIVE.sub(_escape_character, text)


def _escape_character(match: re.Match[str]) -> str:
    known = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(match[0])
    if known:
        return known
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def place(path: str, region: Region) -> str:
    """`path:line:column`, with the cell between in a notebook."""
    cell = "" if region.cell is None else f"cell {region.cell}:"
    return f"{escape(path)}:{cell}{region.line}:{region.column}"


def fix_mark(fix: Fix | None) -> str:
    """`[*]` for a safe fix, `[~]` for an unsafe one, else nothing."""
    if fix is None or fix.applicability is Applicability.DISPLAY:
        return ""
    return "[*]" if fix.applicability is Applicability.SAFE else "[~]"


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of code as it is displayed, and the terminal cells that a mark under it covers."""

    text: str
    mark_start: int
    mark_width: int


def show_line(line: str, start: int, stop: int, width: int) -> ShownLine:
    """A line made fit for `width` terminal cells, with the characters from `start` to `stop` marked.

    Tabs become blanks, active characters are escaped, and a line that is too long is cut around the start
    of the mark.
    """
    if len(line) <= width and line.isascii() and line.isprintable():
        return ShownLine(line, start, max(1, stop - start))
    from rich.cells import cell_len

    # A minified line can hold megabytes: only what may be shown is measured.
    skipped = max(0, start - 2 * width)
    pieces = _pieces(line[skipped : start + 2 * width])
    start, stop, end = start - skipped, min(stop - skipped, len(pieces)), len(pieces)
    widths = [cell_len(piece) for piece in pieces]
    first, last = 0, end
    is_cut_after = skipped + end < len(line)
    if skipped or is_cut_after or sum(widths) > width:
        first, last = _window(widths, start, max(width - 2 * len(_CUT), 1))
    before = _CUT if skipped or first else ""
    after = _CUT if is_cut_after or last < end else ""
    marked = "".join(pieces[start : min(stop, last)])
    text = before + "".join(pieces[first:last]) + after
    return ShownLine(text, cell_len(before + "".join(pieces[first:start])), max(1, cell_len(marked)))


def _pieces(line: str) -> list[str]:
    """How each character of the line is shown."""
    if "\t" not in line:
        return [escape(character) for character in line]
    from rich.cells import cell_len

    pieces, column = [], 0
    for character in line:
        piece = " " * (_TAB_STOP - column % _TAB_STOP) if character == "\t" else escape(character)
        column += cell_len(piece)
        pieces.append(piece)
    return pieces


def _window(widths: list[int], start: int, room: int) -> tuple[int, int]:
    """Which pieces fit: a third of the room before `start`, the rest after it, and before again if left."""
    first = start
    used = 0
    while first and used + widths[first - 1] <= room // 3:
        first -= 1
        used += widths[first]
    last = start
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while first and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    return first, last
