"""What every output format offers, and how it is asked to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.summary import Summary


class TextStream(Protocol):
    """As much of a text file as a reporter needs."""

    def write(self, text: str, /) -> object:
        """Take some text."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """How a report looks: with or without colour, how many columns there are, what is left out.

    `is_terminal` says that people read it as it is written, so that foreign text must not act.
    """

    color: bool = False
    is_terminal: bool = False
    width: int = 100
    quiet: bool = False
    statistics: bool = False


class Reporter(Protocol):
    """One output format, writing to one stream while the run is going on.

    Called as `begin()`, then `file(result)` for each file in order, then `end(summary)`.
    """

    def __init__(self, out: TextStream, presentation: Presentation) -> None: ...

    def begin(self) -> None:
        """Write what stands before the first file."""

    def file(self, result: FileResult) -> None:
        """Write what was found in one file."""

    def end(self, summary: Summary) -> None:
        """Write what stands after the last file."""
