"""Which values are metrics, which of them leave the console, and what they are called in a tracker."""

from __future__ import annotations

import ast

from mllint_rules.kit import Binding, BindingKind, Context, Instance, alternatives, table
from mllint_rules.rules.observability._names import snake

_DEPTH = 6
_PASSING = frozenset(
    {"item", "detach", "cpu", "numpy", "mean", "sum", "tolist", "float", "data", "result", "max", "min"}
)
_FUNCTIONS = frozenset(
    {"builtins.float", "builtins.round", "builtins.sum", "numpy.mean", "numpy.round", "statistics.mean"}
)


def is_metric(node: ast.expr, ctx: Context) -> bool:
    """Whether an expression certainly is a loss, a score or made of one."""
    return _is_metric(node, ctx, _DEPTH)


def _is_metric(node: ast.expr, ctx: Context, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(node, ast.Call):
        return is_metric_call(node, ctx) or _passes_metric(node, ctx, depth)
    if isinstance(node, ast.Name):
        return _names_metric(node, ctx, depth) or _is_named_like_one(node, ctx)
    if isinstance(node, ast.BinOp):
        is_scaling = isinstance(node.op, (ast.Mult, ast.Div, ast.Add, ast.Sub))
        return is_scaling and (
            _is_metric(node.left, ctx, depth - 1) or _is_metric(node.right, ctx, depth - 1)
        )
    if isinstance(node, ast.Attribute):
        return node.attr in _PASSING and _is_metric(node.value, ctx, depth - 1)
    return isinstance(node, ast.Subscript) and _is_metric(node.value, ctx, depth - 1)


def is_metric_call(node: ast.Call, ctx: Context) -> bool:
    """Whether a call computes a metric."""
    name = ctx.call(node).name or ""
    for module, endings in table("metrics")["calls"].items():
        if name.startswith(module + ".") and name.endswith(tuple(endings)):
            return True
    objects: dict[str, str] = table("metrics")["objects"]
    types = [
        member.name if isinstance(member, Instance) else "" for member in alternatives(ctx.type_of(node.func))
    ]
    return bool(types) and all(
        any(type_.startswith(module + ".") and type_.endswith(ending) for module, ending in objects.items())
        for type_ in types
    )


def _passes_metric(node: ast.Call, ctx: Context, depth: int) -> bool:
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in _PASSING:
        return _is_metric(function.value, ctx, depth - 1)
    return bool(node.args) and ctx.called(node) in _FUNCTIONS and _is_metric(node.args[0], ctx, depth - 1)


def _names_metric(node: ast.Name, ctx: Context, depth: int) -> bool:
    values = [
        binding.value
        for binding in ctx.definitions(node)
        if binding.kind in (BindingKind.ASSIGNMENT, BindingKind.AUGMENTED) and not binding.path
    ]
    return any(value is not None and _is_metric(value, ctx, depth - 1) for value in values)


def _is_named_like_one(node: ast.Name, ctx: Context) -> bool:
    """Whether a name says so, where a loop computes or prints it."""
    words: list[str] = table("metrics")["names"]["words"]
    if not {*snake(node.id).split("_")} & {*words}:
        return False
    bindings = ctx.definitions(node)
    if not bindings or any(
        binding.kind is BindingKind.PARAMETER or _is_looked_up(binding, ctx) for binding in bindings
    ):
        return False
    return bool(ctx.loops_around(node)) or any(ctx.loops_around(binding.node) for binding in bindings)


def _is_looked_up(binding: Binding, ctx: Context) -> bool:
    """Whether a loop over results takes the value out of one of them: `for row in rows: loss = row[1]`."""
    read = binding.value
    if not isinstance(read, ast.Subscript) or not isinstance(read.value, ast.Name):
        return False
    if not isinstance(read.slice, ast.Constant):
        return False
    return all(each.kind is BindingKind.LOOP for each in ctx.definitions(read.value))


def metric_names(node: ast.expr, ctx: Context) -> list[ast.Name]:
    """The names in an expression that carry a metric."""
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Name) and is_metric(inner, ctx)]


def goes_elsewhere(node: ast.expr, ctx: Context, *, sums_count: bool = False) -> bool:
    """Whether a metric in an expression is also returned, collected, logged or stored.

    `sums_count` says that adding it to something is enough.
    """
    statement = ctx.statement(node)
    for name in metric_names(node, ctx):
        for binding in ctx.definitions(name):
            for use in ctx.uses(binding):
                if ctx.statement(use) is not statement and _keeps(use, ctx, sums_count=sums_count):
                    return True
    return False


def _keeps(use: ast.Name, ctx: Context, *, sums_count: bool) -> bool:
    """Whether the place of a use keeps the value beyond the console."""
    child: ast.AST = use
    for parent in ctx.ancestors(use):
        if isinstance(parent, (ast.Return, ast.Yield, ast.Dict)):
            return True
        if isinstance(parent, ast.Call) and child is not parent.func:
            if (
                isinstance(parent.func, ast.Attribute)
                and parent.func.attr in table("metrics")["sinks"]["methods"]
            ):
                return True
            name = parent.func.id if isinstance(parent.func, ast.Name) else ""
            if name.startswith(("log", "save", "record", "report")):
                return True
        if isinstance(parent, ast.AugAssign):
            return sums_count
        if isinstance(parent, ast.Assign):
            return any(isinstance(target, (ast.Subscript, ast.Attribute)) for target in parent.targets)
        if isinstance(parent, ast.stmt):
            return False
        child = parent
    return False


def tracker_key(name: str, node: ast.AST, ctx: Context) -> str:
    """The key of a metric in a tracker: `train/loss`, by its name or by what its loop does."""
    words = name.split("_")
    splits: dict[str, list[str]] = table("metrics")["splits"]
    for split, spellings in splits.items():
        if words[0] in spellings and len(words) > 1:
            return f"{split}/{'_'.join(words[1:])}"
    function = ctx.function_of(node)
    if function is not None:
        spoken = {*snake(function.name).split("_")}
        for split, spellings in splits.items():
            if spoken & {*spellings}:
                return f"{split}/{name}"
    trains = any(
        isinstance(inner, ast.Call)
        and isinstance(inner.func, ast.Attribute)
        and inner.func.attr == "backward"
        for loop in ctx.loops_around(node)
        for inner in ast.walk(loop)
    )
    return f"train/{name}" if trains else name
