"""What a parameter is, by what the calls of its function in the same file pass for it."""

from __future__ import annotations

import ast

from mllint_rules.kit import BindingKind, Context, Unknown, table

_FOLLOWED = 5  # steps from a name to where its object is made


def passed(name: ast.Name, ctx: Context) -> tuple[ast.expr, ...]:
    """The expressions that calls in this file pass for a parameter; empty where the name is none, or a call is unclear.

    Functions are followed, methods are not: nobody knows on which object they are called.
    """
    bindings = ctx.definitions(name)
    if len(bindings) != 1 or bindings[0].kind is not BindingKind.PARAMETER:
        return ()
    parameter, function = bindings[0].node, bindings[0].scope.node
    if not isinstance(function, ast.FunctionDef) or function.decorator_list or ctx.class_of(function):
        return ()
    if not isinstance(parameter, ast.arg):
        return ()
    values = [(ctx.bound_arguments(call.node) or {}).get(parameter) for call in ctx.calls_to(function)]
    return () if None in values else tuple(value for value in values if value is not None)


def is_passed_a(node: ast.expr, ctx: Context, *classes: str, depth: int = 0) -> bool:
    """Whether a value certainly is such an object: by its type, or since all that is passed for it is."""
    if ctx.is_a(node, *classes):
        return True
    if depth > _FOLLOWED or not isinstance(ctx.type_of(node), Unknown):
        return False
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_same = node.func.attr in table("ordered_rows")["methods"]["keeping_rows"]
        return is_same and is_passed_a(node.func.value, ctx, *classes, depth=depth + 1)
    if not isinstance(node, ast.Name):
        return False
    values = passed(node, ctx)
    if not values:
        bound = [binding.statement_value for binding in ctx.definitions(node)]
        if not bound or None in bound:
            return False
        values = tuple(value for value in bound if value is not None)
    return all(is_passed_a(value, ctx, *classes, depth=depth + 1) for value in values)
