"""Notebooks are read as one Python text, cell by cell."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from mllint_rules.model.text import Region, Span
from mllint_rules.source.document import Cell, Document, Kind
from mllint_rules.source.reading import UnreadableFile, read_bytes, read_text

MakeNotebook = Callable[..., bytes]
CONVERT = "convert it with `jupyter nbconvert --to notebook --nbformat 4`"
MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": ["# title"]}


def _complaint(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(data, "a.ipynb")
    return str(raised.value)


def _sources(document: Document) -> list[str]:
    return [document.text[cell.span.start : cell.span.end] for cell in document.cells]


def test_code_cells_follow_one_another(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook(["a = 1\n", "b"], MARKDOWN, "c", ""), "x/a.ipynb")
    assert (document.path, document.kind, document.encoding) == ("x/a.ipynb", Kind.NOTEBOOK, "utf-8")
    assert document.text == document.code == "a = 1\nb\nc\n\n"
    assert [(cell.number, cell.span) for cell in document.cells] == [
        (1, Span(0, 7)),
        (3, Span(8, 9)),
        (4, Span(10, 10)),
    ]
    assert document.is_exploratory


def test_places_count_within_the_cell(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook("a\nbc\n", MARKDOWN, "x\nyy = 1"), "a.ipynb")
    start = document.text.index("yy")
    assert document.region(Span(start, start + 2)) == Region(2, 1, 2, 3, cell=3)
    assert document.region(Span(2, 4)) == Region(2, 1, 2, 3, cell=1)
    assert document.region(Span(2, start + 2)) == Region(2, 1, 3, 1, cell=1)  # clipped to its cell
    assert document.region(Span(len(document.text), len(document.text))) == Region(2, 7, 2, 7, cell=3)


def test_what_a_cell_tells(make_notebook: MakeNotebook) -> None:
    cell = {
        "cell_type": "code",
        "execution_count": 7,
        "metadata": {"tags": ["parameters", 1]},
        "outputs": [{}],
        "source": "%%time\nx = 1",
    }
    document = read_bytes(make_notebook(cell), "a.ipynb")
    assert document.cells == (Cell(1, Span(0, 12), 7, "time", "python", ("parameters",), True),)
    assert document.code == "#     \nx = 1\n"


def test_cells_in_other_languages_are_blank(make_notebook: MakeNotebook) -> None:
    sql = {"cell_type": "code", "metadata": {"vscode": {"languageId": "sql"}}, "source": "select 1"}
    document = read_bytes(make_notebook("%%bash\nls 'x", sql, "y"), "a.ipynb")
    assert [cell.language for cell in document.cells] == ["bash", "sql", "python"]
    assert document.code == "      \n     \n        \ny\n"
    assert [type(node) for node in ast.parse(document.code).body] == [ast.Expr]


def test_databricks_switches_the_language_with_one_percent(make_notebook: MakeNotebook) -> None:
    metadata: dict[str, Any] = {"application/vnd.databricks.v1+notebook": {}}
    assert read_bytes(make_notebook("%sql\nselect 1", **metadata), "a.ipynb").code == "    \n        \n"
    assert read_bytes(make_notebook("%sql\nselect = 1"), "a.ipynb").code == "pass\nselect = 1\n"


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "conda-env-ml"}},
        {"kernelspec": {"language": "python"}, "language_info": {"name": "python"}},
        {"language_info": {"name": "ipython3"}},
        {"kernelspec": None, "language_info": []},
    ],
)
def test_python_kernels(make_notebook: MakeNotebook, metadata: dict[str, Any]) -> None:
    assert read_bytes(make_notebook("a", **metadata), "a.ipynb").text == "a\n"


@pytest.mark.parametrize(
    "metadata",
    [
        {"language_info": {"name": "R"}},
        {"kernelspec": {"language": "julia"}},
        {"kernelspec": {"name": "ir"}},
    ],
)
def test_notebooks_in_other_languages_have_no_cells(
    make_notebook: MakeNotebook, metadata: dict[str, Any]
) -> None:
    document = read_bytes(make_notebook("library(x)", **metadata), "a.ipynb")
    assert (document.kind, document.text, document.cells) == (Kind.NOTEBOOK, "", ())
    assert document.region(Span(0, 0)) == Region(1, 1, 1, 1)


def test_a_lone_surrogate_stays_in_the_text_and_parses() -> None:
    data = rb'{"cells": [{"cell_type": "code", "source": "x = \"\ud800\""}], "nbformat": 4}'
    document = read_bytes(data, "a.ipynb")
    assert (document.text, document.code) == ('x = "\ud800"\n', 'x = "\ufffd"\n')


def test_a_byte_order_mark_and_text_from_an_editor(make_notebook: MakeNotebook) -> None:
    data = make_notebook("é")
    assert read_bytes(b"\xef\xbb\xbf" + data, "a.ipynb").has_bom
    assert read_text(data.decode(), "a.ipynb") == read_bytes(data, "a.ipynb")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the notebook is not valid JSON: Expecting value in line 1, column 1"),
        (
            b'{\n"cells": [}',
            "the notebook is not valid JSON: Expecting value in line 2, column 11",
        ),
        (b"[1]", "the notebook's JSON is no object (save it again from Jupyter)"),
        (b'{"nbformat": 4}', "the notebook has no list of cells (save it again from Jupyter)"),
        (
            b'{"nbformat": 3, "worksheets": []}',
            f"the notebook has the old format nbformat 3; {CONVERT}",
        ),
        (
            b'{"nbformat": 5, "cells": []}',
            f"the notebook has the format nbformat 5, which is not known yet; {CONVERT}",
        ),
        (b'{"cells": "\xe9"}', "the notebook is not valid UTF-8 (byte 12); save it again from Jupyter"),
        (
            b'{"cells": [{}, {"cell_type": "code", "source": 1}]}',
            "cell 2 of the notebook has no source text (save it again from Jupyter)",
        ),
        (
            b'{"cells": [{"cell_type": "code", "source": ["a", 1]}]}',
            "cell 1 of the notebook has no source text (save it again from Jupyter)",
        ),
        (b"[" * 100_000, "the notebook's JSON is nested too deeply to be read"),
    ],
)
def test_what_is_no_notebook(data: bytes, message: str) -> None:
    assert _complaint(data) == message


@pytest.mark.skipif(not hasattr(sys, "get_int_max_str_digits"), reason="early 3.10 has no limit")
def test_a_number_with_thousands_of_digits() -> None:
    data = b'{"nbformat": 4, "cells": [], "x": ' + b"9" * 5000 + b"}"
    assert _complaint(data).startswith("the notebook is not valid JSON: Exceeds the limit (4300")


def test_cells_that_are_nothing_are_passed_over() -> None:
    data = json.dumps({"nbformat": 4, "cells": [None, {}, {"cell_type": "code", "source": "a"}]}).encode()
    assert _sources(read_bytes(data, "a.ipynb")) == ["a"]
