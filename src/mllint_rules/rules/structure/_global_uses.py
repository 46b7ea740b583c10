"""Globals that functions rebind for a good reason: caches made on first use, callbacks of a framework."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FunctionNode
from mllint_rules.rules.structure._global_statements import GlobalName

_HOOKS = frozenset({"initializer", "worker_init_fn"})


def is_cache(ctx: Context, each: GlobalName) -> bool:
    """Whether the value is made only when there is none yet: the function asks, or whoever calls it."""
    # What one statement declares is made together: a test of one name stands for all.
    for node in ast.walk(each.function):
        if isinstance(node, (ast.If, ast.IfExp, ast.While)) and any(
            _asks_for(node.test, name) for name in each.statement.names
        ):
            return True
        handled = node.type if isinstance(node, ast.ExceptHandler) else None
        if handled is not None and ctx.qualified_name(handled) == "builtins.NameError":
            return True
    calls = ctx.model.index.names.get(each.function.name, ())
    return bool(calls) and all(_is_asked_before(ctx, call, each) for call in calls)


def _is_asked_before(ctx: Context, use: ast.Name, each: GlobalName) -> bool:
    """Whether a function is called where a condition found nothing in the name."""
    parents = [node for node in ctx.ancestors(use) if isinstance(node, ast.If)]
    return any(_asks_for(node.test, name) for node in parents for name in each.statement.names)


def _asks_for(test: ast.expr, name: str) -> bool:
    """Whether a condition asks if the name holds anything: `x is None`, `not x`, `x`, `"x" in globals()`."""
    if isinstance(test, ast.BoolOp):
        return any(_asks_for(value, name) for value in test.values)
    if isinstance(test, ast.UnaryOp):
        return _asks_for(test.operand, name)
    if isinstance(test, ast.Compare):
        sides = [test.left, *test.comparators]
        is_none = any(isinstance(side, ast.Constant) and side.value in (None, name) for side in sides)
        is_name = any(isinstance(side, ast.Name) and side.id == name for side in sides)
        is_identity = any(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in test.ops)
        return is_identity and is_none and (is_name or any(isinstance(side, ast.Call) for side in sides))
    return isinstance(test, ast.Name) and test.id == name


def is_called_by_framework(ctx: Context, function: FunctionNode) -> bool:
    """Whether a signal or a pool of workers calls the function, which can return nothing to anyone."""
    for node in ctx.model.index.names.get(function.name, ()):
        parent = ctx.parent(node)
        if isinstance(parent, ast.keyword) and parent.arg in _HOOKS:
            return True
        if isinstance(parent, ast.Call) and ctx.called(parent) in ("signal.signal", "atexit.register"):
            return True
    return False


def is_closed_over(ctx: Context, each: GlobalName) -> bool:
    """Whether the name would mean a variable of an outer function, or code looked up by name, without `global`."""
    scopes = ctx.model.names.scopes
    scope = scopes.scope_for(each.function).parent
    while scope is not None and scope is not scopes.module:
        if each.name in scope.bindings:
            return True
        scope = scope.parent
    calls = {
        node.func.id
        for node in ast.walk(each.function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return not calls.isdisjoint({"exec", "eval"})
