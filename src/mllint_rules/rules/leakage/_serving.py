"""Functions that answer requests of a web service."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, table


def answers_requests(node: ast.AST, ctx: Context) -> bool:
    """Whether a place lies in a function that a web framework calls for a path: `@app.post("/predict")`."""
    function = ctx.function_of(node)
    return function is not None and any(
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in table("serving")["routes"]
        and bool(decorator.args)
        and str(ctx.value_of(decorator.args[0])).startswith("/")
        for decorator in function.decorator_list
    )


def last_name(function: ast.expr) -> str:
    """The last part of the name of what is called."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
