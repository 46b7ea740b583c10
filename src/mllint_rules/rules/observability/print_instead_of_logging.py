"""A `print` in production code is a line that nobody can filter, find or count.

## Why is this bad?

What `print` writes has no level, no time, no source and no fields. In a training job or a service the line ends on
the console of one machine: central logging never sees it, it cannot be switched off for a library's users or on
for one module, and a number in it has to be cut out of text again before anyone can plot it. A log record keeps the
words as the event and the values as fields.

## When to ignore it

The program's output is what it is for. Functions of a command line (click, typer, fire, `set_defaults(func=…)`),
modules called `cli` or `__main__`, functions that say so in their name (`print_report`, `show_versions`), help texts,
prompts, main guards that try out a library module, notebooks, tests, `setup.py`, folders of documentation and
examples, and scripts under 15 lines are left alone; so are lines that go into an open file.

## Fix safety

Records go to the handlers of the logging library instead of to standard output. With the standard library,
`basicConfig` is added to `main()` when nothing in the project configures logging; a library stays quiet until its user
asks for records. The level is chosen by the words of the line. Lines that are continued (`end=""`) or written over
themselves (`"\\r"`) are reported without a fix; lines without words, such as `print("-" * 40)`, are removed.

## Options

`extra` (true): stdlib records carry their values as fields of the record too. Calls are not repeated for that.
`progress` (`"redirect"`): in the loop of a progress bar, records are sent around the bar by `logging_redirect_tqdm`;
with `"write"` the line stays a line, written by `tqdm.write`.
The setting `logging-config` makes the entry point configure JSON records with `dictConfig` (needs python-json-logger).

## References

- The logging HOWTO of the Python documentation; structlog and loguru on context and keyword arguments
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, Practice, calls, rule
from mllint_rules.rules.observability._console import is_console_output
from mllint_rules.rules.observability._printing import (
    PRINTERS,
    WRITERS,
    line_repair,
    read_line,
    written_around_bar,
)


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What the records look like."""

    extra: bool = field(default=True, metadata={"doc": "give stdlib records their values as `extra` fields"})
    progress: Literal["redirect", "write"] = field(
        default="redirect",
        metadata={
            "doc": "send records around progress bars, or write lines in their loops with `tqdm.write`"
        },
    )


@rule(
    code="MLO101",
    name="print-instead-of-logging",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*PRINTERS, *WRITERS),
    in_tests=False,
    see=("ruff:T201", "ruff:T203"),
    options=PrintOptions,
    examples=(
        Example(
            bad="""
                import torch


                def train(model, batches, epochs):
                    for epoch in range(epochs):
                        loss = fit_one(model, batches)
                        print(f"epoch {epoch} loss {loss:.3f}")
                """,
            good="""
                import logging
                import torch

                logger = logging.getLogger(__name__)


                def train(model, batches, epochs):
                    for epoch in range(epochs):
                        loss = fit_one(model, batches)
                        logger.info("epoch %s loss %.3f", epoch, loss, extra={"epoch": epoch, "loss": loss})
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import structlog

                log = structlog.get_logger(__name__)


                def load(path, rows):
                    print("Rows read:", len(rows), "from", path)
                """,
            good="""
                import structlog

                log = structlog.get_logger(__name__)


                def load(path, rows):
                    log.info("rows_read_from", rows_read=len(rows), path=path)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from loguru import logger


                def save(path, size):
                    print("saved {} ({:.1f} MB)".format(path, size / 1e6))
                """,
            good="""
                from loguru import logger


                def save(path, size):
                    logger.info("saved {path} ({size:.1f} MB)", path=path, size=size / 1e6)
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
    name = ctx.source(call.node.func)
    options = ctx.options(PrintOptions)
    yield Finding(
        call.node,
        f"`{name}` leaves a line without level, time, source or fields, and central logging never sees it",
        fix=lambda: (
            (options.progress == "write" and written_around_bar(line, ctx))
            or line_repair(line, ctx, with_extra=options.extra)
        ),
    )
