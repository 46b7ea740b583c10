"""A number in the log of a training says nothing without the round that it belongs to.

## Why is this bad?

`logger.info("loss %s", loss)` in a loop gives a column of numbers. Which epoch, which fold, before or after the
learning rate fell? With several workers or two runs in one log the order does not say it either. The variable that
would is in scope, one line above.

## When to ignore it

A bound logger, an adapter or `contextualize` adds the round to every record; the message names it; the evaluation
happens once, outside of any loop.

## Fix safety

The record gets fields, its text stays. Fields of the standard library show up where a formatter asks for them.

## References

- The logging cookbook of the Python documentation, on adding contextual information
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
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
    Span,
    add_keyword,
    calls,
    replace_span,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._metrics import is_metric
from mllint_rules.rules.observability._names import allowed, words
from mllint_rules.rules.observability._records import Text, Value, read_message
from mllint_rules.rules.observability._steps import step_of_loop

_LEVELS = ("debug", "info", "warning", "error", "critical")
_OWNERS = (
    "logging", "logging.Logger", "structlog.stdlib.BoundLogger", "structlog.typing.FilteringBoundLogger",
    "loguru.logger", "loguru.Logger",
)  # fmt: skip
_CONTEXT = frozenset({
    "epoch", "epochs", "step", "steps", "fold", "folds", "split", "run", "iter", "iteration", "iterations", "batch",
    "round", "trial", "seed", "final", "best", "total", "average", "overall", "mean", "test", "train", "training",
    "val", "validation", "valid", "eval", "evaluation", "dev",
})  # fmt: skip
_NOUNS = 4


@rule(
    code="MLO107",
    name="log-without-context",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*(f"{owner}.{level}" for owner in _OWNERS for level in _LEVELS)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import logging

                logger = logging.getLogger(__name__)


                def train(model, epochs):
                    for epoch in range(epochs):
                        loss = model.fit_one()
                        logger.info("loss %s", loss)
                """,
            good="""
                import logging

                logger = logging.getLogger(__name__)


                def train(model, epochs):
                    for epoch in range(epochs):
                        loss = model.fit_one()
                        logger.info("loss %s", loss, extra={"epoch": epoch})
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    loops = ctx.loops_around(call.node)
    if not loops or ctx.is_exploratory or call.unpacks:
        return
    counters = [step for loop in loops if (step := step_of_loop(loop, ctx)) is not None]
    if not counters or _is_bound(call.node, ctx) or not _is_bare(call, counters, ctx):
        return
    yield Finding(
        call.node,
        f"this number is logged without the round that it belongs to, though `{counters[0]}` is at hand",
        fix=partial(_repair, call, counters, ctx),
    )


def _is_bare(call: Call, counters: list[str], ctx: Context) -> bool:
    """Whether a record holds one metric and at most a noun, and nothing that says which round it is."""
    if len(call.node.args) not in (1, 2):
        return False
    named = {inner.id for inner in ctx.walk(call.node) if isinstance(inner, ast.Name)}
    if not named.isdisjoint(counters):
        return False
    parts = [part for argument in call.node.args for part in read_message(argument, ctx)]
    values = [part.node for part in parts if isinstance(part, Value)]
    values += [keyword.value for keyword in call.node.keywords if keyword.arg not in ("extra", "exc_info")]
    spoken = [word for part in parts if isinstance(part, Text) for word in words(part.text)]
    spoken += [word for value in values for word in words(ast.unparse(value).replace("_", " "))]
    if not any(isinstance(part, Text) for part in parts) and _continues(call.node, ctx):
        return False
    if len(values) != 1 or len(spoken) > 2 * _NOUNS or not _CONTEXT.isdisjoint(spoken):
        return False
    return is_metric(values[0], ctx)


def _continues(node: ast.Call, ctx: Context) -> bool:
    """Whether the statement before a call logs as well: then a value alone is what that line speaks of."""
    statement = ctx.statement(node)
    for _, block in ast.iter_fields(ctx.parent(statement) or ctx.model.tree):
        if isinstance(block, list) and statement in block[1:]:
            before = block[block.index(statement) - 1]
            return (
                isinstance(before, ast.Expr)
                and isinstance(before.value, ast.Call)
                and isinstance(before.value.func, ast.Attribute)
                and before.value.func.attr in _LEVELS
            )
    return False


def _is_bound(node: ast.Call, ctx: Context) -> bool:
    """Whether the logger, or a block around the call, may add the round by itself."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(owner, ast.Name):
        return True
    values = [binding.value for binding in ctx.definitions(owner)]
    if any(
        isinstance(value, ast.Call) and _last_name(value) in ("bind", "LoggerAdapter", "new")
        for value in values
    ):
        return True
    return any(
        isinstance(item.context_expr, ast.Call)
        and _last_name(item.context_expr) in ("contextualize", "bound_contextvars")
        for parent in ctx.ancestors(node)
        if isinstance(parent, ast.With)
        for item in parent.items
    ) or not ctx.model.call_names.isdisjoint({"bind_contextvars", "setLogRecordFactory"})


def _last_name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _repair(call: Call, counters: list[str], ctx: Context) -> FixPlan:
    title = "Say which round it is"
    outer_first = list(dict.fromkeys(reversed(counters)))
    if not any(name.startswith("logging.") for names in call.targets for name in names):
        verbs = (add_keyword(call, name, name) for name in outer_first if call.keyword(name) is None)
        return unsafe_fix(title, *verbs)
    given = call.keyword("extra")
    reserved = frozenset(table("logging")["reserved"]["stdlib"])
    entries = ", ".join(f'"{allowed(name, reserved)}": {name}' for name in outer_first)
    if given is None:
        return unsafe_fix(title, add_keyword(call, "extra", f"{{{entries}}}"))
    if not isinstance(given.value, ast.Dict) or not given.value.keys:
        raise FixUnavailable("`extra` is made elsewhere")
    start = ctx.model.span(given.value).start + 1
    return unsafe_fix(title, replace_span(Span(start, start), f"{entries}, "))
