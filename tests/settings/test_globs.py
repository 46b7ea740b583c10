"""The fast way of matching says what Git's own rules say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from mllint_rules.settings.globs import Globs

PATTERNS = st.lists(
    st.sampled_from(
        [
            "build",
            "build/",
            "*.py",
            "*_pb2.py",
            ".*",
            "test_*",
            "/a",
            "a/b",
            "src/**",
            "**/b/*.py",
            "*",
            "./a/b",
        ]
    ),
    max_size=4,
)
PARTS = st.sampled_from(["a", "b", "build", "src", ".hidden", "test_x", "x_pb2.py", "a.py"])
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


@given(PATTERNS, PATHS)
def test_a_path_matches_as_in_a_gitignore_file(patterns: list[str], path: str) -> None:
    expected = GitIgnoreSpec.from_lines(pattern.removeprefix("./") for pattern in patterns)
    assert Globs(patterns).matches(path) is expected.match_file(path)


@given(PATTERNS, PARTS, st.booleans())
def test_an_entry_without_parents_matches_the_same(patterns: list[str], name: str, is_dir: bool) -> None:
    globs = Globs(patterns)
    assert globs.matches_entry(name, is_dir=is_dir) is globs.matches(name, is_dir=is_dir)


def test_an_entry_is_judged_by_itself() -> None:
    globs = Globs(["build", "*.egg-info", "gen/"])
    assert globs.judge_entry("build/a.py") is None
    assert globs.judge_entry("src/build", is_dir=True) is True
    assert globs.judge_entry("x/gen", is_dir=True) is True
    assert globs.judge_entry("x/gen") is None
    assert Globs(["*.py", "!keep.py"]).judge_entry("d/keep.py") is False


def test_blanks_at_the_end_do_not_count() -> None:
    assert Globs(["sub/gen/  "]).matches("sub/gen/a.py")


def test_two_stars_at_the_end_mean_everything_inside() -> None:
    globs = Globs(["src/**", "!x"])
    assert globs.matches("src/a")
    assert globs.matches("src/a/b")
    assert not globs.matches("src", is_dir=True)
    assert Globs(["**"]).matches("a/b")
    assert Globs(["a/**/"]).matches("a/b", is_dir=True)
    assert not Globs(["a/**/"]).matches("a/b")


def test_a_negation_takes_back_what_came_before_but_not_a_folder() -> None:
    globs = Globs(["*", "!*/", "!*.py", "drop.py", "a/*", "!a/"])
    assert globs.matches("x.txt")
    assert not globs.matches("b/x.py")
    assert globs.matches("b/drop.py")
    assert globs.matches("a/x.py")
    assert globs.matches("a/c", is_dir=True)
    assert not globs.matches("a", is_dir=True)


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="!"):
        Globs(["!"])
