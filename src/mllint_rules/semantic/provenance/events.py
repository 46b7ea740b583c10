"""What a program does with data, in the order in which it happens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from mllint_rules.semantic.provenance.domain import Learner, Site, Value
from mllint_rules.semantic.provenance.rows import RowSets

Branch = tuple[ast.AST, int]
"""A statement with alternatives, and the number of the one that was taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """Something that happened at a place, under these branches."""

    site: Site
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Split(Event):
    """Data was cut into parts. `api` names the function or splitter method, `inputs` are the arrays given.

    `splitter` is what made a splitter object: None for functions and unknown splitters.
    """

    api: str
    inputs: tuple[Value, ...]
    splitter: ast.AST | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fit(Event):
    """An object learned from data. `held_out` is data given to watch the fit (validation sets)."""

    method: str
    learner: Learner
    data: Value
    target: Value | None
    held_out: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Transform(Event):
    """A fitted object was applied to data."""

    method: str
    learner: Learner
    data: Value


@dataclass(frozen=True, slots=True, eq=False)
class Predict(Event):
    """A model gave predictions for data."""

    method: str
    learner: Learner
    data: Value


@dataclass(frozen=True, slots=True, eq=False)
class Score(Event):
    """A model was scored on data by one of its own methods."""

    method: str
    learner: Learner
    data: Value
    target: Value | None


@dataclass(frozen=True, slots=True, eq=False)
class Metric(Event):
    """A metric compared values with each other."""

    api: str
    truth: Value
    predicted: Value


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation(Event):
    """A model was fitted and scored on folds of data. `learner` is what was given to be fitted."""

    api: str
    learner: Learner | None
    data: Value
    target: Value | None


@dataclass(frozen=True, slots=True, eq=False)
class Resample(Event):
    """Rows were copied, synthesised or dropped to balance classes."""

    api: str
    data: Value


@dataclass(frozen=True, slots=True, eq=False)
class Group(Event):
    """Rows were put together by the values of columns. `keys` are the literal names of those, as far as known."""

    data: Value
    keys: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Distinct(Event):
    """Rows were reduced to one per value of columns."""

    data: Value
    keys: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Use(Event):
    """A value went to code of which nothing is known, or out of a function that nobody here calls."""

    value: Value


Kind = TypeVar("Kind", bound=Event)


class Trace:
    """The events of one module. `is_complete` is false when the run was cut short for its length."""

    def __init__(self, events: list[Event], rows: RowSets, *, is_complete: bool) -> None:
        self.events = tuple(events)
        self.is_complete = is_complete
        self._rows = rows

    def close(self) -> None:
        """Cut the circle of row sets."""
        self._rows.close()

    def of(self, kind: type[Kind]) -> Iterator[Kind]:
        """The events of one kind, in order."""
        return (event for event in self.events if isinstance(event, kind))

    def after(self, event: Event) -> tuple[Event, ...]:
        """What happened later."""
        return self.events[self.events.index(event) + 1 :]


def may_both_happen(first: Event, second: Event) -> bool:
    """Whether one run can come past both: not on different sides of one branch."""
    taken = dict(first.branches)
    return all(taken.get(node, side) == side for node, side in second.branches)
