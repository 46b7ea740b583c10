"""A whole frame, tensor or model in a log record costs more than the round that logs it.

## Why is this bad?

Turning a frame or a tensor into text copies it off the device, formats thousands of numbers and keeps a few of them.
Done for every request, batch or epoch it becomes the slowest line of the loop, fills the log storage with numbers that
nobody can search, and carries customer data to a place where it should not be.

## When to ignore it

Shapes, lengths, `describe()` and `head(n)` say what a record can say. Debug records that are formatted only when
somebody asks for them (`logger.debug("batch %s", batch)`) are left alone; so are images, histograms and tables given to
the calls that trackers have for them, and records that are written once.

## Fix safety

The object leaves the record; its shape, its dtype and, for frames, its columns take its place.

## References

- The logging HOWTO of the Python documentation, on optimisation
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
    calls,
    is_position_known,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._console import is_production_path
from mllint_rules.rules.observability._payloads import Payload, payload
from mllint_rules.rules.observability._rates import runs_often

_LEVELS = ("debug", "info", "warning", "error", "critical", "exception")
_OWNERS = (
    "logging", "logging.Logger", "logging.LoggerAdapter", "structlog.stdlib.BoundLogger",
    "structlog.typing.FilteringBoundLogger", "loguru.Logger", "loguru.logger",
)  # fmt: skip
_LOGGERS = frozenset(f"{owner}.{level}" for owner in _OWNERS for level in _LEVELS)
_TEXTS: dict[str, str] = table("trackers")["texts"]


@rule(
    code="MLO108",
    name="heavy-log-payload",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_LOGGERS, *_TEXTS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import logging

                import pandas as pd

                logger = logging.getLogger(__name__)


                def load(paths):
                    for path in paths:
                        orders = pd.read_csv(path)
                        logger.info("loaded %s from %s", orders, path)
                        yield orders
                """,
            good="""
                import logging

                import pandas as pd

                logger = logging.getLogger(__name__)


                def load(paths):
                    for path in paths:
                        orders = pd.read_csv(path)
                        logger.info("loaded %s from %s", {"shape": orders.shape, "columns": list(orders.columns)}, path)
                        yield orders
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import structlog
                from torch.utils.data import DataLoader

                log = structlog.get_logger(__name__)


                def train(network, loader: DataLoader):
                    for batch in loader:
                        log.info("batch", batch=batch, network=network)
                """,
            good="""
                import structlog
                from torch.utils.data import DataLoader

                log = structlog.get_logger(__name__)


                def train(network, loader: DataLoader):
                    for batch in loader:
                        log.info("batch", rows=len(batch))
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or not runs_often(call.node, ctx):
        return
    if not is_production_path(ctx.path_in_project):
        return
    is_record = call.matches(_LOGGERS)
    for node, is_eager in _values(call, ctx) if is_record else _sent(call):
        if not isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
            continue
        if (
            is_record
            and not is_eager
            and isinstance(call.node.func, ast.Attribute)
            and call.node.func.attr == "debug"
        ):
            continue
        heavy = payload(node, ctx)
        if heavy is not None:
            yield Finding(
                node,
                f"{heavy.what} is turned into text here, each time that this is logged",
                fix=partial(_repair, node, heavy, call, ctx),
            )


def _values(call: Call, ctx: Context) -> Iterator[tuple[ast.expr, bool]]:
    """The values of a record, and whether each is turned into text before the level is looked at."""
    for argument in call.node.args:
        if isinstance(argument, ast.JoinedStr):
            for piece in argument.values:
                if isinstance(piece, ast.FormattedValue):
                    yield piece.value, True
        else:
            yield argument, False
    for keyword in call.node.keywords:
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
            yield from ((value, False) for value in keyword.value.values)
        elif keyword.arg not in (None, "exc_info", "stack_info", "stacklevel", "extra"):
            yield keyword.value, False


def _sent(call: Call) -> Iterator[tuple[ast.expr, bool]]:
    for api, name in _TEXTS.items():
        if call.matches(frozenset({api})):
            value = call.argument(name)
            if isinstance(value, ast.JoinedStr):
                yield from (
                    (piece.value, True) for piece in value.values if isinstance(piece, ast.FormattedValue)
                )
            elif value is not None:
                yield value, True
            return


def _repair(node: ast.expr, heavy: Payload, call: Call, ctx: Context) -> FixPlan:
    if not heavy.fields or not isinstance(node, (ast.Name, ast.Attribute)):
        raise FixUnavailable("nothing short says what it is")
    parent = ctx.parent(node)
    if isinstance(parent, ast.FormattedValue):
        if (
            not is_position_known(ctx, node)
            or parent.format_spec is not None
            or parent.conversion not in (-1, 115)
        ):
            raise FixUnavailable("the place inside the f-string is not known")
        text = "} {".join(expression for _, expression in heavy.fields)
        return unsafe_fix("Log what it looks like", replace(node, text))
    if not call.matches(_LOGGERS):
        raise FixUnavailable("a tracker keeps what it was given")
    entries = ", ".join(f'"{name}": {expression}' for name, expression in heavy.fields)
    return unsafe_fix("Log what it looks like", replace(node, f"{{{entries}}}"))
