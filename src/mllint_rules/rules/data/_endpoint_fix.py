"""Writing a model of the request that a function reads: the repair of untyped endpoints."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixPlan, FunctionNode, Verb, replace, unsafe_fix
from mllint_rules.rules.data._endpoints import Body
from mllint_rules.rules.data._insertion import define_above, free_name, reach_above
from mllint_rules.rules.data._records import (
    RecordReads,
    assigned_name,
    field_line,
    is_field_name,
    model_text,
    record_reads,
)


def request_model_plan(ctx: Context, function: FunctionNode, body: Body) -> FixPlan | None:
    """A class above the function, and the body read by its attributes; None where the body goes on as a whole."""
    if body.framework == "fastapi" and body.binding is not None:
        reads = record_reads(ctx, body.binding)
    elif body.framework == "flask" and assigned_name(ctx.parent(body.starts[0]), body.starts[0]) is not None:
        reads = record_reads(ctx, body.starts[0])
    else:
        return None
    if reads.others or not reads.reads or not all(is_field_name(key) for key in reads.keys):
        return None
    lines = _fields(ctx, function, reads)
    if lines is None:
        return None
    fields, verbs = lines
    base = reach_above(ctx, function, "pydantic", "BaseModel")
    name = free_name(ctx, _class_name(function.name), separator="")
    text = model_text(name, base.text, f"What `{function.name}` is asked with.", fields)
    verbs = [*base.verbs, *verbs, define_above(ctx, function, text, is_class=True)]
    for read in reads.reads:
        verbs.append(replace(read.node, f"{_owner(ctx, read.node)}.{read.key}"))
    if body.framework == "fastapi":
        assert isinstance(body.where, ast.expr)
        verbs.append(replace(body.where, name))
    else:
        verbs += _validated(ctx, function, body.starts[0], name)
    hint = (
        ""
        if body.framework == "fastapi" or ctx.imports("pydantic") or ctx.declares("pydantic")
        else " (needs pydantic)"
    )
    return unsafe_fix(f"Take the request as a `{name}`{hint}", *verbs)


def _fields(ctx: Context, function: FunctionNode, reads: RecordReads) -> tuple[list[str], list[Verb]] | None:
    anything = reach_above(ctx, function, "typing", "Any")
    lines = [field_line(ctx, key, found, anything.text) for key, found in reads.keys.items()]
    if None in lines:
        return None
    # A field with a default may stand before one without: pydantic takes them by name.
    written = [line for line in lines if line is not None]
    is_needed = any(f": {anything.text}" in line for line in written)
    return written, list(anything.verbs) if is_needed else []


def _owner(ctx: Context, node: ast.Subscript | ast.Call) -> str:
    value = node.value if isinstance(node, ast.Subscript) else node.func
    return ctx.source(
        value.value if isinstance(value, ast.Attribute) and isinstance(node, ast.Call) else value
    )


def _validated(ctx: Context, function: FunctionNode, start: ast.expr, name: str) -> list[Verb]:
    """The statement that reads the body, in a `try` that refuses what does not fit."""
    statement = ctx.statement(start)
    error = reach_above(ctx, function, "pydantic", "ValidationError")
    abort = reach_above(ctx, function, "flask", "abort")
    target = assigned_name(statement, start)
    assert target is not None
    indent = " " * statement.col_offset
    caught = ctx.fresh_name("error")
    text = (
        f"try:\n{indent}    {target.id} = {name}.model_validate({ctx.source(start)})\n"
        f"{indent}except {error.text} as {caught}:\n"
        f"{indent}    {abort.text}(422, description=str({caught}))"
    )
    return [*error.verbs, *abort.verbs, replace(statement, text)]


def _class_name(function: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in function.split("_") if word) + "Request"
