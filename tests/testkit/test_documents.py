"""Code in examples and fixtures as documents."""

from __future__ import annotations

import pytest

from mllint_rules.source.document import Kind
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.documents import document_of, example_text, with_trailing_comments, written_lines

PERCENT = "import a\n# %%\nb()\nc()\n# %% [markdown]\n# prose (\n# %%\n%time d()\n"


def test_an_example_is_a_file_without_its_indentation() -> None:
    assert example_text("\n        if a:\n            b\n        ") == "if a:\n    b\n"
    assert example_text("a") == "a\n"


def test_a_percent_script_becomes_the_cells_of_a_notebook() -> None:
    document = document_of(PERCENT, "study.ipynb")
    assert document.kind is Kind.NOTEBOOK
    assert document.text == "import a\nb()\nc()\n%time d()\n"
    assert [(cell.number, document.text[cell.span.start : cell.span.end]) for cell in document.cells] == [
        (1, "import a"),
        (2, "b()\nc()"),
        (4, "%time d()"),
    ]


def test_the_lines_of_a_notebook_are_found_where_they_are_written() -> None:
    assert written_lines(PERCENT, "study.ipynb") == [1, 3, 4, 8, 9]
    assert written_lines(PERCENT, "study.py") == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_an_empty_cell_is_an_empty_line() -> None:
    text = "# %%\n# %%\na\n"
    assert document_of(text, "study.ipynb").text == "\na\n"
    assert written_lines(text, "study.ipynb") == [2, 3, 4]


def test_the_json_of_a_notebook_is_taken_as_it_is() -> None:
    text = '{"cells": [{"cell_type": "code", "source": "a = 1"}], "metadata": {}, "nbformat": 4}'
    assert document_of(text, "study.ipynb").text == "a = 1\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n", "a  # a remark\n"),
        ("a", "a  # a remark"),
        ("a  # b\n\nc\n", "a  # b\n\nc  # a remark\n"),
        ("f(\n    1,\n)\n", "f(\n    1,\n)  # a remark\n"),
        ('x = """\na\n"""\n', 'x = """\na\n"""  # a remark\n'),
        ("if a:\n    b\n", "if a:  # a remark\n    b  # a remark\n"),
    ],
)
def test_every_logical_line_gets_a_comment(text: str, expected: str) -> None:
    assert with_trailing_comments(read_text(text, "example.py")) == expected
