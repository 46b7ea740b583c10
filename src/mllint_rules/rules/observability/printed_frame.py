"""A printed frame or array shape is a look at the data that was left in the code.

## Why is this bad?

`print(df.head())` helps while a script is being written. In a job it puts a table of customer rows onto a console where
nobody reads it, cut to the width of a terminal that does not exist, and the two facts worth having (how many rows came
in, with which columns) cannot be searched or compared between runs.

## When to ignore it

Notebooks, percent scripts, tests, examples, and programs whose output is the table: their functions are recognised by
a command line framework or by their name (`print_table`, `show_summary`).

## Fix safety

The rows themselves are no longer written anywhere: a record of level `debug` carries the number of rows and the
columns, or the shape and the dtype. Results such as `describe()` are carried whole, as a mapping.

## References

- The documentation of `pandas.DataFrame.to_dict`
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
    Practice,
    calls,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._console import is_console_output
from mllint_rules.rules.observability._expressions import is_repeatable
from mllint_rules.rules.observability._frames import Shown, shown_object
from mllint_rules.rules.observability._lines import with_names
from mllint_rules.rules.observability._logger import logger_for
from mllint_rules.rules.observability._names import words
from mllint_rules.rules.observability._printing import (
    PRINTERS,
    Line,
    holds_comment,
    parts_of,
    read_line,
    replacement,
)
from mllint_rules.rules.observability._records import Part, Text, Value
from mllint_rules.rules.observability._styles import event_call


@rule(
    code="MLO103",
    name="printed-frame",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_DATA,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*PRINTERS, "IPython.display.display", "IPython.core.display.display"),
    overrides=("print-instead-of-logging",),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def load(path):
                    orders = pd.read_csv(path, dtype={"zip": "string"})
                    print(orders.head())
                    return orders
                """,
            good="""
                import logging
                import pandas as pd

                logger = logging.getLogger(__name__)


                def load(path):
                    orders = pd.read_csv(path, dtype={"zip": "string"})
                    logger.debug("frame loaded", extra={"rows": len(orders), "columns": list(orders.columns)})
                    return orders
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import numpy as np
                import structlog

                log = structlog.get_logger(__name__)


                def load(path):
                    features = np.load(path)
                    features = np.asarray(features, dtype=float)
                    print("features", features.shape)
                    return features
                """,
            good="""
                import numpy as np
                import structlog

                log = structlog.get_logger(__name__)


                def load(path):
                    features = np.load(path)
                    features = np.asarray(features, dtype=float)
                    log.debug("features", shape=tuple(features.shape), dtype=str(features.dtype))
                    return features
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if is_console_output(call.node, ctx):
        return
    line = read_line(call, ctx)
    if line is None:
        return
    try:
        parts = parts_of(line, ctx)
    except FixUnavailable:
        return
    if any(isinstance(part, Value) and shown_object(part.node, ctx) is not None for part in parts):
        yield Finding(
            call.node,
            f"`{ctx.source(call.node.func)}` of a frame or a shape is a look at the data that no record keeps",
            fix=lambda: _repair(line, parts, ctx),
        )


def _repair(line: Line, parts: Sequence[Part], ctx: Context) -> FixPlan:
    node = line.call.node
    if not isinstance(ctx.parent(node), ast.Expr) or holds_comment(node, ctx):
        raise FixUnavailable("the line is no statement of its own")
    named = with_names(parts, ())
    shown = {part.name: shown_object(part.node, ctx) for part in named if isinstance(part, Value)}
    objects = [each for each in shown.values() if each is not None]
    fields: list[tuple[str, str]] = []
    for part in named:
        if isinstance(part, Value):
            fields += _fields(part, shown[part.name], prefixed=len({each.name for each in objects}) > 1)
    if not fields or not all(each.fields for each in objects):
        raise FixUnavailable("nothing cheap says what the frame holds")
    text = " ".join(part.text for part in named if isinstance(part, Text)).strip(" :=,\n\t")
    event = text if words(text) and "\n" not in text else objects[0].event
    logger = logger_for(ctx, node)
    made = event_call(logger.name, "debug", event, list(dict.fromkeys(fields)), logger.style)
    return unsafe_fix(
        "Log what the data looks like", *logger.verbs, *replacement(node, made, logger.style, ctx)
    )


def _fields(part: Value, shown: Shown | None, *, prefixed: bool) -> list[tuple[str, str]]:
    if shown is None:
        return [(part.name, part.expression)] if is_repeatable(part.node) or part.shown is None else []
    if not prefixed:
        return list(shown.fields)
    return [(f"{shown.name}_{name}" if name != shown.name else name, text) for name, text in shown.fields]
