"""Loops over epochs: a loop that goes through the batches of a loader again and again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context

Loop = ast.For | ast.AsyncFor | ast.While


@dataclass(frozen=True, slots=True)
class EpochLoop:
    """The loop over epochs, and what goes through the batches in it: a loop, or a call that trains."""

    outer: Loop
    inner: ast.For | ast.Call


def epoch_loops(ctx: Context, loader: ast.Name | ast.Attribute) -> Iterator[EpochLoop]:
    """The loops of a document that train on the batches of a loader more than once.

    `loader` is what the loader is bound to: a name of a function or the module, or an attribute of `self`.
    """
    for use in _reads(ctx, loader):
        user = _user(ctx, use)
        if user is None:
            continue
        outer = next(iter(ctx.loops_around(user)), None)
        if outer is not None and not _runs_once(ctx, outer) and _trains(ctx, user):
            yield EpochLoop(outer, user)


def _reads(ctx: Context, loader: ast.Name | ast.Attribute) -> Iterator[ast.expr]:
    if isinstance(loader, ast.Name):
        binding = ctx.model.binding_at(loader)
        yield from ctx.uses(binding) if binding is not None else ()
        return
    written, owner = ast.unparse(loader), ctx.class_of(loader)
    for node in ctx.model.index.nodes(ast.Attribute):
        if node.attr != loader.attr or not isinstance(node.ctx, ast.Load):
            continue
        if ctx.class_of(node) is owner and ast.unparse(node) == written:
            yield node


def _user(ctx: Context, use: ast.expr) -> ast.For | ast.Call | None:
    """The loop that goes through the loader, perhaps numbered or with a bar, or the function it is given to."""
    node = use
    while True:
        parent = ctx.parent(node)
        if isinstance(parent, ast.For) and parent.iter is node:
            return parent
        if isinstance(parent, ast.keyword):
            parent = ctx.parent(parent)
        if not isinstance(parent, ast.Call) or parent.func is node:
            return None
        name = ctx.called(parent) or ""
        if name != "builtins.enumerate" and "tqdm" not in name:
            return parent
        node = parent


def _runs_once(ctx: Context, loop: Loop) -> bool:
    if not isinstance(loop, ast.For):
        return False
    call = loop.iter
    is_range = isinstance(call, ast.Call) and ctx.called(call) == "builtins.range"
    return is_range and isinstance(call, ast.Call) and [ctx.value_of(a) for a in call.args] in ([1], [0, 1])


def _trains(ctx: Context, user: ast.For | ast.Call) -> bool:
    """Whether weights are changed: a backward pass in the loop, or a function that is called after training."""
    if isinstance(user, ast.Call):
        last = user.func.attr if isinstance(user.func, ast.Attribute) else getattr(user.func, "id", "")
        return "train" in last.lower() or last.lower() in ("fit", "run_epoch")
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "backward"
        for node in ctx.walk(user)
    )
