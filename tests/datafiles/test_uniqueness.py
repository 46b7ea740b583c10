"""Keys, with more and with less memory than they need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.datafiles.uniqueness import Budget, Uniqueness


def watched(*blocks: list[str], budget: int = 10) -> bool:
    """Whether the values of all blocks certainly differ."""
    unique = Uniqueness(Budget(budget))
    for block in blocks:
        unique.add(block)
    return unique.is_certain


@pytest.mark.parametrize(
    ("blocks", "is_certain"),
    [
        ((["a", "b"], ["c"]), True),
        ((["a", "b"], ["a"]), False),
        ((["a", "a"],), False),
        (([],), False),
        ((list("abcdefg"), list("hijklmn")), False),
        (([str(n) for n in range(9)], [str(n) for n in range(9, 99)]), True),
        (([str(n) for n in range(9)], [str(n) for n in range(8, 99)]), False),
        (([str(n) for n in range(90)], ["5"]), False),
        ((["2", "1"], ["3"]), True),
    ],
)
def test_what_is_certain(blocks: tuple[list[str], ...], is_certain: bool) -> None:
    assert watched(*blocks) is is_certain


@given(st.lists(st.lists(st.integers(0, 30).map(str), max_size=6), max_size=6), st.integers(0, 20))
def test_a_claim_is_never_wrong(blocks: list[list[str]], budget: int) -> None:
    values = [value for block in blocks for value in block]
    if watched(*blocks, budget=budget):
        assert len(set(values)) == len(values) > 0


def test_columns_share_their_memory() -> None:
    budget = Budget(5)
    one, other = Uniqueness(budget), Uniqueness(budget)
    one.add(["b", "a", "c"])
    other.add(["x", "w", "v"])
    assert (one.is_certain, other.is_certain) == (True, False)
    one.add(["a"])
    assert budget.left == 5
