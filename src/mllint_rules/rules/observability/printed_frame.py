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

from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixUnavailable,
    Practice,
    calls,
    rule,
)
from mllint_rules.rules.observability._console import is_console_output
from mllint_rules.rules.observability._frame_lines import frame_repair
from mllint_rules.rules.observability._frames import shown_object
from mllint_rules.rules.observability._printing import PRINTERS, parts_of, read_line
from mllint_rules.rules.observability._records import Value

_DISPLAYS = frozenset({"IPython.display.display", "IPython.core.display.display"})


@rule(
    code="MLO103",
    name="printed-frame",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_DATA,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*PRINTERS, *_DISPLAYS),
    in_tests=False,
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
    if is_console_output(call.node, ctx) or _is_for_notebooks(call, ctx):
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
            fix=lambda: frame_repair(line, parts, ctx),
        )


def _is_for_notebooks(call: Call, ctx: Context) -> bool:
    """Whether a function shows its caller something in a notebook: `display` is there for nobody else."""
    return call.matches(_DISPLAYS) and (
        ctx.function_of(call.node) is not None or call.keyword("display_id") is not None
    )
