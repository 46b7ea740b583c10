"""How often a place runs: once, or for each request, batch or epoch."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FunctionNode, table

_STEPS = frozenset({
    "training_step", "validation_step", "test_step", "predict_step", "on_train_batch_end", "on_train_batch_start",
    "on_epoch_end", "on_batch_end", "on_train_epoch_end", "on_validation_epoch_end",
})  # fmt: skip
_TRAINED = ("torch.nn.Module", "lightning.pytorch.LightningModule", "keras.Model", "keras.callbacks.Callback")


def runs_often(node: ast.AST, ctx: Context) -> bool:
    """Whether a place certainly runs for each round of a loop, for each request, or for each step of a training."""
    if ctx.loops_around(node):
        return not _is_rare(node, ctx)
    function = ctx.function_of(node)
    if function is None:
        return False
    return answers_requests(function, ctx) or _is_step(function, ctx)


def _is_rare(node: ast.AST, ctx: Context) -> bool:
    """Whether the loop is left behind a place, or a place is reached seldom: a handler, a condition on the round."""
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef)):
            return False
        if isinstance(parent, ast.ExceptHandler):
            return True
        if isinstance(parent, ast.If) and (
            isinstance(parent.body[-1], (ast.Raise, ast.Break, ast.Return)) or _is_bounded(parent.test)
        ):
            return True
    return False


def _is_bounded(test: ast.expr) -> bool:
    """Whether a condition asks for the level of the logger, or holds for every n-th round only."""
    return any(
        (isinstance(inner, ast.Attribute) and inner.attr == "isEnabledFor")
        or (isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mod))
        for inner in ast.walk(test)
    )


def answers_requests(function: FunctionNode, ctx: Context) -> bool:
    """Whether a web framework calls a function for a path: `@app.post("/predict")`."""
    return any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in table("serving")["routes"]
        and bool(decorator.args)
        and str(ctx.value_of(decorator.args[0])).startswith("/")
        for decorator in function.decorator_list
    )


def _is_step(function: FunctionNode, ctx: Context) -> bool:
    owner = ctx.class_of(function)
    if owner is None or not (function.name in _STEPS or function.name == "forward"):
        return False
    return ctx.derives_from(owner, *_TRAINED)
