"""What is known of a value in an abstract run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from mllint_rules.semantic.index import position
from mllint_rules.semantic.provenance.rows import RowKind, RowSet, Selector
from mllint_rules.semantic.types import UNKNOWN, Type, union

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel


OWN_CATEGORIES = "own categories"
"""The kind of lesson that a categorical column carries whose categories are those that occur in its rows."""
DECLARED_CATEGORIES = "declared categories"
"""The kind of lesson that a categorical column carries whose categories the code gives."""


class Ref(int):
    """A reference to an object of the store."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the run: the syntax, and the calls of the checked document through which it was reached.

    `here` is the innermost syntax of the checked document: the node itself, or the call that led out of it.
    """

    node: ast.AST
    here: ast.AST
    calls: tuple[ast.AST, ...] = ()

    @property
    def way(self) -> tuple[ast.AST, ...]:
        """The calls that led here, outermost first, and the node."""
        return (*self.calls, self.node)


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something learned from the values of many rows, which has gone into other values.

    `kind` is a word of `tables/estimators.toml` (`statistics`, `target`, `categories` …) or `statistic` for one
    computed by hand; `api` is what learned it, `learner` the object (its creation), None for plain functions.
    """

    site: Site
    rows: frozenset[RowSet]
    kind: str
    api: str
    learner: ast.AST | None = None
    is_group_wise: bool = False
    columns: frozenset[str] | None = None
    """The columns it went into, where it went into named ones only."""

    def concerns(self, columns: Columns | None) -> bool:
        """Whether it is in these columns of the table, as far as that is known."""
        return self.columns is None or columns is None or any(map(columns.may_hold, self.columns))


def in_order(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Lessons by where they were learned."""
    return sorted(
        lessons, key=lambda each: (position(each.site.node), each.kind, each.api, sorted(each.columns or ()))
    )


@dataclass(frozen=True, slots=True)
class Learner:
    """An object that is fitted: a transformer, a model, a pipeline, a search.

    `creations` are the expressions that made it, `classes` its possible canonical names (empty: unknown), `steps` the
    objects inside a pipeline or search, `inner` the classes of these and of what is inside them, `fits` what it was
    fitted on last (one entry per possibility).
    """

    creations: frozenset[ast.AST]
    classes: frozenset[str] = frozenset()
    steps: tuple[Ref, ...] = ()
    fits: frozenset[Fitted] = frozenset()
    inner: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fitted:
    """One fit: where, on which rows, whose values carried which lessons and went through which transformers."""

    site: Site
    rows: frozenset[RowSet]
    lessons: frozenset[Lesson]
    transformers: tuple[ast.AST, ...] = ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """Output of a model: which method gave it, of which model as it was fitted then, for which data.

    `model` refers to the model as it is now.
    """

    site: Site
    method: str
    learner: Learner
    data: Value
    model: Ref | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of a table. `table` is the expression that the table came from; None in `only` means all columns.

    `without` are those taken away, `added` those assigned since, `is_complete` whether every change was understood.
    """

    table: ast.AST
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    is_complete: bool = True
    is_single: bool = False

    def may_hold(self, name: str) -> bool:
        """Whether a column of the table is still among them."""
        if name in self.added:
            return True
        return name not in self.without and (self.only is None or name in self.only)


@dataclass(frozen=True, slots=True)
class Closure:
    """A function, method, lambda or class of the project with the model of its module."""

    model: SemanticModel
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
    receiver: Ref | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of one object. Every part may be missing: then that is not known.

    `node` is the expression that made it. `items` are the elements of a tuple or list by position, `entries` those of
    a dict by literal key, `element` what iteration gives. `transformers` are the objects whose `transform` the data
    went through, in order. `selector` says which rows a mask takes, `is_index` that the value holds positions or labels
    of rows instead of their content, `is_ordered` that they were sorted, `is_temporal` that values of earlier rows went
    in.
    """

    node: ast.AST | None = None
    type: Type = UNKNOWN
    rows: frozenset[RowSet] = frozenset()
    lessons: frozenset[Lesson] = frozenset()
    transformers: tuple[ast.AST, ...] = ()
    columns: Columns | None = None
    learner: Learner | None = None
    prediction: Prediction | None = None
    items: tuple[Ref, ...] | None = None
    entries: Mapping[object, Ref] | None = None
    element: Ref | None = None
    attributes: Mapping[str, Ref] | None = None
    closure: Closure | None = None
    selector: Selector | None = None
    is_index: bool = False
    is_ordered: bool = False
    is_temporal: bool = False

    @property
    def is_data(self) -> bool:
        """Whether it certainly holds rows."""
        return bool(self.rows) and not any(rows.is_guess for rows in self.rows)

    @property
    def learned(self) -> list[Lesson]:
        """The lessons in the order of the code, the same in every run."""
        return in_order(self.lessons)

    def narrowed(self, columns: Columns | None) -> Value:
        """The value with these columns only, and with what was learned on the way to them."""
        lessons = frozenset(lesson for lesson in self.lessons if lesson.concerns(columns))
        return replace(self, columns=columns, lessons=lessons)

    def with_lessons(self, lessons: frozenset[Lesson]) -> Value:
        """The value with more learned on the way."""
        return replace(self, lessons=self.lessons | lessons) if lessons else self


def joined(values: Iterable[Value]) -> Value:
    """What is known of a value that is one of these."""
    distinct = list(dict.fromkeys(_Identity(value) for value in values))
    return reduce(_join, (each.value for each in distinct)) if distinct else Value()


class _Identity:
    """Values compared by identity, as equality of mappings would cost too much."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.value is other.value


def _join(first: Value, second: Value) -> Value:
    return Value(
        node=_joined_node(first.node, second.node),
        type=first.type if first.type == second.type else union((first.type, second.type)),
        rows=_joined_rows(first.rows | second.rows),
        lessons=first.lessons | second.lessons,
        transformers=first.transformers
        if len(first.transformers) >= len(second.transformers)
        else second.transformers,
        columns=_joined_columns(first.columns, second.columns),
        learner=_joined_learners(first.learner, second.learner),
        prediction=first.prediction if first.prediction == second.prediction else None,
        items=first.items if first.items == second.items else None,
        entries={**(first.entries or {}), **(second.entries or {})} or None,
        element=first.element or second.element,
        attributes={**(first.attributes or {}), **(second.attributes or {})} or None,
        closure=first.closure if first.closure == second.closure else None,
        selector=first.selector if first.selector == second.selector else None,
        is_index=first.is_index and second.is_index,
        is_ordered=first.is_ordered or second.is_ordered,
        is_temporal=first.is_temporal or second.is_temporal,
    )


_MANY_WAYS = 8
_MOST_WAYS = 32


def _joined_rows(rows: frozenset[RowSet]) -> frozenset[RowSet]:
    """Rows that took one of several ways, which branches behind each other would double every time.

    Where there are many, rows that may have been dropped do not count; where there are too many, nothing is known.
    """
    if len(rows) > _MANY_WAYS:
        rows = frozenset(
            each for each in rows if each.kind is not RowKind.FEWER or not rows.issuperset(each.parents)
        )
    return rows if len(rows) <= _MOST_WAYS else frozenset()


def _joined_node(first: ast.AST | None, second: ast.AST | None) -> ast.AST | None:
    """Where a value of one of two kinds came from; no literal, as it is only one of two."""
    if first is second or (not isinstance(first, ast.Constant) and not isinstance(second, ast.Constant)):
        return first or second
    return None


def _joined_columns(first: Columns | None, second: Columns | None) -> Columns | None:
    if first is None or second is None or first.table is not second.table:
        return None
    if first == second:
        return first
    only = None if first.only is None or second.only is None else first.only | second.only
    return Columns(
        first.table,
        only,
        first.without & second.without,
        first.added | second.added,
        first.is_complete and second.is_complete,
        first.is_single and second.is_single,
    )


def _joined_learners(first: Learner | None, second: Learner | None) -> Learner | None:
    if first is None or second is None or first == second:
        return first or second
    return Learner(
        first.creations | second.creations,
        first.classes | second.classes if first.classes and second.classes else frozenset(),
        first.steps or second.steps,
        first.fits | second.fits,
        first.inner | second.inner,
    )
