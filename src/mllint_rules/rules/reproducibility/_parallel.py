"""Small questions about loops: is a number used, are two lists built side by side, is a list made anew each time."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context

_APPENDING = ("append", "extend")


def uses_number(ctx: Context, call: ast.Call) -> bool:
    """Whether the numbers of an `enumerate` go anywhere but into logs, prints and comparisons."""
    parent = ctx.parent(call)
    target = parent.target if isinstance(parent, (ast.For, ast.comprehension)) else None
    if not isinstance(target, ast.Tuple) or not isinstance(target.elts[0], ast.Name):
        return True
    binding = ctx.model.binding_at(target.elts[0])
    uses = ctx.uses(binding) if binding is not None else []
    return any(not _is_only_shown(ctx, use) for use in uses)


def _is_only_shown(ctx: Context, node: ast.expr) -> bool:
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.Compare) or ctx.shows(parent):
            return True
        if isinstance(parent, ast.stmt):
            return False
    return False


def is_parallel(ctx: Context, node: ast.expr, other: ast.expr) -> bool:
    """Whether two sequences have one order: one is made of the other, or one loop fills both."""
    if not isinstance(node, ast.Name) or not isinstance(other, ast.Name):
        return False
    for binding in ctx.definitions(other):
        if binding.value is not None and _reads(binding.value, node.id):
            return True
    for binding in ctx.definitions(node):
        if binding.value is not None and _reads(binding.value, other.id):
            return True
    scope: ast.AST = ctx.function_of(node) or ctx.model.tree
    loops = [loop for loop in ast.walk(scope) if isinstance(loop, ast.For)]
    return any({node.id, other.id} <= _filled_in(loop) for loop in loops)


def _reads(value: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(value))


def _filled_in(loop: ast.For) -> set[str]:
    found = set()
    for node in ast.walk(loop):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _APPENDING
        ):
            if isinstance(node.func.value, ast.Name):
                found.add(node.func.value.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


def is_made_in(ctx: Context, target: ast.expr, loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a list is made inside the loop, so that each pass has its own."""
    if not isinstance(target, ast.Name):
        return False
    inside = set(ast.walk(loop))
    if isinstance(target.ctx, ast.Store):
        bindings = ctx.model.names.augmented_definitions(target)
    else:
        bindings = ctx.definitions(target)
    # The target of `+=` binds the name as well; what counts is where the list comes from.
    origins = [binding for binding in bindings if not isinstance(ctx.parent(binding.node), ast.AugAssign)]
    return bool(origins) and all(binding.node in inside for binding in origins)
