"""One finding a line: `path:line:col: CODE [*] message (name)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mllint_rules.report.display import escape, fix_mark, place

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.reporter import Presentation, TextStream
    from mllint_rules.report.summary import Summary


class ConciseReporter:
    """For grep, and for editors that jump to a place."""

    def __init__(self, out: TextStream, presentation: Presentation) -> None:
        self._out = out
        self._presentation = presentation

    def begin(self) -> None:
        """Nothing stands before the first line."""

    def file(self, result: FileResult) -> None:
        """Write a line for each diagnostic."""
        for diagnostic in result.diagnostics:
            mark = fix_mark(diagnostic.fix)
            words = (
                f"{place(diagnostic.path, diagnostic.region)}:",
                diagnostic.code,
                *([mark] if mark else ()),
                escape(diagnostic.message),
                f"({diagnostic.name})",
            )
            self._out.write(" ".join(words) + "\n")

    def end(self, summary: Summary) -> None:
        """Write the statistics when they are wanted."""
        if self._presentation.statistics:
            self._out.write(summary.statistics())
