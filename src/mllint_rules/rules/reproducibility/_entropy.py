"""Generators that start from the operating system: whether somebody else decides about their seed."""

from __future__ import annotations

import ast

from mllint_rules.kit import Call, Context, table

_SETTLES = frozenset({"entropy", "seed", "manual_seed", "setstate", "set_state", "seed_seq"})
_SEED_PARAMETERS = frozenset(table("randomness")["seed_names"]["parameters"])


def is_fallback(call: Call, ctx: Context) -> bool:
    """Whether the generator only stands in for an optional parameter: then the caller decides."""
    function = ctx.function_of(call.node)
    if function is None:
        return False
    arguments = function.args
    parameters = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    statement = ctx.statement(call.node)
    tested = [node.test for node in ctx.ancestors(call.node) if isinstance(node, (ast.If, ast.IfExp))]
    tested += [node for node in ctx.ancestors(call.node) if isinstance(node, ast.BoolOp)]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    read = {node.id for test in tested for node in ast.walk(test) if isinstance(node, ast.Name)}
    written = {target.id for target in targets if isinstance(target, ast.Name)}
    return not parameters.isdisjoint(read | written)


def is_drawn_seed(call: Call, ctx: Context) -> bool:
    """Whether a draw becomes the seed that the caller did not give: `random_state or randint(1, 999)`."""
    if not is_fallback(call, ctx):
        return False
    for parent in ctx.ancestors(call.node):
        if isinstance(parent, ast.BoolOp):
            return any(_is_seed(value) for value in parent.values)
        if isinstance(parent, ast.IfExp):
            return _is_seed(parent.body) or _is_seed(parent.orelse)
        if isinstance(parent, ast.Assign):
            return any(_is_seed(target) for target in parent.targets)
        if isinstance(parent, ast.stmt):
            return False
    return False


def _is_seed(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _SEED_PARAMETERS


def keeps_entropy(call: Call, ctx: Context) -> bool:
    """Whether the entropy is read from the object afterwards, or a seed is set on it."""
    parent = ctx.parent(call.node)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _SETTLES
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return False
    target = ast.unparse(parent.targets[0])
    return any(
        node.attr in _SETTLES and ast.unparse(node.value) == target
        for node in ctx.model.index.nodes(ast.Attribute)
    )
