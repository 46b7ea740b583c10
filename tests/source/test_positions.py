"""Offsets, lines and columns: what users see in reports, what editors and `ast` say."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mllint_rules.source.positions import LineIndex

TEXTS = st.text(st.sampled_from("ab \t\r\n\f\v\x1c\u2028é́漢😀")) | st.text()


def test_lines_end_where_python_ends_them() -> None:
    index = LineIndex("a\r\nb\rc\nd\fe\vf\x1cg\u2028h")
    assert [index.line_text(line) for line in range(1, index.line_count + 1)] == [
        "a",
        "b",
        "c",
        "d\fe\vf\x1cg\u2028h",
    ]


def test_a_final_line_break_opens_an_empty_line() -> None:
    index = LineIndex("a\n")
    assert index.line_count == 2
    assert index.line_span(1) == (0, 2)
    assert index.line_span(2) == (2, 2)
    assert index.position(2) == (2, 1)


def test_the_empty_text_has_one_line() -> None:
    index = LineIndex("")
    assert (index.line_count, index.line_text(1), index.position(0)) == (1, "", (1, 1))


@given(TEXTS, st.data())
@example("a\r\nb\rc\n", None)
def test_the_line_of_an_offset_begins_where_its_line_does(text: str, data: st.DataObject | None) -> None:
    index = LineIndex(text)
    offsets = range(len(text) + 1) if data is None else [data.draw(st.integers(0, len(text)))]
    for offset in offsets:
        line, _ = index.position(offset)
        assert index.line_start(offset) == index.line_span(line)[0]


def test_columns_count_characters() -> None:
    text = "\té😀é = 1\n"
    assert LineIndex(text).position(text.index("=")) == (1, 6)


def test_a_column_behind_the_line_means_its_end() -> None:
    index = LineIndex("ab\r\ncd")
    assert index.offset(1, 99) == 2
    assert index.offset(2, 99) == 6


@pytest.mark.parametrize(("line", "column"), [(0, 1), (3, 1), (1, 0)])
def test_places_that_do_not_exist_are_errors(line: int, column: int) -> None:
    with pytest.raises(ValueError, match=r"line|column"):
        LineIndex("ab\ncd").offset(line, column)


@pytest.mark.parametrize("offset", [-1, 6])
def test_offsets_outside_the_text_are_errors(offset: int) -> None:
    with pytest.raises(ValueError, match="outside the text of 5 characters"):
        LineIndex("ab\ncd").position(offset)


@given(TEXTS, st.data())
def test_every_offset_comes_back_from_its_line_and_column(text: str, data: st.DataObject) -> None:
    index = LineIndex(text)
    offset = data.draw(st.integers(0, len(text)))
    assert index.offset(*index.position(offset)) == offset


@given(TEXTS)
def test_the_lines_make_up_the_text(text: str) -> None:
    index = LineIndex(text)
    spans = [index.line_span(line) for line in range(1, index.line_count + 1)]
    assert "".join(text[start:end] for start, end in spans) == text


@given(TEXTS, st.data())
@example(text="😀x", data=None)
def test_every_character_comes_back_from_utf16(text: str, data: st.DataObject | None) -> None:
    index = LineIndex(text)
    offset = 1 if data is None else data.draw(st.integers(0, len(text)))
    if text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    assert index.from_utf16(*index.utf16(offset)) == offset


def test_utf16_counts_an_emoji_twice() -> None:
    index = LineIndex("a\n'😀' b")
    assert index.utf16(6) == (1, 5)
    assert index.from_utf16(1, 5) == 6
    assert index.from_utf16(1, 2) == 3  # in the middle of the emoji


def test_utf16_places_behind_the_end_mean_the_end() -> None:
    index = LineIndex("ab\r\ncd")
    assert index.from_utf16(0, 99) == 2
    assert index.from_utf16(1, 99) == 6
    assert index.from_utf16(7, 0) == 6


@given(
    st.lists(st.text(st.sampled_from("aé漢😀\u0301\t\f ")), min_size=1), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_ast_columns_are_understood(strings: list[str], end: str) -> None:
    code = "".join(f"v = {string!r}, x{end}" for string in strings)
    index = LineIndex(code)
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            assert node.end_col_offset is not None
            start = index.ast_offset(node.lineno, node.col_offset)
            assert code[start : index.ast_offset(node.lineno, node.end_col_offset)] == node.id


def test_ast_columns_count_the_bytes_of_the_code_that_was_parsed() -> None:
    index = LineIndex("é = !ls 😀; x", "é = __       ")
    assert index.ast_offset(1, 5) == 4
    assert index.utf16(9) == (0, 10)


def test_a_lone_surrogate_is_one_character() -> None:
    index = LineIndex("'\ud800' x")
    assert index.position(4) == (1, 5)
    assert index.ast_offset(1, 6) == 4
    assert index.utf16(4) == (0, 4)
