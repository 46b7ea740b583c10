"""Which rows a value holds, as a way from where the rows came from."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum


class RowKind(Enum):
    """How a set of rows came to be."""

    SOURCE = "source"  # loaded, passed in, or made by something unknown
    PART = "part"  # one side of a split
    SELECTION = "selection"  # some rows by position, label or mask
    FEWER = "fewer"  # rows dropped for what they hold
    SAMPLE = "sample"  # drawn at random, or shuffled
    MIX = "mix"  # several sets stacked
    COPIES = "copies"  # the rows and copies or variants of them
    WINDOWS = "windows"  # each new row made of several old ones


class Role(Enum):
    """What a part of a split is for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


_OPPOSITES = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Selector:
    """Which rows a selection takes, so that two selections of the same rows can be compared.

    A mask compares a `subject` with a `bound` by an `operator` (`<`, `==`, `in` …; a mask that is not a comparison is
    `in` with its own text). A slice takes the positions from `start` to `stop`; texts where they are no literals.
    `rows` are those of another value, by its index; `negated` turns the selection round.
    """

    subject: Hashable = None
    operator: str = ""
    bound: Hashable = None
    start: Hashable = None
    stop: Hashable = None
    rows: frozenset[RowSet] = frozenset()
    negated: bool = False

    @property
    def is_slice(self) -> bool:
        """Whether positions are taken."""
        return not self.operator and not self.rows

    def excludes(self, other: Selector) -> bool:
        """Whether no row can be in both."""
        if self.is_slice and other.is_slice:
            return self._ends_before(other) or other._ends_before(self)
        if self.rows or other.rows:
            return self.rows == other.rows and self.negated != other.negated
        if self.subject != other.subject:
            return False
        if self.bound == other.bound:
            return self._is_other_side(other)
        both_equal = self.operator == other.operator == "==" and not self.negated and not other.negated
        return both_equal and _are_literals(self.bound, other.bound)

    def _is_other_side(self, other: Selector) -> bool:
        mine, theirs = self._plain_operator(), other._plain_operator()
        if mine == "in" or theirs == "in":
            return mine == theirs and self.negated != other.negated
        return theirs == _OPPOSITES.get(mine) or {mine, theirs} in ({"<", ">"}, {"<", "=="}, {">", "=="})

    def _plain_operator(self) -> str:
        return _OPPOSITES.get(self.operator, self.operator) if self.negated else self.operator

    def _ends_before(self, other: Selector) -> bool:
        if self.stop is None or other.start is None:
            return False
        if self.stop == other.start:
            return True
        if not _are_numbers(self.stop, other.start):
            return False
        # Positions from the end and from the front cannot be compared.
        return (self.stop < 0) == (other.start < 0) and self.stop <= other.start  # type: ignore[operator]

    def overlaps(self, other: Selector) -> bool:
        """Whether two slices certainly share rows, where there are enough of them."""
        if not (self.is_slice and other.is_slice):
            return False
        first, second = sorted((self, other), key=lambda s: (s.start is not None, s.start or 0))
        if first.stop is None or second.start is None:
            return _are_numbers(*(bound for bound in (first.stop, second.start) if bound is not None))
        return _are_numbers(first.stop, second.start) and 0 <= second.start < first.stop  # type: ignore[operator]


def _are_numbers(*bounds: Hashable) -> bool:
    return all(isinstance(bound, int) for bound in bounds)


def _are_literals(*bounds: Hashable) -> bool:
    return all(isinstance(bound, (int, float, str)) for bound in bounds)


@dataclass(frozen=True, slots=True, eq=False)
class RowSet:
    """A set of rows. The same rows reached on two ways are one object (see `RowSets`).

    `node` is the syntax that made the set, `here` that of the checked document: `node` itself, or the call that led
    out to it. `parents` are the sets it was taken from. A part knows the call that
    `split` and its `role` there. `selector` says which rows a selection takes, comparably. `is_guess` marks the
    source of a value of which nobody knows whether it holds rows at all.
    """

    kind: RowKind
    node: ast.AST
    parents: tuple[RowSet, ...] = ()
    split: ast.AST | None = None
    role: Role | None = None
    selector: Hashable = None
    is_guess: bool = False
    here: ast.AST = field(kw_only=True)
    number: int = field(kw_only=True, repr=False)
    """The sets of one run in the order in which they were made."""
    supersets: frozenset[RowSet] = field(init=False, repr=False)
    """The sets that certainly hold all these rows (or what they were made from), this one included."""

    def __post_init__(self) -> None:
        # What is stacked lies in none of its parents alone.
        above = self.parents if self.kind is not RowKind.MIX else ()
        found = frozenset({self}).union(*(parent.supersets for parent in above))
        object.__setattr__(self, "supersets", found)

    def __hash__(self) -> int:
        # Not by the place in memory: sets of row sets have the same order in every run.
        return self.number

    def lineage(self) -> Iterator[RowSet]:
        """This set and all it came from, nearest first."""
        seen: dict[RowSet, None] = {self: None}
        waiting = [self]
        for current in waiting:
            yield current
            for parent in current.parents:
                if parent not in seen:
                    seen[parent] = None
                    waiting.append(parent)

    def part(self) -> RowSet | None:
        """The nearest part of a split that holds all these rows."""
        return next(
            (rows for rows in self.lineage() if rows.kind is RowKind.PART and rows in self.supersets), None
        )


class RowSets:
    """Makes row sets, each once."""

    def __init__(self, here: Callable[[ast.AST], ast.AST]) -> None:
        """`here` says where in the checked document a node is, or was reached from."""
        self._known: dict[Hashable, RowSet] = {}
        self._here = here

    def make(
        self,
        kind: RowKind,
        node: ast.AST,
        parents: Iterable[RowSet] = (),
        *,
        role: Role | None = None,
        selector: Hashable = None,
        is_guess: bool = False,
    ) -> RowSet:
        """The set of that kind; a selector, where there is one, tells sets apart instead of the place."""
        above = tuple(dict.fromkeys(parents))
        key = (kind, node if selector is None else selector, above, role)
        known = self._known.get(key)
        if known is None:
            split = node if kind is RowKind.PART else None
            known = self._known[key] = RowSet(
                kind,
                node,
                above,
                split,
                role,
                selector,
                is_guess,
                here=self._here(node),
                number=len(self._known),
            )
        return known

    def close(self) -> None:
        """Cut the circles: a set is one of its own supersets, and `here` knows the run that made them."""
        for rows in self._known.values():
            object.__setattr__(rows, "supersets", frozenset())
        self.__dict__.clear()


def are_disjoint(first: RowSet, second: RowSet) -> bool:
    """Whether two sets certainly share no row: different sides of one split, or complementary selections."""
    for one in first.supersets:
        for other in second.supersets:
            if one is other:
                continue
            if isinstance(one.selector, Selector) and one.selector.negated and other in one.selector.rows:
                return True
            if isinstance(other.selector, Selector) and other.selector.negated and one in other.selector.rows:
                return True
            if one.parents != other.parents:
                continue
            if one.kind is other.kind is RowKind.PART and one.split is other.split and one.role != other.role:
                return True
            if (
                isinstance(one.selector, Selector)
                and isinstance(other.selector, Selector)
                and one.selector.excludes(other.selector)
            ):
                return True
    return False


def nearest_common(first: RowSet, second: RowSet) -> RowSet | None:
    """The smallest set that certainly holds the rows of both."""
    common = first.supersets & second.supersets
    return next((rows for rows in first.lineage() if rows in common), None)
