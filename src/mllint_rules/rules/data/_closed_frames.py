"""Loaded frames of which a document certainly uses nothing but some columns by name."""

from __future__ import annotations

import ast

from mllint_rules.kit import Call, Context, table
from mllint_rules.rules.data._columns import Columns
from mllint_rules.rules.data._frames import FrameState
from mllint_rules.rules.data._syntax import column_names, literal_items


def only_columns(ctx: Context, columns: Columns) -> tuple[str, ...]:
    """The columns that the program needs; empty when it may use any other, or hand the frame on as a whole."""
    if any(change.column is None and change.kind == "column" for change in columns.changes):
        return ()
    if not all(_is_closed(ctx, columns, node, state) for node, state in columns.trace.states.items()):
        return ()
    made = {change.column for change in columns.changes if change.kind == "column"}
    return tuple(
        dict.fromkeys([*columns.names, *(read.column for read in columns.found if read.column not in made)])
    )


def _is_closed(ctx: Context, columns: Columns, node: ast.expr, state: FrameState) -> bool:
    """Whether one appearance of the frame uses columns by name, or leads to another appearance."""
    states, parent = columns.trace.states, ctx.parent(node)
    if isinstance(parent, ast.Assign):
        return all(_is_followed(ctx, columns, target) for target in parent.targets)
    if isinstance(parent, ast.Expr):
        return not ctx.is_displayed(parent)
    if isinstance(parent, ast.Subscript) and parent.value is node:
        is_named = bool(column_names(ctx, parent.slice))
        return (
            is_named
            if state.is_grouped or not isinstance(parent.ctx, ast.Load)
            else is_named or parent in states
        )
    if isinstance(parent, ast.Call):
        return ctx.called(parent) == "builtins.len"
    if isinstance(parent, ast.Attribute):
        return _is_member_closed(ctx, columns, parent, state)
    return False


def _is_followed(ctx: Context, columns: Columns, target: ast.expr) -> bool:
    """Whether every read of the name is known to be the frame."""
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    if binding is None or (binding.scope is ctx.module_scope and ctx.is_used_elsewhere(binding.name)):
        return False
    states = columns.trace.states
    return all(
        use in states and all(each.statement_value in states for each in ctx.definitions(use))
        for use in ctx.uses(binding)
    )


def _is_member_closed(ctx: Context, columns: Columns, node: ast.Attribute, state: FrameState) -> bool:
    facts, around = table("closed_frames"), ctx.parent(node)
    if state.is_grouped:
        return False
    if node.attr in ("loc", "at") and isinstance(around, ast.Subscript):
        key = around.slice
        return isinstance(key, ast.Tuple) and len(key.elts) == 2 and bool(column_names(ctx, key.elts[1]))
    if isinstance(around, ast.Call) and around.func is node:
        if node.attr == "groupby":
            names = column_names(ctx, around.args[0]) if around.args else ()
            return bool(names) and around in columns.trace.states
        if node.attr in facts["methods"]["any"]:
            return around in columns.trace.states
        needed = facts["methods"]["naming"].get(node.attr)
        if needed is None:
            return False
        given = next((k.value for k in around.keywords if k.arg == needed), None)
        if given is None and needed in facts["methods"]["first"] and around.args:
            given = around.args[0]
        return bool(column_names(ctx, given)) and around in columns.trace.states
    if node.attr == "shape":
        return isinstance(around, ast.Subscript) and ctx.value_of(around.slice) == 0
    return node.attr not in facts["frame"] and isinstance(node.ctx, ast.Load) and _is_column(node.attr)


def _is_column(name: str) -> bool:
    return not name.startswith("_") and name not in table("frame_columns")["members"]["pandas"]


def selection(ctx: Context, call: Call, columns: Columns) -> tuple[str, ...]:
    """The columns that a reader may be told to read only; empty where it cannot be said."""
    names = only_columns(ctx, columns)
    if not names:
        return ()
    needed = {*(key for key, _ in literal_items(call.argument("converters")))}
    for argument in ("parse_dates", "index_col", "dtype"):
        given = call.argument(argument)
        if given is None or (isinstance(given, ast.Constant) and given.value in (None, False, True)):
            continue
        if argument == "dtype" and not isinstance(given, ast.Dict):
            # A type for all columns, or a mapping with a name: columns that are not read do no harm there.
            continue
        found = column_names(ctx, given) if argument != "dtype" else ()
        if argument != "dtype" and not found:
            return ()
        needed |= set(found)
    return tuple(dict.fromkeys([*names, *sorted(str(name) for name in needed)]))
