"""A log message that is put together before the call is paid for even when nobody logs it.

## Why is this bad?

`logger.debug(f"batch {batch}")` writes the batch out as text at every call, also where the level is off. And each
record has a message of its own: tools that group records by their event see thousands of events instead of one with a
thousand values. With `logger.debug("batch %s", batch)` the text is made only when a handler wants it.

## When to ignore it

structlog and loguru have fields for this, and messages without placeholders cost nothing.

## Fix safety

The fix is safe where every placeholder is a plain name, attribute or item of a type that `format` and `str` show alike
(numbers, strings, arrays). Otherwise a value may be shown differently, or a call in a placeholder is made at another
time.

## References

- The logging HOWTO of the Python documentation, on optimisation
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    SyntaxIndex,
    calls,
    replace,
    rule,
    safe_fix,
    unsafe_fix,
)
from mllint_rules.rules.observability._printing import holds_comment
from mllint_rules.rules.observability._records import Part, Value, read_message
from mllint_rules.rules.observability._styles import WIDTH, broken_literal, is_shown_alike, percent_arguments

_LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log")
_EAGER = (ast.JoinedStr, ast.BinOp, ast.Call)


def _may_format(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a call with a message that is put together; behind `log` the level comes first."""
    return any(isinstance(argument, _EAGER) for argument in node.args[:2])


@rule(
    code="MLO105",
    name="eagerly-formatted-log",
    category=Category.OBSERVABILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(
        *(
            f"{owner}.{level}"
            for owner in ("logging", "logging.Logger", "logging.LoggerAdapter")
            for level in _LEVELS
        ),
        only=_may_format,
    ),
    in_tests=False,
    see=("ruff:G001", "ruff:G002", "ruff:G003", "ruff:G004", "creedengo:GCI111"),
    examples=(
        Example(
            bad="""
                import logging

                logger = logging.getLogger(__name__)


                def report(loss: float, path: str) -> None:
                    logger.info(f"loss {loss:.3f} (100% of {path})")
                """,
            good="""
                import logging

                logger = logging.getLogger(__name__)


                def report(loss: float, path: str) -> None:
                    logger.info("loss %.3f (100%% of %s)", loss, path)
                """,
            fixed=True,
            safe=True,
        ),
        Example(
            bad="""
                import logging

                logger = logging.getLogger(__name__)


                def report(scores):
                    logger.info("best score " + str(max(scores)), exc_info=True)
                """,
            good="""
                import logging

                logger = logging.getLogger(__name__)


                def report(scores):
                    logger.info("best score %s", max(scores), exc_info=True)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    position = 1 if (call.name or "").endswith(".log") else 0
    message = call.positional(position)
    if message is None or not isinstance(message, _EAGER):
        return
    parts = read_message(message, ctx)
    values = [part for part in parts if isinstance(part, Value)]
    if not values or any(value.node is message for value in values) or _is_made_elsewhere(message):
        return
    yield Finding(
        message,
        "the log message is put together before the call, at a cost even when the level is off",
        fix=lambda: _repair(call, message, parts, ctx),
    )


def _is_made_elsewhere(message: ast.expr) -> bool:
    """Whether a function other than `.format` makes the message."""
    if not isinstance(message, ast.Call):
        return False
    return not (isinstance(message.func, ast.Attribute) and message.func.attr == "format")


def _repair(call: Call, message: ast.expr, parts: Sequence[Part], ctx: Context) -> FixPlan:
    if call.node.args[-1] is not message or holds_comment(message, ctx):
        raise FixUnavailable("the message has arguments already")
    template, *arguments = percent_arguments(parts)
    if message.end_lineno != message.lineno:
        # A message of several lines stays one.
        margin = " " * message.col_offset
        template = f"\n{margin}".join(broken_literal(template, WIDTH - len(margin)))
    text = ", ".join((template, *arguments))
    values = [part for part in parts if isinstance(part, Value)]
    fix = safe_fix if all(is_shown_alike(value, ctx) for value in values) else unsafe_fix
    return fix("Leave the formatting to the logger", replace(message, text))
