"""Lines made fit for a record: without ornaments, with a name for each value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mllint_rules.rules.observability._names import (
    allowed,
    expression_name,
    is_announcement,
    label_name,
    qualified,
    words,
)
from mllint_rules.rules.observability._records import Part, Text, Value

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ORNAMENT = r"(?:[-=*#~_+<>]{3,}|[=*#~]{2,})"
_LEADING = re.compile(rf"\A[\s\a]*(?:{_ORNAMENT}\s*)*(?:-{{1,2}}> |[*>] )?")
_TRAILING = re.compile(rf"(?:\s*{_ORNAMENT})*[\s\a]*\Z")
_WORD = re.compile(r"[^\W_]")


def without_ornaments(parts: Sequence[Part]) -> list[Part]:
    """The parts without colours, and without rules, arrows and empty lines at their ends; nothing when only these."""
    cleaned = [Text(_COLOUR.sub("", part.text)) if isinstance(part, Text) else part for part in parts]
    if not any(isinstance(part, Value) or _WORD.search(part.text) for part in cleaned):
        return []
    if isinstance(cleaned[0], Text):
        cleaned[0] = Text(_LEADING.sub("", cleaned[0].text))
    if isinstance(cleaned[-1], Text):
        cleaned[-1] = Text(_TRAILING.sub("", cleaned[-1].text))
    return [part for part in cleaned if isinstance(part, Value) or part.text]


def with_names(parts: Sequence[Part], reserved: Iterable[str]) -> list[Part]:
    """The parts with a field name for each value: unlike the others, and free to use."""
    taken: dict[str, str] = {}
    forbidden = frozenset(reserved)
    named: list[Part] = []
    for position, part in enumerate(parts):
        if isinstance(part, Text):
            named.append(part)
            continue
        before = parts[position - 1] if position else None
        label = before.text if isinstance(before, Text) else ""
        named.append(replace(part, name=_name(part, label, taken, forbidden)))
    return named


def _name(value: Value, label: str, taken: dict[str, str], reserved: frozenset[str]) -> str:
    """A name for the value; `taken` maps names to the expressions they stand for."""
    own, given = "error" if value.is_exception else expression_name(value.node), label_name(label)
    first = given if value.is_argument and given and not is_announcement(label) else own
    candidates = [first, qualified(value.node), own, given, "_".join(words(label)[-1:])]
    usable = [
        allowed(name, reserved) for name in candidates if name and name.isidentifier() and name.isascii()
    ]
    usable = usable or ["value"]
    for name in usable:
        if taken.setdefault(name, value.expression) == value.expression:
            return name
    number = 2
    while taken.setdefault(f"{usable[0]}_{number}", value.expression) != value.expression:
        number += 1
    return f"{usable[0]}_{number}"
