"""What one data file adds to a schema module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mllint_rules.datafiles.kinds import Column, DataTable, Source
from mllint_rules.schemas.claims import Claims, claims_of
from mllint_rules.schemas.identifiers import data_words

MODULES = {"gzip": "gzip", "bz2": "bz2", "xz": "lzma"}
"""The modules of the standard library that read compressed files."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The definitions for one file, and the modules and names they need, as (module, name or None)."""

    imports: frozenset[tuple[str, str | None]]
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A data file with what it is called, and what is demanded of its columns."""

    table: DataTable
    words: tuple[str, ...]
    claims: tuple[Claims, ...]

    @property
    def source(self) -> Source:
        """The file."""
        return self.table.source

    @property
    def columns(self) -> Sequence[tuple[Column, Claims]]:
        """The columns with the claims on them."""
        return list(zip(self.table.columns, self.claims, strict=True))

    @property
    def class_name(self) -> str:
        """The words as the beginning of a class name."""
        return "".join(word.capitalize() for word in self.words)

    @property
    def function_name(self) -> str:
        """The words as the ending of a function name."""
        return "_".join(self.words)

    @property
    def shown_name(self) -> str:
        """The file's name for prose and docstrings."""
        return shown_name(self.source)


def subjects(tables: Sequence[DataTable], margin: float) -> list[Subject]:
    """The files with names that no two of them share."""
    found = []
    taken: set[tuple[str, ...]] = set()
    for table in tables:
        words = tuple(data_words(table.source.path))
        number = 2
        while words in taken:
            words, number = (*data_words(table.source.path), str(number)), number + 1
        taken.add(words)
        claims = tuple(
            claims_of(column, is_sample=table.is_sample, margin=margin) for column in table.columns
        )
        found.append(Subject(table, words, claims))
    return found


def shown_name(source: Source) -> str:
    """The name of a file for prose and docstrings, where it can stand there."""
    name = source.path.name
    return name if name.isprintable() and '"' not in name and "\\" not in name else "the data file"
