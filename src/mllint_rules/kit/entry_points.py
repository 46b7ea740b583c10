"""Where a program starts: the function that it runs once, and its first statement."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.fixing.plan import FixUnavailable
from mllint_rules.kit.call_sites import visible_sites
from mllint_rules.semantic.scopes import FunctionNode

if TYPE_CHECKING:
    from mllint_rules.kit.context import Context


def is_entry_function(ctx: Context, function: FunctionNode) -> bool:
    """Whether the program runs the function once.

    It is called `main`, the packaging declares it as a script, or all that calls it is the main guard.
    """
    if not isinstance(ctx.parent(function), ast.Module):
        return False
    if function.name == "main" or ctx.is_script(function):
        return True
    try:
        sites = visible_sites(ctx, function)
    except FixUnavailable:
        return False
    if len(sites) != 1 or sites[0].call is None or not sites[0].is_direct:
        return False
    # What only other files know is asked last.
    return (
        _starts_program(ctx, sites[0].call)
        and not _is_exported(ctx, function.name)
        and not ctx.is_used_elsewhere(function.name)
    )


def _starts_program(ctx: Context, call: ast.Call) -> bool:
    """Whether a call is a statement right in the main guard that hands no state over by position."""
    statement = ctx.parent(call)
    return (
        isinstance(statement, ast.stmt)
        and ctx.outermost_function(call) is None
        and ctx.is_under_main_guard(call)
        and isinstance(ctx.parent(statement), ast.If)
        and not call.args
        and not any(keyword.arg is None for keyword in call.keywords)
    )


def _is_exported(ctx: Context, name: str) -> bool:
    """Whether `__all__` lists a name, as a list of strings or as one text that is split."""
    for binding in ctx.module_scope.bindings.get("__all__", ()):
        for node in ast.walk(ctx.statement(binding.node)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and name in node.value.split():
                return True
    return False


def entry_function(ctx: Context) -> FunctionNode | None:
    """The first function of the module that `is_entry_function` grants."""
    for node in ctx.model.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and is_entry_function(ctx, node):
            return node
    return None


def entry_statement(ctx: Context) -> ast.stmt | None:
    """The first statement of the entry function, else of the main guard; None when the module has neither.

    A main guard that does not mention the entry function starts another program: then its own first statement.
    """
    function, guard = ctx.entry_function, ctx.main_guard
    first = None if function is None else first_statement(function)
    if guard is None:
        return first
    names = {node.id for node in ast.walk(guard) if isinstance(node, ast.Name)}
    return first if function is not None and first is not None and function.name in names else guard.body[0]


def first_statement(function: FunctionNode) -> ast.stmt | None:
    """The first statement of a function behind its docstring; None when there is nothing else."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    rest = function.body[1:] if is_docstring else function.body
    return rest[0] if rest else None
