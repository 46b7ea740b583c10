"""Comments that silence findings: `# mllint: ignore[…]`, `ignore-next`, `ignore-file`, and `# noqa`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from mllint_rules.model.text import Applicability, Edit, Fix, Span
from mllint_rules.source.document import Document

_MARKER = re.compile(
    r"\#\s*(?:mllint:\s*(?P<kind>ignore-next|ignore-file|ignore)(?:\s*\[(?P<rules>[^\]#]*)\])?(?:\s*--[^#]*)?"
    r"|(?P<noqa>(?i:noqa))(?:\s*:\s*(?P<codes>[A-Za-z]+[0-9]+(?:(?:\s*,\s*|\s+)[A-Za-z]+[0-9]+)*))?)"
)
_WORD = re.compile(r"[^\s,]+")
_OURS = re.compile(r"ML[A-Z0-9][0-9]{2,3}\Z")
_LAYOUT = frozenset({tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT, tokenize.ENDMARKER})


class Scope(Enum):
    """How far a suppression reaches."""

    LINE = "line"
    NEXT = "next"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One marker: how far it reaches (as a span of text) and the words it names (none: every rule).

    `comment` is the marker's span, from its `#` on; `words` are the names or codes with their places;
    `is_noqa` markers may name rules of other tools.
    """

    scope: Scope
    reach: Span
    comment: Span
    words: tuple[tuple[str, Span], ...]
    is_noqa: bool

    def covers(self, span: Span) -> bool:
        """Whether a finding at `span` lies in reach: where it starts or where it ends."""
        return (
            self.reach.start <= span.start <= self.reach.end
            or self.reach.start < max(span.start, span.end - 1) <= self.reach.end
        )


Hit = tuple[Suppression, str]
"""A suppression that silenced something, and the word that did (empty: the marker names none)."""


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A word, or a whole marker, that silences nothing."""

    span: Span
    message: str
    fix: Fix


class Suppressions:
    """The markers of one document."""

    def __init__(self, markers: tuple[Suppression, ...]) -> None:
        self.markers = markers

    def __bool__(self) -> bool:
        return bool(self.markers)

    def match(self, code: str, name: str, span: Span) -> Hit | None:
        """The marker and word that silence a finding."""
        for marker in self.markers:
            if not marker.covers(span):
                continue
            if not marker.words:
                return (marker, "")
            for word, _ in marker.words:
                if word in (name, code) or word.upper() == code:
                    return (marker, word)
        return None


def find_suppressions(document: Document) -> Suppressions:
    """The markers in a document's comments. Text without the marker words is not tokenized."""
    text = document.code
    if "mllint:" not in text and "noqa" not in text.lower():
        return _NONE
    return Suppressions(tuple(_markers(document)))


_NONE = Suppressions(())


def _markers(document: Document) -> Iterator[Suppression]:
    lines = document.lines
    comments, logical = _comments(document)
    for start, comment in comments:
        for match in _MARKER.finditer(comment):
            span = Span(start + match.start(), start + len(comment[: match.end()].rstrip()))
            group = "codes" if match["noqa"] else "rules"
            offset = start + match.start(group) if match[group] else 0
            words = tuple(
                (word[0], Span(offset + word.start(), offset + word.end()))
                for word in _WORD.finditer(match[group] or "")
            )
            scope = {"ignore-next": Scope.NEXT, "ignore-file": Scope.FILE}.get(match["kind"] or "", Scope.LINE)
            line = lines.position(start)[0]
            reach = _reach(scope, line, logical, document)
            yield Suppression(scope, reach, span, words, is_noqa=bool(match["noqa"]))


def _reach(scope: Scope, line: int, logical: list[tuple[int, int]], document: Document) -> Span:
    """The text that a marker on `line` speaks for."""
    lines = document.lines
    if scope is Scope.FILE:
        return Span(0, len(document.text))
    first = last = line
    if scope is Scope.NEXT:
        first, last = next(((start, end) for start, end in logical if start > line), (line, line))
    else:
        for start, end in logical:
            if end == line:  # at the end of a statement of several lines it speaks for all of it
                first, last = start, end
    begin, _ = lines.line_span(first)
    end = lines.offset(last, len(lines.line_text(last)) + 1)
    return Span(begin, end)


def _comments(document: Document) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
    """The comments with their offsets, and the lines that each logical line spans."""
    text, lines = document.code, document.lines
    found: list[tuple[int, str]] = []
    logical: list[tuple[int, int]] = []
    first: int | None = None
    # The tokenizer counts lines at line feeds only; give it one for every break, without moving a column.
    rows = "".join(lines.line_text(line) + "\n" for line in range(1, lines.line_count + 1))
    try:
        for token in tokenize.generate_tokens(io.StringIO(rows).readline):
            if token.type == tokenize.COMMENT:
                found.append((lines.offset(token.start[0], token.start[1] + 1), token.string))
            elif token.type == tokenize.NEWLINE and first is not None:
                logical.append((first, token.start[0]))
                first = None
            elif token.type not in _LAYOUT and first is None:
                first = token.start[0]
    except (tokenize.TokenError, SyntaxError, IndexError):
        pass  # what was read up to the place that cannot be tokenized counts
    del text
    return found, logical


def unused(
    suppressions: Suppressions, used: AbstractSet[Hit], active: Mapping[str, str], text: str
) -> Iterator[UnusedSuppression]:
    """The markers and words that silence nothing.

    `active` maps the codes and names of the rules that ran to their codes. Only these and unknown `ML` words are
    judged: a rule that did not run may still need its marker, other tools' codes are theirs, and a bare `# noqa`
    is nobody's.
    """
    for marker in suppressions.markers:
        if not marker.words:
            if not marker.is_noqa and (marker, "") not in used:
                yield UnusedSuppression(marker.comment, "this comment suppresses nothing", _removal(text, marker, None))
            continue
        dead = [
            (word, span)
            for word, span in marker.words
            if (marker, word) not in used and _is_judged(word, active, marker)
        ]
        for word, span in dead:
            reason = "suppresses nothing here" if _known(word, active) else "is no rule of mllint"
            everything = len(dead) == len(marker.words)
            fix = _removal(text, marker, None if everything else span)
            yield UnusedSuppression(span, f"`{word}` {reason}", fix)


def _known(word: str, active: Mapping[str, str]) -> bool:
    return word in active or word.upper() in active


def _is_judged(word: str, active: Mapping[str, str], marker: Suppression) -> bool:
    if _known(word, active):
        return True
    # A word of ours that is no active rule: unknown, or a rule that is off. Only the caller's rules tell, so a
    # marker for a rule that exists is left alone by `active` holding it as "".
    return not marker.is_noqa and word not in active and not _OURS.match(word.upper()) and "-" not in word


def _removal(text: str, marker: Suppression, word: Span | None) -> Fix:
    """The safe fix that takes out one word, or the whole marker with the white space before it."""
    title = "Remove the suppression that suppresses nothing"
    if word is not None:
        start, end = word.start, word.end
        behind = re.match(r"\s*,\s*", text[end:])
        before = re.search(r"(?:\s*,\s*|\s+)\Z", text[:start])
        if behind:
            end += behind.end()
        elif before:
            start = before.start()
        return Fix(title, Applicability.SAFE, (Edit(Span(start, end), ""),))
    start, end = marker.comment.start, marker.comment.end
    rest = text[end:].partition("\n")[0].strip()
    if rest:  # another marker or remark follows in the same comment
        following = len(text[end:]) - len(text[end:].lstrip(" \t"))
        return Fix(title, Applicability.SAFE, (Edit(Span(start, end + following), ""),))
    stripped = len(text[:start].rstrip(" \t"))
    alone = stripped == 0 or text[stripped - 1] in "\r\n"
    if alone:
        break_ = re.match(r"[ \t]*(?:\r\n|\r|\n)?", text[end:])
        end += break_.end() if break_ else 0
    return Fix(title, Applicability.SAFE, (Edit(Span(stripped, end), ""),))


assert ast  # keeps the import that the docstring of `_comments` speaks of
