"""Logical lines and comments, found without a parser.

`tokenize` gives up on broken code, on notebook magics and, depending on the version, on lone carriage
returns. This reader never fails, does the same on every Python, and knows strings, replacement fields of
f-strings, brackets, continuations and comments: all that is needed to say where a statement ends and what
is a comment. (Comments inside a replacement field are passed over.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.model.text import Span

_PLAIN = r"""(?P<comment>\#[^\r\n]*)
    |(?P<string>(?:\b[bBfFrRtTuU]{1,2})?(?:'''|\"\"\"|'|"))
    |(?P<open>[(\[{])|(?P<close>[)\]}])
    |\\(?:\r\n|\r|\n)
    |(?P<end>\r\n|\r|\n)"""
_TOKEN = re.compile(_PLAIN, re.VERBOSE)
# What only IPython knows: `name = !command`, `name = %magic`, and `name?`.
_IPYTHON_TOKEN = re.compile(_PLAIN + r"|=[ \t]*(?P<escape>[!%])|(?P<help>\?)", re.VERBOSE)
_FIELD_TOKEN = re.compile(_PLAIN + r"|(?P<colon>:)", re.VERBOSE)
_INDENT = re.compile(r"[ \t\f]*")
_REST = {
    "'": re.compile(r"[^'\\\r\n]*(?:\\(?:\r\n|[\s\S])[^'\\\r\n]*)*'?"),
    '"': re.compile(r'[^"\\\r\n]*(?:\\(?:\r\n|[\s\S])[^"\\\r\n]*)*"?'),
    "'''": re.compile(r"[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*(?:''')?"),
    '"""': re.compile(r'[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*(?:""")?'),
}
# In a format string a backslash before a brace escapes nothing; `\N{DASH}` is no field.
_FORMAT_TOKEN = {
    quote: re.compile(
        rf"""(?P<name>\\N\{{[^}}\r\n]*\}})|\\(?:\r\n|[^{{])|\{{\{{|(?P<field>\{{)|(?P<quote>{quote}){newline}"""
    )
    for quote, newline in (("'", "|(?P<stop>[\r\n])"), ('"', "|(?P<stop>[\r\n])"), ("'''", ""), ('"""', ""))
}
_DEEPEST = 60  # Python itself nests format strings no deeper than 150 times, and people twice


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """One logical line: a simple statement, the head of a compound one, a comment line or a blank line.

    `start` is where its first physical line begins, `first` its first character that is not indentation,
    `stop` the end without and `end` the end with the line break. `escape` is where IPython's syntax begins in
    an assignment (`files = !ls`), and `is_help` says that the line asks IPython for help (`frame.merge?`);
    both occur only when IPython was asked for.
    """

    start: int
    first: int
    stop: int
    end: int
    has_code: bool
    comments: tuple[Span, ...] = ()
    escape: int | None = None
    is_help: bool = False


def logical_lines(code: str) -> Iterator[LogicalLine]:
    """The logical lines of Python code, one after another without gaps."""
    position = 0
    while position < len(code):
        line = read_logical_line(code, position)
        yield line
        position = line.end


def read_logical_line(code: str, start: int, *, ipython: bool = False) -> LogicalLine:
    """The logical line that begins at `start`, which must be the start of a physical line.

    With `ipython` the line also ends where a shell escape or magic is assigned.
    """
    search = (_IPYTHON_TOKEN if ipython else _TOKEN).search
    indent = _INDENT.match(code, start)
    assert indent is not None  # it matches the empty string
    position = first = indent.end()
    has_code = first < len(code) and code[first] not in "#\r\n"
    comments: list[Span] = []
    depth = 0
    question = -1
    while (token := search(code, position)) is not None:
        position = token.end()
        kind = token.lastgroup
        if kind == "comment":
            comments.append(Span(token.start(), position))
        elif kind == "string":
            position = _string_end(code, token["string"], position)
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "help":
            question = token.start()
        elif kind == "escape" and depth == 0:
            return LogicalLine(start, first, position, position, has_code, tuple(comments), token.end() - 1)
        elif kind == "end" and depth == 0:
            is_help = _is_last(code, question, comments, token.start())
            return LogicalLine(
                start, first, token.start(), position, has_code, tuple(comments), None, is_help
            )
    is_help = _is_last(code, question, comments, len(code))
    return LogicalLine(start, first, len(code), len(code), has_code, tuple(comments), None, is_help)


def _is_last(code: str, question: int, comments: list[Span], stop: int) -> bool:
    """Whether the question mark at an offset (-1 for none) is the last thing before a comment or the end."""
    end = comments[-1].start if comments else stop
    return 0 <= question < end and not code[question + 1 : end].strip()


def _string_end(code: str, opening: str, position: int, depth: int = 0) -> int:
    """The end of a string whose opening (prefix and quotes) ends at `position`.

    A string that is not closed ends with its line, or with the text when it has triple quotes.
    """
    prefix = opening.rstrip("'\"").lower()
    quote = opening[len(prefix) :]
    if "f" in prefix or "t" in prefix:
        return _format_string_end(code, quote, position, "r" in prefix, depth)
    rest = _REST[quote].match(code, position)
    assert rest is not None  # it matches the empty string
    return rest.end()


def _format_string_end(code: str, quote: str, position: int, is_raw: bool, depth: int) -> int:
    if depth > _DEEPEST:
        return len(code)
    while (token := _FORMAT_TOKEN[quote].search(code, position)) is not None:
        if token.lastgroup == "quote":
            return token.end()
        if token.lastgroup == "stop":
            return token.start()
        position = token.end()
        if token.lastgroup == "field":
            position = _field_end(code, quote, position, depth + 1)
        elif token.lastgroup == "name" and is_raw:
            position = _field_end(code, quote, token.start() + len("\\N{"), depth + 1)
    return len(code)


def _field_end(code: str, quote: str, position: int, depth: int) -> int:
    """The end of a replacement field whose brace ends at `position`; nested strings may use any quotes."""
    brackets = 0
    while (token := _FIELD_TOKEN.search(code, position)) is not None:
        position = token.end()
        kind = token.lastgroup
        if kind == "string":
            position = _string_end(code, token["string"], position, depth)
        elif kind == "open":
            brackets += 1
        elif kind == "close":
            if brackets == 0:
                return position
            brackets -= 1
        elif kind == "colon" and brackets == 0:
            return _specification_end(code, quote, position, depth)
    return len(code)


def _specification_end(code: str, quote: str, position: int, depth: int) -> int:
    """The end of a field from its format specification on, in which quotes of the other kind mean nothing."""
    if depth > _DEEPEST:
        return len(code)
    pattern = re.compile(rf"(?P<field>\{{)|(?P<close>\}})|(?P<quote>{quote})")
    while (token := pattern.search(code, position)) is not None:
        if token.lastgroup == "quote":
            return token.start()
        if token.lastgroup == "close":
            return token.end()
        position = _field_end(code, quote, token.end(), depth + 1)
    return len(code)
