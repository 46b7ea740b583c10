"""Whether no value occurs twice, as far as memory allows to know."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

MOST_REMEMBERED = 1_500_000


class Budget:
    """How many values all columns of a table may remember together."""

    def __init__(self, left: int = MOST_REMEMBERED) -> None:
        self.left = left


class Uniqueness:
    """Watches one column. Equal hashes count as equal values, so that a doubt never becomes a claim."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._seen: set[int] | None = set()
        self._has_values = False

    def add(self, values: Sequence[Hashable]) -> None:
        """Take in a block of values."""
        if self._seen is None or not values:
            return
        self._has_values = True
        hashes = set(map(hash, values))
        is_repeated = len(hashes) < len(values) or not hashes.isdisjoint(self._seen)
        if is_repeated or len(hashes) > self._budget.left:
            self._budget.left += len(self._seen)
            self._seen = None
            return
        self._budget.left -= len(hashes)
        self._seen |= hashes

    @property
    def is_certain(self) -> bool:
        """Whether every value so far was another one."""
        return self._seen is not None and self._has_values
