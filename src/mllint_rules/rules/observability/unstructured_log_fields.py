"""Values inside the message text of a structured log are lost to it.

## Why is this bad?

A project that logs through structlog, loguru or a JSON formatter does so to search and to count: how often does this
event happen, for which customer, how long does it take? `log.info(f"epoch {epoch} loss {loss}")` makes a new event of
every call, and its numbers have to be cut out of text again.

## When to ignore it

Values that are passed as keywords or in `extra=` as well, and projects that log plain text.

## Fix safety

The text of the record changes: searches for the old words find nothing. structlog's events are the literal words in
snake case; format specifications are dropped there, because the raw value is kept.

## References

- structlog on context and events; loguru on keyword arguments
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial

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
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._console import is_console_output
from mllint_rules.rules.observability._printing import holds_comment
from mllint_rules.rules.observability._records import Part, Text, Value, read_message
from mllint_rules.rules.observability._styles import LogCall, Style, log_call

_LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical")
_OWNERS: dict[str, Style] = {
    "structlog.stdlib.BoundLogger": "structlog",
    "structlog.typing.FilteringBoundLogger": "structlog",
    "loguru.logger": "loguru",
    "loguru.Logger": "loguru",
    "logging.Logger": "stdlib",
}
_APIS: dict[Style, frozenset[str]] = {
    style: frozenset(
        f"{owner}.{level}" for owner, other in _OWNERS.items() if other == style for level in _LEVELS
    )
    for style in ("stdlib", "structlog", "loguru")
}
_EAGER = (ast.JoinedStr, ast.BinOp, ast.Call)


@rule(
    code="MLO106",
    name="unstructured-log-fields",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*(f"{owner}.{level}" for owner in _OWNERS for level in _LEVELS)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import structlog

                log = structlog.get_logger(__name__)


                def train(epochs, fit_one):
                    for epoch in range(epochs):
                        loss = fit_one(epoch)
                        log.info(f"epoch {epoch} loss {loss:.3f}")
                """,
            good="""
                import structlog

                log = structlog.get_logger(__name__)


                def train(epochs, fit_one):
                    for epoch in range(epochs):
                        loss = fit_one(epoch)
                        log.info("epoch_loss", epoch=epoch, loss=loss)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from loguru import logger


                def load(path, rows):
                    logger.info("read {} rows of {}".format(len(rows), path))
                """,
            good="""
                from loguru import logger


                def load(path, rows):
                    logger.info("read {len_rows} rows of {path}", len_rows=len(rows), path=path)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    message = call.positional(0)
    if message is None or not (isinstance(message, _EAGER) or len(call.node.args) > 1):
        return
    style = _style(call)
    if style is None or call.unpacks:
        return
    if style == "stdlib":
        if len(call.node.args) < 2 or call.keyword("extra") is not None or not ctx.once(_writes_json):
            return
        parts = _with_arguments(call, message, ctx)
    else:
        if not isinstance(message, _EAGER) or len(call.node.args) > 1:
            return
        parts = read_message(message, ctx)
    if not _interpolates(parts, message) or is_console_output(call.node, ctx):
        return
    yield Finding(
        message,
        "the values of this record are part of its text, where nothing can search or count them",
        fix=partial(_repair, call, parts, style, ctx),
    )


def _style(call: Call) -> Style | None:
    return next((style for style, apis in _APIS.items() if call.matches(apis)), None)


def _writes_json(ctx: Context) -> bool:
    """Whether the project writes the records of the standard library as JSON."""
    names: list[str] = table("logging")["json"]["names"]
    return any(ctx.imports(name) for name in names) or any(
        name in ctx.model.call_names or ctx.is_used_elsewhere(name) for name in names
    )


def _with_arguments(call: Call, message: ast.expr, ctx: Context) -> list[Part]:
    """The texts and values of `"loss %s", loss`: read like `"loss %s" % (loss,)`."""
    values = ast.Tuple(elts=call.node.args[1:], ctx=ast.Load())
    return read_message(ast.copy_location(ast.BinOp(message, ast.Mod(), values), message), ctx)


def _interpolates(parts: Sequence[Part], message: ast.expr) -> bool:
    """Whether a message has words and values that are worth a field; what an `except` caught is text anyway."""
    values = [part for part in parts if isinstance(part, Value)]
    has_words = any(isinstance(part, Text) and part.text.strip() for part in parts)
    return has_words and any(not part.is_exception and part.node is not message for part in values)


def _repair(call: Call, parts: Sequence[Part], style: Style, ctx: Context) -> FixPlan:
    node = call.node
    if holds_comment(node, ctx) or not isinstance(node.func, ast.Attribute):
        raise FixUnavailable("a comment would be lost")
    logger = ctx.source(node.func.value)
    made = log_call(logger, node.func.attr, parts, style)
    given = {keyword.arg for keyword in node.keywords}
    if given & {argument.partition("=")[0] for argument in made.arguments[1:]} or (
        style == "stdlib" and not made.extra
    ):
        raise FixUnavailable("a field of that name is given already")
    kept = [ctx.source(keyword) for keyword in node.keywords]
    made = LogCall(made.function, (*made.arguments, *kept), made.extra)
    statement = ctx.statement(node)
    before = ctx.document.lines.line_text(node.lineno)[: statement.col_offset]
    is_whole = isinstance(statement, ast.Expr) and statement.value is node and not before.strip()
    return unsafe_fix(
        "Pass the values as fields", replace(node, made.text(len(before), before if is_whole else None))
    )
