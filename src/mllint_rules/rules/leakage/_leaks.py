"""What went from test rows into training: lessons learned from both sides of a split."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import (
    Context,
    CrossValidation,
    Evaluation,
    Event,
    Fit,
    Lesson,
    Place,
    Predict,
    Role,
    RowKind,
    RowSet,
    Selector,
    Use,
    Value,
    position,
)
from mllint_rules.rules.leakage._judgement import all_evaluations, folds, is_seen, judges

TRANSFORMED = frozenset({"statistics", "target"})
"""The kinds of lessons that transformers learn from the values of other rows."""
BY_HAND = frozenset({"statistic", "model", "neighbours"})
"""The kinds of lessons that the code computes itself: statistics, gaps filled by a model or from other rows."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A lesson from rows of both sides, the cut between them, and what was done with either side.

    `cut` is the syntax that split the rows; `fit` and `judged` may be missing where only the split is seen.
    """

    lesson: Lesson
    cut: ast.AST | None
    fit: Event | None
    judged: Event | None

    def story(self) -> tuple[Place, ...]:
        """Fitted here → split there → trained and scored there."""
        places = []
        if self.cut is not None:
            places.append(Place(self.cut, "the rows are split here"))
        if self.fit is not None:
            places.append(Place(self.fit.site.here, "a model is fitted on one part here"))
        if self.judged is not None and (self.fit is None or self.judged.site.here is not self.fit.site.here):
            places.append(Place(self.judged.site.here, "and judged by the other part here"))
        return tuple(places)


def leaks(ctx: Context) -> tuple[Leak, ...]:
    """Every lesson that went across a split, once, in the order of the code."""
    found: dict[ast.AST, Leak] = {}
    for leak in (*_across_evaluations(ctx), *_across_splits(ctx)):
        found.setdefault(leak.lesson.site.here, leak)
    # The lessons of a value are a set, and sets have another order in every run.
    return tuple(sorted(found.values(), key=lambda leak: position(leak.lesson.site.here)))


def _across_evaluations(ctx: Context) -> Iterator[Leak]:
    for evaluation in ctx.once(held_out):
        lessons = list(evaluation.taught())
        if not lessons or not is_seen(evaluation, ctx):
            continue
        for lesson in lessons:
            yield Leak(lesson, cut_of(evaluation), evaluation.fit, evaluation.event)


def held_out(ctx: Context) -> tuple[Evaluation, ...]:
    """The evaluations of models on rows that their fit did not see."""
    return tuple(e for e in ctx.once(all_evaluations) if e.shared and _is_judgement(e))


def _is_judgement(evaluation: Evaluation) -> bool:
    """A prediction that no metric follows judges only where the rows were split for that."""
    if not isinstance(evaluation.event, Predict):
        return True
    if all(rows.part() is not None for rows in evaluation.data.rows):
        return True
    # Head and tail of one table; of stacked tables the tail may be what a competition wants predicted.
    common = evaluation.shared[0]
    return (
        common.kind is not RowKind.MIX
        and all(_is_slice_of(rows, common) for rows in evaluation.data.rows)
        and all(_is_slice_of(rows, common) for rows in evaluation.fit.data.rows)
    )


def _is_slice_of(rows: RowSet, table: RowSet) -> bool:
    return any(
        each.kind is RowKind.SELECTION
        and table in each.parents
        and isinstance(each.selector, Selector)
        and each.selector.is_slice
        for each in rows.supersets
    )


def cut_of(evaluation: Evaluation) -> ast.AST | None:
    """The syntax that took the rows of the fit out of what they share with the evaluation."""
    shared = evaluation.shared
    for trained in evaluation.fit.data.rows:
        for rows in trained.lineage():
            if shared and shared[0] in rows.parents:
                return rows.here
    return None


def _across_splits(ctx: Context) -> Iterator[Leak]:
    """Splits whose parts train a model, or leave what can be seen, with what was learned before them."""
    judged = {part for e in ctx.once(held_out) for rows in e.data.rows if (part := rows.part()) is not None}
    for event in ctx.trace.events:
        if not isinstance(event, (Fit, Use)):
            continue
        value = event.data if isinstance(event, Fit) else event.value
        for part in training_parts(value):
            if not value.lessons or (part.split in ctx.once(folds) and not judges(part, ctx)):
                continue
            for lesson in value.learned:
                if _is_above(lesson.rows, part) and not _is_inside_training(lesson.rows, judged):
                    yield Leak(lesson, part.here, event if isinstance(event, Fit) else None, None)


def training_parts(value: Value) -> Iterator[RowSet]:
    """The outermost training parts of splits that a value's rows lie in."""
    for rows in value.rows:
        parts = [r for r in rows.supersets if r.kind is RowKind.PART and r.role is Role.TRAIN]
        if parts:
            yield min(parts, key=lambda r: len(r.supersets))


def _is_above(learned: frozenset[RowSet], part: RowSet) -> bool:
    """Whether the lesson was learned from all that was split."""
    above = {rows for parent in part.parents for rows in parent.supersets}
    return bool(learned) and learned <= above


def _is_inside_training(learned: frozenset[RowSet], judged: set[RowSet]) -> bool:
    """Whether all that was learned from is a training part whose other side judges the model in the end."""
    for rows in learned:
        part = rows.part()
        if part is None or not any(are_sides(part, other) for other in judged):
            return False
    return bool(learned)


def are_sides(first: RowSet, second: RowSet) -> bool:
    """Whether two sets are different parts of one split."""
    return first.split is second.split and first.parents == second.parents and first.role is not second.role


def cross_validations(ctx: Context) -> Iterator[tuple[Event, Value]]:
    """Every fit and score on folds, with the data that is folded: functions, and searches that are fitted."""
    for event in ctx.trace.events:
        if isinstance(event, CrossValidation) or (isinstance(event, Fit) and is_search(ctx, event)):
            yield event, event.data


def is_search(ctx: Context, fit: Fit) -> bool:
    """Whether what is fitted splits its data into folds itself."""
    return bool(fit.learner.classes) and all(
        "sklearn.model_selection.BaseSearchCV" in ctx.bases(name) or name.endswith("SearchCV")
        for name in fit.learner.classes
    )


def is_judged_outside(ctx: Context, event: Event, data: Value) -> bool:
    """Whether other rows judge the model in the end: the other side of a split, or what the search is asked about."""
    for evaluation in ctx.once(all_evaluations):
        if evaluation.fit.site == event.site and not evaluation.is_on_the_same_rows:
            return True
    judged = {part for e in ctx.once(held_out) for rows in e.data.rows if (part := rows.part()) is not None}
    parts = [part for part in training_parts(data) if any(are_sides(part, other) for other in judged)]
    return bool(parts)


def learned_from_folds(data: Value) -> Iterator[Lesson]:
    """The lessons in data that is folded afterwards which every row of it took part in."""
    above = {rows for held in data.rows for rows in held.supersets}
    for lesson in data.learned:
        if lesson.rows and lesson.rows <= above:
            yield lesson
