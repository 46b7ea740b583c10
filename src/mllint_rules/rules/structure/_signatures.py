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


def may_return_data(ctx: Context, function: FunctionNode) -> bool:
    """Whether a function may return data by the look of it."""
    return function in ctx.once(_data_returns)


def _data_returns(ctx: Context) -> frozenset[FunctionNode]:
    """The functions that return what may come straight from a library of data, by the look of it.

    Types are asked for these alone: that costs a hundred times as much.
    """
    libraries = _library_names(ctx)
    found = set()
    for node in ctx.model.index.nodes(ast.Return):
        if node.value is not None and not isinstance(node.value, _NO_DATA):
            function = ctx.function_of(node)
            if function is not None and _starts_at(function, node.value, libraries, 0):
                found.add(function)
    return frozenset(found)


def _library_names(ctx: Context) -> frozenset[str]:
    """The names that imports of libraries of data bind."""
    libraries = set(table("annotations")["data"]["libraries"])
    found = set()
    for statement in ctx.model.index.nodes(ast.Import, ast.ImportFrom):
        module = statement.module if isinstance(statement, ast.ImportFrom) else None
        for alias in statement.names:
            if (module or alias.name).partition(".")[0] in libraries:
                found.add(alias.asname or alias.name.partition(".")[0])
    return frozenset(found)


def _starts_at(function: FunctionNode, node: ast.expr, libraries: frozenset[str], depth: int) -> bool:
    """Whether an expression begins with a library, an annotated parameter, or a variable made by one of them."""
    root = _root(node)
    if root is None:
        return False
    if root.id in libraries:
        return True
    if any(each.arg == root.id for each in function.args.args):
        return any(each.arg == root.id and each.annotation is not None for each in function.args.args)
    for statement in reversed(function.body) if depth < _DEEPEST else ():
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if isinstance(statement, ast.Assign) and isinstance(target, ast.Name) and target.id == root.id:
            return _starts_at(function, statement.value, libraries, depth + 1)
    return False


_NO_DATA = (
    ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.JoinedStr, ast.ListComp, ast.DictComp, ast.Compare,
    ast.BoolOp, ast.Lambda,
)  # fmt: skip
_DEEPEST = 4  # variables on the way from a result back to a library


def returns_made_of(ctx: Context, function: FunctionNode, names: frozenset[str]) -> bool:
    """Whether a result begins with one of the parameters: when it is annotated, the result may be known as well."""
    return any(
        isinstance(node, ast.Return)
        and node.value is not None
        and any(isinstance(each, ast.Name) and each.id in names for each in ctx.walk(node.value))
        for node in ctx.model.own_nodes(function)
    )


def result_type(ctx: Context, function: FunctionNode) -> Type | None:
    """The type of the one kind of data that a function returns; None when it gives something else, or nobody knows."""
    type_ = ctx.model.returned_type(function) if function.returns is None else _given(ctx, function)
    return type_ if kind_of(ctx, type_) is not None else None


def parameter_types(ctx: Context, function: FunctionNode) -> list[tuple[ast.arg, Type]]:
    """The parameters that get one kind of data from every caller there is, with its type."""
    calls = [node for node in ctx.model.index.calls.get(function.name, ()) if isinstance(node.func, ast.Name)]
    if not calls or any(ctx.call(call).unpacks for call in calls):
        return []
    found = [
        (argument, type_)
        for argument, values in _flows(function, calls)
        if all(_may_be_data(ctx, value) for value in values)
        and says_nothing(ctx, argument.annotation)
        and (type_ := _common_type(ctx, values)) is not None
        and not _is_asked(ctx, function, argument.arg)
    ]
    # Whether there may be other callers is asked last: it takes a look at the whole project.
    return found if found and _are_all_callers_known(ctx, function) else []


def _common_type(ctx: Context, values: list[ast.expr]) -> Type | None:
    """The type of values that are all the same kind of data, or `None`; None for others."""
    types: list[Type] = []
    for value in values:
        types.append(ctx.type_of(value))
        if types[-1] != NONE and kind_of(ctx, types[-1]) is None:
            return None
    type_ = union(types)
    return type_ if kind_of(ctx, type_) is not None else None


def _may_be_data(ctx: Context, value: ast.expr) -> bool:
    """Whether what is passed may be data by the look of it; a `None` may stand for data that is missing."""
    if isinstance(value, ast.Constant):
        return value.value is None
    if isinstance(value, _NO_DATA):
        return False
    # Most of what is passed begins with a parameter of which nobody says what it is.
    function = ctx.function_of(value)
    root = _root(value)
    return (
        function is None
        or root is None
        or all(
            each.arg != root.id or each.annotation is not None
            for each in function.args.args[_is_method(ctx, function) :]
        )
    )


def _is_method(ctx: Context, function: FunctionNode) -> bool:
    return isinstance(ctx.parent(function), ast.ClassDef)


def _root(node: ast.expr) -> ast.Name | None:
    """The name that an expression begins with."""
    while not isinstance(node, ast.Name):
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.BinOp):
            node = node.left
        elif isinstance(node, ast.UnaryOp):
            node = node.operand
        elif isinstance(node, ast.IfExp):
            node = node.body
        else:
            return None
    return node


def _flows(function: FunctionNode, calls: list[ast.Call]) -> Iterator[tuple[ast.arg, list[ast.expr]]]:
    """The parameters with all values that calls pass, and the default."""
    positional = [*function.args.posonlyargs, *function.args.args]
    defaults = dict(zip(positional[::-1], function.args.defaults[::-1], strict=False))
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    defaults.update({argument: default for argument, default in named if default is not None})
    for place, argument in enumerate([*positional, *function.args.kwonlyargs]):
        given = [_passed(call, argument.arg, place if place < len(positional) else None) for call in calls]
        values = [each for each in given if each is not None]
        if argument in defaults:
            values.append(defaults[argument])
        elif len(values) < len(given):
            continue
        yield argument, values


def _given(ctx: Context, function: FunctionNode) -> Type:
    """The type of what a function returns, whatever its annotation says."""
    nodes = list(ctx.model.own_nodes(function))
    if isinstance(function, ast.AsyncFunctionDef) or any(
        isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes
    ):
        return NONE
    return union(
        NONE if node.value is None else ctx.type_of(node.value)
        for node in nodes
        if isinstance(node, ast.Return)
    )


def _are_all_callers_known(ctx: Context, function: FunctionNode) -> bool:
    """Whether the document shows every call of a function of the module, and each is one right there."""
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
