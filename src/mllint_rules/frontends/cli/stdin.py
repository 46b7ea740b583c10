"""Text from standard input, as editors and hooks hand it over."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mllint_rules.engine.run import FileResult, check_stdin, fix_stdin
from mllint_rules.engine.session import Session
from mllint_rules.frontends.cli.messages import CommandError
from mllint_rules.frontends.cli.output import Output, open_output
from mllint_rules.report.summary import Action, Summary

_NAME = "stdin.py"


def is_wanted(options: Namespace) -> bool:
    """Whether the text comes from stdin. Raises `CommandError` when that does not fit the other options."""
    if "-" not in options.paths:
        if options.stdin_filename:
            raise CommandError("--stdin-filename needs - as the path")
        return False
    if len(options.paths) > 1:
        raise CommandError("- (stdin) cannot be combined with other paths")
    if options.show_files:
        raise CommandError("--show-files has no meaning for - (stdin)")
    return True


def read() -> str:
    """All of stdin, line ends untouched. Raises `CommandError` when it is closed or not UTF-8."""
    if getattr(sys, "stdin", None) is None:
        raise CommandError("stdin is closed, so there is no text to read")
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(f"stdin is not UTF-8 text (byte {error.start + 1})") from None


def process(
    text: str, filename: str | None, session: Session, summary: Summary
) -> tuple[FileResult, str | None]:
    """The result for the text; when it is repaired also the new text."""
    name = filename or _NAME
    if summary.action is Action.CHECK:
        return check_stdin(text, name, session), None
    result, new_text = fix_stdin(text, name, session)
    return result, None if summary.action is Action.PREVIEW else new_text


@contextmanager
def open_report(path: Path | None, new_text: str | None) -> Iterator[Output]:
    """Where the report goes: repaired text takes stdout, and sends the report to stderr."""
    if new_text is None:
        with open_output(path) as output:
            yield output
        return
    # Bytes, so that line ends stay what they are on every system.
    with open_output(None) as repaired:
        repaired.write_bytes(new_text.encode("utf-8"))
    if path is not None:
        with open_output(path) as output:
            yield output
    else:
        yield Output(sys.stderr)
