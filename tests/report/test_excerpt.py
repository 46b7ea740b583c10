"""Lines of a text as users know them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.model.text import Applicability, Edit, Fix, Region, Span
from mllint_rules.report.excerpt import MarkedLine, SourceText
from mllint_rules.report.preview import ChangedLine, changed_lines


def test_a_span_in_one_line() -> None:
    assert SourceText("a = 1\nb = load()\n").lines(Span(10, 14)) == [MarkedLine(2, "b = load()", 4, 8)]


def test_the_last_line_of_a_span_that_ends_with_its_line_break() -> None:
    assert SourceText("a = 1\r\nb\r\n").lines(Span(0, 7)) == [MarkedLine(1, "a = 1", 0, 5)]


def test_marks_of_further_lines_begin_at_the_code() -> None:
    text = "f(\n    1,\n)\n"
    assert SourceText(text).lines(Span(0, 11)) == [
        MarkedLine(1, "f(", 0, 2),
        MarkedLine(2, "    1,", 4, 6),
        MarkedLine(3, ")", 0, 1),
    ]


def test_the_middle_of_a_long_span_is_left_out() -> None:
    text = "".join(f"line{number}\n" for number in range(1, 11))
    lines = SourceText(text).lines(Span(0, len(text)))
    assert [line and line.number for line in lines] == [1, 2, 3, None, 9, 10]


def test_a_place_behind_the_last_line() -> None:
    assert SourceText("x = (").lines(Span(5, 5)) == [MarkedLine(1, "x = (", 5, 5)]
    assert SourceText("").lines(Span(0, 0)) == [MarkedLine(1, "", 0, 0)]
    assert SourceText("x\n").lines(Span(99, 99)) == [MarkedLine(2, "", 0, 0)]


def test_lines_of_a_notebook_count_within_the_cell() -> None:
    source = SourceText("a\nb\nc\nd\n", cells=((1, 0, 4), (4, 4, 8)))
    assert source.lines(Span(6, 7)) == [MarkedLine(2, "d", 0, 1)]
    assert source.span(Region(2, 1, 2, 2, cell=4)) == Span(6, 7)
    assert source.span(Region(2, 1, 2, 2, cell=3)) is None


def test_a_region_that_the_text_does_not_have() -> None:
    assert SourceText("a\n").span(Region(7, 1, 7, 2)) is None


@given(st.text(alphabet="ab \t\r\n\f🚀", max_size=60), st.data())
def test_regions_and_spans_say_the_same(text: str, data: st.DataObject) -> None:
    source = SourceText(text)
    line = data.draw(st.integers(1, source.index.line_count))
    column = data.draw(st.integers(1, len(source.line(line)) + 1))
    span = source.span(Region(line, column, line, column))
    assert span is not None
    assert source.index.position(span.start) == (line, column)


def changes(text: str, *edits: Edit, cells: tuple[tuple[int, int, int], ...] = ()) -> list[ChangedLine]:
    return changed_lines(SourceText(text, cells), Fix("Repair", Applicability.SAFE, edits))


def test_a_changed_line_goes_and_comes() -> None:
    text = "import torch\nx = load(a)\n"
    assert changes(text, Edit(Span(23, 23), ", b=1")) == [
        ChangedLine(2, "x = load(a)"),
        ChangedLine(None, "x = load(a, b=1)"),
    ]


def test_an_inserted_line_only_comes() -> None:
    assert changes("a\nb\n", Edit(Span(2, 2), "import c\n")) == [ChangedLine(None, "import c")]


def test_a_deleted_line_only_goes() -> None:
    assert changes("a\r\nb\r\nc\r\n", Edit(Span(3, 6), "")) == [ChangedLine(2, "b")]


def test_edits_far_apart_leave_out_what_lies_between() -> None:
    text = "a\n" + "same\n" * 100 + "b\n"
    assert changes(text, Edit(Span(502, 503), "B"), Edit(Span(0, 1), "A")) == [
        ChangedLine(1, "a"),
        ChangedLine(None, "A"),
        ChangedLine(102, "b"),
        ChangedLine(None, "B"),
    ]


def test_two_edits_of_one_line_are_one_change() -> None:
    assert changes("f(a, b)", Edit(Span(2, 3), "x"), Edit(Span(5, 6), "y")) == [
        ChangedLine(1, "f(a, b)"),
        ChangedLine(None, "f(x, y)"),
    ]


@given(st.text(alphabet="ab\r\n", max_size=30), st.data())
def test_the_preview_holds_every_line_that_differs(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = data.draw(st.text(alphabet="cd\n", max_size=10))
    lines = changes(text, Edit(Span(start, end), new))
    added = "".join(line.text for line in lines if line.number is None)
    assert added.count("c") == new.count("c")
    assert added.count("d") == new.count("d")
