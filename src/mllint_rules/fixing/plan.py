"""Fix plans: a title, a safety word, verbs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from mllint_rules.model.text import Applicability, Edit, Fix
from mllint_rules.semantic.model import SemanticModel


class FixUnavailable(Exception):
    """Raised by a verb whose place cannot be edited without breaking something; the finding stands alone."""


class Verb(Protocol):
    """One change, described without the text it will take."""

    def edits(self, model: SemanticModel) -> Iterable[Edit]:
        """The text edits in the document of the model. Raises `FixUnavailable`."""
        ...


@dataclass(frozen=True, slots=True)
class FixPlan:
    """A repair that has not been written out yet.

    `leaves` names the rules that may have something to say about what it writes, and that no repair of this plan
    can satisfy: without it, a fix that raises a finding is undone. `renames` are the names of the document that are
    gone afterwards: what other fixes write with them has to wait a round.
    """

    title: str
    applicability: Applicability
    verbs: tuple[Verb, ...]
    leaves: tuple[str, ...] = ()
    renames: tuple[str, ...] = ()

    def draw(self, model: SemanticModel) -> Fix:
        """Write the plan out as edits, in order of position. Raises `FixUnavailable`."""
        written = (
            Edit(edit.span, with_line_ends(edit.text, model))
            for verb in self.verbs
            for edit in verb.edits(model)
        )
        # A stable sort: several insertions at one place keep the order of their verbs.
        edits = sorted(dict.fromkeys(written), key=lambda edit: (edit.span.start, edit.span.end))
        for earlier, later in zip(edits, edits[1:], strict=False):
            if later.span.start < earlier.span.end:
                raise FixUnavailable(f"two changes of one fix overlap: {self.title}")
        return Fix(self.title, self.applicability, tuple(edits), self.leaves, self.renames)


def with_line_ends(text: str, model: SemanticModel) -> str:
    """Text of ours with the line ends of the document."""
    if "\n" not in text:
        return text
    original = model.document.text
    first = original.find("\n")
    newline = "\r\n" if first > 0 and original[first - 1] == "\r" else "\n"
    if first < 0 and "\r" in original:
        newline = "\r"
    return text.replace("\r\n", "\n").replace("\n", newline)


def safe_fix(title: str, *verbs: Verb, renames: tuple[str, ...] = ()) -> FixPlan:
    """A repair after which the program provably does the same."""
    return FixPlan(title, Applicability.SAFE, verbs, renames=renames)


def unsafe_fix(title: str, *verbs: Verb, leaves: tuple[str, ...] = ()) -> FixPlan:
    """A repair that may change what the program does; the rule's page says how."""
    return FixPlan(title, Applicability.UNSAFE, verbs, leaves)


def display_fix(title: str, *verbs: Verb) -> FixPlan:
    """A suggestion that is shown and never applied."""
    return FixPlan(title, Applicability.DISPLAY, verbs)
