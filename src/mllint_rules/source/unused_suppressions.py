"""Suppressions that suppress nothing, and how to remove just them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mllint_rules.model.codes import ENGINE_CODES
from mllint_rules.model.text import Applicability, Edit, Fix, Span
from mllint_rules.source.positions import LineIndex
from mllint_rules.source.suppression_comments import Suppression, SuppressionKind, Word

_ENGINE_WORDS = frozenset(word.upper() for word in (*ENGINE_CODES, *ENGINE_CODES.values()))
_FULL_CODE = 6  # characters of `MLX101`
_BLANKS = " \t\f"


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A suppression, or one word of it, that does nothing."""

    span: Span
    message: str
    fix: Fix


class FoundSuppressions(Protocol):
    """The suppressions of a text."""

    @property
    def text(self) -> str:
        """The text in which they stand."""
        ...

    def __iter__(self) -> Iterator[Suppression]: ...


def unused(
    suppressions: FoundSuppressions,
    used: Collection[tuple[Suppression, str]],
    active: Mapping[str, str],
    known: Mapping[str, str] | None = None,
) -> list[UnusedSuppression]:
    """What in these suppressions does nothing, with a safe fix for each.

    `used` holds what `match` returned. `active` gives the code for every name and code of the rules that ran
    here; `known` the same for all rules there are: with it, words that name no rule are reported too, and
    blanket comments of ours when all rules ran. Codes of other tools and a blanket `noqa` are never judged.
    """
    judge = _Judge(suppressions.text, frozenset(used), active, known)
    return [dead for suppression in suppressions for dead in judge.judge(suppression)]


class _Judge:
    def __init__(
        self,
        text: str,
        used: frozenset[tuple[Suppression, str]],
        active: Mapping[str, str],
        known: Mapping[str, str] | None,
    ) -> None:
        self._lines = LineIndex(text)
        self._text = text
        self._used = used
        self._known = known
        self._known_words = {word.upper(): code for word, code in (known or active).items()}
        self._active_words = {word.upper(): code for word, code in active.items()}

    def judge(self, suppression: Suppression) -> Iterator[UnusedSuppression]:
        """What is dead in one suppression: all of it, or some of its words."""
        marker = suppression.marker
        if marker.is_blanket:
            all_ran = self._known is not None and set(self._known.values()) <= set(
                self._active_words.values()
            )
            if (
                all_ran
                and suppression.kind is not SuppressionKind.NOQA
                and (suppression, "") not in self._used
            ):
                yield self._whole(suppression, "nothing is reported here, so this suppression does nothing")
            return
        reasons = [self._verdict(suppression, word) for word in marker.words]
        if not marker.foreign and all(reason is not None for reason in reasons):
            said = "; ".join(dict.fromkeys(reason for reason in reasons if reason is not None))
            yield self._whole(suppression, said or "this suppression names no rule")
            return
        living = [word for word, reason in zip(marker.words, reasons, strict=True) if reason is None]
        for word, reason in zip(marker.words, reasons, strict=True):
            if reason is not None:
                yield UnusedSuppression(word.span, reason, self._without(suppression, word, living))

    def _verdict(self, suppression: Suppression, word: Word) -> str | None:
        """Why a word does nothing; None when it does something, or nobody can tell."""
        upper = word.text.upper()
        if (suppression, word.text) in self._used or upper in _ENGINE_WORDS:
            return None
        codes = {self._known_words[upper]} if upper in self._known_words else set()
        if suppression.kind is SuppressionKind.NOQA and len(upper) < _FULL_CODE:
            if self._known is None:
                return None  # a prefix, and maybe of rules that did not run
            codes = {code for code in self._known_words.values() if code.startswith(upper)}
        if codes:
            if codes <= set(self._active_words.values()):
                return f"`{word.text}` is not reported here, so suppressing it does nothing"
            return None
        if self._known is None:
            return None
        return f"`{word.text}` is no rule, so suppressing it does nothing{self._suggestion(word.text)}"

    def _suggestion(self, word: str) -> str:
        if word[-1:].isdigit():
            return ""  # the nearest number is some other rule
        from difflib import get_close_matches

        names = {name.lower(): name for name in self._known or ()}
        near = get_close_matches(word.lower(), names, n=1, cutoff=0.75)
        return f"; did you mean `{names[near[0]]}`?" if near else ""

    def _whole(self, suppression: Suppression, message: str) -> UnusedSuppression:
        edit = _removal(self._text, self._lines, suppression)
        fix = Fix("Remove the unused suppression", Applicability.SAFE, (edit,))
        return UnusedSuppression(suppression.span, message, fix)

    def _without(self, suppression: Suppression, word: Word, living: Sequence[Word]) -> Fix:
        """The removal of one word and one separator; removals of several words never overlap."""
        words = sorted((*suppression.marker.words, *suppression.marker.foreign), key=lambda each: each.span)
        position = words.index(word)
        keeps = {*living, *suppression.marker.foreign}
        if any(other in keeps for other in words[position + 1 :]):
            span = Span(word.span.start, words[position + 1].span.start)
        else:
            span = Span(words[position - 1].span.end, word.span.end)
        title = f"Remove `{word.text}` from the suppression"
        return Fix(title, Applicability.SAFE, (Edit(span, ""),))


def _removal(text: str, lines: LineIndex, suppression: Suppression) -> Edit:
    """The removal of a marker; with its comment, and the whole line, where nothing else is left of them."""
    comment, marker = suppression.comment, suppression.span
    behind = text[marker.end : comment.end]
    next_part = marker.end + len(behind) - len(behind.lstrip())
    if text[comment.start : marker.start].strip():
        return Edit(Span(_skip_back(text, marker.start), marker.end), "")
    if behind.strip():
        if text[next_part] == "#":
            return Edit(Span(marker.start, next_part), "")
        return Edit(Span(marker.start, next_part), "# ")  # the words behind stay a comment
    start = _skip_back(text, comment.start)
    line, _ = lines.position(comment.start)
    line_start, line_end = lines.line_span(line)
    if start > line_start or _shifts_cookie(lines, line):
        return Edit(Span(start, comment.end), "")
    return Edit(Span(line_start, line_end), "")


def _skip_back(text: str, position: int) -> int:
    while position > 0 and text[position - 1] in _BLANKS:
        position -= 1
    return position


def _shifts_cookie(lines: LineIndex, line: int) -> bool:
    """Whether without this line another would become the second, and so could declare an encoding."""
    return line <= 2 < lines.line_count and "coding" in lines.line_text(3)
