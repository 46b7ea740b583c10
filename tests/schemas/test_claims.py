"""What a schema demands of a column: never more than its file shows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.datafiles.kinds import Column, Kind
from mllint_rules.schemas.claims import Claims, claims_of


def claims(
    *values: int | float | str, margin: float = 0.5, name: str = "x", missing: int = 0, key: bool = False
) -> Claims:
    """The claims on a column of these values."""
    kind = (
        Kind.TEXT
        if isinstance(values[0], str)
        else Kind.INTEGER
        if isinstance(values[0], int)
        else Kind.FLOAT
    )
    numbers = [value for value in values if not isinstance(value, str)]
    column = Column(
        name,
        0,
        kind,
        len(values) + missing,
        missing=missing,
        values=Counter(values) if kind is not Kind.FLOAT else None,
        low=min(numbers, default=None),
        high=max(numbers, default=None),
        is_unique=key,
    )
    return claims_of(column, is_sample=False, margin=margin)


def test_categories_are_values_that_all_came_again() -> None:
    assert claims(*"ab" * 10).choices == ("a", "b")
    assert claims(*"ab" * 10, "c").choices is None
    assert claims(*"ab" * 5).choices is None
    assert claims(*map(str, range(40)), *map(str, range(40))).choices is None
    assert claims(*("long" * 30, "other") * 10).choices is None


def test_labels_are_numbers_without_a_hole() -> None:
    assert claims(*[0, 1] * 10).choices == (0, 1)
    assert claims(*[1, 2, 3] * 10).choices == (1, 2, 3)
    assert claims(*[4, 6, 8] * 10).choices is None
    assert claims(*[0, 10**9] * 10).choices is None
    assert claims(*range(20), *range(20)).choices is None


def test_ranges_leave_room_and_zero_stays_a_bound() -> None:
    found = claims(*[float(n) for n in range(10, 110)])
    assert (found.low, found.high) == (0, 160)
    assert claims(*range(-100, 101)).low == -200
    assert claims(*range(-100, 1)).high == 0
    tight = claims(*[float(n) for n in range(10, 110)], margin=0)
    assert tight.low == pytest.approx(10, abs=1e-3)
    assert tight.high == pytest.approx(109, abs=1e-3)
    whole = claims(*range(10, 110), margin=0)
    assert (whole.low, whole.high) == (10, 109)


def test_what_has_no_range() -> None:
    assert claims(*range(10)) == Claims(is_nullable=False)
    assert claims(*[7.5] * 30) == Claims(is_nullable=False, low=0)
    assert claims(*[1.0] * 30, float("inf")).high is None
    assert claims(*range(100), key=True) == Claims(is_nullable=False, is_unique=True, low=0)


def test_bounds_are_numbers() -> None:
    found = claims(*[0.0, 1.1984620899082105e308] * 15)
    assert (found.low, found.high) == (0, None)


def test_a_sample_promises_nothing() -> None:
    column = Column("x", 0, Kind.INTEGER, 1000, low=0, high=1, values={0: 500, 1: 500})
    assert claims_of(column, is_sample=True, margin=0.5) == Claims(is_nullable=True)


@pytest.mark.parametrize("margin", [0.01, 0.5, 100])
@given(st.lists(st.floats(allow_nan=False) | st.floats(-1, 1), min_size=20, max_size=25))
def test_every_value_lies_in_the_range(margin: float, values: list[float]) -> None:
    found = claims(*values, margin=margin)
    assert found.low is None or found.low <= min(values)
    assert found.high is None or found.high >= max(values)


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-9, 9), min_size=20, max_size=25))
def test_every_whole_number_lies_in_the_range(values: list[int]) -> None:
    found = claims(*values)
    assert found.low is None or found.low <= min(values)
    assert found.high is None or found.high >= max(values)
    assert found.choices is None or set(found.choices) == set(values)
