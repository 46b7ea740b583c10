"""A metric that is computed and then forgotten was not worth computing.

## Why is this bad?

The model was evaluated, and the only place that knows the result is a local variable. No log, no tracker and no report
has it; the next run cannot be compared, and nobody sees that the score has fallen.

## When to ignore it

The value is returned, logged, written, asserted or decides what happens next, or a notebook shows it. A metric that is
printed is the affair of `printed-metric`.

## Fix safety

A log record with the value is added behind the line, or a call of the tracker where one is active and a loop counts.

## References

- MLflow and Weights & Biases on logging metrics
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Practice,
    SemanticModel,
    insert_after,
    module,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._console import is_production_path
from mllint_rules.rules.observability._logger import logger_for
from mllint_rules.rules.observability._metrics import is_metric_call, tracker_key
from mllint_rules.rules.observability._steps import step_at
from mllint_rules.rules.observability._styles import event_call
from mllint_rules.rules.observability._trackers import tracker_lines

_NAMES: tuple[str, ...] = tuple(table("metrics")["evaluations"]["names"])
_BARS = frozenset({"set_postfix", "set_description", "set_postfix_str"})


@rule(
    code="MLO117",
    name="metric-not-persisted",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(calling=_NAMES),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from sklearn.metrics import accuracy_score


                def train(model, features, target, held_out, expected):
                    model.fit(features, target)
                    accuracy = accuracy_score(expected, model.predict(held_out))
                    return model
                """,
            good="""
                import logging
                from sklearn.metrics import accuracy_score

                logger = logging.getLogger(__name__)


                def train(model, features, target, held_out, expected):
                    model.fit(features, target)
                    accuracy = accuracy_score(expected, model.predict(held_out))
                    logger.info("model evaluated", extra={"accuracy": accuracy})
                    return model
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or not is_production_path(ctx.path_in_project):
        return
    for name in _NAMES:
        for node in model.calls_named(name):
            statement = ctx.parent(node)
            if isinstance(statement, (ast.Assign, ast.Expr)) and is_metric_call(node, ctx):
                kept = _kept_name(statement, ctx)
                if kept is not None and not ctx.expects_failure(node):
                    yield Finding(
                        node,
                        "this metric is computed, and nothing keeps its value",
                        fix=partial(_repair, statement, kept, ctx) if kept else None,
                    )


def _kept_name(statement: ast.Assign | ast.Expr, ctx: Context) -> str | None:
    """The name that only a progress bar reads, or empty for none at all; None where the value is used."""
    if isinstance(statement, ast.Expr):
        # In a `try` the call is a question: do these arguments work at all?
        return None if isinstance(ctx.parent(statement), ast.Try) else ""
    target = statement.targets[0]
    function = ctx.function_of(statement)
    if len(statement.targets) != 1 or not isinstance(target, ast.Name) or target.id.startswith("_"):
        return None
    scopes = ctx.model.names.scopes
    scope = scopes.lookup(target.id, scopes.scope_of(target))
    if scope is None or (scope.node is not (function or ctx.model.tree)) or "locals" in ctx.model.call_names:
        return None
    reads = [
        use
        for use in ctx.model.index.names.get(target.id, ())
        if isinstance(use.ctx, ast.Load) and scopes.lookup(target.id, scopes.scope_of(use)) is scope
    ]
    if not all(_is_shown_by_bar(use, ctx) for use in reads):
        return None
    return None if function is None and ctx.is_reached_from_elsewhere(target.id) else target.id


def _is_shown_by_bar(use: ast.Name, ctx: Context) -> bool:
    return any(
        isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr in _BARS
        for parent in ctx.ancestors(use)
    )


def _repair(statement: ast.Assign | ast.Expr, name: str, ctx: Context) -> FixPlan:
    step = step_at(statement, ctx)
    lines = (
        []
        if step is None
        else tracker_lines([(tracker_key(name, statement, ctx), name)], step, statement, ctx)
    )
    if lines:
        return unsafe_fix("Send the metric to the tracker", insert_after(statement, "\n".join(lines)))
    logger = logger_for(ctx, statement)
    made = event_call(logger.name, "info", "model evaluated", [(name, name)], logger.style)
    return unsafe_fix("Log the metric", *logger.verbs, insert_after(statement, made.text(0, None)))
