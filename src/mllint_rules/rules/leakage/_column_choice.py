"""A column taken out where the features of a model are chosen."""

from __future__ import annotations

import ast

from mllint_rules.kit import (
    Context,
    CrossValidation,
    Fit,
    FixPlan,
    FixUnavailable,
    Predict,
    Score,
    Span,
    Verb,
    position,
    replace_span,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.leakage._features import argument_of, chosen
from mllint_rules.rules.leakage._frames import column_of


def without(column: str, where: ast.expr, event: Fit | CrossValidation, ctx: Context) -> FixPlan:
    """The column is left out of a written list, or joins those that are dropped.

    Raises `FixUnavailable` where the choice is not written out, or the model meets other data than what is chosen here.
    """
    verb = _left_out(column, where, ctx) or _dropped(column, where, ctx)
    if verb is None:
        raise FixUnavailable("the columns of the features are not written out")
    if not _is_all_the_model_meets(where, event, ctx):
        raise FixUnavailable("the model is given other data too")
    if _is_read_afterwards(column, where, ctx):
        raise FixUnavailable("the column is read from the features afterwards")
    return unsafe_fix(f"Leave `{column}` out of the features", verb)


def _left_out(column: str, where: ast.expr, ctx: Context) -> Verb | None:
    """`frame[["a", "b"]]` without one of the names."""
    listing = where.slice if isinstance(where, ast.Subscript) else None
    if isinstance(listing, ast.Tuple) and len(listing.elts) == 2:  # `frame.loc[:, ["a", "b"]]`
        listing = listing.elts[1]
    if not isinstance(listing, ast.List) or len(listing.elts) < 2:
        return None
    names = [e.value if isinstance(e, ast.Constant) else None for e in listing.elts]
    if names.count(column) != 1:
        return None
    place = names.index(column)
    ends = [ctx.model.span(element) for element in listing.elts]
    is_last = place == len(names) - 1
    span = (
        Span(ends[place - 1].end, ends[place].end)
        if is_last
        else Span(ends[place].start, ends[place + 1].start)
    )
    if "#" in ctx.document.text[span.start : span.end]:
        raise FixUnavailable("a comment stands beside the column")
    return replace_span(span, "")


def _dropped(column: str, where: ast.expr, ctx: Context) -> Verb | None:
    """`frame.drop(columns=…)` with one more name, where the frame is known to have the column."""
    if (
        not isinstance(where, ast.Call)
        or not isinstance(where.func, ast.Attribute)
        or where.func.attr != "drop"
    ):
        return None
    call, frame = ctx.call(where), where.func.value
    names = call.argument("columns")
    if names is None and ctx.value_of(call.argument("axis")) in (1, "columns"):
        names = call.argument("labels") or call.positional(0)
    if not isinstance(frame, ast.Name) or not _is_read_from(column, frame, ctx):
        return None
    if isinstance(names, ast.Constant):
        return wrap(names, "[", f", {_quoted(column, names, ctx)}]")
    if not isinstance(names, ast.List) or not names.elts:
        return None
    return wrap(names.elts[-1], "", f", {_quoted(column, names.elts[-1], ctx)}")


def _quoted(name: str, beside: ast.expr, ctx: Context) -> str:
    """A name in quotes like those of a text beside it."""
    quote = "'" if ctx.source(beside).startswith("'") else '"'
    return f"{quote}{name}{quote}"


def _is_read_from(column: str, frame: ast.Name, ctx: Context) -> bool:
    """Whether the code reads the column from a frame of that name, so that it is there."""
    for name in ctx.model.index.names.get(frame.id, ()):
        around = ctx.parent(name)
        found = column_of(around, ctx) if isinstance(around, ast.Subscript) else None
        if found is not None and found[1] == column and ctx.function_of(name) is ctx.function_of(frame):
            return True
    return False


def _is_all_the_model_meets(where: ast.expr, event: Fit | CrossValidation, ctx: Context) -> bool:
    """Whether everything that the model is given later was chosen at the same place."""
    if event.learner is None:
        return False
    for other in ctx.trace.events:
        if not isinstance(other, (Fit, Predict, Score)) or other is event:
            continue
        if other.learner.creations.isdisjoint(event.learner.creations):
            continue
        if chosen(argument_of(other, ctx), ctx) is not where:
            return False
    return True


def _is_read_afterwards(column: str, where: ast.expr, ctx: Context) -> bool:
    """Whether code behind the choice reads the column from anything else than the frame that it is chosen from."""
    source = next((node.id for node in ctx.walk(where) if isinstance(node, ast.Name)), None)
    for node in ctx.model.index.nodes(ast.Subscript):
        is_named = isinstance(node.slice, ast.Constant) and node.slice.value == column
        is_source = isinstance(node.value, ast.Name) and node.value.id == source
        if is_named and not is_source and position(node) > position(where):
            return True
    return False
