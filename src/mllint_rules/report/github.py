"""Workflow commands, which GitHub turns into annotations of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mllint_rules.model.classification import Severity
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.report.display import escape

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.reporter import Presentation, TextStream
    from mllint_rules.report.summary import Summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubReporter:
    """One workflow command a diagnostic."""

    def __init__(self, out: TextStream, presentation: Presentation) -> None:
        self._out = out

    def begin(self) -> None:
        """Nothing stands before the first command."""

    def file(self, result: FileResult) -> None:
        """Write a command for each diagnostic."""
        for diagnostic in result.diagnostics:
            self._out.write(_command(diagnostic) + "\n")

    def end(self, summary: Summary) -> None:
        """Nothing stands after the last command."""


def _command(diagnostic: Diagnostic) -> str:
    region = diagnostic.region
    message = diagnostic.message
    properties: dict[str, object] = {"file": diagnostic.path}
    if region.cell is None:
        properties |= {"line": region.line, "col": region.column}
        properties |= {"endLine": region.end_line, "endColumn": region.end_column}
    else:
        # A line of a cell is not a line of the file: the annotation goes to the file and names the cell.
        message = f"cell {region.cell}, line {region.line}: {message}"
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    pairs = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {pairs}::{_escape_data(message)}"


def _escape_data(text: str) -> str:
    encoded = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escape(encoded)


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
