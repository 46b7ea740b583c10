"""When two stretches of text overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.model.text import Span

SPANS = st.tuples(st.integers(0, 8), st.integers(0, 4)).map(lambda pair: Span(pair[0], sum(pair)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 3), (2, 5), True),
        ((0, 9), (2, 5), True),
        ((2, 5), (2, 5), True),
        ((0, 3), (3, 5), False),
        ((0, 3), (4, 5), False),
        # An insertion point belongs to what it touches.
        ((3, 3), (2, 5), True),
        ((2, 2), (2, 5), True),
        ((5, 5), (2, 5), True),
        ((6, 6), (2, 5), False),
        ((1, 1), (2, 5), False),
        ((3, 3), (3, 3), True),
        ((3, 3), (4, 4), False),
    ],
)
def test_overlaps(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    assert Span(*one).overlaps(Span(*other)) is expected
    assert Span(*other).overlaps(Span(*one)) is expected


@given(SPANS, SPANS)
def test_spans_overlap_when_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) is bool(shared)
    else:
        edges = set(range(one.start, one.end + 1)) & set(range(other.start, other.end + 1))
        assert one.overlaps(other) is bool(edges)


def test_spans_are_ordered_by_start_then_end() -> None:
    assert sorted([Span(2, 3), Span(1, 9), Span(2, 2), Span(1, 2)]) == [
        Span(1, 2),
        Span(1, 9),
        Span(2, 2),
        Span(2, 3),
    ]
