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
    FixPlan,
    FixUnavailable,
    Practice,
    Verb,
    add_keyword,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._expressions import written
from mllint_rules.rules.observability._steps import step_at

# The parameter that takes the step, by API.
_STEPS = {
    "mlflow.log_metric": "step",
    "mlflow.log_metrics": "step",
    "torch.utils.tensorboard.SummaryWriter.add_scalar": "global_step",
    "torch.utils.tensorboard.SummaryWriter.add_scalars": "global_step",
    "tensorboardX.SummaryWriter.add_scalar": "global_step",
    "comet_ml.Experiment.log_metric": "step",
    "comet_ml.Experiment.log_metrics": "step",
}
_POSITIONS = {"mlflow": 2, "torch": 2, "tensorboardX": 2, "comet_ml": 2}
_RUNS = frozenset({
    "mlflow.start_run", "wandb.init", "mlflow.set_experiment", "torch.utils.tensorboard.SummaryWriter",
    "tensorboardX.SummaryWriter", "comet_ml.Experiment",
})  # fmt: skip
_STEP_SETTERS = frozenset({"set_step", "log_epoch_end", "autolog"})


@rule(
    code="MLO112",
    name="metric-without-step",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_STEPS),
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
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    loops = ctx.loops_around(call.node)
    if ctx.is_test or not loops or call.unpacks:
        return
    parameter = _STEPS[next(name for names in call.targets for name in sorted(names) if name in _STEPS)]
    library = (call.name or "").partition(".")[0]
    if call.argument(parameter) is not None or len(call.node.args) > _POSITIONS.get(library, 2):
        return
    if not _has_constant_keys(call, ctx) or _is_special(call, loops, ctx):
        return
    yield Finding(
        call.node,
        f"`{ctx.source(call.node.func)}` in a loop without `{parameter}` overwrites what the last round logged",
        fix=lambda: _repair(call, parameter, loops[0], ctx),
    )


def _has_constant_keys(call: Call, ctx: Context) -> bool:
    """Whether every round certainly logs under the same keys."""
    given = call.node.args[0] if call.node.args else next((k.value for k in call.node.keywords), None)
    if isinstance(given, ast.Dict):
        return bool(given.keys) and all(key is not None and isinstance(ctx.value_of(key), str) for key in given.keys)
    return given is not None and isinstance(ctx.value_of(given), str)


def _is_special(call: Call, loops: list[ast.For | ast.AsyncFor | ast.While], ctx: Context) -> bool:
    """Whether a run begins or ends in the loop, or only one round logs."""
    outer = loops[-1]
    for inner in ast.walk(outer):
        if isinstance(inner, ast.Call):
            attribute = inner.func.attr if isinstance(inner.func, ast.Attribute) else ""
            if ctx.called(inner) in _RUNS or attribute in ("start_run", "end_run") or attribute in _STEP_SETTERS:
                return True
    return any(_leaves(statement) for statement in _behind(call.node, loops[0], ctx))


def _behind(node: ast.AST, loop: ast.AST, ctx: Context) -> list[ast.stmt]:
    """The statements that follow a node in its own blocks, up to the loop."""
    found: list[ast.stmt] = []
    child: ast.AST = ctx.statement(node)
    for parent in ctx.ancestors(child):
        for _, block in ast.iter_fields(parent):
            if isinstance(block, list) and child in block:
                found += block[block.index(child) + 1 :]
        if parent is loop:
            break
        child = parent
    return found


def _leaves(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Break | ast.Return | ast.Raise)


def _repair(call: Call, parameter: str, loop: ast.For | ast.AsyncFor | ast.While, ctx: Context) -> FixPlan:
    step = step_at(call.node, ctx)
    if step is not None:
        return unsafe_fix(f"Pass `{parameter}={step}`", add_keyword(call, parameter, step))
    if not isinstance(loop, ast.For):
        raise FixUnavailable("the loop counts nothing")
    name = ctx.fresh_name("step")
    verbs: list[Verb] = [add_keyword(call, parameter, name)]
    target = written(loop.target, ctx)
    verbs.append(replace(loop.target, f"{name}, {target}"))
    verbs.append(replace(loop.iter, f"enumerate({ctx.source(loop.iter)})"))
    return unsafe_fix("Count the rounds and pass the step", *verbs)
