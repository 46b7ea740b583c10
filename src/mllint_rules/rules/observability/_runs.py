"""Runs of experiment trackers: what opens one, and what ends it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, position, table

_RUNS: dict[str, dict[str, object]] = table("trackers")["runs"]
OPENERS = tuple(_RUNS)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def opener(call: Call) -> str | None:
    """The API by which a call certainly opens a run."""
    return next((api for api in OPENERS if call.matches(frozenset({api}))), None)


def is_managed(node: ast.Call, ctx: Context) -> bool:
    """Whether a `with` statement, or something that keeps contexts, ends what a call opens."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.withitem):
        return True
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        return parent.func.attr in ("enter_context", "push", "callback")
    return isinstance(parent, ast.Call) and ctx.called(parent) == "contextlib.closing"


def held_name(node: ast.Call, ctx: Context) -> str | None:
    """The plain name that what a call opens is kept under."""
    parent = ctx.parent(node)
    if (
        isinstance(parent, ast.Assign)
        and len(parent.targets) == 1
        and isinstance(parent.targets[0], ast.Name)
    ):
        return parent.targets[0].id
    if isinstance(parent, ast.AnnAssign) and isinstance(parent.target, ast.Name):
        return parent.target.id
    return None


def endings(api: str, name: str | None, scope: ast.AST, ctx: Context) -> Iterator[ast.Call]:
    """The calls below a node that end what an API opened, kept under a name or under none."""
    ends: list[str] = _RUNS[api]["ends"]  # type: ignore[assignment]
    for last in dict.fromkeys(end.rpartition(".")[2] for end in ends):
        for node in ctx.model.calls_named(last):
            if _is_within(node, scope) and is_ending(node, ends, name, ctx):
                yield node


def _is_within(node: ast.Call, scope: ast.AST) -> bool:
    if isinstance(scope, ast.Module):
        return True
    return position(scope) <= position(node) and node.lineno <= (getattr(scope, "end_lineno", 0) or 0)


def is_ending(node: ast.Call, ends: list[str], name: str | None, ctx: Context) -> bool:
    """Whether a call is one of these endings: a function, or a method of what is kept under the name."""
    function = node.func
    if isinstance(function, ast.Attribute) and f".{function.attr}" in ends:
        owner = function.value
        if isinstance(owner, ast.Name) and owner.id == name:
            return True
        # `wandb.run.finish()`, `self.writer.close()`: whatever it is, it ends one.
        if not isinstance(owner, ast.Name):
            return True
    return ctx.called(node) in ends


def is_run_once(function: ast.FunctionDef | ast.AsyncFunctionDef, ctx: Context) -> bool:
    """Whether the program certainly runs a function once: it is its entry, or called once from there."""
    if ctx.is_entry_function(function):
        return True
    sites = [
        call for call in ctx.model.index.calls.get(function.name, ()) if ctx.function_of(call) is not function
    ]
    if len(sites) != 1 or ctx.loops_around(sites[0]) or not isinstance(ctx.parent(function), ast.Module):
        return False
    caller = ctx.function_of(sites[0])
    is_program = caller is None or ctx.is_entry_function(caller)
    return is_program and not (ctx.project is not None and ctx.is_used_elsewhere(function.name))
