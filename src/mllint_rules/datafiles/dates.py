"""Which texts are dates, and in which order their parts stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_YEAR, _MONTH, _DAY = r"(\d{4})", r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_LOOSE_MONTH, _LOOSE_DAY = r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED_MONTH = f"({'|'.join(_NAMES)})"
_HOUR, _MINUTE = r"(?:[01]\d|2[0-3])", r"[0-5]\d"
_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)"
ISO = "ISO8601"


@dataclass(frozen=True, slots=True)
class DateShape:
    """One way to write dates. `parts` is the order of year, month and day; `pattern` is as for `strptime`.

    `cells` matches a text of such dates, one in a line, and finds the parts of each.
    """

    pattern: str
    parts: str
    has_time: bool
    has_zone: bool
    cells: re.Pattern[str]
    whole: re.Pattern[str]

    def years(self, text: str) -> tuple[int, int] | None:
        """The first and the last year in a text whose every line is a date of this shape that the calendar has.

        None when one is not.
        """
        if self.whole.fullmatch(text) is None:
            return None
        found = [_year(self.parts, parts) for parts in set(self.cells.findall(text))]
        return None if 0 in found else (min(found), max(found))


@lru_cache(maxsize=100_000)
def _year(order: str, parts: tuple[str, str, str]) -> int:
    """The year of a date; 0 when the calendar does not have it."""
    year, month, day = (parts[order.index(part)] for part in "YMD")
    try:
        return date(int(year), _NAMES.index(month) + 1 if month.isalpha() else int(month), int(day)).year
    except ValueError:
        return 0


def _shape(pattern: str, parts: str, expression: str, *, time: str = "", zone: str = "") -> DateShape:
    line = expression + time + zone + "\n"
    flags = re.ASCII
    return DateShape(
        pattern,
        parts,
        bool(time),
        bool(zone),
        re.compile("^" + line, flags | re.MULTILINE),
        re.compile(f"(?:{re.sub(r'[(](?![?])', '(?:', line)})+", flags),
    )


def _shapes() -> tuple[DateShape, ...]:
    short, long, exact = f"{_HOUR}:{_MINUTE}", f"{_HOUR}:{_MINUTE}:{_MINUTE}", r"(?:\.\d{1,9})?"
    iso = f"{_YEAR}-{_MONTH}-{_DAY}"
    found = [_shape("%Y-%m-%d", "YMD", iso)]
    for separator in (" ", "T"):
        for zone in ("", _ZONE):
            ending = "%z" if zone else ""
            pattern = f"%Y-%m-%d{separator}%H:%M"
            found.append(_shape(pattern + ending, "YMD", iso, time=separator + short, zone=zone))
            found.append(_shape(f"{pattern}:%S" + ending, "YMD", iso, time=separator + long, zone=zone))
            time = separator + long + exact
            found.append(_shape(f"{pattern}:%S.%f" + ending, "YMD", iso, time=time, zone=zone))
    orders = [
        (f"%d{mark}%m{mark}%Y", "DMY", re.escape(mark).join((_LOOSE_DAY, _LOOSE_MONTH, _YEAR)))
        for mark in "/.-"
    ] + [
        (f"%m{mark}%d{mark}%Y", "MDY", re.escape(mark).join((_LOOSE_MONTH, _LOOSE_DAY, _YEAR)))
        for mark in "/-"
    ]
    orders += [
        ("%Y/%m/%d", "YMD", f"{_YEAR}/{_MONTH}/{_DAY}"),
        ("%d-%b-%Y", "DMY", f"{_LOOSE_DAY}-{_NAMED_MONTH}-{_YEAR}"),
        ("%d %b %Y", "DMY", f"{_LOOSE_DAY} {_NAMED_MONTH} {_YEAR}"),
        ("%b %d %Y", "MDY", f"{_NAMED_MONTH} {_LOOSE_DAY} {_YEAR}"),
    ]
    for pattern, parts, expression in orders:
        found.append(_shape(pattern, parts, expression))
        found.append(_shape(f"{pattern} %H:%M", parts, expression, time=" " + short))
        found.append(_shape(f"{pattern} %H:%M:%S", parts, expression, time=" " + long))
    return tuple(found)


SHAPES = _shapes()


def agreed(shapes: Collection[DateShape]) -> DateShape | None:
    """The one shape that all dates of a column have; None when there are several and nobody knows which is meant."""
    left = list(shapes)
    if len(left) > 1 and {each.parts for each in left} == {"YMD"}:
        left = left[:1]  # with and without fractions of a second: the plain one comes first
    return left[0] if len(left) == 1 else None


def surviving(shapes: Sequence[DateShape], text: str) -> tuple[list[DateShape], tuple[int, int] | None]:
    """The shapes that all dates in a text have, and their first and last year."""
    left: list[DateShape] = []
    years = None
    for shape in shapes:
        # Whatever has no fractions of a second also fits the shape that allows them.
        if any(plain.pattern == shape.pattern.replace(".%f", "") for plain in left):
            left.append(shape)
        elif (found := shape.years(text)) is not None:
            left.append(shape)
            years = found
    return left, years
