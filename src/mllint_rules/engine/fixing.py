"""The fix loop: choose, apply, parse, check again, until still. A fix that misbehaves is undone alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mllint_rules.engine.parsing import parse
from mllint_rules.model.codes import ENGINE_CODES
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Edit, Span
from mllint_rules.source.document import Document

ROUNDS = 10
_DEFINITION = re.compile(r"^(?:async def|def|class) (\w+)", re.M)
_NAME = re.compile(r"[^\W\d]\w*")
Check = Callable[[Document], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """A repaired document: what was applied, what remains, and what had to be undone (messages for people)."""

    document: Document
    applied: tuple[Diagnostic, ...]
    remaining: tuple[Diagnostic, ...]
    reverted: tuple[str, ...]


def fix(document: Document, check: Check, *, unsafe: bool) -> FixOutcome:
    """Apply the fixes of a document until none is left, ten rounds at most.

    Safe fixes only, unless `unsafe`. Of overlapping fixes the first wins; the others come up again in the next
    round.
    """
    repair = _Repair(document, check, unsafe)
    for _ in range(ROUNDS):
        chosen = repair.choose()
        if not chosen:
            break
        if not repair.apply(chosen):
            repair.apply_one_by_one(len(chosen))
    reverted = tuple(dict.fromkeys(repair.reverted))
    return FixOutcome(repair.document, tuple(repair.applied), repair.found, reverted)


class _Repair:
    """A document on its way, with what is found in it now."""

    def __init__(self, document: Document, check: Check, unsafe: bool) -> None:
        self.document = document
        self.found = check(document)
        self.applied: list[Diagnostic] = []
        self.reverted: list[str] = []
        self._check = check
        self._wanted = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
        self._banned: set[tuple[str, Span]] = set()  # findings whose fix misbehaves, where they are now
        self._seen = {document.text}  # a text that comes back is two fixes that undo each other

    def choose(self) -> list[Diagnostic]:
        """The fixes of this round, in order of position.

        None overlaps an earlier one, defines the same name or writes a name that an earlier one renames.
        """
        chosen: list[Diagnostic] = []
        taken: list[Edit] = []
        defined: set[str] = set()  # two fixes that found the same name free would write it twice
        renamed: set[str] = set()
        written: set[str] = set()
        for each in sorted(self.found, key=lambda each: each.span):
            is_banned = (each.code, each.span) in self._banned
            if each.fix is None or each.fix.applicability not in self._wanted or is_banned:
                continue
            edits = [edit for edit in each.fix.edits if not _is_shared(edit, taken)]
            names = {name for edit in edits for name in _DEFINITION.findall(edit.text)}
            is_apart = not any(edit.span.overlaps(other.span) for edit in edits for other in taken)
            words = {word for edit in edits for word in _NAME.findall(edit.text)}
            is_apart = is_apart and words.isdisjoint(renamed) and written.isdisjoint(each.fix.renames)
            if edits and is_apart and names.isdisjoint(defined):
                chosen.append(each)
                renamed.update(each.fix.renames)
                written |= words
                taken += edits
                defined |= names
        return chosen

    def apply(self, chosen: Sequence[Diagnostic]) -> bool:
        """Apply these fixes; false, and nothing changes, when one of them misbehaves."""
        edits = _edits(chosen)
        repaired = self.document.with_edits(edits)
        is_back = repaired.text in self._seen and repaired.text != self.document.text
        if is_back or isinstance(parse(repaired), Diagnostic):
            return False
        after = self._check(repaired)
        if not _is_better(self.document, self.found, chosen, repaired, after):
            return False
        self.document, self.found = repaired, after
        self._seen.add(repaired.text)
        self.applied += chosen
        self._banned = {(code, _moved(span, edits)) for code, span in self._banned}
        return True

    def apply_one_by_one(self, count: int) -> None:
        """Apply so many fixes each for itself, and ban those that misbehave.

        After each fix that is kept the others have moved, so they are chosen anew.
        """
        for _ in range(count):
            first = self.choose()[:1]
            if first and not self.apply(first):
                self._ban(first[0])

    def _ban(self, finding: Diagnostic) -> None:
        self._banned.add((finding.code, finding.span))
        self.reverted.append(
            f"{self.document.path}:{finding.region.line}: the fix of {finding.name} misbehaved and was undone; "
            "please report it with a few lines that show it"
        )


def _is_shared(edit: Edit, taken: list[Edit]) -> bool:
    """Whether another fix makes the same insertion already: one import serves both."""
    return edit.span.start == edit.span.end and edit in taken


def _is_better(
    document: Document,
    before: Sequence[Diagnostic],
    chosen: Sequence[Diagnostic],
    repaired: Document,
    after: Sequence[Diagnostic],
) -> bool:
    """Whether every applied fix silenced its finding and none raised a new one.

    What a fix only reveals is no fault of it: with a type in one signature more is known of other functions, whose
    text is as it was; so is text that it moved. Nor is what it writes when another rule repairs that in the next
    round, or what the fix itself says that it leaves.
    """
    allowed = Counter(each.code for each in before)
    allowed.subtract(each.code for each in chosen)
    counts = Counter(each.code for each in after)
    grown = {code for code, count in counts.items() if count > allowed[code]}
    if not grown:
        return True
    if not grown.isdisjoint(ENGINE_CODES):
        return False
    suspects = [each for each in after if each.code in grown]
    return not _raises(document, before, chosen, repaired, suspects)


def _raises(
    document: Document,
    before: Sequence[Diagnostic],
    chosen: Sequence[Diagnostic],
    repaired: Document,
    suspects: Sequence[Diagnostic],
) -> bool:
    """Whether applied fixes are to blame for one of the findings of which there are more now."""
    edits = _edits(chosen)
    applied = {id(each) for each in chosen}
    silenced = {(each.code, each.message) for each in chosen}
    authors = {each.code for each in chosen}
    left = {name for each in chosen if each.fix is not None for name in each.fix.leaves}
    old = Counter((each.code, _moved(each.span, edits)) for each in before if id(each) not in applied)
    written = _written(document.text, edits)
    moved = _plain(document.text)
    raised: Counter[str] = Counter()
    for each in suspects:
        place = (each.code, each.span)
        if old[place] > 0:
            old[place] -= 1
        elif (each.code, each.message) in silenced:
            return True
        elif _is_touched(each.span, written):
            text = _plain(repaired.text[each.span.start : each.span.end])
            is_excused = each.fix is not None or each.name in left or text in moved
            raised[each.code] += each.code in authors or not is_excused
    # An old finding inside of what was written anew is neither gone nor new: it only moved.
    for (code, _), count in old.items():
        raised[code] -= count
    return any(count > 0 for count in raised.values())


def _plain(text: str) -> str:
    """A text whatever its indentation."""
    return " ".join(text.split())


def _written(text: str, edits: Sequence[Edit]) -> list[Span]:
    """Where new text stands after edits of a text, which are given in order; empty where text is gone."""
    spans = []
    growth = 0
    for edit in edits:
        old, new = text[edit.span.start : edit.span.end], edit.text
        head = _same(old, new)
        tail = _same(old[head:][::-1], new[head:][::-1])
        start = edit.span.start + growth
        spans.append(Span(start + head, start + len(new) - tail))
        growth += len(new) - len(old)
    return spans


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def _is_touched(span: Span, written: Sequence[Span]) -> bool:
    """Whether new text is in a span, or text inside of it is gone."""
    return any(span.start < other.end and other.start < span.end for other in written)


def _edits(chosen: Sequence[Diagnostic]) -> list[Edit]:
    """The edits of these fixes in order of position, an insertion that several share once."""
    edits: dict[Edit, None] = {}
    for each in chosen:
        assert each.fix is not None
        for edit in each.fix.edits:
            edits.setdefault(edit)
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))


def _moved(span: Span, edits: Sequence[Edit]) -> Span:
    """Where a span is after edits: an insertion at its start moves it, one at its end does not make it longer."""
    growth = [(edit.span, len(edit.text) - (edit.span.end - edit.span.start)) for edit in edits]
    start = span.start + sum(more for at, more in growth if at.end <= span.start)
    end = span.end + sum(more for at, more in growth if at.end <= span.end and at.start < span.end)
    return Span(start, max(start, end))
