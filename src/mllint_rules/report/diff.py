"""What `mllint fix --diff` would change, as a unified diff that `patch` can apply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mllint_rules.report.display import escape
from mllint_rules.report.palette import Palette

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.reporter import Presentation, TextStream
    from mllint_rules.report.summary import Summary

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STYLES = {"+++": "bold", "---": "bold", "@": "cyan", "+": "green", "-": "red"}


class DiffReporter:
    """The diffs of all files, one after the other.

    In a terminal active characters are escaped; elsewhere a diff is written as it is, or it would not apply.
    """

    def __init__(self, out: TextStream, presentation: Presentation) -> None:
        self._out = out
        self._is_terminal = presentation.is_terminal
        self._palette = Palette(presentation.color)

    def begin(self) -> None:
        """Nothing stands before the first diff."""

    def file(self, result: FileResult) -> None:
        """Write the diff of one file."""
        for line in _LINE.findall(result.diff):
            self._out.write(self._show(line))

    def end(self, summary: Summary) -> None:
        """Nothing stands after the last diff."""

    def _show(self, line: str) -> str:
        code = line.removesuffix("\n")
        end = line[len(code) :]
        if self._is_terminal:
            code = "\t".join(map(escape, code.removesuffix("\r").split("\t")))
        style = next((style for start, style in _STYLES.items() if code.startswith(start)), None)
        return (self._palette.paint(code, style) if style else code) + end
