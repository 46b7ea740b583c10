"""Saying which columns a function needs, by a schema in its annotation: the repair."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    FunctionNode,
    Span,
    Verb,
    replace,
    replace_span,
    unsafe_fix,
)
from mllint_rules.rules.data._declared_types import types_in_document
from mllint_rules.rules.data._frame_parameters import (
    FrameParameter,
    changes_its_argument,
    frame_library,
    parameters_of,
    takes_nothing_too,
)
from mllint_rules.rules.data._insertion import free_name, reach_above
from mllint_rules.rules.data._schema_fix import pandera_hint, reach_pandera, schema_verbs
from mllint_rules.rules.data._schemas import Schema, schemas

# Names that say no more than the annotation does.
_GENERIC = frozenset(
    {"data", "dataframe", "dataset", "df", "frame", "input", "table", "tbl", "x", "X", "y", "d", "inputs"}
)


def is_statable(ctx: Context, function: FunctionNode, frames: Sequence[FrameParameter]) -> bool:
    """Whether the annotations can become schemas without the function doing something else."""
    defaults = function.args.defaults or any(function.args.kw_defaults)
    return ctx.environment.schema_library != "pydantic" and not any(
        frame.is_polars
        or (defaults and _default_of(function, frame.parameter) is not None)
        or changes_its_argument(ctx, frame.parameter, frame.columns)
        or takes_nothing_too(ctx, function, frame.columns)
        for frame in frames
    )


def parameter_plan(
    ctx: Context, function: FunctionNode, frames: Sequence[FrameParameter], *, checks: bool
) -> FixPlan:
    """Annotations `DataFrame[…]` with a schema of the document or a new one, and with `checks` the decorator.

    Raises `FixUnavailable`.
    """
    verbs: list[Verb] = []
    names = []
    generic = reach_above(ctx, function, "pandera.typing", "DataFrame")
    for frame in frames:
        known = _covering(ctx, function, frame.names)
        if known is not None:
            name = known.name.rpartition(".")[2]
        else:
            name = free_name(ctx, _class_name(ctx, function, frame.parameter), separator="")
            types = types_in_document(ctx, frame.columns)
            verbs += schema_verbs(
                ctx,
                function,
                name,
                frame.parameter.arg,
                names=frame.names,
                columns=frame.columns,
                types=types,
            )
        names.append(name)
        assert frame.parameter.annotation is not None
        verbs.append(replace(frame.parameter.annotation, f"{generic.text}[{name}]"))
    if checks:
        pandera = reach_pandera(ctx, function)
        verbs += [
            *pandera.verbs,
            *generic.verbs,
            _decorated(ctx, function, f"{pandera.text}.check_types(lazy=True)"),
        ]
    else:
        verbs += generic.verbs
    shown = " and ".join(f"`{name}`" for name in dict.fromkeys(names))
    return unsafe_fix(f"State the columns by {shown}{pandera_hint(ctx)}", *dict.fromkeys(verbs))


def _decorated(ctx: Context, function: FunctionNode, decorator: str) -> Verb:
    """The decorator right above `def`, below the others."""
    start = ctx.model.span(function).start
    line = ctx.document.lines.line_start(start)
    indent = ctx.document.text[line:start]
    if indent.strip(" \t"):
        raise FixUnavailable("the definition shares its line with other code")
    return replace_span(Span(line, line), f"{indent}@{decorator}\n")


def _default_of(function: FunctionNode, parameter: ast.arg) -> ast.expr | None:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    given = dict(zip(reversed(positional), reversed(arguments.defaults), strict=False))
    named = dict(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True))
    return given.get(parameter) or named.get(parameter)


def _covering(ctx: Context, function: FunctionNode, names: tuple[str, ...]) -> Schema | None:
    """The smallest model above the function that has all columns and lets others pass."""
    top = ctx.top_statement(function)
    body = ctx.model.tree.body
    found = [
        schema
        for schema in schemas(ctx)
        if schema.library == "pandera"
        and isinstance(schema.node, ast.ClassDef)
        and schema.node in body
        and schema.node.lineno < top.lineno
        and not schema.is_strict
        and schema.columns.keys() >= set(names)
        and ctx.derives_from(schema.node, "pandera.DataFrameModel", "pandera.SchemaModel")
    ]
    return min(found, key=lambda schema: len(schema.columns), default=None)


def _class_name(ctx: Context, function: FunctionNode, parameter: ast.arg) -> str:
    """A name after the parameter, where it says something and no other function has one of that name.

    Else after the function: with its class, where another function is called so too, and with the parameter, where
    the function takes several frames.
    """
    words = parameter.arg.split("_")
    if parameter.arg in _GENERIC or ctx.once(_named_parameters).count(parameter.arg) > 1:
        frames = [each for each in parameters_of(function) if frame_library(ctx, each) is not None]
        owner = ctx.class_of(function)
        is_unique = ctx.once(_function_names).count(function.name) == 1
        words = [
            *([] if owner is None or is_unique else [owner.name]),
            *function.name.split("_"),
            *(words if len(frames) > 1 else ()),
        ]
    return "".join(word[:1].upper() + word[1:] for word in words) + "Schema"


def _function_names(ctx: Context) -> list[str]:
    return [function.name for function in ctx.model.index.nodes(ast.FunctionDef, ast.AsyncFunctionDef)]


def _named_parameters(ctx: Context) -> list[str]:
    return list(_all_names(ctx))


def _all_names(ctx: Context) -> Iterator[str]:
    for function in ctx.model.index.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        for parameter in parameters_of(function):
            if frame_library(ctx, parameter) is not None:
                yield parameter.arg
