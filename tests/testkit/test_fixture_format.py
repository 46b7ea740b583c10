"""Fixture files: what their marks say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.testkit.fixtures import Expectation, parse_fixture


def test_carets_mark_a_finding_and_are_taken_out() -> None:
    fixture = parse_fixture('state = read("m.pt")\n#       ^^^^ MLX101 can run code\nprint()\n')
    assert fixture.text == 'state = read("m.pt")\nprint()\n'
    assert fixture.expected == (Expectation(1, 9, 12, "MLX101", "can run code"),)
    assert fixture.rules is None
    assert fixture.fixed == {}


def test_a_line_may_have_several_marks_in_one_comment_or_in_several() -> None:
    text = "a\nf(g(x), h)\n#   ^ MLX101 inner  ^ MLX102 ` here\n#  ^^^^^ MLX103\n    # @1-8 ML003 outer\n"
    fixture = parse_fixture(text)
    assert fixture.text == "a\nf(g(x), h)\n"
    assert fixture.expected == (
        Expectation(2, 1, 8, "ML003", "outer"),
        Expectation(2, 4, 8, "MLX103", ""),
        Expectation(2, 5, 5, "MLX101", "inner"),
        Expectation(2, 21, 21, "MLX102", "` here"),
    )


def test_carets_right_behind_the_sign_include_its_column() -> None:
    text = "load()\n#^^^ MLX101\nif a:\n    load()\n    #^^^ MLX101\n"
    assert parse_fixture(text).expected == (
        Expectation(1, 1, 4, "MLX101"),
        Expectation(3, 5, 8, "MLX101"),
    )


def test_other_comments_stay() -> None:
    text = "# MLX101 is reported ^ there\nx = 1  # ^^^ MLX101 not a line of its own\n#: a\n"
    fixture = parse_fixture(text)
    assert fixture.text == text
    assert fixture.expected == ()


def test_the_fixed_texts_stand_below_dividers() -> None:
    fixture = parse_fixture("a\n# === fixed (safe) ===\nb\n# === fixed (unsafe) ===\nc\n#  ^ MLX101 stays\n")
    assert fixture.text == "a\n"
    assert fixture.fixed == {False: "b\n", True: "c\n#  ^ MLX101 stays\n"}


def test_the_first_line_says_what_the_file_is_taken_for() -> None:
    fixture = parse_fixture(
        "# mllint-test: path=src/train.py python=3.12 rules=a,b "
        'settings={"seed": 7, "libraries": {"x": "1"}}\n'
        "a\n"
    )
    assert fixture.text == "a\n"
    assert fixture.path == "src/train.py"
    assert fixture.rules == ("a", "b")
    assert fixture.python == (3, 12)
    assert fixture.settings == {"seed": 7, "libraries": {"x": "1"}}


def test_a_fixture_may_be_about_no_rule() -> None:
    assert parse_fixture("# mllint-test: rules=\na\n").rules == ()


def test_line_ends_stay() -> None:
    fixture = parse_fixture("a\r\n#  ^ MLX101\r\n\x0cb\r\n# === fixed (safe) ===\r\nc\r\n")
    assert fixture.text == "a\r\n\x0cb\r\n"
    assert fixture.expected == (Expectation(1, 4, 4, "MLX101"),)
    assert fixture.fixed == {False: "c\r\n"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("#  ^^^ MLX101\na\n", "there is no code above the carets: #  ^^^ MLX101"),
        ("a\n#  ^^^ here\n", "carets without a code such as MLX101: #  ^^^ here"),
        ("a\n# === fixed ===\nb\n", "a divider says (safe) or (unsafe): # === fixed ==="),
        ("a\n# === fixed (always) ===\nb\n", "a divider says (safe) or (unsafe): # === fixed (always) ==="),
        (
            "a\n# === fixed (safe) ===\n# === fixed (safe) ===\n",
            "the divider for safe fixes stands there twice",
        ),
        (
            "# mllint-test: file=a.py\n",
            "the header takes path=, python=, rules= and at the end settings={…}, not 'file=a.py'",
        ),
        (
            "# mllint-test: settings={'a': 1}\n",
            (
                "the settings in the header are no JSON: Expecting property name enclosed in double quotes: "
                "line 1 column 2 (char 1)"
            ),
        ),
    ],
)
def test_marks_that_make_no_sense_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(AssertionError) as caught:
        parse_fixture(text)
    assert str(caught.value) == complaint


@given(
    st.lists(
        st.tuples(st.integers(3, 40), st.integers(1, 20), st.sampled_from(["MLX101", "ML003"])),
        min_size=1,
        max_size=5,
    )
)
def test_carets_say_the_columns_they_stand_under(marks: list[tuple[int, int, str]]) -> None:
    lines = ["x" * 70]
    expected: list[Any] = []
    for first, width, code in marks:
        lines.append("#" + " " * (first - 2) + "^" * width + f" {code} because")
        expected.append(Expectation(1, first, first + width - 1, code, "because"))
    assert parse_fixture("\n".join(lines)).expected == tuple(sorted(expected))
