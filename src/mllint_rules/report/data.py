"""Which data the values of a line hold: for people, and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from mllint_rules.model.text import Region
from mllint_rules.report.display import escape

if TYPE_CHECKING:
    from mllint_rules.engine.data_readings import (
        DataReading,
        FitReading,
        LessonReading,
        ModelReading,
        PredictionReading,
        RowsReading,
    )

_SEVERAL = 3  # alternatives that are told
_WORDS = {
    "selection": "selected in",
    "fewer": "those kept in",
    "sample": "drawn in",
    "mix": "stacked in",
    "copies": "copied in",
    "windows": "put together in",
}


class DataPage:
    """The section of `mllint why` about data; `where` says how a place is called."""

    def __init__(self, width: int, where: Callable[[Region], str]) -> None:
        self._width = width
        self._where = where

    def lines(self, readings: Iterable[DataReading]) -> Iterator[str]:
        """The expressions, and below those of which the same is known what that is."""
        known: dict[tuple[str, ...], list[str]] = {}
        for reading in readings:
            known.setdefault(tuple(self._facts(reading)), []).append(self._cut(reading.expression))
        for facts, expressions in known.items():
            yield from self._wrapped(", ".join(dict.fromkeys(expressions)), "  ")
            for fact in facts:
                yield from self._wrapped(fact, "      ")

    def _cut(self, text: str) -> str:
        room = self._width - 4
        return text if len(text) <= room else f"{text[: room - 3]}..."

    def _wrapped(self, text: str, indent: str) -> list[str]:
        following = f"{indent}  "
        return wrap(
            escape(text),
            self._width,
            initial_indent=indent,
            subsequent_indent=following,
            break_on_hyphens=False,
        )

    def _facts(self, reading: DataReading) -> Iterator[str]:
        if reading.model is not None:
            yield self._model(reading.model)
        if reading.prediction is not None:
            # What holds no rows of its own is a metric, a loss or the like.
            how = "predicted" if reading.rows else "computed from predictions"
            yield f"{how} {self._prediction(reading.prediction)}"
        if reading.rows:
            yield f"rows: {self._either(reading.rows)}"
        for lesson in reading.lessons:
            yield self._lesson(lesson)

    def _lesson(self, lesson: LessonReading) -> str:
        into = "" if lesson.columns is None else f", in {', '.join(lesson.columns)}"
        rows = f", from rows: {self._either(lesson.rows)}" if lesson.rows else ""
        by = f" by {lesson.api}" if lesson.api else ""
        return f"learned: {lesson.kind}{by}, {self._where(lesson.region)}{into}{rows}"

    def _model(self, model: ModelReading) -> str:
        name = " or ".join(model.classes) or "something that is fitted"
        if not model.fits:
            return f"{name}, not fitted"
        return f"{name}, fitted in {'; or in '.join(map(self._fit, model.fits[:_SEVERAL]))}"

    def _fit(self, fit: FitReading) -> str:
        rows = f" on rows: {self._either(fit.rows)}" if fit.rows else ""
        return f"{self._where(fit.region)}{rows}"

    def _prediction(self, prediction: PredictionReading) -> str:
        rows = f" for rows: {self._either(prediction.rows)}" if prediction.rows else ""
        where = self._where(prediction.region)
        return f"({prediction.method}, {where}){rows}; by {self._model(prediction.model)}"

    def _either(self, rows: tuple[RowsReading, ...]) -> str:
        told = " or ".join(map(self._rows, rows[:_SEVERAL]))
        return told if len(rows) <= _SEVERAL else f"{told} or {len(rows) - _SEVERAL} others"

    def _rows(self, rows: RowsReading) -> str:
        """A set of rows, and the way back to where they came from."""
        where = self._where(rows.region)
        if rows.kind == "source":
            return f"all of {where}"
        own = (
            f"the {rows.role} part of the split in {where}"
            if rows.role is not None
            else f"{_WORDS.get(rows.kind, rows.kind)} {where}"
        )
        above = rows.above[:_SEVERAL]
        return f"{own} < {' and '.join(map(self._rows, above))}" if above else own


def data_facts(reading: DataReading) -> dict[str, Any]:
    """One expression with its data as JSON has it."""
    prediction = reading.prediction
    return {
        "expression": reading.expression,
        **place_facts(reading.region),
        "rows": [_rows(each) for each in reading.rows],
        "learned": [
            {
                "kind": lesson.kind,
                "api": lesson.api,
                "place": place_facts(lesson.region),
                "columns": lesson.columns and list(lesson.columns),
                "rows": [_rows(each) for each in lesson.rows],
            }
            for lesson in reading.lessons
        ],
        "prediction": prediction
        and {
            "method": prediction.method,
            "place": place_facts(prediction.region),
            "model": _model(prediction.model),
            "rows": [_rows(each) for each in prediction.rows],
        },
        "model": reading.model and _model(reading.model),
    }


def _model(model: ModelReading) -> dict[str, Any]:
    return {
        "classes": list(model.classes),
        "fits": [
            {"place": place_facts(fit.region), "rows": [_rows(each) for each in fit.rows]}
            for fit in model.fits
        ],
    }


def _rows(rows: RowsReading) -> dict[str, Any]:
    return {
        "kind": rows.kind,
        "part": rows.role,
        "place": place_facts(rows.region),
        "from": [_rows(each) for each in rows.above],
    }


def place_facts(region: Region) -> dict[str, int | None]:
    """A place as JSON has it."""
    return {
        "cell": region.cell,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }
