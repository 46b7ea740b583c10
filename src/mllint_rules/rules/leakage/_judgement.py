"""Which uses of fitted models judge them: what is predicted for a fold may as well be a feature of another model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Context,
    CrossValidation,
    Evaluation,
    Metric,
    Predict,
    Role,
    RowSet,
    Score,
    Site,
    Split,
    Use,
    evaluations,
)


def all_evaluations(ctx: Context) -> tuple[Evaluation, ...]:
    """Every use of a fitted model with its fit."""
    return tuple(evaluations(ctx.trace))


def folds(ctx: Context) -> frozenset[ast.AST]:
    """The calls that gave folds: each fold judges in turn, and none is kept for the end."""
    return frozenset(event.site.node for event in ctx.trace.of(Split) if event.splitter is not None)


def is_seen(evaluation: Evaluation, ctx: Context) -> bool:
    """Whether an evaluation tells anybody how good the model is.

    A part that was split off is kept for that. What is predicted for folds, or for the tail of a table, may as well be
    a feature, a weight or the answer that somebody waits for: nobody compares it with the truth.
    """
    if not isinstance(evaluation.event, Predict):
        return True
    parts = [rows.part() for rows in evaluation.data.rows]
    if all(part is not None and part.split not in ctx.once(folds) for part in parts):
        return True
    if evaluation.fit.site in ctx.once(_measured):
        return True
    site = evaluation.event.site
    return any(_is_compared(use, ctx) for place in (*site.calls, site.here) for use in _uses(place, ctx))


def judges(part: RowSet, ctx: Context) -> bool:
    """Whether the folds beside a training part judge what was learned from it, here or where nobody can look."""
    split = part.split
    for evaluation in ctx.once(all_evaluations):
        if any(_is_other_side(rows, split) for rows in evaluation.data.rows) and is_seen(evaluation, ctx):
            return True
    return any(_is_other_side(rows, split) for event in ctx.trace.of(Use) for rows in event.value.rows)


def _is_other_side(rows: RowSet, split: ast.AST | None) -> bool:
    part = rows.part()
    return part is not None and part.split is split and part.role is not Role.TRAIN


def _measured(ctx: Context) -> frozenset[Site]:
    """The fits of the models whose predictions go into a score: of themselves, or of what is made of them."""
    values = []
    for event in ctx.trace.events:
        if isinstance(event, Metric):
            values += [event.truth, event.predicted]
        elif isinstance(event, (Score, CrossValidation)):
            values.append(event.data)
    return frozenset(lesson.site for value in values for lesson in value.lessons)


def _uses(place: ast.AST, ctx: Context) -> Iterator[ast.AST]:
    """An expression, and the names that stand for what it gives."""
    yield place
    statement = ctx.statement(place)
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
            if binding is not None:
                yield from ctx.uses(binding)


def _is_compared(use: ast.AST, ctx: Context) -> bool:
    """Whether a prediction meets other values: in a difference or a comparison, or as one of several arguments."""
    inner = use
    for around in ctx.ancestors(use):
        if isinstance(around, ast.stmt):
            return False
        if isinstance(around, ast.Compare) or (
            isinstance(around, ast.BinOp) and isinstance(around.op, ast.Sub)
        ):
            return True
        if isinstance(around, ast.Call) and inner in around.args and not _puts_away(around):
            others = [
                each for each in around.args if each is not inner and not isinstance(each, ast.Constant)
            ]
            if others:
                return True
        inner = around
    return False


def _puts_away(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("append", "insert", "extend")
