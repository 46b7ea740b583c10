"""Declared versions of libraries, and how several declarations of one library are put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mllint_rules.model.versions import Requirement, Version, VersionRange
from mllint_rules.settings.distributions import import_root


@dataclass(frozen=True, slots=True)
class Declaration:
    """One statement about a library; conditional when it holds for some interpreters or platforms only."""

    library: str
    versions: VersionRange
    is_conditional: bool = False


def declare(distribution: str, specifiers: str, *, is_conditional: bool = False) -> Declaration:
    """A declaration from a name and specifiers as in PEP 440, Poetry or conda."""
    # conda writes a build after a second equals sign: `=1.26.4=py311h_0`
    pinned = specifiers.strip()
    operator = "==" if pinned.startswith("==") else "=" if pinned.startswith("=") else ""
    if operator and "," not in pinned:
        pinned = operator + pinned.removeprefix(operator).split("=")[0]
    try:
        return Declaration(import_root(distribution), VersionRange.parse(pinned), is_conditional)
    except ValueError:  # `*`, alternatives, a path: nothing that decides about an API
        return Declaration(import_root(distribution), VersionRange(), is_conditional)


def declare_requirement(line: str) -> Declaration | None:
    """A declaration from a requirement as in PEP 508 (`torch[x]>=2; python_version > "3.9"`), or None."""
    requirement, _, marker = line.partition(";")
    try:
        parsed = Requirement.parse(requirement)
    except ValueError:
        return None
    return Declaration(import_root(parsed.library), parsed.versions, bool(marker.strip()))


def pin(distribution: str, version: str) -> Declaration | None:
    """A declaration of one exact version, None when it cannot be read."""
    try:
        return Declaration(import_root(distribution), VersionRange.exactly(Version.parse(version)))
    except ValueError:
        return None


def span(declarations: Iterable[Declaration]) -> dict[str, VersionRange]:
    """Per library the least range that holds all declared versions: a lock may hold one per platform."""
    result: dict[str, VersionRange] = {}
    for each in declarations:
        before = result.get(each.library)
        result[each.library] = each.versions if before is None else _hull(before, each.versions)
    return result


def combine(declarations: Iterable[Declaration]) -> dict[str, VersionRange]:
    """Per library what one file says: every unconditional declaration, and any of the conditional ones."""
    declarations = tuple(declarations)
    parts = [{each.library: each.versions} for each in declarations if not each.is_conditional]
    parts.append(span(each for each in declarations if each.is_conditional))
    return intersect(parts)


def intersect(parts: Iterable[dict[str, VersionRange]]) -> dict[str, VersionRange]:
    """Per library what all parts allow; a part that contradicts the ones before it is not counted."""
    result: dict[str, VersionRange] = {}
    for part in parts:
        for library, versions in part.items():
            both = result.get(library, VersionRange()) & versions
            if not both.is_empty:
                result[library] = both
    return result


def _hull(one: VersionRange, other: VersionRange) -> VersionRange:
    lower, lower_included = one.lower, one.lower_included
    if lower is not None and (other.lower is None or other.lower <= lower):
        lower_included = other.lower_included or (lower_included and other.lower == lower)
        lower = other.lower
    upper, upper_included = one.upper, one.upper_included
    if upper is not None and (other.upper is None or other.upper >= upper):
        upper_included = other.upper_included or (upper_included and other.upper == upper)
        upper = other.upper
    return VersionRange(lower, upper, lower_included, upper_included)
