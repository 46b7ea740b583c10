"""The fix loop: choose, apply, parse, check again, until still. A fix that misbehaves is undone alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mllint_rules.engine.parsing import parse
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Edit
from mllint_rules.source.document import Document

ROUNDS = 10
Check = Callable[[Document], tuple[Diagnostic, ...]]
_Key = tuple[str, str, str]


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
    applied: list[Diagnostic] = []
    reverted: list[str] = []
    banned: set[_Key] = set()
    found = check(document)
    for _ in range(ROUNDS):
        chosen = _choose(document, found, banned, unsafe)
        if not chosen:
            break
        outcome = _apply_all(document, found, chosen, check)
        if outcome is None:
            done, document, found, bad = _apply_each(document, found, chosen, check)
            banned |= bad.keys()
            reverted += bad.values()
            applied += done
            continue
        document, found = outcome
        applied += chosen
    return FixOutcome(document, tuple(applied), found, tuple(reverted))


def _choose(
    document: Document, found: Sequence[Diagnostic], banned: set[_Key], unsafe: bool
) -> list[Diagnostic]:
    """The fixes of this round: in order of position, none overlapping an earlier one."""
    wanted = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    chosen: list[Diagnostic] = []
    taken: list[Edit] = []
    for each in sorted(found, key=lambda each: each.span):
        if each.fix is None or each.fix.applicability not in wanted or _key(document, each) in banned:
            continue
        edits = [edit for edit in each.fix.edits if not _is_shared(edit, taken)]
        if edits and not any(edit.span.overlaps(other.span) for edit in edits for other in taken):
            chosen.append(each)
            taken += edits
    return chosen


def _is_shared(edit: Edit, taken: list[Edit]) -> bool:
    """Whether another fix makes the same insertion already: one import serves both."""
    return edit.span.start == edit.span.end and edit in taken


def _apply_all(
    document: Document, found: Sequence[Diagnostic], chosen: Sequence[Diagnostic], check: Check
) -> tuple[Document, tuple[Diagnostic, ...]] | None:
    """The document with these fixes and what is found in it then; None when a fix misbehaves."""
    repaired = document.with_edits(_edits(chosen))
    if isinstance(parse(repaired), Diagnostic):
        return None
    after = check(repaired)
    return (repaired, after) if _is_better(found, chosen, after) else None


def _apply_each(
    document: Document, found: tuple[Diagnostic, ...], chosen: Sequence[Diagnostic], check: Check
) -> tuple[list[Diagnostic], Document, tuple[Diagnostic, ...], dict[_Key, str]]:
    """One fix at a time: those that behave are kept, the others named.

    After each fix that is kept the others have moved, so only fixes of the newly found diagnostics are taken.
    """
    done: list[Diagnostic] = []
    bad: dict[_Key, str] = {}
    wanted = {_key(document, each) for each in chosen}
    while True:
        candidates = [
            each for each in found if each.fix is not None and _key(document, each) in wanted - bad.keys()
        ]
        if not candidates:
            return done, document, found, bad
        first = candidates[0]
        outcome = _apply_all(document, found, [first], check)
        if outcome is None:
            bad[_key(document, first)] = (
                f"{document.path}:{first.region.line}: the fix of {first.name} misbehaved and was undone; "
                "please report it with a few lines that show it"
            )
        else:
            document, found = outcome
            done.append(first)


def _is_better(
    before: Sequence[Diagnostic], chosen: Sequence[Diagnostic], after: Sequence[Diagnostic]
) -> bool:
    """Whether every applied fix silenced its finding and none raised a new one."""
    allowed = Counter(each.code for each in before)
    allowed.subtract(each.code for each in chosen)
    return all(count <= allowed[code] for code, count in Counter(each.code for each in after).items())


def _edits(chosen: Sequence[Diagnostic]) -> list[Edit]:
    """The edits of these fixes in order of position, an insertion that several share once."""
    edits: dict[Edit, None] = {}
    for each in chosen:
        assert each.fix is not None
        for edit in each.fix.edits:
            edits.setdefault(edit)
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))


def _key(document: Document, each: Diagnostic) -> _Key:
    """What stays the same about a finding when the text around it moves."""
    return (each.code, each.message, document.text[each.span.start : each.span.end])
