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

from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Practice,
    SemanticModel,
    module,
    rule,
)
from mllint_rules.rules.observability._console import is_console_output
from mllint_rules.rules.observability._metric_lines import (
    is_evaluated,
    is_postfix,
    metric_repair,
    postfix_repair,
    printing_calls,
    shown_values,
)
from mllint_rules.rules.observability._metrics import goes_elsewhere, is_metric


@rule(
    code="MLO102",
    name="printed-metric",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=("print", "write", "set_postfix")),
    in_tests=False,
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
    for node in printing_calls(model, ctx):
        if is_console_output(node, ctx):
            continue
        metrics = [value for value in shown_values(node, ctx) if is_metric(value, ctx)]
        if not metrics or not (ctx.loops_around(node) or any(is_evaluated(value, ctx) for value in metrics)):
            continue
        if any(goes_elsewhere(value, ctx, sums_count=is_postfix(node)) for value in metrics):
            continue
        yield Finding(
            node,
            f"`{ctx.source(node.func)}` is all that becomes of a metric, so that its history exists only on a console",
            fix=partial(postfix_repair if is_postfix(node) else metric_repair, node, ctx),
        )
