"""Whether no value occurs twice, as far as memory allows to know."""

from __future__ import annotations

from collections.abc import Sequence
from operator import lt

MOST_REMEMBERED = 1_500_000


class Budget:
    """How many values all columns of a table may remember together."""

    def __init__(self, left: int = MOST_REMEMBERED) -> None:
        self.left = left


class Uniqueness:
    """Watches one column: values (numbers, or text) are remembered while that is affordable.

    Equal hashes count as equal values, so that a doubt never becomes a claim. Numbers that only grow need no memory.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._seen: set[int] | None = set()
        self._last: int | None = None
        self._grows = True
        self._has_values = False

    def add(self, values: Sequence[int] | Sequence[str]) -> None:
        """Take in a block of values."""
        if not values or not (self._grows or self._seen is not None):
            return
        self._has_values = True
        self._grows = self._grows and self._is_growing(values)
        if self._seen is None:
            return
        hashes = set(map(hash, values))
        is_repeated = len(hashes) < len(values) or not hashes.isdisjoint(self._seen)
        if is_repeated or len(hashes) > self._budget.left:
            self._budget.left += len(self._seen)
            self._seen = None
            return
        self._budget.left -= len(hashes)
        self._seen |= hashes

    def _is_growing(self, values: Sequence[int] | Sequence[str]) -> bool:
        try:
            numbers = list(map(int, values))
        except ValueError:
            return False
        first = [numbers[0] - 1 if self._last is None else self._last]
        self._last = numbers[-1]
        return all(map(lt, first + numbers, numbers))

    @property
    def is_certain(self) -> bool:
        """Whether every value so far was another one."""
        return self._has_values and (self._seen is not None or self._grows)
