"""What a schema demands of a column: no more than the file itself shows, with room for the next delivery."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf, log10

from mllint_rules.datafiles.kinds import Column, Kind

DEFAULT_MARGIN = 0.5
_LEAST_MARGIN = 1e-6  # readers of text may be off by the last bit of a number
_FEWEST_ROWS = 20  # below that, a column has no repeated gaps, values or keys to speak of
_MOST_CHOICES = 30
_MOST_NUMBERS = 12
_LONGEST_CHOICE = 60
_REPEATED = 5  # how often each choice must occur on average


@dataclass(frozen=True, slots=True)
class Claims:
    """The demands on one column: `choices` are all values there may be, `low` and `high` bound numbers.

    `digits` is the number of digits that every cell of a code has.
    """

    is_nullable: bool = True
    is_unique: bool = False
    choices: tuple[str, ...] | tuple[int, ...] | None = None
    low: int | float | None = None
    high: int | float | None = None
    digits: int | None = None


def claims_of(column: Column, *, is_sample: bool, margin: float) -> Claims:
    """What can be demanded. A sample shows types, but not that something never happens in the rows between."""
    if is_sample:
        return Claims()
    is_nullable = column.missing > 0 or column.kind is Kind.EMPTY
    is_unique = (
        column.is_unique and column.present >= _FEWEST_ROWS and column.kind in (Kind.INTEGER, Kind.TEXT)
    )
    choices = _choices(column)
    if choices is not None:
        return Claims(is_nullable, choices=choices)
    if column.kind in (Kind.INTEGER, Kind.FLOAT):
        low, high = _bounds(column, margin, is_key=is_unique)
        return Claims(is_nullable, is_unique, low=low, high=high)
    return Claims(is_nullable, is_unique, digits=column.length if column.is_code else None)


def _choices(column: Column) -> tuple[str, ...] | tuple[int, ...] | None:
    """All values, when they are few and every one of them was met again: then another one would be news."""
    values = column.values
    if not values or column.present < _FEWEST_ROWS or column.present < _REPEATED * len(values):
        return None
    if min(values.values()) < 2:
        return None
    if column.kind is Kind.TEXT and not column.is_code:
        words = sorted(str(value) for value in values)
        return (
            tuple(words) if len(words) <= _MOST_CHOICES and max(map(len, words)) <= _LONGEST_CHOICE else None
        )
    if column.kind is Kind.INTEGER:
        numbers = sorted(value for value in values if isinstance(value, int))
        # Numbers without a hole that begin with 0 or 1 are labels; others may just be measured values.
        is_row = numbers[0] in (0, 1) and numbers[-1] - numbers[0] == len(numbers) - 1
        return tuple(numbers) if is_row and 1 < len(numbers) <= _MOST_NUMBERS else None
    return None


def _bounds(column: Column, margin: float, *, is_key: bool) -> tuple[int | float | None, int | float | None]:
    low, high = column.low, column.high
    if low is None or high is None or column.present < _FEWEST_ROWS:
        return None, None
    if is_key or low == high:  # keys go on; of one value nobody knows how far others may lie
        return (0 if low >= 0 else None), None
    # Half first, for the difference of two huge numbers may be no number.
    room = (high / 2 - low / 2) * 2 * max(margin, _LEAST_MARGIN)
    if not 0 < room < inf:
        return (0 if low >= 0 else None), None
    lowest, highest = _below(low - room, room), -_below(-(high + room), room)
    if low >= 0:
        lowest = max(lowest, 0)
    if high <= 0:
        highest = min(highest, 0)
    if column.kind is Kind.INTEGER:
        return _exact(ceil(lowest)), _exact(floor(highest))
    # Beyond the largest numbers there are no bounds.
    return (float(lowest) if abs(lowest) < inf else None), (float(highest) if abs(highest) < inf else None)


def _below(value: float, room: float) -> int | float:
    """The nearest round number that is not above a value; as round as the room that is left allows."""
    step = floor(log10(room))
    if not -300 < step < 300:
        return value
    unit: float = 10.0 ** abs(step)
    return floor(value / unit) * int(unit) if step >= 0 else round(floor(value * unit) / unit, -step)


def _exact(bound: int) -> int | None:
    """A bound as a whole number; None where floating numbers no longer tell whole numbers apart."""
    return bound if abs(bound) < 2**53 else None
