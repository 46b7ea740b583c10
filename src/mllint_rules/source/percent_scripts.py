"""Scripts that are notebooks at heart: cells divided by `# %%`, Jupytext headers, Databricks exports."""

from __future__ import annotations

import re

from mllint_rules.model.text import Span
from mllint_rules.source.document import Cell

# Lines drawn with percent signs (`# %%%%%%%%`) are decoration.
_MARKER = re.compile(r"(?:\A|(?<=[\r\n]))# ?(?:%%(?!%%)|COMMAND -{5,})")
_LIGHT_MARKER = re.compile(r"(?:\A|(?<=[\r\n]))# \+(?=[ \t\r\n]|\Z)")
_JUPYTEXT = re.compile(r"\A# ---[ \t]*(?:\r\n|\r|\n)(?:#[^\r\n]*(?:\r\n|\r|\n))*?# +(?:jupyter|jupytext):")
_DATABRICKS = "# Databricks notebook source"


def percent_cells(text: str) -> tuple[Cell, ...] | None:
    """The cells of a percent script, from marker to marker; None for an ordinary script.

    What stands before the first marker is a cell, unless it is blank.
    """
    if "%%" not in text and "COMMAND ---" not in text and not text.startswith(("# ---", _DATABRICKS)):
        return None
    starts = [match.start() for match in _MARKER.finditer(text)]
    if not starts:
        is_jupytext = _JUPYTEXT.match(text) is not None
        if not is_jupytext and not text.startswith(_DATABRICKS):
            return None
        starts = [match.start() for match in _LIGHT_MARKER.finditer(text)] if is_jupytext else []
    if not starts or text[: starts[0]].strip():
        starts.insert(0, 0)
    ends = [*starts[1:], len(text)]
    return tuple(
        Cell(number, Span(start, end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
