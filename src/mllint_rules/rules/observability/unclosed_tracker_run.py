"""A run that is opened and not ended takes up what the next one logs.

## Why is this bad?

An experiment tracker keeps the active run for the whole process. When the function that opened it returns early, or
an exception leaves it, the run stays open: the next metrics of the same process (the next trial, the next request, the
next notebook cell) are written into it, MLflow refuses to start another one, and the run is shown as running for ever.
A writer of TensorBoard that is not closed may lose what it still held back.

## When to ignore it

The program opens one run and ends with it: the entry function, and what it calls once, is left alone. So are notebooks,
runs that are handed on, returned or kept by an object, and functions that only open a run for their caller.

## Fix safety

The rest of the block moves under `with`, which also ends the run when an exception leaves the block; MLflow then marks
it as failed. Writers, and trackers without a context manager, are ended by `finally`.

## References

- `mlflow.start_run`, `wandb.init` and `neptune.init_run` as context managers
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
    FunctionNode,
    Practice,
    calls,
    position,
    rule,
    table,
)
from mllint_rules.rules.observability._run_blocks import closing_repair
from mllint_rules.rules.observability._runs import (
    OPENERS,
    endings,
    held_name,
    is_managed,
    is_run_once,
    opener,
)

# One run is active for the whole process: an exception that leaves it open reaches the next one.
_GLOBAL = {"mlflow.start_run": "mlflow.log_", "wandb.init": "wandb.log"}
_LOGGING = {
    "mlflow.start_run": (
        "log_metric",
        "log_metrics",
        "log_param",
        "log_params",
        "log_artifact",
        "log_dict",
        "log_text",
    ),
    "wandb.init": ("log",),
}


@rule(
    code="MLO115",
    name="unclosed-tracker-run",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*OPENERS),
    in_tests=False,
    see=("codeguru:resource-leak",),
    examples=(
        Example(
            bad="""
                import mlflow


                def train(model, features, target):
                    mlflow.start_run(run_name="baseline")
                    model.fit(features, target)
                    mlflow.log_metric("score", model.score(features, target))
                    mlflow.end_run()
                    return model
                """,
            good="""
                import mlflow


                def train(model, features, target):
                    with mlflow.start_run(run_name="baseline"):
                        model.fit(features, target)
                        mlflow.log_metric("score", model.score(features, target))
                    return model
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from torch.utils.tensorboard import SummaryWriter


                def record(scores):
                    writer = SummaryWriter()
                    for step, score in enumerate(scores):
                        writer.add_scalar("score", score, step)
                """,
            good="""
                from torch.utils.tensorboard import SummaryWriter


                def record(scores):
                    writer = SummaryWriter()
                    try:
                        for step, score in enumerate(scores):
                            writer.add_scalar("score", score, step)
                    finally:
                        writer.close()
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or is_managed(call.node, ctx):
        return
    function = ctx.function_of(call.node)
    api = opener(call)
    if function is None or api is None or not _is_plain(call.node, api, function, ctx):
        return
    loops = ctx.loops_around(call.node)
    if not _is_logged_to(call.node, api, function, ctx):
        return
    problem = _problem(call.node, api, loops[0] if loops else function, ctx)
    if problem is None or (not loops and is_run_once(function, ctx)):
        return
    yield Finding(
        call.node,
        f"`{ctx.source(call.node.func)}` opens a run that {problem}, so that later metrics may join it"
        if api in _GLOBAL
        else f"`{ctx.source(call.node.func)}` opens what {problem}, so that the last metrics may be lost",
        fix=lambda: closing_repair(call.node, api, ctx),
    )


def _is_plain(node: ast.Call, api: str, function: FunctionNode, ctx: Context) -> bool:
    """Whether what a call opens stays in its function: kept under no name, or under one that nothing else gets."""
    if isinstance(ctx.parent(node), ast.Expr):
        return api in _GLOBAL
    name = held_name(node, ctx)
    if name is None:
        return False
    scopes = ctx.model.names.scopes
    scope = scopes.scope_for(function)
    if scopes.lookup(name, scope) is not scope or len(scope.bindings.get(name, ())) != 1:
        return False
    return all(
        isinstance(ctx.parent(use), (ast.Attribute, ast.Subscript)) and scopes.scope_of(use) is scope
        for use in ctx.model.index.names.get(name, ())
        if isinstance(use.ctx, ast.Load) and scopes.lookup(name, scopes.scope_of(use)) is scope
    )


def _is_logged_to(node: ast.Call, api: str, function: FunctionNode, ctx: Context) -> bool:
    """Whether the function itself logs to the run: else it only opens it for somebody."""
    for last in _LOGGING.get(api, ()):
        for call in ctx.model.calls_named(last):
            is_later = position(call) > position(node) and ctx.function_of(call) is function
            if is_later and (ctx.called(call) or "").startswith(_GLOBAL[api]):
                return True
    name = held_name(node, ctx)
    return name is not None and any(
        isinstance(use.ctx, ast.Load)
        and position(use) > position(node)
        and ctx.function_of(use) is function
        and _is_called_on(use, ctx)
        for use in ctx.model.index.names.get(name, ())
    )


def _is_called_on(use: ast.Name, ctx: Context) -> bool:
    """Whether a method is called on a name, or on a field below it: `run["scores"].append(…)`."""
    child: ast.AST = use
    for parent in ctx.ancestors(use):
        if isinstance(parent, ast.Call):
            return parent.func is child
        if not isinstance(parent, (ast.Attribute, ast.Subscript)):
            return False
        child = parent
    return False


def _problem(node: ast.Call, api: str, scope: ast.AST, ctx: Context) -> str | None:
    """How the run stays open; None when it certainly does not."""
    name = held_name(node, ctx)
    ends = list(endings(api, name, scope, ctx))
    if not ends:
        # Another function may ask for the one active run and end it.
        is_shared = api in _GLOBAL or api.startswith("comet_ml.")
        return None if is_shared and _is_ended_elsewhere(api, ctx) else "nothing ends"
    if any(_is_certain(end, node, ctx) for end in ends):
        return None
    if api in _GLOBAL:
        return "stays open when an exception leaves the function"
    last = max(position(end) for end in ends)
    returns = (
        inner
        for inner in ctx.walk(scope)
        if isinstance(inner, ast.Return)
        and position(node) < position(inner) < last
        and ctx.function_of(inner) is ctx.function_of(node)
    )
    return None if next(returns, None) is None else "stays open when the function returns early"


def _is_ended_elsewhere(api: str, ctx: Context) -> bool:
    """Whether the module ends a run somewhere, under whatever name."""
    if any(endings(api, None, ctx.model.tree, ctx)):
        return True
    return any(
        end.rpartition(".")[2] in ctx.model.call_names for end in table("trackers")["runs"][api]["ends"]
    )


def _is_certain(end: ast.Call, node: ast.Call, ctx: Context) -> bool:
    """Whether a run is ended by `finally`, in a handler, or before anything can happen: a stale run is closed first."""
    if position(end) < position(node):
        return False
    child: ast.AST = end
    for parent in ctx.ancestors(end):
        if isinstance(parent, ast.Try) and child in parent.finalbody:
            return True
        if isinstance(parent, ast.ExceptHandler):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return parent is not ctx.function_of(node)
        child = parent
    return False
