"""Documents after edits: the right text, and cells that stay apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.model.text import Edit, Span
from mllint_rules.source.document import Document, Kind
from mllint_rules.source.notebook import notebook_document
from mllint_rules.source.reading import read_bytes, read_text
from mllint_rules.source.revision import apply_edits

MakeNotebook = Callable[..., bytes]


def _sources(document: Document) -> list[str]:
    return [document.text[cell.span.start : cell.span.end] for cell in document.cells]


def test_edits_are_applied_in_order() -> None:
    edits = [Edit(Span(0, 0), "x"), Edit(Span(0, 0), "y"), Edit(Span(0, 1), "A"), Edit(Span(3, 3), "!")]
    assert apply_edits("abc", edits) == "xyAbc!"


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(2, 2), (0, 1)], [(0, 9)], [(2, 1)]])
def test_edits_that_overlap_are_errors(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="overlaps the one before it or lies outside the text"):
        apply_edits("abc", [Edit(Span(*span), "") for span in spans])


def test_a_script_keeps_what_it_is() -> None:
    document = read_bytes(b"\xef\xbb\xbf# coding: utf-8\nx\n", "a.py")
    edited = document.with_edits([Edit(Span(16, 17), "y\n# %%")])
    assert edited.text == edited.code == "# coding: utf-8\ny\n# %%\n"
    assert (edited.kind, edited.cells, edited.has_bom) == (Kind.SCRIPT, (), True)
    assert edited.lines.position(18) == (3, 1)


def test_the_cells_of_a_percent_script_move_along() -> None:
    edited = read_text("# %%\na\n# %%\nb\n", "a.py").with_edits([Edit(Span(5, 6), "aaa")])
    assert _sources(edited) == ["# %%\naaa\n", "# %%\nb\n"]


@pytest.mark.parametrize(
    ("start", "end", "text", "expected"),
    [
        (0, 0, "x\n", ["x\na\nb", "c", "%%time\nd"]),
        (3, 3, "\nx", ["a\nb\nx", "c", "%%time\nd"]),
        (4, 4, "x\n", ["a\nb", "x\nc", "%%time\nd"]),
        (2, 4, "", ["a", "c", "%%time\nd"]),
        (2, 4, "x\n", ["a\nx", "c", "%%time\nd"]),
        (0, 4, "", ["", "c", "%%time\nd"]),
        (2, 5, "x", ["a\nx", "", "%%time\nd"]),
        (0, 13, "x", ["x", "", "d"]),
        (6, 6, "x\n", ["a\nb", "c", "%%time\nx\nd"]),
        (15, 15, "x\n", ["a\nb", "c", "%%time\nd\nx"]),
    ],
)
def test_an_edit_stays_in_the_cell_where_it_begins(
    make_notebook: MakeNotebook, start: int, end: int, text: str, expected: list[str]
) -> None:
    document = read_bytes(make_notebook("a\nb", "c", "%%time\nd"), "a.ipynb")
    assert document.text == "a\nb\nc\n%%time\nd\n"
    edited = document.with_edits([Edit(Span(start, end), text)])
    assert _sources(edited) == expected
    assert edited.text == "".join(f"{source}\n" for source in expected)
    assert [cell.number for cell in edited.cells] == [1, 2, 3]


def test_lines_before_and_behind_each_other(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook("a\nb\nc", "d"), "a.ipynb")
    edits = [Edit(Span(2, 4), "x\n"), Edit(Span(4, 6), ""), Edit(Span(6, 6), "y\n")]
    assert _sources(document.with_edits(edits)) == ["a\nx\n", "y\nd"]


def test_nothing_comes_before_a_cell_magic_without_body(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook("%%time"), "a.ipynb")
    assert _sources(document.with_edits([Edit(Span(0, 0), "import x\n")])) == ["%%time\nimport x"]


def test_new_text_is_masked_too(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook("a", "%%bash\nls 'x"), "a.ipynb")
    edited = document.with_edits([Edit(Span(0, 1), "!ls")])
    assert (edited.text, edited.code) == ("!ls\n%%bash\nls 'x\n", "__ \n      \n     \n")


def test_a_notebook_without_code_cannot_be_edited(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook(), "a.ipynb")
    assert document.with_edits([]) == document
    with pytest.raises(ValueError, match="a notebook without code cells cannot be edited"):
        document.with_edits([Edit(Span(0, 0), "x")])


@given(st.lists(st.text("ab\n"), min_size=1, max_size=5), st.data())
def test_edits_within_cells_do_what_they_do_to_each_cell(sources: list[str], data: st.DataObject) -> None:
    from mllint_rules.source.document import Cell

    cells = [Cell(number, Span(0, 0)) for number in range(1, len(sources) + 1)]
    document = notebook_document("a.ipynb", cells, sources)
    edits = []
    expected = []
    for cell, source in zip(document.cells, sources, strict=True):
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, len(source)))
        text = data.draw(st.text("xy\n", max_size=3))
        edits.append(Edit(Span(cell.span.start + start, cell.span.start + end), text))
        expected.append(source[:start] + text + source[end:])
    assert _sources(document.with_edits(edits)) == expected
