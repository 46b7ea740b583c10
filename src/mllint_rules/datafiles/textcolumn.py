"""A column of text cells, learned block by block: is it numbers, dates, codes, or only text?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from enum import Enum

from mllint_rules.datafiles.dates import SHAPES, DateShape, agreed, surviving
from mllint_rules.datafiles.kinds import LARGEST_INTEGER, LEAST_INTEGER, Column, Kind
from mllint_rules.datafiles.names import is_code_name, is_key_name
from mllint_rules.datafiles.uniqueness import Budget, Uniqueness

# What pandas takes for missing, whatever the type of a column.
MISSING = frozenset(
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
        "NULL", "NaN", "None", "n/a", "nan", "null",
    }
)  # fmt: skip
# What people write for missing; it is believed where all other cells are numbers or dates.
STAND_INS = frozenset({"?", "-", "--", "---", ".", "..", "*", "n.a.", "N.A.", "#VALUE!", "#DIV/0!", "#REF!"})
_ASIDE = MISSING | STAND_INS
MOST_VALUES = 1000
_BOOLEANS = (frozenset({"True", "False"}), frozenset({"true", "false"}), frozenset({"TRUE", "FALSE"}))
_WHOLE = r"(?:0|[1-9][0-9]*)"
_LINES = {
    "integer": rf"(?:-?{_WHOLE}\n)+",
    "digits": r"(?:[0-9]+\n)+",
    "float": rf"(?:-?(?:(?:{_WHOLE}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf)\n)+",
    "comma": rf"(?:-?{_WHOLE}(?:,[0-9]+)?\n)+",
}


class Shape(Enum):
    """What the cells of a text column may be, besides dates. Integers are floats too, and digits."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DIGITS = "digits"
    FLOAT = "float"
    COMMA = "comma"


_PATTERNS = {Shape(name): re.compile(pattern) for name, pattern in _LINES.items()}
_NUMBERS = (Shape.DIGITS, Shape.FLOAT, Shape.COMMA)


class TextColumn:
    """What is known of a column of text.

    `is_typed` says that the source has types of its own (JSON, a workbook): then text is text, whatever it looks like,
    unless it is a date, and nothing stands in for what is missing.
    """

    def __init__(self, name: str, position: int, budget: Budget, *, is_typed: bool = False) -> None:
        self._name = name
        self._position = position
        self._is_typed = is_typed
        self._rows = 0
        self._counts: Counter[str] | None = Counter()
        self._aside: Counter[str] = Counter()
        self._shapes: set[Shape] = set() if is_typed else set(Shape)
        self._booleans: Set[str] = frozenset()
        self._dates: list[DateShape] = list(SHAPES)
        self._years: tuple[int, int] | None = None
        self._low: int | float | None = None
        self._high: int | float | None = None
        self._lengths: tuple[int, int] | None = None
        self._has_text = False
        self._uniqueness = Uniqueness(budget) if is_key_name(name) else None

    def add(self, cells: Sequence[str]) -> None:
        """Take in a block of cells."""
        self._rows += len(cells)
        new = self._not_seen(cells)
        aside = _ASIDE if not self._is_typed else frozenset[str]()
        values = [cell for cell in new if cell not in aside] if not aside.isdisjoint(new) else list(new)
        if values:
            self._judge(values)
        if self._uniqueness is not None:
            present = [cell for cell in cells if cell not in MISSING] if not self._is_typed else cells
            self._uniqueness.add(present)

    def _not_seen(self, cells: Sequence[str]) -> Iterable[str]:
        """The different cells of a block, as far as they are new; all are counted while they are few."""
        if self._counts is None:
            block: Set[str] = set(cells)
            for mark in () if self._is_typed else block & _ASIDE:
                self._aside[mark] += cells.count(mark)
            return block
        counted = Counter(cells)
        new = [cell for cell in counted if cell not in self._counts]
        self._counts.update(counted)
        if len(self._counts) > MOST_VALUES:
            if not self._is_typed:
                self._aside = Counter({mark: self._counts[mark] for mark in _ASIDE & self._counts.keys()})
            self._counts = None
        return new

    # What the cells are

    def _judge(self, values: list[str]) -> None:
        self._has_text = True
        if not self._shapes and not self._dates:
            return
        text = "\n".join(values) + "\n"
        if text.count("\n") != len(values) or not text.isascii():
            self._shapes, self._dates = set(), []
            return
        if self._shapes:
            self._judge_shapes(values, text)
        if self._dates:
            self._dates, years = surviving(self._dates, text)
            if years is not None:
                known = self._years or years
                self._years = (min(years[0], known[0]), max(years[1], known[1]))

    def _judge_shapes(self, values: list[str], text: str) -> None:
        if Shape.BOOLEAN in self._shapes:
            self._booleans = self._booleans | set(values)
            if not any(self._booleans <= spelling for spelling in _BOOLEANS):
                self._shapes.discard(Shape.BOOLEAN)
        if Shape.INTEGER in self._shapes:
            if _PATTERNS[Shape.INTEGER].fullmatch(text) and max(map(len, values)) < 400:
                self._widen(min(numbers := list(map(int, values))), max(numbers))
                return
            self._shapes.discard(Shape.INTEGER)
            if self._low is not None and self._high is not None:
                if self._low < 0:
                    self._shapes.discard(Shape.DIGITS)
                self._lengths = (len(str(self._low)), len(str(self._high)))
        for shape in _NUMBERS:
            if shape in self._shapes and not _PATTERNS[shape].fullmatch(text):
                self._shapes.discard(shape)
        if Shape.FLOAT in self._shapes:
            self._widen_by(map(float, values))
        elif Shape.COMMA in self._shapes:
            self._widen_by(float(value.replace(",", ".")) for value in values)
        if Shape.DIGITS in self._shapes:
            lengths = list(map(len, values))
            known = self._lengths or (lengths[0], lengths[0])
            self._lengths = (min(known[0], *lengths), max(known[1], *lengths))

    def _widen_by(self, numbers: Iterable[float]) -> None:
        found = list(numbers)
        self._widen(min(found), max(found))

    def _widen(self, low: int | float, high: int | float) -> None:
        self._low = low if self._low is None else min(self._low, low)
        self._high = high if self._high is None else max(self._high, high)

    # What is known in the end

    @property
    def has_comma(self) -> bool:
        """Whether the cells are numbers with a decimal comma."""
        return Shape.COMMA in self._shapes and Shape.FLOAT not in self._shapes and self._has_text

    @property
    def has_point(self) -> bool:
        """Whether the cells are numbers with a decimal point."""
        return Shape.FLOAT in self._shapes and Shape.COMMA not in self._shapes and self._has_text

    def result(self, *, commas: bool = False) -> Column:
        """What is known. `commas` says that numbers of this table have a decimal comma."""
        kind = self._kind(commas)
        date = agreed(self._dates) if kind in (Kind.DATE, Kind.DATETIME) else None
        is_plain = kind not in (Kind.TEXT, Kind.EMPTY)
        is_code = kind is Kind.TEXT and (Shape.DIGITS in self._shapes or Shape.INTEGER in self._shapes)
        marks = sorted(self._counted(STAND_INS)) if is_plain or is_code else []
        gaps = {} if self._is_typed else self._counted(MISSING | set(marks))
        is_number = kind in (Kind.INTEGER, Kind.FLOAT)
        return Column(
            self._name,
            self._position,
            kind,
            self._rows,
            missing=sum(gaps.values()),
            gaps=tuple(sorted(gaps.keys() - set(marks))),
            marks=tuple(marks),
            values=self._values(kind, marks),
            low=self._low if is_number else None,
            high=self._high if is_number else None,
            is_unique=self._uniqueness is not None and self._uniqueness.is_certain and not marks,
            is_code=is_code,
            length=self._length() if is_code else None,
            pattern=date.pattern if date is not None else None,
            has_zone=date is not None and date.has_zone,
            years=self._years if date is not None else None,
            has_unclear_order=kind is Kind.TEXT and len({shape.parts for shape in self._dates}) > 1,
            comma=kind is Kind.FLOAT and self.has_comma,
        )

    def _kind(self, commas: bool) -> Kind:
        if not self._has_text:
            has_marks = bool(self._counted(STAND_INS))
            return Kind.TEXT if has_marks else Kind.EMPTY
        if Shape.BOOLEAN in self._shapes:
            return Kind.BOOLEAN
        if Shape.INTEGER in self._shapes:
            return Kind.TEXT if self._must_stay_text() else Kind.INTEGER
        if Shape.DIGITS in self._shapes:
            return Kind.TEXT
        if Shape.FLOAT in self._shapes or (commas and Shape.COMMA in self._shapes):
            return Kind.FLOAT
        date = agreed(self._dates)
        if date is not None:
            return Kind.DATETIME if date.has_time else Kind.DATE
        return Kind.TEXT

    def _must_stay_text(self) -> bool:
        assert self._low is not None
        assert self._high is not None
        if self._low < LEAST_INTEGER or self._high > LARGEST_INTEGER:
            return True
        return self._low >= 0 and self._high > 9 and is_code_name(self._name)

    def _length(self) -> int | None:
        if self._lengths is None:  # only whole numbers without leading zeros
            if self._low is None or self._low < 0:
                return None
            self._lengths = (len(str(self._low)), len(str(self._high)))
        return self._lengths[0] if self._lengths[0] == self._lengths[1] else None

    def _counted(self, marks: Set[str]) -> dict[str, int]:
        counts = self._counts if self._counts is not None else self._aside
        return {mark: counts[mark] for mark in marks & counts.keys()}

    def _values(self, kind: Kind, marks: Sequence[str]) -> dict[object, int] | None:
        if self._counts is None or kind not in (Kind.TEXT, Kind.INTEGER):
            return None
        left_out = frozenset[str]() if self._is_typed else MISSING | set(marks)
        present = {cell: count for cell, count in self._counts.items() if cell not in left_out}
        return {int(cell) if kind is Kind.INTEGER else cell: count for cell, count in present.items()}
