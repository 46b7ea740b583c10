"""Scripts that are notebooks at heart."""

from __future__ import annotations

import pytest

from mllint_rules.source.document import Document, Kind
from mllint_rules.source.reading import read_text


def _cells(document: Document) -> list[tuple[int, str]]:
    return [(cell.number, document.text[cell.span.start : cell.span.end]) for cell in document.cells]


def test_cells_go_from_marker_to_marker() -> None:
    document = read_text("import x\n# %%\na\n#%% second\nb\n", "a.py")
    assert document.kind is Kind.PERCENT_SCRIPT
    assert document.is_exploratory
    assert document.code is document.text
    assert _cells(document) == [(1, "import x\n"), (2, "# %%\na\n"), (3, "#%% second\nb\n")]


def test_nothing_before_the_first_marker_is_no_cell() -> None:
    assert _cells(read_text("\n# %%\r\na\r\n# %% [markdown]\r\n# b", "a.py")) == [
        (1, "# %%\r\na\r\n"),
        (2, "# %% [markdown]\r\n# b"),
    ]


def test_databricks() -> None:
    text = "# Databricks notebook source\na\n\n# COMMAND ----------\n\nb\n"
    assert _cells(read_text(text, "a.py")) == [
        (1, "# Databricks notebook source\na\n\n"),
        (2, "# COMMAND ----------\n\nb\n"),
    ]
    assert read_text("# Databricks notebook source\n", "a.py").kind is Kind.PERCENT_SCRIPT


def test_jupytext() -> None:
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:light\n# ---\n"
    assert _cells(read_text(f"{header}\n# +\na\n# -\n", "a.py")) == [(1, f"{header}\n"), (2, "# +\na\n# -\n")]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n",
        "x  # %%\n",
        "    # %%\n",
        "# %%%%%%%%%%%%\n",
        "# ---\n# title\n# ---\n",
        "x = '%%'\n",
        "a\f# %%",
    ],
)
def test_ordinary_scripts(text: str) -> None:
    document = read_text(text, "a.py")
    assert (document.kind, document.cells) == (Kind.SCRIPT, ())


def test_positions_count_from_the_top_of_the_file() -> None:
    from mllint_rules.model.text import Region, Span

    assert read_text("# %%\na\n# %%\nb\n", "a.py").region(Span(12, 13)) == Region(4, 1, 4, 2)
