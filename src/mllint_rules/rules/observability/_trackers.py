"""Experiment trackers that are active where a metric is printed."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mllint_rules.kit import Context
from mllint_rules.rules.observability._expressions import quoted

_WRITERS = (
    "torch.utils.tensorboard.SummaryWriter",
    "torch.utils.tensorboard.writer.SummaryWriter",
    "tensorboardX.SummaryWriter",
)
_MLFLOW = (
    "mlflow.start_run",
    "mlflow.log_metric",
    "mlflow.log_metrics",
    "mlflow.log_params",
    "mlflow.log_param",
)


def tracker_lines(metrics: Sequence[tuple[str, str]], step: str, node: ast.AST, ctx: Context) -> list[str]:
    """The calls that send metrics (key, expression) to the tracker that is active at a node; none without one."""
    if not metrics:
        return []
    writer = _held(node, ctx, *_WRITERS)
    if writer is not None:
        return [f"{writer}.add_scalar({quoted(key)}, {value}, {step})" for key, value in metrics]
    pairs = ", ".join(f"{quoted(key)}: {value}" for key, value in metrics)
    run = _held(node, ctx, "wandb.Run")
    if run is not None:
        return [f"{run}.log({{{pairs}}}, step={step})"]
    if _is_called_here(node, ctx, "wandb.init", "wandb.log"):
        return [f"{ctx.reach('wandb').text}.log({{{pairs}}}, step={step})"]
    if _is_called_here(node, ctx, *_MLFLOW):
        mlflow = ctx.reach("mlflow").text
        return [f"{mlflow}.log_metric({quoted(key)}, {value}, step={step})" for key, value in metrics]
    return []


def _held(node: ast.AST, ctx: Context, *classes: str) -> str | None:
    """A name that certainly holds an object of a class when the node runs."""
    scopes = ctx.model.names.scopes
    here = scopes.scope_of(node).frame
    for scope in (here, scopes.module):
        for name, bindings in scope.bindings.items():
            if len(bindings) != 1 or scopes.lookup(name, here) is not scope:
                continue
            is_before = scope is not here or getattr(bindings[0].node, "lineno", 0) < getattr(
                node, "lineno", 0
            )
            if is_before and ctx.model.is_instance(ctx.model.inference.binding_type(bindings[0]), *classes):
                return name
    return None


def _is_called_here(node: ast.AST, ctx: Context, *apis: str) -> bool:
    """Whether the function of a node, or the module before it, calls one of these APIs."""
    function = ctx.function_of(node)
    return any(ctx.function_of(call.node) in (function, None) for call in ctx.calls_of(*apis))
