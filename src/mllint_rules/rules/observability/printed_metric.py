"""A metric that is only printed leaves no history to compare runs by.

## Why is this bad?

A loss or a score on the console is gone with the terminal. Nobody can plot it, alert on it, or tell two weeks later
which run was the better one, and numbers that were copied from a scrollback end up in reports. A tracker, or at least a
record with fields, keeps the value with its epoch.

## When to ignore it

The same value also goes to a logger, a tracker, a list that is kept, or the caller. Those prints are left to the
rule on printing in general. Notebooks, tests, examples and console programs are left alone.

## Fix safety

The line becomes a log record. Where a tracker is active (an MLflow run, a wandb run, a SummaryWriter) and a loop
counts epochs or steps, a call with that step is added behind it. Scalars on a device are fetched with `.item()`.
Progress bars (`set_postfix`) keep what they show.

## References

- MLflow, Weights & Biases and TensorBoard on logging metrics with a step
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace as with_changes

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
    SemanticModel,
    insert_after,
    module,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._console import is_console_output
from mllint_rules.rules.observability._expressions import operand
from mllint_rules.rules.observability._metrics import goes_elsewhere, is_metric, is_metric_call, tracker_key
from mllint_rules.rules.observability._names import expression_name
from mllint_rules.rules.observability._printing import Line, line_repair, read_line
from mllint_rules.rules.observability._progress import BARS, is_bar
from mllint_rules.rules.observability._records import Part, Value, read_arguments
from mllint_rules.rules.observability._steps import step_at
from mllint_rules.rules.observability._trackers import tracker_lines

_WRITES = frozenset(f"{bar}.write" for bar in BARS)


@rule(
    code="MLO102",
    name="printed-metric",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=("print", "write", "set_postfix")),
    overrides=("print-instead-of-logging",),
    see=("deslop:print_metrics_instead_of_logging",),
    examples=(
        Example(
            bad="""
                import mlflow
                import torch


                def train(model, loader, optimizer, epochs):
                    criterion = torch.nn.CrossEntropyLoss()
                    with mlflow.start_run():
                        for epoch in range(epochs):
                            for features, labels in loader:
                                loss = criterion(model(features), labels)
                                loss.backward()
                                optimizer.step()
                            print(f"epoch {epoch} loss {loss:.3f}")
                """,
            good="""
                import logging
                import mlflow
                import torch

                logger = logging.getLogger(__name__)


                def train(model, loader, optimizer, epochs):
                    criterion = torch.nn.CrossEntropyLoss()
                    with mlflow.start_run():
                        for epoch in range(epochs):
                            for features, labels in loader:
                                loss = criterion(model(features), labels)
                                loss.backward()
                                optimizer.step()
                            logger.info(
                                "epoch %s loss %.3f",
                                epoch,
                                loss.item(),
                                extra={"epoch": epoch, "loss": loss.item()},
                            )
                            mlflow.log_metric("train/loss", loss.item(), step=epoch)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for node in _printing_calls(model, ctx):
        if is_console_output(node, ctx):
            continue
        is_postfix = isinstance(node.func, ast.Attribute) and node.func.attr == "set_postfix"
        values = _values(node, ctx)
        metrics = [value for value in values if is_metric(value, ctx)]
        if not metrics or not (ctx.loops_around(node) or any(_is_evaluated(value, ctx) for value in metrics)):
            continue
        if any(goes_elsewhere(value, ctx, sums_count=is_postfix) for value in metrics):
            continue
        yield Finding(
            node,
            f"`{ctx.source(node.func)}` is all that becomes of a metric, so that its history exists only on a console",
            fix=(lambda node=node: _postfix_repair(node, ctx))
            if is_postfix
            else (lambda node=node: _repair(node, ctx)),
        )


def _printing_calls(model: SemanticModel, ctx: Context) -> list[ast.Call]:
    found = [node for node in model.calls_named("print") if ctx.called(node) == "builtins.print"]
    found += [node for node in model.calls_named("write") if ctx.called(node) in _WRITES]
    for node in model.index.calls.get("set_postfix", ()):
        if isinstance(node.func, ast.Attribute) and is_bar(node.func.value, ctx):
            found.append(node)
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _values(node: ast.Call, ctx: Context) -> list[ast.expr]:
    """The values that a call shows."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "set_postfix":
        return [keyword.value for keyword in node.keywords if keyword.arg is not None]
    line = read_line(ctx.call(node), ctx)
    return [part.node for part in _parts(line, ctx) if isinstance(part, Value)] if line is not None else []


def _parts(line: Line, ctx: Context) -> list[Part]:
    try:
        return read_arguments(line.arguments, line.separator, ctx)
    except FixUnavailable:
        return []


def _is_evaluated(node: ast.expr, ctx: Context) -> bool:
    """Whether the value certainly comes from a metric call, so that this is the end of an evaluation."""
    if isinstance(node, ast.Name):
        values = [binding.value for binding in ctx.definitions(node)]
        return bool(values) and all(
            isinstance(value, ast.Call) and is_metric_call(value, ctx) for value in values
        )
    return any(isinstance(inner, ast.Call) and is_metric_call(inner, ctx) for inner in ast.walk(node))


def _repair(node: ast.Call, ctx: Context) -> FixPlan | None:
    call: Call = ctx.call(node)
    line = read_line(call, ctx)
    if line is None:
        return None

    def fetched(part: Part) -> Part:
        if (
            not isinstance(part, Value)
            or not is_metric(part.node, ctx)
            or not ctx.is_a(part.node, "torch.Tensor")
        ):
            return part
        return with_changes(part, expression=f"{operand(part.node, ctx)}.item()")

    def tracked(parts: list[Part]) -> list[str]:
        step = step_at(node, ctx)
        metrics = [
            (tracker_key(part.name, node, ctx), part.expression)
            for part in parts
            if isinstance(part, Value) and is_metric(part.node, ctx) and part.is_repeatable
        ]
        return [] if step is None else tracker_lines(metrics, step, node, ctx)

    return line_repair(line, ctx, with_extra=True, change=fetched, following=tracked)


def _postfix_repair(node: ast.Call, ctx: Context) -> FixPlan | None:
    """The tracker's call behind the progress bar's; None without a tracker or a step."""
    statement, step = ctx.statement(node), step_at(node, ctx)
    if step is None or not isinstance(statement, ast.Expr):
        return None
    metrics = []
    for keyword in node.keywords:
        if keyword.arg is not None and is_metric(keyword.value, ctx):
            name = expression_name(keyword.value) or keyword.arg
            fetch = ".item()" if ctx.is_a(keyword.value, "torch.Tensor") else ""
            metrics.append((tracker_key(name, node, ctx), operand(keyword.value, ctx) + fetch))
    lines = tracker_lines(metrics, step, node, ctx)
    if not lines:
        return None
    return unsafe_fix("Send the metric to the tracker too", insert_after(statement, "\n".join(lines)))
