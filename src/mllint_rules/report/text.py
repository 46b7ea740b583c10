"""Findings for people: the code, the story and the repair of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mllint_rules.model.classification import Severity
from mllint_rules.model.diagnostic import Diagnostic, Related
from mllint_rules.model.text import Fix
from mllint_rules.report.display import escape, place, show_line
from mllint_rules.report.excerpt import MarkedLine, SourceText
from mllint_rules.report.palette import Palette
from mllint_rules.report.preview import changed_lines

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult
    from mllint_rules.report.reporter import Presentation, TextStream
    from mllint_rules.report.summary import Summary

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_PREVIEW_LINES = 12
_LEAST_CODE_WIDTH = 20


class TextReporter:
    """A block for each finding, a line for each file that was repaired, a sentence at the end."""

    def __init__(self, out: TextStream, presentation: Presentation) -> None:
        self._out = out
        self._presentation = presentation
        self._palette = Palette(presentation.color)

    def begin(self) -> None:
        """Nothing stands before the first finding."""

    def file(self, result: FileResult) -> None:
        """Write what was repaired in a file and what remains."""
        if result.applied:
            self._out.write("\n".join(self._applied(result)) + "\n\n")
        # A file that could not be read has no text, or an empty one.
        source = SourceText(result.text, result.cells) if result.text else None
        for diagnostic in result.diagnostics:
            block = _Block(diagnostic, source, self._presentation.width, self._palette)
            self._out.write("\n".join(block.lines()) + "\n\n")

    def end(self, summary: Summary) -> None:
        """Write the statistics when they are wanted, and the closing sentence."""
        if self._presentation.statistics:
            self._out.write(summary.statistics())
        if not self._presentation.quiet:
            style = "bold" if summary.problems else "green"
            self._out.write(self._palette.paint(summary.sentence(), style) + "\n")

    def _applied(self, result: FileResult) -> Iterator[str]:
        yield f"{self._palette.paint('fixed', 'green')} {self._palette.paint(escape(result.path), 'bold')}"
        repairs = Counter(
            (diagnostic.code, diagnostic.name, diagnostic.fix.title if diagnostic.fix else diagnostic.message)
            for diagnostic in result.applied
        )
        for (code, name, title), count in repairs.items():
            yield f"  {count} x {code} {name}: {escape(title)}"


class _Block:
    """The lines that show one diagnostic."""

    def __init__(
        self, diagnostic: Diagnostic, source: SourceText | None, width: int, palette: Palette
    ) -> None:
        self._diagnostic = diagnostic
        self._source = source
        self._paint = palette.paint
        self._gutter = source.number_width if source else 1
        self._code_width = max(width - self._gutter - len(" | "), _LEAST_CODE_WIDTH)
        self._style = _STYLES[diagnostic.severity]

    def lines(self) -> Iterator[str]:
        """Header, place, code, story, repair, help."""
        diagnostic = self._diagnostic
        message, *details = diagnostic.message.splitlines() or [""]
        label = self._paint(f"{diagnostic.severity.value}[{diagnostic.code}]", self._style)
        yield f"{label} {diagnostic.name}: {self._paint(escape(message), 'bold')}"
        yield f"{' ' * self._gutter}{self._paint('-->', 'blue')} {place(diagnostic.path, diagnostic.region)}"
        if self._source is not None:
            yield self._rule("")
            yield from self._frame(self._source.lines(diagnostic.span), self._style)
        yield from (self._note("note", escape(detail)) for detail in details)
        for related in diagnostic.related:
            yield from self._related(related)
        if diagnostic.fix is not None:
            yield from self._repair(diagnostic.fix)
        yield self._note("help", f"mllint rule {diagnostic.name}")

    def _frame(self, lines: list[MarkedLine | None], style: str) -> Iterator[str]:
        for line in lines:
            if line is None:
                yield self._paint("...", "blue")
                continue
            shown = show_line(line.text, line.start, line.stop, self._code_width)
            yield self._rule(shown.text, line.number)
            if line.text.strip() or len(lines) == 1:
                mark = self._paint("^" * shown.mark_width, style)
                yield self._rule(" " * shown.mark_start + mark)

    def _related(self, related: Related) -> Iterator[str]:
        yield self._note("note", f"{escape(related.message)} ({place(related.path, related.region)})")
        if self._source is None or related.path != self._diagnostic.path:
            return
        span = self._source.span(related.region)
        if span is not None:
            yield from self._frame(self._source.lines(span)[:1], "blue")

    def _repair(self, fix: Fix) -> Iterator[str]:
        yield self._note(f"fix ({fix.applicability.value})", escape(fix.title))
        if self._source is None:
            return
        changed = changed_lines(self._source, fix)
        for line in changed[:_PREVIEW_LINES]:
            sign, style = ("+", "green") if line.number is None else ("-", "red")
            number = "" if line.number is None else str(line.number)
            code = show_line(line.text, 0, 0, self._code_width).text
            yield f"{number:>{self._gutter}} {self._paint(f'{sign} {code}'.rstrip(), style)}"
        if len(changed) > _PREVIEW_LINES:
            yield f"{' ' * self._gutter} ... {len(changed) - _PREVIEW_LINES} more lines"

    def _rule(self, code: str, number: int | None = None) -> str:
        """A line of the frame, with a line number or none."""
        margin = f"{'' if number is None else number:>{self._gutter}} |"
        return f"{self._paint(margin, 'blue')} {code}".rstrip()

    def _note(self, label: str, text: str) -> str:
        return f"{' ' * self._gutter} {self._paint('=', 'blue')} {self._paint(label, 'bold')}: {text}"
