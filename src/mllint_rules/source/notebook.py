"""Jupyter notebooks (nbformat 4) read as one Python text: the code cells, one after another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from mllint_rules.model.text import Span
from mllint_rules.source.document import Cell, Document, Kind
from mllint_rules.source.errors import UnreadableFile
from mllint_rules.source.magics import cell_language, mask_cell

_BOM = b"\xef\xbb\xbf"
_CONVERT = "convert it with `jupyter nbconvert --to notebook --nbformat 4`"
_DATABRICKS = "application/vnd.databricks.v1+notebook"
# In Databricks these switch the language of the whole cell, with one percent sign.
_DATABRICKS_LANGUAGES = ("sql", "md", "md-sandbox", "scala", "r", "sh", "fs")
_OTHER_KERNELS = ("ir", "julia", "xcpp", "bash", "javascript", "scala", "rust", "gophernotes", ".net-")


def read_notebook(data: bytes, display: str) -> Document:
    """The document of a notebook's bytes; a notebook in another language has no cells.

    Raises `UnreadableFile` for what is no notebook, or one in an older format.
    """
    notebook = load_notebook(data)
    metadata = _table(notebook.get("metadata"))
    found: list[tuple[Cell, str]] = []
    if _is_python(metadata):
        is_databricks = _DATABRICKS in metadata
        for number, raw in enumerate(notebook["cells"], 1):
            if isinstance(raw, dict) and raw.get("cell_type") == "code":
                found.append(_read_cell(number, raw, is_databricks=is_databricks))
    cells, sources = [cell for cell, _ in found], [source for _, source in found]
    return notebook_document(display, cells, sources, has_bom=data.startswith(_BOM))


def load_notebook(data: bytes) -> dict[str, Any]:
    """The JSON of a notebook, checked as far as its list of cells. Raises `UnreadableFile`."""
    notebook = _parse(data)
    if not isinstance(notebook, dict):
        raise UnreadableFile("the notebook's JSON is no object (save it again from Jupyter)")
    version = notebook.get("nbformat")
    if "worksheets" in notebook or (isinstance(version, int) and version < 4):
        raise UnreadableFile(f"the notebook has the old format nbformat {version}; {_CONVERT}")
    if isinstance(version, int) and version > 4:
        raise UnreadableFile(
            f"the notebook has the format nbformat {version}, which is not known yet; {_CONVERT}"
        )
    if not isinstance(notebook.get("cells"), list):
        raise UnreadableFile("the notebook has no list of cells (save it again from Jupyter)")
    return notebook


def notebook_document(
    display: str, cells: Iterable[Cell], sources: Sequence[str], *, has_bom: bool = False
) -> Document:
    """The document of code cells with these sources; the spans of the cells are set anew."""
    placed: list[Cell] = []
    code: list[str] = []
    position = 0
    for cell, source in zip(cells, sources, strict=True):
        placed.append(replace(cell, span=Span(position, position + len(source))))
        code += (mask_cell(source, cell.language), "\n")
        position += len(source) + 1
    text = "".join(f"{source}\n" for source in sources)
    return Document(display, text, Kind.NOTEBOOK, "".join(code), tuple(placed), has_bom=has_bom)


def cell_source(number: int, raw: dict[str, Any]) -> str:
    """The source of a cell in a notebook's JSON. Raises `UnreadableFile` when it has none."""
    source = raw.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str):
        raise UnreadableFile(f"cell {number} of the notebook has no source text (save it again from Jupyter)")
    return source


def _parse(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"the notebook is not valid UTF-8 (byte {error.start + 1}); save it again from Jupyter"
        ) from None
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            f"the notebook is not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError as error:  # a number with thousands of digits
        raise UnreadableFile(f"the notebook is not valid JSON: {error}") from None
    except RecursionError:
        raise UnreadableFile("the notebook's JSON is nested too deeply to be read") from None


def _read_cell(number: int, raw: dict[str, Any], *, is_databricks: bool) -> tuple[Cell, str]:
    source = cell_source(number, raw)
    metadata = _table(raw.get("metadata"))
    magic, language = cell_language(source)
    switch = source.lstrip().partition("\n")[0].split()
    if is_databricks and switch and switch[0].startswith("%") and switch[0][1:] in _DATABRICKS_LANGUAGES:
        magic = language = switch[0][1:]
    declared = _table(metadata.get("vscode")).get("languageId")
    if isinstance(declared, str) and declared != "python":
        language = declared
    count, tags = raw.get("execution_count"), metadata.get("tags")
    cell = Cell(
        number=number,
        span=Span(0, len(source)),
        execution_count=count if isinstance(count, int) else None,
        magic=magic,
        language=language,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        has_outputs=bool(raw.get("outputs")),
    )
    return cell, source


def _is_python(metadata: dict[str, Any]) -> bool:
    """Whether a notebook is in Python: what it says, or as most do, nothing."""
    kernel = _table(metadata.get("kernelspec"))
    language = _table(metadata.get("language_info")).get("name") or kernel.get("language")
    if isinstance(language, str):
        return "python" in language.lower() or language.lower() in ("pyspark", "sage")
    name = kernel.get("name")
    return not (isinstance(name, str) and name.lower().startswith(_OTHER_KERNELS))


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
