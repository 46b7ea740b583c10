"""What a function takes and gives, from what its callers pass and what it returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from mllint_rules.kit import NONE, Context, FixUnavailable, FunctionNode, Type, alternatives, table, union

_KINDS = (
    "data frame", "series", "array", "tensor", "data set", "data loader", "model", "estimator",
)  # fmt: skip
_VAGUE = frozenset({"typing.Any", "builtins.object", "builtins.dict", "builtins.list", "builtins.tuple"})


@cache
def _classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    kinds = table("captured_data")["kinds"]
    return tuple((kind, tuple(kinds[kind])) for kind in _KINDS)


def kind_of(ctx: Context, type_: Type) -> str | None:
    """What people call data of one certain class (or `None`); None for everything else."""
    members = [each for each in alternatives(type_) if each != NONE]
    if len(members) != 1:
        return None
    return next((kind for kind, classes in _classes() if ctx.model.is_instance(members[0], *classes)), None)


def says_nothing(ctx: Context, annotation: ast.expr | None) -> bool:
    """Whether there is no annotation, or one that every value fits."""
    return annotation is None or ctx.qualified_name(annotation) in _VAGUE


def returning_functions(ctx: Context) -> frozenset[FunctionNode]:
    """The functions that return more than a literal somewhere."""
    return ctx.once(_returning_functions)


def _returning_functions(ctx: Context) -> frozenset[FunctionNode]:
    found = set()
    for node in ctx.model.index.nodes(ast.Return):
        if node.value is not None and not isinstance(node.value, _NO_DATA):
            function = ctx.function_of(node)
            if function is not None:
                found.add(function)
    return frozenset(found)


_NO_DATA = (
    ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.JoinedStr, ast.ListComp, ast.DictComp, ast.Compare,
    ast.BoolOp, ast.Lambda,
)  # fmt: skip


def result_type(ctx: Context, function: FunctionNode) -> Type | None:
    """The type of the one kind of data that a function returns; None when it gives something else, or nobody knows."""
    if function not in returning_functions(ctx):
        return None
    type_ = ctx.model.returned_type(function)
    return type_ if kind_of(ctx, type_) is not None else None


def parameter_types(ctx: Context, function: FunctionNode) -> Iterator[tuple[ast.arg, Type]]:
    """The parameters that get one kind of data from every caller there is, with its type."""
    if not _are_all_callers_known(ctx, function):
        return
    calls = [node for node in ctx.model.index.calls.get(function.name, ()) if isinstance(node.func, ast.Name)]
    if any(ctx.call(call).unpacks for call in calls):
        return
    positional = [*function.args.posonlyargs, *function.args.args]
    defaults = dict(zip(positional[::-1], function.args.defaults[::-1], strict=False))
    defaults.update({arg: each for arg, each in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True) if each})
    for place, argument in enumerate([*positional, *function.args.kwonlyargs]):
        if not says_nothing(ctx, argument.annotation) or _is_asked(ctx, function, argument.arg):
            continue
        given = [_passed(call, argument.arg, place if place < len(positional) else None) for call in calls]
        values = [each for each in given if each is not None]
        default = defaults.get(argument)
        if default is not None:
            values.append(default)
        elif len(values) < len(given):
            continue
        type_ = union(map(ctx.type_of, values)) if values else None
        if type_ is not None and kind_of(ctx, type_) is not None:
            yield argument, type_


def _are_all_callers_known(ctx: Context, function: FunctionNode) -> bool:
    """Whether the document shows every call of a function of the module, and each is one right there."""
    if function.name not in ctx.model.index.calls or not isinstance(ctx.parent(function), ast.Module):
        return False
    if any(
        not isinstance(parent := ctx.parent(node), ast.Call) or parent.func is not node
        for node in ctx.model.index.names[function.name]
    ):
        return False
    try:
        return bool(ctx.call_sites(function))
    except FixUnavailable:
        return False


def _passed(call: ast.Call, name: str, place: int | None) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[place] if place is not None and place < len(call.args) else None


def _is_asked(ctx: Context, function: FunctionNode, name: str) -> bool:
    """Whether a function asks what a parameter is, because it may be several things."""
    for test in ("isinstance", "hasattr", "type", "issubclass"):
        for call in ctx.model.index.calls.get(test, ()):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Name) and first.id == name and ctx.function_of(call) is function:
                return True
    return False
