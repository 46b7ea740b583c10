"""Results as they come, through a reporter, into an output."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mllint_rules.frontends.cli.messages import say
from mllint_rules.frontends.cli.output import Output, column_count, is_colored
from mllint_rules.report import open_reporter
from mllint_rules.report.display import escape
from mllint_rules.report.reporter import Presentation, Reporter
from mllint_rules.report.summary import Action, Summary

if TYPE_CHECKING:
    from mllint_rules.engine.run import FileResult

_WITH_STATISTICS = ("text", "concise")


def write_report(
    results: Iterable[FileResult], summary: Summary, output: Output, options: Namespace, form: str
) -> None:
    """Write all results in the format `form` and count them; what is not a result goes to stderr."""
    if summary.action is Action.PREVIEW:
        form = "diff"
    reporter = _open_reporter(form, output, options)
    reporter.begin()
    for result in results:
        summary.add(result)
        for message in result.reverted:
            say(escape(message))
        reporter.file(result)
        # A reader that went away ends a check; repairs go on to the last file.
        if not output.is_open and summary.action is Action.CHECK:
            return
    reporter.end(summary)
    if options.statistics and form not in _WITH_STATISTICS:
        sys.stderr.write(summary.statistics())
    if summary.action is not Action.CHECK and form != "text" and not options.quiet:
        say(summary.sentence())


def _open_reporter(form: str, output: Output, options: Namespace) -> Reporter:
    presentation = Presentation(
        color=is_colored(options.color, output.is_terminal),
        is_terminal=output.is_terminal,
        width=column_count(output.is_terminal),
        quiet=options.quiet,
        statistics=options.statistics,
    )
    if form == "diff":
        from mllint_rules.report.diff import DiffReporter

        return DiffReporter(output, presentation)
    return open_reporter(form, output, presentation)
