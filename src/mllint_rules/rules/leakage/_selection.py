"""Decisions made by the score on a test part: early stopping, loops that keep the best, searches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mllint_rules.kit import (
    Context,
    Evaluation,
    Event,
    Fit,
    Metric,
    Role,
    RowKind,
    RowSet,
    Score,
    Split,
    table,
)
from mllint_rules.rules.leakage._judgement import all_evaluations, folds
from mllint_rules.rules.leakage._words import words_of

_BEST = frozenset(
    {"max", "min", "argmax", "argmin", "nanargmax", "nanargmin", "idxmax", "idxmin", "index", "sorted"}
)


_VALIDATION = frozenset({"val", "valid", "validation", "dev"})
_TEST = frozenset({"test", "tst", "te", "holdout"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision: where it is made, by which part of the data, and what happened there."""

    where: ast.AST
    part: RowSet
    event: Event


def judged_parts(evaluation: Evaluation) -> frozenset[RowSet]:
    """The parts kept to judge models that an evaluation uses; empty where some rows lie in none."""
    found = set()
    for rows in evaluation.data.rows:
        part = rows.part()
        if part is not None and part.role is not Role.TRAIN:
            found.add(part)
        elif rows.kind is RowKind.SELECTION and evaluation.is_disjoint:
            found.add(rows)
        else:
            return frozenset()
    return frozenset(found)


def is_same_part(one: RowSet, other: RowSet) -> bool:
    """Whether two sets are one side of one split, as the features and the target of a test part are."""
    return one is other or (one.split is not None and one.split is other.split and one.role is other.role)


def is_called_validation(part: RowSet, ctx: Context) -> bool:
    """Whether a part is there to decide by, as its names say: whoever reports its score does not claim a test."""
    statement = ctx.statement(part.here)
    if not isinstance(statement, ast.Assign):
        return False
    names = [node for target in statement.targets for node in ctx.walk(target)]
    words = {
        word
        for node in names
        if isinstance(node, (ast.Name, ast.Attribute))
        for word in words_of(node.id if isinstance(node, ast.Name) else node.attr)
    }
    return not words.isdisjoint(_VALIDATION) and words.isdisjoint(_TEST)


def scores(ctx: Context) -> Iterator[tuple[Evaluation, RowSet]]:
    """The scores and metrics of models on parts kept for that."""
    for evaluation in ctx.once(all_evaluations):
        if isinstance(evaluation.event, (Score, Metric)):
            for part in judged_parts(evaluation):
                yield evaluation, part


def choices(ctx: Context) -> tuple[Choice, ...]:
    """Every decision that the score on a test or validation part makes."""
    return (*_stopped(ctx), *_kept(ctx), *_searched(ctx))


def _stopped(ctx: Context) -> Iterator[Choice]:
    """Fits that end, or keep a state, by the score on data given to watch them."""
    for fit in ctx.trace.of(Fit):
        if not fit.held_out or not isinstance(fit.site.here, ast.Call) or not stops_early(fit, ctx):
            continue
        # In the order of the code: the features come before the target.
        for rows in dict.fromkeys(rows for value in fit.held_out for rows in value.rows):
            part = rows.part()
            if part is not None and part.role is not Role.TRAIN and rows not in fit.data.rows:
                yield Choice(fit.site.here, part, fit)
                break


def stops_early(fit: Fit, ctx: Context) -> bool:
    words = table("selection")["stopping"]
    if any(name in words["classes"] for name in fit.learner.classes):
        return True  # keeps the best iteration unless told otherwise
    calls = [fit.site.node, *fit.learner.creations]
    for call in calls:
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            if keyword.arg in words["arguments"] and ctx.value_of(keyword.value) not in (None, False):
                return True
            if keyword.arg == "callbacks" and _holds_call(keyword.value, words["callbacks"], ctx):
                return True
    return False


def _holds_call(value: ast.expr, names: list[str], ctx: Context, depth: int = 2) -> bool:
    """Whether a list of callbacks holds one of these, written there or bound to a name."""
    for node in ctx.walk(value):
        if isinstance(node, ast.Call) and ctx.called(node) in names:
            return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and depth:
            bound = [binding.statement_value for binding in ctx.definitions(node)]
            if any(each is not None and _holds_call(each, names, ctx, depth - 1) for each in bound):
                return True
    return False


def _kept(ctx: Context) -> Iterator[Choice]:
    """Scores in a loop of which the best is kept."""
    for evaluation, part in scores(ctx):
        for node in evaluation.event.site.way:
            loops = ctx.loops_around(node)
            # A split made in each round makes folds, and their scores are averaged.
            if not loops or any(_runs_in(loop, split, ctx) for loop in loops for split in _cuts(part, ctx)):
                continue
            if _is_compared(node, loops[0], ctx):
                yield Choice(node, part, evaluation.event)
                break


def _cuts(part: RowSet, ctx: Context) -> Iterator[tuple[ast.AST, ...]]:
    """The ways to the place where a part is cut off: the calls of this document that lead there, and itself."""
    yield (part.here,)
    for split in ctx.trace.of(Split):
        if split.site.node is part.split:
            yield (*split.site.calls, split.site.here)


def is_cut_anew(part: RowSet, ctx: Context) -> bool:
    """Whether a part is drawn again and again, so that each time it holds other rows."""
    ways = set(_cuts(part, ctx))
    calls = [way[-1] for way in ways if isinstance(way[-1], ast.Call)]
    is_seeded = any(keyword.arg == "random_state" for call in calls for keyword in call.keywords)
    return not is_seeded and (
        len({way for way in ways if len(way) > 1}) > 1
        or any(ctx.loops_around(node) for way in ways for node in way)
    )


def _runs_in(loop: ast.AST, way: tuple[ast.AST, ...], ctx: Context) -> bool:
    return any(loop in ctx.ancestors(node) for node in way)


def is_measured(choice: Choice, ctx: Context) -> bool:
    """Whether the same rows give a result too: a score, or predictions that are no others' (those for a fold are)."""
    if not isinstance(choice.event, Fit):
        return True  # the score that decides
    for evaluation in ctx.once(all_evaluations):
        is_score = isinstance(evaluation.event, (Score, Metric))
        is_same = any(_is_side(part, choice.part) for part in judged_parts(evaluation))
        if is_same and (is_score or choice.part.split not in ctx.once(folds)):
            return True
    return False


def _is_side(part: RowSet, other: RowSet) -> bool:
    """Whether two parts are one side of one split: features and target."""
    return part is other or (part.split is not None and part.split is other.split and part.role is other.role)


def _is_compared(node: ast.AST, loop: ast.AST, ctx: Context) -> bool:
    """Whether a score decides what is kept: compared in the loop, or the best of a list picked behind it."""
    statement = ctx.statement(node)
    names = {n.id for n in ctx.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for inner in ctx.walk(loop):
        if isinstance(inner, ast.If) and isinstance(inner.test, ast.Compare):
            compared = [n for side in (inner.test.left, *inner.test.comparators) for n in ctx.walk(side)]
            held = any(n is node or (isinstance(n, ast.Name) and n.id in names) for n in compared)
            is_order = all(isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for op in inner.test.ops)
            if held and is_order and any(isinstance(s, ast.Assign) for s in inner.body):
                return True
    return any(_is_picked(collection, loop, ctx) for collection in _collected(node, names, loop, ctx))


def _collected(node: ast.AST, names: set[str], loop: ast.AST, ctx: Context) -> Iterator[str]:
    """The lists and dicts that the score is put into."""
    for inner in ctx.walk(loop):
        if (
            isinstance(inner, ast.Call)
            and isinstance(inner.func, ast.Attribute)
            and inner.func.attr == "append"
        ):
            held = [n for argument in inner.args for n in ctx.walk(argument)]
            owner = inner.func.value
        elif isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Subscript):
            held, owner = list(ctx.walk(inner.value)), inner.targets[0].value
        else:
            continue
        if isinstance(owner, ast.Name) and any(
            n is node or (isinstance(n, ast.Name) and n.id in names) for n in held
        ):
            yield owner.id


def _is_picked(name: str, loop: ast.AST, ctx: Context) -> bool:
    """Whether the best of a collection is picked behind the loop."""
    end = getattr(loop, "end_lineno", 0)
    for use in ctx.model.index.names.get(name, ()):
        if use.lineno <= end:
            continue
        calls = []
        for around in ctx.ancestors(use):
            if isinstance(around, ast.stmt):
                break
            if isinstance(around, ast.Call):
                calls.append(_last_name(around.func))
        # The smallest and the largest for the limits of a plot choose nothing.
        if not _BEST.isdisjoint(calls) and _limits().isdisjoint(calls):
            return True
    return False


@cache
def _limits() -> frozenset[str]:
    return frozenset(table("selection")["limits"]["names"])


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _searched(ctx: Context) -> Iterator[Choice]:
    """Objectives given to an optimiser that score on a part kept for the end."""
    searches = {}
    names = table("selection")["searches"]["names"]
    for name in names:
        for call in ctx.model.calls_named(name):
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                for node in ctx.walk(argument):
                    if isinstance(node, ast.Name):
                        searches[node.id] = call
    for evaluation, part in scores(ctx):
        function = ctx.function_of(evaluation.event.site.here)
        if function is not None and function.name in searches:
            yield Choice(searches[function.name], part, evaluation.event)
