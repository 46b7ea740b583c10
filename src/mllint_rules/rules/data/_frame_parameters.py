"""Frames that a function is given, and the columns it cannot do without."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context, FunctionNode
from mllint_rules.rules.data._columns import Columns, read_columns
from mllint_rules.rules.data._polars import read_polars_columns

_POLARS = frozenset({"polars.DataFrame", "polars.LazyFrame"})
_BRANCHES = (ast.If, ast.IfExp, ast.BoolOp, ast.Try, ast.Match, ast.Assert)


@dataclass(frozen=True, slots=True)
class FrameParameter:
    """A parameter that takes a frame, what the document reads from it, and the columns that its function must find."""

    parameter: ast.arg
    columns: Columns
    names: tuple[str, ...]
    is_polars: bool


def parameters_of(function: FunctionNode) -> list[ast.arg]:
    """The parameters that take one argument each."""
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def frame_library(ctx: Context, parameter: ast.arg) -> str | None:
    """The library of the frame that an annotation asks for, without saying what is in it; None for all others."""
    annotation = parameter.annotation
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        # The model reads the annotation for whoever uses the parameter.
        if not annotation.value.endswith(("DataFrame", "LazyFrame")):
            return None
        binding = ctx.model.binding_at(parameter)
        use = next(iter(ctx.uses(binding)), None) if binding is not None else None
        if use is None or len(ctx.definitions(use)) != 1:
            return None
        if ctx.is_a(use, "pandas.DataFrame"):
            return "pandas"
        return "polars" if ctx.is_a(use, *_POLARS) else None
    if not isinstance(annotation, (ast.Name, ast.Attribute)):
        return None
    name = ctx.qualified_name(annotation)
    if name == "pandas.DataFrame":
        return "pandas"
    return "polars" if name in _POLARS else None


def frame_parameters(ctx: Context, function: FunctionNode) -> Iterator[FrameParameter]:
    """The parameters annotated as a bare frame, with the columns that the function reads from them."""
    for parameter in parameters_of(function):
        library = frame_library(ctx, parameter)
        if library is not None:
            is_polars = library == "polars"
            columns = read_polars_columns(ctx, parameter) if is_polars else read_columns(ctx, parameter)
            yield FrameParameter(parameter, columns, _needed(ctx, function, columns), is_polars)


def _needed(ctx: Context, function: FunctionNode, columns: Columns) -> tuple[str, ...]:
    """The columns that the body of the function reads whichever way it takes, in the order of their first read."""
    return tuple(
        dict.fromkeys(
            read.column
            for read in columns.reads
            if ctx.function_of(read.node) is function and not _is_conditional(ctx, read.node, function)
        )
    )


def _is_conditional(ctx: Context, node: ast.AST, function: FunctionNode) -> bool:
    """Whether the function may be done without having come to a node."""
    inner = node
    for around in ctx.ancestors(node):
        if around is function:
            return False
        if isinstance(around, _BRANCHES):
            first = around.values[0] if isinstance(around, ast.BoolOp) else getattr(around, "test", None)
            if inner is not first:
                return True
        inner = around
    return False


def changes_its_argument(ctx: Context, parameter: ast.arg, columns: Columns) -> bool:
    """Whether the function changes the very frame it is given, which its caller may then look at."""
    binding = ctx.model.binding_at(parameter)
    for change in columns.changes:
        owner = _changed_name(change.node)
        if owner is None or binding is None:
            return True
        expression = ctx.expression_of(owner)
        if isinstance(expression, ast.Name) and binding in ctx.definitions(expression):
            return True
    return False


def _changed_name(node: ast.AST) -> ast.Name | None:
    """The name of the frame that a change is written to: `df` in `df.loc[mask, "a"] = 1` and `df.insert(0, "a", 1)`."""
    if isinstance(node, ast.Call):
        node = node.func
    while isinstance(node, (ast.Subscript, ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node if isinstance(node, ast.Name) else None


def takes_nothing_too(ctx: Context, function: FunctionNode, columns: Columns) -> bool:
    """Whether the function looks at the frame as a whole and is done early, as for one that is empty."""
    return any(
        isinstance(node, ast.If)
        and isinstance(node.body[-1], ast.Return)
        and any(part in columns.trace.states for part in ast.walk(node.test))
        for node in ctx.model.own_nodes(function)
    )
