"""Versions and ranges of them: as much of PEP 440 as deciding about an API needs.

A range is an interval; `!=` and environment markers are ignored, because they cannot make a version that
an interval excludes possible again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_VERSION = re.compile(r"\s*v?(?:\d+!)?(\d+(?:\.\d+)*)\s*[-._]?(a|b|c|rc|alpha|beta|pre|dev)?[-._]?\d*", re.I)
_CLAUSE = re.compile(r"\s*(===|==|~=|>=|<=|!=|>|<|\^|~|=)?\s*([^\s,;|]+)\s*")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)", re.S)


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A release without trailing zeros; a pre-release sorts just before its release."""

    release: tuple[int, ...]
    final: bool = True

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read `2.6`, `v1.0rc1`, `2.1.0+cpu`. Raises `ValueError` when there is no number to read."""
        match = _VERSION.match(text)
        if match is None:
            raise ValueError(f"not a version: {text!r}")
        release = tuple(int(part) for part in match[1].split("."))
        while len(release) > 1 and release[-1] == 0:
            release = release[:-1]
        return cls(release, match[2] is None)

    def __str__(self) -> str:
        return ".".join(map(str, self.release)) + ("" if self.final else "rc")


@dataclass(frozen=True, slots=True)
class VersionRange:
    """All versions between two bounds; a missing bound is open."""

    lower: Version | None = None
    upper: Version | None = None
    lower_included: bool = True
    upper_included: bool = False

    @classmethod
    def parse(cls, text: str) -> VersionRange:
        """Read specifiers (`>=1.0,<2`, `==2.1.*`, `~=1.4`, poetry's `^2.0`). Raises `ValueError`."""
        bounds = cls()
        for clause in filter(None, (part.strip() for part in text.split(","))):
            match = _CLAUSE.fullmatch(clause)
            if match is None:
                raise ValueError(f"not a version range: {text!r}")
            if match[2] != "*":
                bounds = bounds & _clause(match[1] or "==", match[2])
        return bounds

    @classmethod
    def exactly(cls, version: Version) -> VersionRange:
        """The range that holds one version."""
        return cls(version, version, True, True)

    @property
    def exact(self) -> Version | None:
        """The only version of the range, when there is just one."""
        return self.lower if self.lower is not None and self.lower == self.upper else None

    @property
    def is_empty(self) -> bool:
        """Whether no version fits."""
        if self.lower is None or self.upper is None:
            return False
        if self.lower == self.upper:
            return not (self.lower_included and self.upper_included)
        return self.lower > self.upper

    def __and__(self, other: VersionRange) -> VersionRange:
        lower, lower_included = self.lower, self.lower_included
        if other.lower is not None and (lower is None or other.lower >= lower):
            lower_included = other.lower_included and (lower_included or other.lower != lower)
            lower = other.lower
        upper, upper_included = self.upper, self.upper_included
        if other.upper is not None and (upper is None or other.upper <= upper):
            upper_included = other.upper_included and (upper_included or other.upper != upper)
            upper = other.upper
        return VersionRange(lower, upper, lower_included, upper_included)

    def intersects(self, other: VersionRange) -> bool:
        """Whether some version is in both."""
        return not (self & other).is_empty


@dataclass(frozen=True, slots=True)
class Requirement:
    """A library and a range of its versions, as in `torch<2.6`."""

    library: str
    versions: VersionRange

    @classmethod
    def parse(cls, text: str) -> Requirement:
        """Read a requirement line; extras and markers are skipped. Raises `ValueError`."""
        match = _REQUIREMENT.fullmatch(text.split(";", maxsplit=1)[0])
        if match is None:
            raise ValueError(f"not a requirement: {text!r}")
        specifiers = match[2].strip().removeprefix("(").removesuffix(")")
        if specifiers.startswith("@"):
            specifiers = ""
        return cls(normalise(match[1]), VersionRange.parse(specifiers))


def normalise(library: str) -> str:
    """The one spelling of a distribution name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", library).lower()


def _clause(operator: str, text: str) -> VersionRange:
    if operator == "!=":
        return VersionRange()
    wildcard = text.endswith(".*")
    version = Version.parse(text)
    written = _VERSION.match(text)
    assert written is not None
    release = [int(part) for part in written[1].split(".")]  # trailing zeros count here: `~=2.0`
    if operator == ">=":
        return VersionRange(lower=version)
    if operator == ">":
        return VersionRange(lower=version, lower_included=False)
    if operator == "<=":
        return VersionRange(upper=version, upper_included=True)
    if operator == "<":
        return VersionRange(upper=version)
    if operator == "~=":
        return VersionRange(version, _next(release[:-1] or release))
    if operator == "^":
        significant = next((i for i, part in enumerate(release) if part), len(release) - 1)
        return VersionRange(version, _next(release[: significant + 1]))
    if operator == "~":
        return VersionRange(version, _next(release[:2]))
    if wildcard or operator == "=":
        return VersionRange(version, _next(release))
    return VersionRange.exactly(version)


def _next(release: list[int]) -> Version:
    return Version((*release[:-1], release[-1] + 1))
