"""Statements that configure logging, and their repair: a function of their own, called where the program begins."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    SemanticModel,
    Verb,
    delete,
    insert_before,
    unsafe_fix,
)
from mllint_rules.rules.observability._indentation import MoveIntoBlock

_ROOTS = ("logging.root", "logging.RootLogger")
_APIS = frozenset({
    "logging.basicConfig", "logging.config.dictConfig", "logging.config.fileConfig", "structlog.configure",
})  # fmt: skip
_LOGURU = frozenset({
    "loguru.logger.add", "loguru.logger.remove", "loguru.Logger.add", "loguru.Logger.remove",
})  # fmt: skip
NAMES = ("basicConfig", "dictConfig", "fileConfig", "addHandler", "configure", "add", "remove")
_FUNCTION = "configure_logging"


def configuring_calls(model: SemanticModel, ctx: Context) -> Iterator[ast.Call]:
    """The calls that configure logging for the whole process, as statements, in no particular order."""
    for name in NAMES:
        if name in ("add", "remove") and not ctx.imports("loguru"):
            continue
        for node in model.calls_named(name):
            if isinstance(ctx.parent(node), ast.Expr) and configures(node, ctx):
                yield node


def configures(node: ast.Call, ctx: Context) -> bool:
    name = ctx.called(node)
    if name in _APIS or name in _LOGURU:
        return not _is_for_own_loggers(node)
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "addHandler" or not node.args:
        return False
    return _is_root(node.func.value, ctx) and not _is_null(node.args[0], ctx)


def _is_for_own_loggers(node: ast.Call) -> bool:
    """Whether a written configuration leaves the root logger, and loggers that exist already, alone."""
    given = node.args[0] if node.args else None
    if not isinstance(given, ast.Dict):
        return False
    entries = {
        key.value: value
        for key, value in zip(given.keys, given.values, strict=True)
        if isinstance(key, ast.Constant)
    }
    kept = entries.get("disable_existing_loggers")
    return "root" not in entries and isinstance(kept, ast.Constant) and kept.value is False


def _is_root(node: ast.expr, ctx: Context) -> bool:
    """Whether an expression certainly is the root logger."""
    if isinstance(node, ast.Call):
        return ctx.called(node) == "logging.getLogger" and not node.args and not node.keywords
    if isinstance(node, ast.Name):
        values = [binding.statement_value for binding in ctx.definitions(node)]
        return bool(values) and all(isinstance(value, ast.Call) and _is_root(value, ctx) for value in values)
    return ctx.qualified_name(node) in _ROOTS


def _is_null(node: ast.expr, ctx: Context) -> bool:
    return ctx.is_a(node, "logging.NullHandler") or ctx.called(node) == "logging.NullHandler"


def configuration_repair(statements: list[ast.stmt], ctx: Context) -> FixPlan:
    """The statements, which follow each other at module level, as a function that the entry point calls first.

    Raises `FixUnavailable` where the module has no entry point, or the statements make something others use.
    """
    entry = ctx.entry_statement
    body = ctx.model.tree.body
    if entry is None or any(statement not in body for statement in statements):
        raise FixUnavailable("the module is no program: nobody would call the function")
    first, last = statements[0], statements[-1]
    between = body[body.index(first) : body.index(last) + 1]
    if between != statements or ctx.model.span(entry).start < ctx.model.span(last).end:
        raise FixUnavailable("other statements stand between")
    _require_own_names(statements, ctx)
    name = ctx.fresh_name(_FUNCTION)
    following = body[body.index(last) + 1]
    gap_above = _gap(first.lineno - 1, -1, ctx)
    gap_below = max(_gap((last.end_lineno or last.lineno) + 1, 1, ctx), 0)
    verbs: list[Verb] = [
        insert_before(first, "\n" * max(2 - gap_above, 0) + f"def {name}() -> None:"),
        MoveIntoBlock(tuple(statements), first.lineno),
        insert_before(entry, f"{name}()"),
    ]
    if gap_below < 2:
        verbs.append(insert_before(following, "\n" * (2 - gap_below)))
    return unsafe_fix("Configure logging where the program begins", *verbs)


def _gap(number: int, direction: int, ctx: Context) -> int:
    """How many empty lines there are from a line on."""
    lines, count = ctx.document.lines, 0
    while 1 <= number <= lines.line_count and not lines.line_text(number).strip():
        count += 1
        number += direction
    return count


def _require_own_names(statements: list[ast.stmt], ctx: Context) -> None:
    inside = {node for statement in statements for node in ast.walk(statement)}
    for node in inside:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            if any(other not in inside for other in ctx.model.index.names.get(node.id, ())):
                raise FixUnavailable(f"{node.id} is used elsewhere")
            if ctx.is_used_elsewhere(node.id) and ctx.is_reached_from_elsewhere(node.id):
                raise FixUnavailable(f"{node.id} is used elsewhere")


def group_of(statement: ast.stmt, ctx: Context) -> list[ast.stmt]:
    """The run of statements at module level that configures logging around one of them.

    Handlers and formatters that are made for it right before belong to it.
    """
    body = ctx.model.tree.body
    if statement not in body:
        return [statement]
    position = body.index(statement)
    start = end = position
    while end + 1 < len(body) and _belongs(body[end + 1], body[start : end + 1], ctx):
        end += 1
    while start and _belongs(body[start - 1], body[start : end + 1], ctx):
        start -= 1
    return body[start : end + 1]


def _belongs(statement: ast.stmt, group: list[ast.stmt], ctx: Context) -> bool:
    """Whether a statement only serves the configuration: it is one, or handles a name that only the group uses."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        if configures(statement.value, ctx):
            return True
        owner = statement.value.func.value if isinstance(statement.value.func, ast.Attribute) else None
        return isinstance(owner, ast.Name) and _is_for(owner.id, (*group, statement), ctx)
    if (
        isinstance(statement, ast.Assign)
        and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name)
    ):
        return _is_for(statement.targets[0].id, (*group, statement), ctx)
    return False


def _is_for(name: str, group: tuple[ast.stmt, ...], ctx: Context) -> bool:
    """Whether a name is read in a group of statements, and bound or read nowhere but there or right beside it."""
    inside = {node for statement in group for node in ast.walk(statement)}
    uses = ctx.model.index.names.get(name, ())
    others = [use for use in uses if use not in inside]
    is_read = any(isinstance(use.ctx, ast.Load) for use in uses if use in inside)
    return (
        is_read
        and all(
            isinstance(use.ctx, ast.Store) or isinstance(ctx.parent(use), ast.Attribute) for use in others
        )
        and all(isinstance(ctx.parent(ctx.statement(use)), ast.Module) for use in others)
        and bool(
            any(
                isinstance(inner, ast.Name) and inner.id == name
                for each in group[:-1]
                for inner in ast.walk(each)
            )
        )
    )


def earlier_record(statement: ast.stmt, ctx: Context) -> ast.stmt | None:
    """The first statement of the same block that certainly logs before logging is configured."""
    for _, block in ast.iter_fields(ctx.parent(statement) or ctx.model.tree):
        if isinstance(block, list) and statement in block:
            for before in block[: block.index(statement)]:
                if (
                    isinstance(before, ast.Expr)
                    and isinstance(before.value, ast.Call)
                    and _logs(before.value, ctx)
                ):
                    return before
    return None


def _logs(node: ast.Call, ctx: Context) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return False
    if function.attr not in ("debug", "info", "warning", "error", "exception", "critical"):
        return False
    return ctx.called(node) == f"logging.{function.attr}" or ctx.is_a(function.value, "logging.Logger")


def moved_up(statement: ast.stmt, before: ast.stmt, ctx: Context) -> FixPlan:
    """The configuration before the first record. Raises `FixUnavailable` when it needs what lies between."""
    parent = ctx.parent(statement)
    for _, block in ast.iter_fields(parent or ctx.model.tree):
        if isinstance(block, list) and statement in block:
            between = block[block.index(before) : block.index(statement)]
            bound = {
                node.id
                for each in between
                for node in ast.walk(each)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
            needed = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            if bound & needed or statement.lineno != statement.end_lineno:
                raise FixUnavailable("the configuration needs what comes before it")
    return unsafe_fix(
        "Configure logging first", insert_before(before, ctx.source(statement)), delete(statement)
    )
