"""One JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mllint_rules.report.json import dump_diagnostic

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.reporter import Presentation, TextStream
    from mllint_rules.report.summary import Summary


class JsonLinesReporter:
    """Each diagnostic is complete on its own line; without diagnostics nothing is written."""

    def __init__(self, out: TextStream, presentation: Presentation) -> None:
        self._out = out

    def begin(self) -> None:
        """Nothing stands before the first line."""

    def file(self, result: FileResult) -> None:
        """Write the diagnostics of one file."""
        for diagnostic in result.diagnostics:
            self._out.write(dump_diagnostic(diagnostic) + "\n")

    def end(self, summary: Summary) -> None:
        """Nothing stands after the last line."""
