"""Columns that are converted right after a read which could have read them so, and how to move that into the reader."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import (
    Call,
    Context,
    FixPlan,
    FixUnavailable,
    Span,
    Verb,
    add_keyword,
    delete,
    position,
    replace_span,
    set_keyword,
    unsafe_fix,
)
from mllint_rules.rules.data._columns import ColumnRead, Columns
from mllint_rules.rules.data._types import cast_argument

_DATE_FORMAT_SINCE = (2, 0)
_BLOCKS = ("body", "orelse", "finalbody")


@dataclass(frozen=True, slots=True)
class Conversion:
    """`df["day"] = pd.to_datetime(df["day"])`, or `df["n"] = df["n"].astype(int)` with `dtype`."""

    column: str
    statement: ast.Assign
    value: ast.Call
    dtype: ast.expr | None = None
    format: ast.expr | None = None


def late_conversions(ctx: Context, call: Call, columns: Columns) -> Iterator[Conversion]:
    """The conversions that follow a load in its own block, before anything else is done with the column."""
    block = _block(ctx, ctx.statement(call.node))
    seen: set[str] = set()
    for read in columns.reads:
        if read.column in seen:
            continue
        seen.add(read.column)
        found = _conversion(ctx, read) if read.is_value and read.is_raw and read.is_whole else None
        if found is not None and found.statement in block and not _is_changed_before(ctx, columns, found):
            yield found


def _block(ctx: Context, statement: ast.stmt) -> list[ast.stmt]:
    """The statements behind one in its own block."""
    parent = ctx.parent(statement)
    for name in _BLOCKS:
        statements = getattr(parent, name, None)
        if isinstance(statements, list) and statement in statements:
            return statements[statements.index(statement) + 1 :]
    return []


def _conversion(ctx: Context, read: ColumnRead) -> Conversion | None:
    statement = ctx.statement(read.node)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return None
    if not isinstance(read.node, ast.Subscript) or not _writes_back(statement, read.node):
        return None
    value = statement.value
    if ctx.called(value) == "pandas.to_datetime" and value.args == [read.node]:
        given = {keyword.arg: keyword.value for keyword in value.keywords}
        form = given.pop("format", None)
        is_plain = not given and (form is None or isinstance(ctx.value_of(form), str))
        return Conversion(read.column, statement, value, format=form) if is_plain else None
    attribute = value.func
    if isinstance(attribute, ast.Attribute) and attribute.attr == "astype" and attribute.value is read.node:
        dtype = cast_argument(value)
        if dtype is not None and _is_literal_type(ctx, dtype):
            return Conversion(read.column, statement, value, dtype=dtype)
    return None


def _writes_back(statement: ast.Assign, read: ast.Subscript) -> bool:
    target = statement.targets[0]
    return (
        len(statement.targets) == 1
        and isinstance(target, ast.Subscript)
        and isinstance(read.value, ast.Name)
        and ast.unparse(target) == ast.unparse(read)
    )


def _is_literal_type(ctx: Context, node: ast.expr) -> bool:
    # A reader gives text for `object`, the cast whatever was parsed.
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value not in ("O", "object")
    name = ctx.qualified_name(node) or ""
    return name.startswith(("builtins.", "numpy.", "pandas.")) and not name.endswith(".object")


def _is_changed_before(ctx: Context, columns: Columns, found: Conversion) -> bool:
    """Whether the frame is changed between the load and the conversion, other than by conversions of other columns."""
    return any(
        change.column in (None, found.column)
        and ctx.statement(change.node) is not found.statement
        and position(change.node) < position(found.statement)
        for change in columns.changes
    )


# The repair


def moving_plan(ctx: Context, call: Call, found: list[Conversion]) -> FixPlan | None:
    """The conversions as arguments of the reader; None where an argument is there that cannot be extended."""
    dates = [each for each in found if each.dtype is None]
    casts = [each for each in found if each.dtype is not None]
    verbs: list[Verb] = [delete(each.statement) for each in found]
    added: list[tuple[str, str]] = []
    if dates:
        change = _dates(call, [_quoted(each.column) for each in dates], ctx)
        if change is None:
            return None
        if isinstance(change, str):
            added.append(("parse_dates", change))
        else:
            verbs.append(change)
    formats = {each.column: ctx.source(each.format) for each in dates if each.format is not None}
    if formats:
        if call.argument("date_format") is not None or _is_too_old(ctx):
            return None
        values = set(formats.values())
        is_one = len(values) == 1 and len(formats) == len(dates) and call.argument("parse_dates") is None
        items = ", ".join(f"{_quoted(name)}: {text}" for name, text in formats.items())
        added.append(("date_format", values.pop() if is_one else f"{{{items}}}"))
    if casts:
        items = ", ".join(f"{_quoted(each.column)}: {ctx.source(each.dtype or each.value)}" for each in casts)
        given = call.argument("dtype")
        if given is None:
            added.append(("dtype", f"{{{items}}}"))
        elif isinstance(given, ast.Dict) and given.keys and None not in given.keys:
            end = ctx.model.span(given.values[-1]).end
            verbs.append(replace_span(Span(end, end), f", {items}"))
        else:
            return None
    if added:
        (name, value), *rest = added
        verbs.append(add_keyword(call, name, ", ".join([value, *(f"{n}={v}" for n, v in rest)])))
    return unsafe_fix("Let the reader convert the columns", *verbs)


def _dates(call: Call, columns: list[str], ctx: Context) -> Verb | str | None:
    """How the columns get into `parse_dates`: a change of the list, a value to add; None when neither is possible."""
    items = ", ".join(columns)
    given = call.argument("parse_dates")
    if given is None:
        return f"[{items}]"
    if isinstance(given, ast.List) and given.elts and all(isinstance(e, ast.Constant) for e in given.elts):
        end = ctx.model.span(given.elts[-1]).end
        return replace_span(Span(end, end), f", {items}")
    if isinstance(given, ast.Constant) and given.value in (None, False):
        return set_keyword(call, "parse_dates", f"[{items}]")
    return None


def _quoted(text: str) -> str:
    if "\\" in text:
        raise FixUnavailable("the name of the column has a backslash")
    return json.dumps(text, ensure_ascii=False)


def _is_too_old(ctx: Context) -> bool:
    declared = ctx.version_of("pandas")
    return declared is not None and declared.upper is not None and declared.upper.release < _DATE_FORMAT_SINCE
