"""A bar that says how far a long run is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from mllint_rules.engine.run import FileResult

_PATIENCE = 1.0
_INTERVAL = 0.1


def track(results: Iterable[FileResult], total: int) -> Iterator[FileResult]:
    """Pass the results on, with a bar on stderr once the run takes a second.

    The bar makes room for results that are about to be written, and is gone at the end.
    """
    bar: Progress | None = None
    next_update = monotonic() + _PATIENCE
    try:
        for done, result in enumerate(results, 1):
            if monotonic() >= next_update:
                bar = bar or _new_bar(total)
                bar.start()
                bar.update(bar.task_ids[0], completed=done)
                bar.refresh()
                next_update = monotonic() + _INTERVAL
            if bar and (result.diagnostics or result.applied or result.diff):
                bar.stop()
            yield result
    finally:
        if bar:
            bar.stop()


def is_wanted(is_off: bool, is_quiet: bool) -> bool:
    """Whether someone would see a bar and has not declined it."""
    return not is_off and not is_quiet and sys.stderr.isatty()


@contextmanager
def follow(name: str, *, is_shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A function to be told how much of how much of one file is read, shown as a bar once it takes a second.

    None when nobody would see the bar.
    """
    if not is_shown:
        yield None
        return
    bar: Progress | None = None
    next_update = monotonic() + _PATIENCE

    def tell(done: int, total: int) -> None:
        nonlocal bar, next_update
        if monotonic() < next_update:
            return
        if bar is None:
            bar = _new_bar(total, f"reading {name}", is_counted=False)
            bar.start()
        bar.update(bar.task_ids[0], completed=done, total=total)
        bar.refresh()
        next_update = monotonic() + _INTERVAL

    try:
        yield tell
    finally:
        if bar:
            bar.stop()


def _new_bar(total: int, what: str = "reading", *, is_counted: bool = True) -> Progress:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    amount = MofNCompleteColumn() if is_counted else TaskProgressColumn()
    columns = (TextColumn(escape(what)), BarColumn(), amount, TimeRemainingColumn())
    # Without its own thread: worker processes may be forked while the bar is shown.
    bar = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("reading", total=total)
    return bar
