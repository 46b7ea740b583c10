"""A column of values that have types already: from JSON, a workbook or Parquet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from mllint_rules.datafiles.kinds import LARGEST_INTEGER, LEAST_INTEGER, Column, Kind
from mllint_rules.datafiles.names import is_key_name
from mllint_rules.datafiles.textcolumn import MOST_VALUES, TextColumn
from mllint_rules.datafiles.uniqueness import Budget, Uniqueness

_KINDS: dict[type, Kind] = {
    str: Kind.TEXT, bool: Kind.BOOLEAN, int: Kind.INTEGER, float: Kind.FLOAT, datetime: Kind.DATETIME, date: Kind.DATE,
    time: Kind.TIME, timedelta: Kind.DURATION, Decimal: Kind.DECIMAL, bytes: Kind.BYTES, list: Kind.LIST,
    dict: Kind.RECORD,
}  # fmt: skip
_PLAIN = frozenset({"int", "float", "str", "bool"})
_JOINED = {frozenset({int, float}): Kind.FLOAT, frozenset({date, datetime}): Kind.DATETIME}


class TypedColumn:
    """What is known of a column of values.

    `kind` is what the source itself declares, where it does: then a column whose values are all missing has a type.
    """

    def __init__(
        self, name: str, position: int, budget: Budget, *, missing_before: int = 0, kind: Kind | None = None
    ) -> None:
        self._name = name
        self._position = position
        self._declared = kind
        self._rows = self._missing = missing_before
        self._types: set[type] = set()
        self._text = TextColumn(name, position, budget, is_typed=True)
        self._counts: Counter[int] | None = Counter()
        self._low: Any = None
        self._high: Any = None
        self._years: tuple[int, int] | None = None
        self._zones: set[bool] = set()
        self._inner: set[str] = set()
        self._parts: dict[str, set[str]] = {}
        self._uniqueness = Uniqueness(budget) if is_key_name(name) else None

    def add(self, values: Sequence[object]) -> None:
        """Take in a block of values."""
        self._rows += len(values)
        present: list[Any] = [value for value in values if value is not None]
        types = set(map(type, present))
        if float in types:
            # Not a number is what frames write for missing.
            present = [value for value in present if value == value]  # noqa: PLR0124
            types = set(map(type, present))
        self._missing += len(values) - len(present)
        self._types |= types
        if types == {str}:
            self._text.add(present)
        elif types <= {int, float} and types:
            self._numbers(present)
        elif types <= {date, datetime} and types:
            self._dates(present)
        elif types == {list}:
            for value in present:
                self._inner |= set(map(_simple, value))
        elif types == {dict}:
            for value in present:
                for name, part in value.items():
                    self._parts.setdefault(name, set()).add(_simple(part))
        if self._uniqueness is not None and types <= {int}:
            self._uniqueness.add(present)

    def _numbers(self, values: Sequence[Any]) -> None:
        low, high = min(values), max(values)
        self._low = low if self._low is None else min(self._low, low)
        self._high = high if self._high is None else max(self._high, high)
        if float in self._types:
            self._counts = None
        elif self._counts is not None:
            self._counts.update(values)
            if len(self._counts) > MOST_VALUES:
                self._counts = None

    def _dates(self, values: Sequence[Any]) -> None:
        years = [value.year for value in values]
        known = self._years or (years[0], years[0])
        self._years = (min(known[0], *years), max(known[1], *years))
        self._zones |= {getattr(value, "tzinfo", None) is not None for value in values}

    def result(self) -> Column:
        """What is known."""
        kind = self._kind()
        if kind is Kind.TEXT:
            return replace(self._text.result(), rows=self._rows, missing=self._missing)
        is_number = kind in (Kind.INTEGER, Kind.FLOAT)
        counts: Mapping[Any, int] | None = self._counts
        return Column(
            self._name,
            self._position,
            kind,
            self._rows,
            missing=self._missing,
            values=counts if kind is Kind.INTEGER else None,
            low=self._low if is_number else None,
            high=self._high if is_number else None,
            is_unique=kind is Kind.INTEGER and self._uniqueness is not None and self._uniqueness.is_certain,
            has_zone=kind is Kind.DATETIME and True in self._zones,
            years=self._years if kind in (Kind.DATE, Kind.DATETIME) else None,
            members=self._members(kind),
            parts=self._part_types(kind),
        )

    def _members(self, kind: Kind) -> tuple[str, ...]:
        """The types of a column with several; of lists the one type of their elements."""
        if kind is Kind.MIXED:
            return tuple(sorted(each.__name__ for each in self._types))
        if kind is Kind.LIST:
            return tuple(self._inner) if len(self._inner) == 1 and self._inner <= _PLAIN else ()
        return ()

    def _part_types(self, kind: Kind) -> dict[str, str] | None:
        """The types of the fields of records, when each has one."""
        found = {name: types - {"none"} for name, types in self._parts.items()}
        if (
            kind is not Kind.RECORD
            or not found
            or not all(len(t) == 1 and t <= _PLAIN for t in found.values())
        ):
            return None
        return {name: types.pop() for name, types in found.items()}

    def _kind(self) -> Kind:
        if not self._types:
            return self._declared or Kind.EMPTY
        if len(self._types) == 1:
            kind = _KINDS.get(next(iter(self._types)), Kind.MIXED)
        else:
            kind = _JOINED.get(frozenset(self._types), Kind.MIXED)
        is_huge = kind is Kind.INTEGER and not (self._low >= LEAST_INTEGER and self._high <= LARGEST_INTEGER)
        has_both = kind is Kind.DATETIME and len(self._zones) > 1
        return Kind.MIXED if is_huge or has_both else kind


def _simple(value: object) -> str:
    """The name of a plain value's type, `none` for null and `other` for what is no plain value."""
    if value is None:
        return "none"
    if type(value) is int:
        return "int" if LEAST_INTEGER <= value <= LARGEST_INTEGER else "other"
    return type(value).__name__ if type(value) in (str, bool, float) else "other"
