"""Where the definitions of a module stand in its text, found without a parse, and the text of some of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TRIPLE_QUOTE = re.compile(r"\"\"\"|'''")
_DEFINED = re.compile(r"(?:async[ \t]+def|def|(class))[ \t]+(\w+)")
_ASSIGNED = re.compile(r"(\w+)[ \t]*(?::[^=\n]+)?=(?!=)")
_BRACKET = re.compile(r"[()\[\]{}:]|#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'")
_FIRST_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]+)")
_LARGE = 500  # characters from which an assignment is worth leaving out

Stretch = tuple[int, int]  # offsets of begin and end


class Definition(NamedTuple):
    """A function, a class, or an assignment of many lines; decorators stand between `start` and `keyword`."""

    start: int
    keyword: int
    end: int
    is_class: bool = False
    is_assignment: bool = False


def definitions(
    code: str, begin: int = 0, end: int | None = None, indent: str = ""
) -> dict[str, list[Definition]]:
    """What stands in a stretch of code at one indentation, by name; the definitions of one name together.

    The stretch begins outside of strings. A text that Python would read otherwise (quotes in comments, say)
    may yield pieces that do not parse.
    """
    end = len(code) if end is None else end
    found: dict[str, list[Definition]] = {}
    starts = [*_starts(code, begin, end, indent), end]
    decorated: int | None = None
    for start, stop in zip(starts, starts[1:], strict=False):
        keyword = start + len(indent)
        if code.startswith("@", keyword):
            decorated = start if decorated is None else decorated
            continue
        defined = _DEFINED.match(code, keyword)
        if defined is not None:
            first = start if decorated is None else decorated
            found.setdefault(defined[2], []).append(
                Definition(first, keyword, stop, is_class=defined[1] is not None)
            )
        elif stop - start > _LARGE and not indent:
            assigned = _ASSIGNED.match(code, keyword)
            if assigned is not None:
                found.setdefault(assigned[1], []).append(Definition(start, keyword, stop, is_assignment=True))
        decorated = None
    return found


def members(code: str, definition: Definition) -> dict[str, list[Definition]]:
    """The methods and classes in the body of a class, by name."""
    body = header_end(code, definition)
    first = _FIRST_LINE.match(code, body, definition.end)
    return {} if first is None else definitions(code, body, definition.end, first[1])


def header_end(code: str, definition: Definition) -> int:
    """The place behind the colon of a function or class."""
    depth = 0
    for match in _BRACKET.finditer(code, definition.keyword, definition.end):
        if match[0] in "([{":
            depth += 1
        elif match[0] in ")]}":
            depth -= 1
        elif match[0] == ":" and not depth:
            return match.end()
    return definition.end


def text_of(code: str, stretches: Iterable[Stretch]) -> str:
    """Some stretches of code in order, every line of them at its own number."""
    parts, last = [], 0
    for begin, end in stretches:
        parts += ["\n" * code.count("\n", last, begin), code[begin:end]]
        last = end
    return "".join(parts)


def between(found: dict[str, list[Definition]], begin: int, end: int) -> Iterator[Stretch]:
    """What of a stretch the definitions in it leave."""
    for each in sorted(each for together in found.values() for each in together):
        yield begin, each.start
        begin = each.end
    yield begin, end


def _starts(code: str, begin: int, end: int, indent: str) -> Iterator[int]:
    """The offsets of the lines of that indentation that begin a statement and lie in no string of several lines."""
    strings = _strings(code, begin, end)
    inside = next(strings, None)
    if not indent:
        yield begin
    for match in _line_start(indent).finditer(code, begin, end):
        offset = match.end()
        while inside is not None and inside[1] <= offset:
            inside = next(strings, None)
        if inside is None or offset <= inside[0]:
            yield offset


def _line_start(indent: str) -> re.Pattern[str]:
    return re.compile(rf"\n(?={indent}[^\s#)\]}}])")


def _strings(code: str, begin: int, end: int) -> Iterator[Stretch]:
    """The strings in triple quotes."""
    opened: re.Match[str] | None = None
    for quote in _TRIPLE_QUOTE.finditer(code, begin, end):
        if opened is None:
            opened = quote
        elif opened[0] == quote[0]:
            yield opened.start(), quote.end()
            opened = None
