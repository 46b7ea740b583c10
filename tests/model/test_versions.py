"""What is understood of versions, ranges and requirements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.model.versions import Requirement, Version, VersionRange, normalise


@pytest.mark.parametrize(
    ("text", "release", "final"),
    [
        ("2.6", (2, 6), True),
        ("2.6.0", (2, 6), True),
        ("2.0.0", (2,), True),
        ("0", (0,), True),
        ("0.0", (0,), True),
        ("v1.4", (1, 4), True),
        (" 1.4", (1, 4), True),
        ("2.1.0+cpu", (2, 1), True),
        ("1!2.0", (2,), True),
        ("2024.10.7", (2024, 10, 7), True),
        ("1.0.post1", (1,), True),
        ("1.0-1", (1,), True),
        ("2.0rc1", (2,), False),
        ("2.0.rc1", (2,), False),
        ("2.0-alpha", (2,), False),
        ("2.1b2", (2, 1), False),
        ("2.1.dev20240101", (2, 1), False),
        ("2.1.0a0+git1234", (2, 1), False),
    ],
)
def test_a_version_is_read(text: str, release: tuple[int, ...], final: bool) -> None:
    assert Version.parse(text) == Version(release, final)


@pytest.mark.parametrize("text", ["", "two", "*", ".1", "latest"])
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a version: "):
        Version.parse(text)


def test_versions_are_ordered_as_releases_are() -> None:
    written = ["0.9", "1.0a1", "1.0", "1.0.1", "1.2", "1.10", "2.0.dev1", "2", "2.0.0.1"]
    versions = [Version.parse(text) for text in written]
    shuffled = versions[::2] + versions[1::2]
    assert sorted(shuffled) == versions
    assert [str(version) for version in versions] == [
        *("0.9", "1rc", "1", "1.0.1", "1.2", "1.10", "2rc", "2", "2.0.0.1")
    ]


def interval(text: str) -> str:
    """A range as mathematicians write it."""
    versions = VersionRange.parse(text)
    lower = "-" if versions.lower is None else str(versions.lower)
    upper = "-" if versions.upper is None else str(versions.upper)
    left = "[" if versions.lower is not None and versions.lower_included else "("
    right = "]" if versions.upper is not None and versions.upper_included else ")"
    return f"{left}{lower} {upper}{right}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "(- -)"),
        ("*", "(- -)"),
        ("==*", "(- -)"),
        ("!=1.5", "(- -)"),
        ("!=1.*", "(- -)"),
        (">=1.0", "[1 -)"),
        (">1.0", "(1 -)"),
        ("<=2.5", "(- 2.5]"),
        ("<2.5", "(- 2.5)"),
        ("==2.5.0", "[2.5 2.5]"),
        ("===2.5", "[2.5 2.5]"),
        ("2.5", "[2.5 2.5]"),
        ("==1.*", "[1 2)"),
        ("==1.0.*", "[1 1.1)"),
        ("=1.26", "[1.26 1.27)"),
        ("~=1.4", "[1.4 2)"),
        ("~=2.0", "[2 3)"),
        ("~=1.4.2", "[1.4.2 1.5)"),
        ("~=1.4.0", "[1.4 1.5)"),
        ("~=2", "[2 3)"),
        ("^1.2.3", "[1.2.3 2)"),
        ("^0.2.3", "[0.2.3 0.3)"),
        ("^0.0.3", "[0.0.3 0.0.4)"),
        ("^0.0", "[0 0.1)"),
        ("^0", "[0 1)"),
        ("~1.2.3", "[1.2.3 1.3)"),
        ("~1.2", "[1.2 1.3)"),
        ("~1", "[1 2)"),
        (">=1.0,<2", "[1 2)"),
        (" >= 1.0 , < 2 ", "[1 2)"),
        (">=1,>=1.5,<3,<=2", "[1.5 2]"),
        (">=1,>1", "(1 -)"),
        ("<=2,<2", "(- 2)"),
        (">=1.0,!=1.5,<2,", "[1 2)"),
        (">=2.0rc1", "[2rc -)"),
        ("<2.0rc1", "(- 2rc)"),
    ],
)
def test_a_range_is_read(text: str, expected: str) -> None:
    assert interval(text) == expected


@pytest.mark.parametrize("text", ["two", ">=", "1 2", ">=1 <2", "1.0 | 2.0", "^1.0 || ^2.0", ">=1;<2"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a version"):
        VersionRange.parse(text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", True),
        ("", "==1", True),
        (">=2", "<2", False),
        (">=2", "<=2", True),
        (">2", "<=2", False),
        ("==1.*", ">=2", False),
        ("==1.*", "<1.0.1", True),
        ("~=1.4", "==1.9.9", True),
        ("~=1.4.2", "==1.9.9", False),
        ("^0.2", ">=0.3", False),
        ("==2.6", "<2.6", False),
        ("==2.6rc1", "<2.6", True),
        ("==2.6rc1", ">=2.6", False),
        ("==2.6.0", "==2.6", True),
        ("==2.6.0+cpu", "==2.6", True),
        ("!=2.6", "==2.6", True),
        (">=1,<2", ">=2,<3", False),
        (">=1,<=2", ">=2,<3", True),
        (">3,<2", "", False),
    ],
)
def test_whether_some_version_is_in_both(one: str, other: str, expected: bool) -> None:
    assert VersionRange.parse(one).intersects(VersionRange.parse(other)) is expected
    assert VersionRange.parse(other).intersects(VersionRange.parse(one)) is expected


def test_the_only_version_of_a_range() -> None:
    assert VersionRange.parse("==2.5").exact == Version((2, 5))
    assert VersionRange.parse(">=2,<=2").exact == Version((2,))
    assert VersionRange.parse("==2.*").exact is None
    assert VersionRange.parse("").exact is None
    assert VersionRange.exactly(Version((3,))) == VersionRange.parse("==3")


VERSIONS = st.builds(
    lambda parts, final: Version.parse(".".join(map(str, parts)) + ("" if final else "rc1")),
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.booleans(),
)
RANGES = st.builds(VersionRange, st.none() | VERSIONS, st.none() | VERSIONS, st.booleans(), st.booleans())


def holds(versions: VersionRange, version: Version) -> bool:
    """Whether a version lies between the bounds, said in the plainest way."""
    lower, upper = versions.lower, versions.upper
    above = lower is None or version > lower or (version == lower and versions.lower_included)
    below = upper is None or version < upper or (version == upper and versions.upper_included)
    return above and below


@given(RANGES, RANGES, VERSIONS)
def test_a_version_in_both_ranges_is_in_their_intersection(
    one: VersionRange, other: VersionRange, version: Version
) -> None:
    assert holds(one & other, version) is (holds(one, version) and holds(other, version))
    if holds(one, version) and holds(other, version):
        assert one.intersects(other)
        assert other.intersects(one)
    assert one.intersects(VersionRange.exactly(version)) is holds(one, version)


@given(RANGES)
def test_an_empty_range_meets_nothing(versions: VersionRange) -> None:
    assert versions.intersects(VersionRange()) is not versions.is_empty
    assert (versions & versions) == versions


@pytest.mark.parametrize(
    ("text", "library", "versions"),
    [
        ("torch", "torch", ""),
        ("torch<2.6", "torch", "<2.6"),
        ("  torch >= 2 , < 3 ", "torch", ">=2,<3"),
        ("Scikit_Learn==1.5", "scikit-learn", "==1.5"),
        ("ray[tune,air]~=2.9", "ray", "~=2.9"),
        ("torch (>=2)", "torch", ">=2"),
        ('torch>=2; python_version < "3.9"', "torch", ">=2"),
        ("torch @ https://example.org/torch-2.6.whl", "torch", ""),
        ("zope.interface", "zope-interface", ""),
    ],
)
def test_a_requirement_is_read(text: str, library: str, versions: str) -> None:
    assert Requirement.parse(text) == Requirement(library, VersionRange.parse(versions))


@pytest.mark.parametrize("text", ["", ">=2", "-e .", "torch==two"])
def test_what_is_no_requirement(text: str) -> None:
    with pytest.raises(ValueError, match=r"^not a "):
        Requirement.parse(text)


def test_names_of_distributions_have_one_spelling() -> None:
    assert normalise("Ruamel.-_Yaml") == "ruamel-yaml"
