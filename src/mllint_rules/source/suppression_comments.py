"""The grammar of comments that suppress findings, and what a suppression is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from mllint_rules.model.text import Span

_CODE = r"(?:[A-Z]+[0-9]+|ML[A-Z]?)(?![\w-])"
# The hash begins the comment or follows a blank: in quotes it explains, and suppresses nothing.
_MARKER_ANYWHERE = rf"""\#\s*(?:
        mllint\s*:\s*(?P<verb>ignore-file|ignore-next|ignore)(?![\w-])(?:\s*\[(?P<rules>[^\[\]\#]*)\])?
        |noqa(?![\w-])(?:\s*:\s*(?P<codes>{_CODE}(?:(?:[ \t]*,[ \t]*|[ \t]+){_CODE})*))?
    )"""
_MARKER = re.compile(rf"(?<![^\s#]){_MARKER_ANYWHERE}", re.VERBOSE | re.IGNORECASE)
_CANDIDATE = re.compile(_MARKER_ANYWHERE, re.VERBOSE | re.IGNORECASE)
_SPELLED = re.compile(r"mllint|noqa", re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*")
_REASON = re.compile(r"\s*--")
_NEXT_COMMENT = re.compile(r"(?<=\s)#\s*[A-Za-z]")
_WORD = re.compile(r"[^\s,]+")
_OUR_CODE = re.compile(r"ML(?:[A-Z](?:[0-9]{1,3})?|0[0-9]{0,2})?\Z", re.IGNORECASE)


class SuppressionKind(Enum):
    """What a suppression covers: its own line, the next line of code, or the file."""

    IGNORE = "ignore"
    NOQA = "noqa"
    IGNORE_NEXT = "ignore-next"
    IGNORE_FILE = "ignore-file"


@dataclass(frozen=True, slots=True)
class Word:
    """A rule's name or code in a comment."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Marker:
    """One suppression as written. `span` runs from its hash to the end of its reason.

    `words` name rules of ours, `foreign` those of other tools (in `noqa` only). Without words of either kind
    the marker is a blanket one, if `is_blanket` says so: `ignore[]` is not.
    """

    kind: SuppressionKind
    span: Span
    words: tuple[Word, ...]
    foreign: tuple[Word, ...]
    is_blanket: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """A marker with its `comment` and what it covers.

    It covers the findings that start in `starts`, and those that end in `ends`.
    """

    marker: Marker
    comment: Span
    starts: Span
    ends: Span

    @property
    def kind(self) -> SuppressionKind:
        """The form of the comment."""
        return self.marker.kind

    @property
    def span(self) -> Span:
        """From the hash of the marker to the end of its reason."""
        return self.marker.span

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules it names, as written; empty when it covers all of them."""
        return tuple(word.text for word in self.marker.words)

    def covers(self, span: Span) -> bool:
        """Whether a finding in this place is covered, if the rule is named."""
        last = max(span.end - 1, span.start)
        return self.starts.start <= span.start <= self.starts.end or self.ends.start <= last <= self.ends.end

    def word_for(self, code: str, name: str) -> str | None:
        """The word that names a rule, "" when all rules are meant, None when this rule is not."""
        if self.marker.is_blanket:
            return ""
        is_noqa = self.kind is SuppressionKind.NOQA
        for word in self.rules:
            if code.startswith(word.upper()) if is_noqa else word.upper() == code or word.lower() == name:
                return word
        return None


def may_hold_markers(code: str) -> bool:
    """Whether some line of the code looks as if `find_markers` found something in it.

    Most `noqa` are meant for other linters only, and then nobody needs to know where the comments are.
    """
    position = 0
    while (spelled := _SPELLED.search(code, position)) is not None:
        start = max(code.rfind("\n", 0, spelled.start()), code.rfind("\r", 0, spelled.start())) + 1
        line = _LINE.match(code, start)
        assert line is not None  # it matches the empty string
        if any(map(_is_ours, _CANDIDATE.finditer(line[0]))):
            return True
        position = max(line.end(), spelled.end())
    return False


def _is_ours(marker: re.Match[str]) -> bool:
    words = _WORD.findall(marker["codes"] or "")
    return marker["verb"] is not None or not words or any(map(_OUR_CODE.match, words))


def find_markers(comment: str, start: int) -> Iterator[Marker]:
    """The suppressions in one comment, which begins at offset `start` of the document."""
    position = 0
    while (match := _MARKER.search(comment, position)) is not None:
        position = match.end()
        why = ""
        dashes = _REASON.match(comment, position)
        if dashes is not None:
            behind = _NEXT_COMMENT.search(comment, dashes.end())
            reason = comment[dashes.end() : len(comment) if behind is None else behind.start()].rstrip()
            position, why = dashes.end() + len(reason), reason.strip()
        span = Span(start + match.start(), start + position)
        group = "rules" if match["verb"] else "codes"
        words = tuple(
            Word(word[0], Span(start + word.start(), start + word.end()))
            for word in _WORD.finditer(comment, *match.span(group))
            if match[group] is not None
        )
        if match["verb"]:
            kind = SuppressionKind(match["verb"].lower())
            yield Marker(kind, span, words, (), match["rules"] is None, why)
            continue
        ours = tuple(word for word in words if _OUR_CODE.match(word.text))
        foreign = tuple(word for word in words if not _OUR_CODE.match(word.text))
        if ours or not foreign:
            yield Marker(SuppressionKind.NOQA, span, ours, foreign, not words, why)
