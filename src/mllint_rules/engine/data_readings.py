"""Which data the expressions of a line hold, and what was learned on the way to them."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from mllint_rules.engine.focus import Focus
from mllint_rules.engine.readings import is_written
from mllint_rules.model.text import Region
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.provenance.domain import Fitted, Learner, Lesson, Prediction, Value
from mllint_rules.semantic.provenance.observation import observed
from mllint_rules.semantic.provenance.relevance import is_worth_a_run
from mllint_rules.semantic.provenance.rows import RowSet

_SHOWN = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
_DEEPEST = 16  # steps on the way to a load that are told
_FORK = 5  # a set made of several others counts for so many steps
_SEVERAL = 4  # sets that are told of those it was made of


@dataclass(frozen=True, slots=True)
class RowsReading:
    """A set of rows: how it came to be (a word of `RowKind`), as which part, where, and from which other sets."""

    kind: str
    region: Region
    role: str | None = None
    above: tuple[RowsReading, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonReading:
    """Something that was learned from rows and has gone into a value: its kind, by what, where, from which rows.

    `columns` are those it went into, None for all.
    """

    kind: str
    api: str
    region: Region
    rows: tuple[RowsReading, ...]
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FitReading:
    """A fit of a model: where, and on which rows."""

    region: Region
    rows: tuple[RowsReading, ...]


@dataclass(frozen=True, slots=True)
class ModelReading:
    """A model or transformer: its possible classes (none: unknown) and its fits (none: it is not fitted)."""

    classes: tuple[str, ...]
    fits: tuple[FitReading, ...]


@dataclass(frozen=True, slots=True)
class PredictionReading:
    """Where a value was predicted, by which method of which model, for which rows."""

    method: str
    region: Region
    model: ModelReading
    rows: tuple[RowsReading, ...]


@dataclass(frozen=True, slots=True)
class DataReading:
    """One expression: its rows, what was learned on the way to it, what predicted it, or what model it is."""

    expression: str
    region: Region
    rows: tuple[RowsReading, ...]
    lessons: tuple[LessonReading, ...]
    prediction: PredictionReading | None = None
    model: ModelReading | None = None


def read_data(model: SemanticModel, focus: Focus) -> tuple[DataReading, ...]:
    """What the abstract run knows of the expressions of the focus, in the order in which Python evaluates them.

    Nothing where the module neither splits data nor judges what it learned: there no rule asks for the run.
    """
    nodes = frozenset(node for node in focus.nodes if _is_told(node, model))
    if not nodes or not is_worth_a_run(model):
        return ()
    found: dict[tuple[object, ...], DataReading] = {}
    with observed(model, nodes) as values:
        for node in sorted(values, key=lambda node: (model.span(node).end, -model.span(node).start)):
            reading = _Reader(model).read(node, values[node])
            if reading is not None:
                key = (reading.expression, reading.rows, reading.lessons, reading.prediction, reading.model)
                found.setdefault(key, reading)
    return tuple(found.values())


def _is_told(node: ast.AST, model: SemanticModel) -> bool:
    """Whether an expression may hold data of its own: not the method in a call."""
    if not isinstance(node, _SHOWN) or not is_written(node, model):
        return False
    parent = model.index.parents.get(node)
    return not (isinstance(parent, ast.Call) and parent.func is node)


class _Reader:
    """Puts what the run knows into words and places of the document."""

    def __init__(self, model: SemanticModel) -> None:
        self._model = model

    def read(self, node: ast.AST, value: Value) -> DataReading | None:
        rows = self._rows(value.rows) if value.is_data else ()
        lessons = tuple(sorted(map(self._lesson, value.lessons), key=_place_of))
        prediction = self._prediction(value.prediction) if value.prediction is not None else None
        learner = self._learner(value.learner) if value.learner is not None else None
        if not (rows or lessons or prediction or learner):
            return None
        text = " ".join(self._model.source(node).split())
        return DataReading(text, self._region(node), rows, lessons, prediction, learner)

    def _region(self, node: ast.AST) -> Region:
        return self._model.document.region(self._model.span(node))

    def _rows(self, rows: Iterable[RowSet]) -> tuple[RowsReading, ...]:
        """The sets in the order of the document."""
        return tuple(dict.fromkeys(self._way(each, _DEEPEST) for each in self._sorted(rows)))

    def _way(self, rows: RowSet, depth: int) -> RowsReading:
        """A set and the way back to where its rows came from, as far as it is told."""
        depth -= 1 if len(rows.parents) == 1 else _FORK
        above = self._sorted(rows.parents)[:_SEVERAL] if depth > 0 else []
        return RowsReading(
            rows.kind.value,
            self._region(rows.here),
            rows.role.value if rows.role is not None else None,
            tuple(self._way(parent, depth) for parent in above),
        )

    def _sorted(self, rows: Iterable[RowSet]) -> list[RowSet]:
        return sorted(
            rows, key=lambda each: (self._model.span(each.here).start, each.kind.value, str(each.role))
        )

    def _lesson(self, lesson: Lesson) -> LessonReading:
        columns = None if lesson.columns is None else tuple(sorted(lesson.columns))
        rows = self._rows(lesson.rows)
        return LessonReading(
            lesson.kind, _class_name(lesson.api), self._region(lesson.site.here), rows, columns
        )

    def _learner(self, learner: Learner) -> ModelReading:
        fits = sorted({self._fit(fitted) for fitted in learner.fits}, key=_place_of)
        return ModelReading(tuple(sorted(map(_class_name, learner.classes))), tuple(fits))

    def _fit(self, fitted: Fitted) -> FitReading:
        return FitReading(self._region(fitted.site.here), self._rows(fitted.rows))

    def _prediction(self, prediction: Prediction) -> PredictionReading:
        return PredictionReading(
            prediction.method,
            self._region(prediction.site.here),
            self._learner(prediction.learner),
            self._rows(prediction.data.rows),
        )


def _place_of(reading: LessonReading | FitReading) -> tuple[Region, str]:
    return reading.region, str(reading)


def _class_name(name: str) -> str:
    return name.removeprefix(HERE)
