"""Foreign text in a terminal is harmless and lines up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mllint_rules.model.text import Applicability, Fix, Region
from mllint_rules.report.display import ShownLine, escape, fix_mark, place, show_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本 👩‍🚀", "plain é 日本 👩‍🚀"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\nb\rc\td", "a\\nb\\rc\\td"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202egnp", "\\u202egnp"),
        ("half \ud800", "half \\ud800"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
    ],
)
def test_what_a_terminal_would_act_on_is_escaped(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_a_place_names_the_cell_only_in_a_notebook() -> None:
    assert place("a/b.py", Region(3, 5, 3, 9)) == "a/b.py:3:5"
    assert place("n.ipynb", Region(3, 5, 3, 9, cell=2)) == "n.ipynb:cell 2:3:5"


@pytest.mark.parametrize(
    ("applicability", "mark"),
    [(Applicability.SAFE, "[*]"), (Applicability.UNSAFE, "[~]"), (Applicability.DISPLAY, "")],
)
def test_marks_say_how_far_a_fix_can_be_trusted(applicability: Applicability, mark: str) -> None:
    assert fix_mark(Fix("Repair", applicability, ())) == mark
    assert fix_mark(None) == ""


@pytest.mark.parametrize(
    ("line", "word", "shown"),
    [
        ("x = load()", "load", ShownLine("x = load()", 4, 4)),
        ("\tx = load()", "load", ShownLine("    x = load()", 8, 4)),
        ("a\tload()", "load", ShownLine("a   load()", 4, 4)),
        ("名前 = load()", "load", ShownLine("名前 = load()", 7, 4)),
        ("x = '日本'", "日本", ShownLine("x = '日本'", 5, 4)),
        ("'🚀'; load()", "load", ShownLine("'🚀'; load()", 6, 4)),
        ("'\x1b'; load()", "load", ShownLine("'\\x1b'; load()", 8, 4)),
    ],
)
def test_marks_stand_under_the_word(line: str, word: str, shown: ShownLine) -> None:
    start = line.index(word)
    assert show_line(line, start, start + len(word), 80) == shown


def test_an_empty_place_is_marked_with_one_caret() -> None:
    assert show_line("x = 1", 5, 5, 80) == ShownLine("x = 1", 5, 1)


def test_a_long_line_is_cut_around_the_mark() -> None:
    line = "a" * 1000 + "load" + "b" * 1000
    assert show_line(line, 1000, 1004, 36) == ShownLine("..." + "a" * 10 + "load" + "b" * 16 + "...", 13, 4)


def test_a_line_that_is_cut_behind_keeps_its_start() -> None:
    assert show_line("load" + "b" * 100, 0, 4, 20) == ShownLine("load" + "b" * 10 + "...", 0, 4)


def test_a_huge_line_is_not_measured_as_a_whole() -> None:
    line = "é" * 5_000_000
    shown = show_line(line, 2_500_000, 2_500_001, 40)
    assert shown == ShownLine("..." + "é" * 34 + "...", 3 + 34 // 3, 1)


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 300), st.integers(20, 100))
def test_any_line_fits_and_the_mark_lies_within(line: str, start: int, length: int, width: int) -> None:
    start = min(start, len(line))
    shown = show_line(line, start, min(start + length, len(line)), width)
    assert escape(shown.text) == shown.text
    assert sum(cell_len(character) for character in shown.text) <= width + 10
    assert 0 <= shown.mark_start <= cell_len(shown.text)
    assert shown.mark_width >= 1
