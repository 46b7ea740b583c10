"""The decorators that make annotations count: the repair."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixPlan, FixUnavailable, Span, Verb, replace_span, table, unsafe_fix
from mllint_rules.rules.data._inert import Function


def decorator_plan(ctx: Context, function: Function, library: str) -> FixPlan:
    """The decorator of the library right above `def`, below other decorators. Raises `FixUnavailable`."""
    decorator, verbs = _decorator(ctx, function, library)
    start = ctx.model.span(function).start
    line = ctx.document.lines.line_start(start)
    indent = ctx.document.text[line:start]
    if indent.strip(" \t"):
        raise FixUnavailable("the definition shares its line with other code")
    verb = replace_span(Span(line, line), f"{indent}@{decorator}\n")
    return unsafe_fix(f"Check the annotations by `@{decorator}`", *verbs, verb)


def _decorator(ctx: Context, function: Function, library: str) -> tuple[str, tuple[Verb, ...]]:
    if library == "pandera":
        reach = ctx.reach("pandera")
        if reach.verbs:
            reach = ctx.reach("pandera.polars" if _is_polars(ctx, function) else "pandera.pandas")
        return f"{reach.text}.check_types(lazy=True)", reach.verbs
    if library == "pydantic":
        reach = ctx.reach("pydantic", "validate_call")
        return reach.text, reach.verbs
    beartype = ctx.reach("beartype", "beartype")
    if library == "beartype":
        return beartype.text, beartype.verbs
    jaxtyped = ctx.reach("jaxtyping", "jaxtyped")
    return f"{jaxtyped.text}(typechecker={beartype.text})", (*jaxtyped.verbs, *beartype.verbs)


def _is_polars(ctx: Context, function: Function) -> bool:
    generics = table("validation")["annotations"]["pandera"]
    names = [
        ctx.qualified_name(node)
        for node in ast.walk(function.args)
        if isinstance(node, (ast.Name, ast.Attribute))
    ]
    return any(name in generics and ".polars." in name for name in names if name is not None)
