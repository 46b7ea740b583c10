"""The line of a key, or of a word in its value, in the text of a TOML file.

TOML readers drop positions, and an error that names no line has to be searched for. The text is known to be
valid TOML when it comes here, so the scanner only has to tell strings, brackets and bare words apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<skip>[ \t\r\ufeff]+|\#[^\n]*)
      | (?P<newline>\n)
      | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
      | (?P<mark>[\[\]{}=,.])
      | (?P<bare>[^\s\[\]{}=,."'\#]+)""",
    re.S | re.X,
)


@dataclass(frozen=True, slots=True)
class _Place:
    path: tuple[str, ...]
    line: int
    value: str | None = None  # a string inside the value; None for the key itself


def locate(text: str, path: Sequence[str], value: str | None = None) -> int | None:
    """The 1-based line of the key `path` in TOML `text`, or of the string `value` below that key.

    When the key itself is not written anywhere the nearest table around it answers; None when there is none.
    """
    wanted = tuple(path)
    places = list(_Scanner(text).places())
    if value is not None:
        for place in places:
            if place.value == value and place.path[: len(wanted)] == wanted:
                return place.line
    for length in range(len(wanted), 0, -1):
        for place in places:
            if place.value is None and place.path[:length] == wanted[:length]:
                return place.line
    return None


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


class _Scanner:
    """One pass over the tokens; every method leaves the position behind what it read."""

    def __init__(self, text: str) -> None:
        self._tokens: list[_Token] = []
        line = 1
        for match in _TOKEN.finditer(text):
            if match.lastgroup != "skip":
                self._tokens.append(_Token(str(match.lastgroup), match[0], line))
            line += match[0].count("\n")
        self._tokens.append(_Token("end", "", line))
        self._at = 0

    def places(self) -> Iterator[_Place]:
        table: tuple[str, ...] = ()
        while self._tokens[self._at].kind != "end":
            token = self._tokens[self._at]
            if token.text == "[":
                while self._tokens[self._at].text == "[":
                    self._at += 1
                table = self._key()
                yield _Place(table, token.line)
                self._skip_line()
            elif token.kind in ("bare", "string"):
                yield from self._pair(table)
            else:
                self._at += 1

    def _pair(self, table: tuple[str, ...]) -> Iterator[_Place]:
        line = self._tokens[self._at].line
        path = (*table, *self._key())
        yield _Place(path, line)
        self._at += 1  # the equals sign
        yield from self._value(path)

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            token = self._tokens[self._at]
            if token.kind in ("bare", "string"):
                parts.append(_string(token.text) if token.kind == "string" else token.text)
            elif token.text != ".":
                return tuple(parts)
            self._at += 1

    def _value(self, path: tuple[str, ...]) -> Iterator[_Place]:
        token = self._tokens[self._at]
        self._at += 1
        if token.kind == "string":
            yield _Place(path, token.line, _string(token.text))
        elif token.text in ("[", "{"):
            closing = "]" if token.text == "[" else "}"
            while (inner := self._tokens[self._at]).text != closing and inner.kind != "end":
                if inner.kind == "newline" or inner.text == ",":
                    self._at += 1
                elif closing == "}":
                    yield from self._pair(path)
                else:
                    yield from self._value(path)
            self._at += 1
        else:  # a number, a date or a word, which may hold dots
            while self._tokens[self._at].kind == "bare" or self._tokens[self._at].text == ".":
                self._at += 1

    def _skip_line(self) -> None:
        while self._tokens[self._at].kind not in ("newline", "end"):
            self._at += 1


def _string(literal: str) -> str:
    """The value of a TOML string literal."""
    if "\\" not in literal and not literal.startswith(('"""', "'''")):
        return literal[1:-1]
    from mllint_rules.settings.toml import parse_toml

    return str(parse_toml(f"v={literal}")["v"])
