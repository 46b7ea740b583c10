"""Whether somebody checks a loaded frame."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from mllint_rules.kit import Context, position, table
from mllint_rules.rules.data._columns import Columns
from mllint_rules.rules.data._schemas import schema_of
from mllint_rules.rules.data._syntax import is_raising


def is_validating(ctx: Context, call: ast.Call) -> bool:
    """Whether a call checks what it is given: a schema, a validation library, or a function that says it does."""
    facts = table("validation")
    name = ctx.call(call).name or ""
    if name.partition(".")[0] in facts["libraries"] and not name.startswith("pandera.typing."):
        return True
    if schema_of(ctx, call.func) is not None:
        return True
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if receiver is not None and schema_of(ctx, receiver) is not None:
        return True
    last = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    spoken = (
        f"{last} {ast.unparse(receiver) if isinstance(receiver, (ast.Name, ast.Attribute)) else ''}".lower()
    )
    return any(word in spoken for word in facts["words"])


def validations(ctx: Context, frames: Iterable[ast.expr]) -> list[ast.Call]:
    """The calls that check one of these expressions (as argument, or by a method such as `pipe(check)`)."""
    found = []
    for node in frames:
        parent = ctx.parent(node)
        if isinstance(parent, ast.keyword):
            parent = ctx.parent(parent)
        if isinstance(parent, ast.Call) and parent.func is not node and is_validating(ctx, parent):
            found.append(parent)
        elif isinstance(parent, ast.Attribute) and isinstance(ctx.parent(parent), ast.Call):
            call = ctx.parent(parent)
            assert isinstance(call, ast.Call)
            if is_validating(ctx, call) or (
                parent.attr == "pipe" and call.args and _is_named_check(call.args[0])
            ):
                found.append(call)
    return found


def _is_named_check(node: ast.expr) -> bool:
    text = ast.unparse(node).lower()
    return any(word in text for word in table("validation")["words"])


def is_checked_by_decorator(ctx: Context, frames: Iterable[ast.expr]) -> bool:
    """Whether a function that returns or takes the frame declares its schema or checks it by a decorator."""
    facts = table("validation")
    for node in frames:
        function = ctx.function_of(node)
        if function is None:
            continue
        if any(name in facts["decorators"]["frames"] for name in ctx.decorators(function)):
            return True
        if isinstance(ctx.statement(node), ast.Return) and is_schema_annotation(ctx, function.returns):
            return True
    return False


def is_schema_annotation(ctx: Context, node: ast.expr | None) -> bool:
    """Whether an annotation states a schema: `DataFrame[Orders]`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "DataFrame[" in node.value
    if not isinstance(node, ast.Subscript):
        return False
    return ctx.qualified_name(node.value) in table("validation")["annotations"]["pandera"]


def is_coerced_first(ctx: Context, columns: Columns) -> bool:
    """Whether a schema that converts types (or one that nobody can look into) sees the frame before its first use."""
    frames = columns.trace.states
    if is_checked_by_decorator(ctx, frames):
        return True
    for call in validations(ctx, frames):
        target = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        schema = schema_of(ctx, target) or schema_of(ctx, call.func)
        if schema is not None and not schema.coerces:
            continue
        if not any(
            ctx.function_of(read.node) is ctx.function_of(call) and position(read.node) < position(call)
            for read in columns.reads
        ):
            return True
    return False


def may_be_checked_by_callers(ctx: Context, frames: Iterable[ast.expr]) -> bool:
    """Whether other files of the project use the function that returns the frame, and a library that validates."""
    for node in frames:
        function = ctx.function_of(node)
        if function is None or ctx.project is None or not isinstance(ctx.statement(node), ast.Return):
            continue
        if ctx.is_used_elsewhere(function.name) and any(
            ctx.is_used_elsewhere(library) for library in table("validation")["libraries"]
        ):
            return True
    return False


def has_column_check(ctx: Context, frames: Iterable[ast.expr]) -> bool:
    """Whether the program looks at the frame's columns and raises when some are missing."""
    for node in frames:
        parent = ctx.parent(node)
        looked_at: ast.AST | None = None
        if isinstance(parent, ast.Attribute) and parent.attr in ("columns", "keys"):
            looked_at = parent
        elif isinstance(parent, ast.Compare) and node in parent.comparators:
            looked_at = parent if any(isinstance(op, (ast.In, ast.NotIn)) for op in parent.ops) else None
        if looked_at is not None and _decides(ctx, looked_at, 0):
            return True
    return False


def _decides(ctx: Context, node: ast.AST, depth: int) -> bool:
    """Whether the program goes on or stops by what the node says."""
    statement = ctx.statement(node)
    if isinstance(statement, ast.Assert):
        return True
    if isinstance(statement, ast.If):
        return is_raising(ctx, statement.body) or is_raising(ctx, statement.orelse)
    if isinstance(statement, ast.For):
        return is_raising(ctx, statement.body)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return _is_named_check(statement.value.func)
    if isinstance(statement, ast.Assign) and depth < 3:
        for target in statement.targets:
            binding = ctx.model.binding_at(target)
            if binding is not None and any(_decides(ctx, use, depth + 1) for use in ctx.uses(binding)):
                return True
    return False
