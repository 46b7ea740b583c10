"""The logger that a module has, and how a warning with fields is written with it."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from mllint_rules.kit import Context, Verb, position

_STRUCTLOG = ("structlog.get_logger", "structlog.getLogger", "structlog.stdlib.get_logger")


def module_logger(ctx: Context, statement: ast.stmt) -> tuple[str | None, str]:
    """A logger that the module binds above the statement (for one in a function: anywhere), and its style."""
    for bindings in ctx.module_scope.bindings.values():
        binding = bindings[0]
        is_above = ctx.function_of(statement) is not None or position(binding.node) < position(statement)
        if len(bindings) > 1 or not is_above:
            continue
        if binding.target == "loguru.logger":
            return binding.name, "loguru"
        value = binding.statement_value
        called = ctx.called(value) if value is not None else None
        if called in _STRUCTLOG:
            return binding.name, "structlog"
        if called == "logging.getLogger":
            return binding.name, "stdlib"
    return None, "stdlib"


def warning_call(
    ctx: Context, statement: ast.stmt, message: str, fields: Mapping[str, str]
) -> tuple[str, tuple[Verb, ...]]:
    """A call that logs a warning with fields (names to expressions), and what it needs at module level."""
    logger, style = module_logger(ctx, statement)
    given = ", ".join(f"{name}={value}" for name, value in fields.items())
    if style == "structlog":
        return f'{logger}.warning("{message.replace(" ", "_")}", {given})', ()
    if style == "loguru":
        shown = " ".join(f"{name}={{{name}}}" for name in fields)
        return f'{logger}.warning("{message} {shown}", {given})', ()
    verbs: tuple[Verb, ...] = ()
    if logger is None:
        reach = ctx.reach("logging")
        logger, verbs = f"{reach.text}.getLogger(__name__)", reach.verbs
    items = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    return f'{logger}.warning("{message}", extra={{{items}}})', verbs
