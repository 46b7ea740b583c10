"""Notebooks written back: string literals of changed source lines are replaced, every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from mllint_rules.source.document import Document
from mllint_rules.source.errors import UnwritableFile
from mllint_rules.source.json_sources import SourceValue, source_values
from mllint_rules.source.notebook import cell_source, load_notebook

_BOM = b"\xef\xbb\xbf"
_BEYOND_ASCII_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])[0-9a-fA-F]{4}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def notebook_bytes(original: bytes, document: Document) -> bytes:
    """The bytes of a notebook in which the code cells have the sources that they have in `document`.

    `original` is the notebook that the document (or the one it was made of) was read from. A source that is
    a list of lines stays one, a string stays a string, and escapes stay in the style of the file. Raises
    `UnreadableFile` when `original` is no notebook, `UnwritableFile` when it lacks a cell of the document.
    """
    notebook = load_notebook(original)
    has_bom = original.startswith(_BOM)
    text = original[len(_BOM) if has_bom else 0 :].decode("utf-8")
    values = source_values(text)
    writer = _LiteralWriter(text, values)
    parts: list[str] = []
    position = 0
    for cell in document.cells:
        value = values[cell.number - 1] if cell.number <= len(values) else None
        if value is None:
            raise UnwritableFile(f"the notebook has no source in cell {cell.number}")
        old = cell_source(cell.number, notebook["cells"][cell.number - 1])
        new = document.text[cell.span.start : cell.span.end]
        if new != old:
            parts += (text[position : value.span.start], writer.write(value, new))
            position = value.span.end
    result = "".join([*parts, text[position:]]).encode("utf-8")
    return _BOM + result if has_bom else result


class _LiteralWriter:
    """Writes sources in the style of one notebook."""

    def __init__(self, text: str, values: Sequence[SourceValue | None]) -> None:
        self._text = text
        self._is_ascii = text.isascii() and _BEYOND_ASCII_ESCAPE.search(text) is not None
        lists = [value for value in values if value is not None and value.is_list and value.literals]
        # The layout of a list, should an empty one have to be filled.
        self._layout = max((self._gaps(value) for value in lists), key=len, default=["", ""])

    def write(self, value: SourceValue, new: str) -> str:
        """The JSON of the new source, as a list when the old one is a list."""
        if not value.is_list:
            return self._encode(new)
        literals = [self._text[span.start : span.end] for span in value.literals]
        gaps = self._gaps(value) if literals else list(self._layout)
        between = gaps[1] if len(gaps) > 2 else "," + (gaps[0] or " ")
        written: list[str] = []
        for line, index in _aligned([json.loads(literal) for literal in literals], new):
            gap = gaps[index] if index is not None and 0 < index < len(literals) else between
            literal = literals[index] if index is not None and line is None else self._encode(line or "")
            written += (gap if written else gaps[0], literal)
        return f"[{''.join(written)}{gaps[-1]}]" if written else "[]"

    def _gaps(self, value: SourceValue) -> list[str]:
        """What stands before, between and behind the literals of a list."""
        borders = [value.span.start + 1, *(span.end for span in value.literals)]
        starts = [*(span.start for span in value.literals), value.span.end - 1]
        return [self._text[end:start] for end, start in zip(borders, starts, strict=True)]

    def _encode(self, text: str) -> str:
        encoded = json.dumps(text, ensure_ascii=self._is_ascii)
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


def _aligned(lines: Sequence[str], new: str) -> Iterator[tuple[str | None, int | None]]:
    """The new lines in order: (None, index) for the old line that stays, (text, index or None) for a new one.

    A new line that replaces an old one carries its index. Lines at both ends are compared by their text, so
    that they stay even in a list that is not divided as Jupyter does it.
    """
    head = tail = 0
    while head < len(lines) and new.startswith(lines[head]):
        line = lines[head]
        if not (_ends_line(line) or new == line):
            break
        new = new[len(line) :]
        head += 1
    while tail < len(lines) - head and new.endswith(lines[-1 - tail]):
        before = new[: len(new) - len(lines[-1 - tail])]
        if before and not _ends_line(before):
            break
        new = before
        tail += 1
    middle = lines[head : len(lines) - tail]
    changed = new.splitlines(keepends=True)
    yield from ((None, index) for index in range(head))
    matcher = SequenceMatcher(None, middle, changed)
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        for offset in range(new_end - new_start):
            index = head + old_start + offset if offset < old_end - old_start else None
            line = changed[new_start + offset]
            yield (None, index) if index is not None and lines[index] == line else (line, index)
    yield from ((None, index) for index in range(len(lines) - tail, len(lines)))


def _ends_line(text: str) -> bool:
    """Whether the text ends where Jupyter divides lines (as `str.splitlines` does)."""
    return len(f"{text[-1:]}x".splitlines()) > 1
