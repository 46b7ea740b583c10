"""A metric logged in a loop without a step overwrites itself.

## Why is this bad?

A tracker draws a curve over steps. Without one, every round of the loop writes to step 0 (MLflow), to the same point of
the axis (TensorBoard), or replaces the value of the round before (summaries, plain assignments to a Neptune field).
What is left of the training is its last number.

## When to ignore it

The key is different in every round, a run is opened inside of the loop, or the step is set by other means.

## Fix safety

The points of the curve move to the steps that they belong to. Where the loop counts nothing, `enumerate` is put around
what it runs over.

## References

- `mlflow.log_metric`, `SummaryWriter.add_scalar` and `comet_ml.Experiment.log_metric` on their step
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Practice,
    SemanticModel,
    module,
    rule,
    table,
)
from mllint_rules.rules.observability._assigned_fields import assignment_repair, tracker_of
from mllint_rules.rules.observability._metrics import is_metric
from mllint_rules.rules.observability._rounds import (
    call_repair,
    has_constant_keys,
    has_one_place,
    is_unconditional,
)

# The parameter that takes the step, by API.
_STEPS: dict[str, str] = table("trackers")["steps"]
_BEFORE_STEP = 2


@rule(
    code="MLO112",
    name="metric-without-step",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=tuple({api.rpartition(".")[2] for api in _STEPS}), holding=(ast.Assign,)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import mlflow


                def train(model, epochs):
                    for epoch in range(epochs):
                        mlflow.log_metric("loss", fit_one(model))
                """,
            good="""
                import mlflow


                def train(model, epochs):
                    for epoch in range(epochs):
                        mlflow.log_metric("loss", fit_one(model), step=epoch)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import mlflow


                def report(scores):
                    for score in scores:
                        mlflow.log_metric("score", score)
                """,
            good="""
                import mlflow


                def report(scores):
                    for step, score in enumerate(scores):
                        mlflow.log_metric("score", score, step=step)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for name in dict.fromkeys(api.rpartition(".")[2] for api in _STEPS):
        for node in model.calls_named(name):
            yield from _check_call(ctx.call(node), ctx)
    if ctx.imports("neptune") or ctx.imports("wandb"):
        for assignment in model.index.nodes(ast.Assign):
            yield from _check_assignment(assignment, ctx)


def _check_call(call: Call, ctx: Context) -> Iterator[Finding]:
    loops = ctx.loops_around(call.node)
    api = next((api for api in _STEPS if call.matches(frozenset({api}))), None)
    if api is None or not loops or call.unpacks or len(call.node.args) > _BEFORE_STEP:
        return
    parameter = _STEPS[api]
    if call.argument(parameter) is not None or not has_constant_keys(call, ctx):
        return
    if has_one_place(call.node, loops, ctx):
        yield Finding(
            call.node,
            f"`{ctx.source(call.node.func)}` in a loop without `{parameter}` overwrites what the last round logged",
            fix=lambda: call_repair(call, parameter, loops, ctx),
        )


def _check_assignment(node: ast.Assign, ctx: Context) -> Iterator[Finding]:
    loops = ctx.loops_around(node)
    target = node.targets[0]
    if not loops or len(node.targets) != 1 or not isinstance(target, ast.Subscript):
        return
    tracker = tracker_of(target.value, ctx)
    if tracker is None or not isinstance(ctx.value_of(target.slice), str):
        return
    if (
        is_unconditional(node, loops[0], ctx)
        and has_one_place(node, loops, ctx)
        and is_metric(node.value, ctx)
    ):
        yield Finding(
            target,
            f"assigning `{ctx.source(target)}` in a loop keeps the value of the last round only",
            fix=lambda: assignment_repair(node, target, tracker, loops, ctx),
        )
