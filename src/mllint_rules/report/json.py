"""One JSON array of diagnostics, written as the run goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Region

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.reporter import Presentation, TextStream
    from mllint_rules.report.summary import Summary


def diagnostic_facts(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as the contract for JSON says it; lines and columns are 1-based."""
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "name": diagnostic.name,
        "message": diagnostic.message,
        "path": diagnostic.path,
        **_place(diagnostic.region),
        "severity": diagnostic.severity.value,
        "category": diagnostic.category.value,
        "confidence": diagnostic.confidence.value,
        "practice": diagnostic.practice.value,
        "url": diagnostic.url,
        "related": [
            {"message": related.message, "path": related.path, **_place(related.region)}
            for related in diagnostic.related
        ],
        "fix": fix
        and {
            "title": fix.title,
            "applicability": fix.applicability.value,
            "edits": [{**_place(edit.region), "text": edit.text} for edit in diagnostic.fix_regions],
        },
    }


def dump_diagnostic(diagnostic: Diagnostic) -> str:
    """A diagnostic as one line of JSON in ASCII, so that no terminal or pipe can spoil it."""
    return json.dumps(diagnostic_facts(diagnostic))


class JsonReporter:
    """One diagnostic a line, inside one array. A run that breaks off leaves no valid array behind."""

    def __init__(self, out: TextStream, presentation: Presentation) -> None:
        self._out = out
        self._separator = "\n"

    def begin(self) -> None:
        """Open the array."""
        self._out.write("[")

    def file(self, result: FileResult) -> None:
        """Write the diagnostics of one file."""
        for diagnostic in result.diagnostics:
            self._out.write(self._separator + dump_diagnostic(diagnostic))
            self._separator = ",\n"

    def end(self, summary: Summary) -> None:
        """Close the array."""
        self._out.write("\n]\n" if summary.problems else "]\n")


def _place(region: Region) -> dict[str, int | None]:
    return {
        "cell": region.cell,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }
