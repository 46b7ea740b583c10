"""A whole schema module for data files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from mllint_rules.datafiles.kinds import DataTable
from mllint_rules.schemas.claims import DEFAULT_MARGIN
from mllint_rules.schemas.layout import items, lines
from mllint_rules.schemas.pandera_model import pandera_piece
from mllint_rules.schemas.piece import Piece, Subject, shown_name, subjects
from mllint_rules.schemas.polars_schema import CHECK, polars_piece
from mllint_rules.schemas.pydantic_model import pydantic_piece


class Library(Enum):
    """What the schema is written for; the value is what `--library` takes."""

    PANDERA = "pandera"
    PYDANTIC = "pydantic"
    POLARS = "polars"


_WRITERS: dict[Library, Callable[[Subject], Piece]] = {
    Library.PANDERA: pandera_piece,
    Library.PYDANTIC: pydantic_piece,
    Library.POLARS: polars_piece,
}
_ALIASES = {"pandas": "pd", "pandera.pandas": "pa", "polars": "pl", "datetime": "dt"}
_THIRD_PARTY = frozenset({"pandas", "pandera", "polars", "pydantic", "openpyxl", "pyarrow"})


def schema_module(tables: Sequence[DataTable], library: Library, *, margin: float = DEFAULT_MARGIN) -> str:
    """The text of a module with a schema and a reader for each data file.

    `margin` is the room that ranges leave beyond what was seen, as a part of the range.
    """
    pieces = [_WRITERS[library](subject) for subject in subjects(tables, margin)]
    needed = frozenset().union(*(piece.imports for piece in pieces))
    blocks = [piece.text for piece in pieces]
    if library is Library.POLARS:
        blocks.insert(0, CHECK)
    return f'"""{_docstring(tables)}"""\n\n{_imports(needed)}\n\n' + "\n\n".join(blocks)


def _docstring(tables: Sequence[DataTable]) -> str:
    said = []
    for table in tables:
        seen = "a sample of them was looked at" if table.is_sample else "all of them were looked at"
        said.append(f"{shown_name(table.source)}: {table.rows:,} rows, {seen}.")
    return "Schemas of data files, written by `mllint schema`.\n\n" + "\n".join(said) + "\n"


def _imports(needed: Iterable[tuple[str, str | None]]) -> str:
    sections: tuple[list[str], list[str]] = ([], [])
    names: dict[str, list[str]] = {}
    for module, name in sorted(needed, key=lambda each: (each[0], each[1] or "")):
        if name is not None:
            names.setdefault(module, []).append(name)
        else:
            alias = f" as {_ALIASES[module]}" if module in _ALIASES else ""
            sections[_is_third_party(module)].append(f"import {module}{alias}\n")
    for module, found in names.items():
        line = f"from {module} import {', '.join(found)}\n"
        if len(line) > 89:
            line = lines(items(f"from {module} import (", found, ")"))
        sections[_is_third_party(module)].append(line)
    return "\n".join("".join(section) for section in sections if section)


def _is_third_party(module: str) -> bool:
    return module.partition(".")[0] in _THIRD_PARTY
