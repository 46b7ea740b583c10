"""From the code of examples and fixtures to documents, notebooks included.

Code for a notebook is written as a percent script: a line that starts with `# %%` begins a cell and is no
part of it; with `[markdown]` in the line the cell is one of prose.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import dedent

from mllint_rules.source.document import Document
from mllint_rules.source.reading import read_text

_MARKER = re.compile(r"# ?%%")


def example_text(code: str) -> str:
    """The code of an example as a file: without its indentation, with one line end at the end."""
    return dedent(code).strip("\n") + "\n"


def document_of(text: str, path: str) -> Document:
    """The document of a text that stands for the file `path`. Raises `UnreadableFile`."""
    return read_text(_notebook(text) if _is_percent_notebook(text, path) else text, path)


def written_lines(text: str, path: str) -> list[int]:
    """For each line of the document of `text` the 1-based line of `text` where it is written."""
    if not _is_percent_notebook(text, path):
        return list(range(1, text.count("\n") + 2))
    written: list[int] = []
    for cell in _cells(text):
        if not cell.is_markdown:
            # An empty cell is an empty line of the document.
            written += range(cell.first_line, cell.first_line + max(len(cell.lines), 1))
    return [*written, text.count("\n") + 1]


def text_lines(text: str) -> list[str]:
    """The lines of a text with their line ends, divided where Python divides them."""
    return list(io.StringIO(text, newline=""))


def with_trailing_comments(document: Document) -> str:
    """The text with a comment behind every logical line that has none."""
    import tokenize

    lines = text_lines(document.text)
    commented = set()
    ends: dict[int, int] = {}
    for token in tokenize.generate_tokens(io.StringIO(document.code).readline):
        if token.type == tokenize.COMMENT:
            commented.add(token.start[0])
        elif token.type == tokenize.NEWLINE:
            ends[token.start[0]] = token.start[1]
    for line, column in ends.items():
        if line not in commented:
            text = lines[line - 1]
            lines[line - 1] = f"{text[:column].rstrip()}  # a remark{text[len(text.rstrip()) :]}"
    return "".join(lines)


@dataclass
class _Cell:
    first_line: int
    is_markdown: bool = False
    lines: list[str] = field(default_factory=list)


def _is_percent_notebook(text: str, path: str) -> bool:
    return path.endswith(".ipynb") and not text.lstrip().startswith("{")


def _cells(text: str) -> Iterator[_Cell]:
    cell = _Cell(1)
    for number, line in enumerate(text_lines(text), 1):
        if _MARKER.match(line):
            if number > 1:
                yield cell
            cell = _Cell(number + 1, "[markdown]" in line)
        else:
            cell.lines.append(line)
    yield cell


def _notebook(text: str) -> str:
    """The JSON of a notebook with the cells of a percent script."""
    cells = []
    for number, cell in enumerate(_cells(text), 1):
        source = "".join(cell.lines).removesuffix("\n").splitlines(keepends=True)
        written: dict[str, object] = {
            "cell_type": "markdown" if cell.is_markdown else "code",
            "id": f"cell-{number}",
            "metadata": {},
            "source": source,
        }
        if not cell.is_markdown:
            written |= {"execution_count": None, "outputs": []}
        cells.append(written)
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1) + "\n"
