"""Where the sources of a notebook's cells stand in its JSON, so that all else can stay as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.model.text import Span

_BLANK = re.compile(r"[ \t\r\n]*")
# What matters for finding the end of an object or array, and the end of any other value.
_STRUCTURE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}\s]+")


@dataclass(frozen=True, slots=True)
class SourceValue:
    """The value of a cell's `source`: its place, and the places of its string literals, quotes included.

    A value that is one string has one literal, which is the value.
    """

    span: Span
    literals: tuple[Span, ...]
    is_list: bool


def source_values(text: str) -> list[SourceValue | None]:
    """The source of every cell, in order; None for a cell without one.

    `text` must be valid JSON of a notebook. Of a key that occurs twice the last counts, as for `json`.
    """
    cells = dict(_members(text, _skip_blank(text, 0)))["cells"]
    return [_source_value(text, start) for start in _items(text, cells)]


def _source_value(text: str, start: int) -> SourceValue | None:
    if text[start] != "{":
        return None
    place = dict(_members(text, start)).get("source")
    if place is None or text[place] not in '"[':
        return None
    span = Span(place, _skip_value(text, place))
    if text[place] == '"':
        return SourceValue(span, (span,), is_list=False)
    literals = tuple(Span(item, _skip_value(text, item)) for item in _items(text, place))
    return SourceValue(span, literals, is_list=True)


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The keys of the object that begins at `start`, with the offsets of their values."""
    position = _skip_blank(text, start + 1)
    while text[position] == '"':
        end = _skip_value(text, position)
        value = _skip_blank(text, _skip_blank(text, end) + 1)  # behind the colon
        yield json.loads(text[position:end]), value
        position = _skip_comma(text, _skip_value(text, value))


def _items(text: str, start: int) -> Iterator[int]:
    """The offsets of the items of the array that begins at `start`."""
    position = _skip_blank(text, start + 1)
    while text[position] != "]":
        yield position
        position = _skip_comma(text, _skip_value(text, position))


def _skip_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    assert blank is not None  # it matches the empty string
    return blank.end()


def _skip_comma(text: str, position: int) -> int:
    position = _skip_blank(text, position)
    return _skip_blank(text, position + 1) if text[position] == "," else position


def _skip_value(text: str, start: int) -> int:
    """The end of the value that begins at `start`. Without recursion: depth is no danger here."""
    if text[start] not in '"[{':
        scalar = _SCALAR.match(text, start)
        assert scalar is not None  # the JSON is valid
        return scalar.end()
    depth = 0
    for token in _STRUCTURE.finditer(text, start):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
        if depth == 0:
            return token.end()
    raise ValueError("the JSON is not valid")
