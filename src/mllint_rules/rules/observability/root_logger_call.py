"""A call on the root logger hides which module speaks.

## Why is this bad?

`logging.info(...)` writes to the root logger: the record says `root` where the module's name belongs, and nobody can
raise or silence the level for one module. Called before logging is configured it also installs a handler of its own,
after which a later `basicConfig` does nothing.

## When to ignore it

A script of one file that nothing imports, and the main guard of a script that calls `basicConfig` itself.

## Fix safety

Records carry the module's name, so that filters and formats that expect `root` no longer match. Where the call used to
install the default handler, `basicConfig` is added to the entry point.

## References

- The logging HOWTO of the Python documentation, on module-level loggers
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Practice,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._entry import is_loose_script
from mllint_rules.rules.observability._logger import logger_for

_LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
_RENAMED = {"warn": "warning", "fatal": "critical"}


@rule(
    code="MLO104",
    name="root-logger-call",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*(f"logging.{level}" for level in _LEVELS)),
    imports=("logging",),
    in_tests=False,
    see=("ruff:LOG015",),
    examples=(
        Example(
            bad="""
                import logging


                def load(path):
                    logging.info("reading %s", path)
                """,
            good="""
                import logging

                logger = logging.getLogger(__name__)


                def load(path):
                    logger.info("reading %s", path)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or _is_script_of_one_file(ctx) or _is_configured_guard(call.node, ctx):
        return
    name = ctx.source(call.node.func)
    yield Finding(
        call.node.func,
        f"`{name}` speaks as the root logger, which hides the module and may install a default handler",
        fix=lambda: _repair(call, ctx),
    )


def _is_script_of_one_file(ctx: Context) -> bool:
    """Whether the module is a program by itself, and nothing imports it."""
    return (ctx.main_guard is not None or is_loose_script(ctx)) and not ctx.is_imported


def _is_configured_guard(node: ast.Call, ctx: Context) -> bool:
    """Whether the call stands in the main guard, or in `main()`, of a script that calls `basicConfig` itself."""
    guard = ctx.main_guard
    if guard is None or "basicConfig" not in ctx.model.call_names:
        return False
    function = ctx.function_of(node)
    return ctx.is_under_main_guard(node) or (function is not None and function.name == "main")


def _repair(call: Call, ctx: Context) -> FixPlan:
    level = (call.name or "").rpartition(".")[2]
    if not isinstance(call.node.func, (ast.Attribute, ast.Name)):
        raise FixUnavailable("the level is chosen at run time")
    logger = logger_for(ctx, call.node, "stdlib", "")
    return unsafe_fix(
        "Use the logger of the module",
        *logger.verbs,
        replace(call.node.func, f"{logger.name}.{_RENAMED.get(level, level)}"),
    )
