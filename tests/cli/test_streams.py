"""What happens at the ends of a run: pipes that close, and the bar that shows how far it is."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mllint_rules.engine.run import FileResult
from mllint_rules.frontends.cli import progress

SCRIPT = "import sys; from mllint_rules.frontends.cli import main; sys.exit(main(sys.argv[1:]))"


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    # Enough output to fill the buffer of a pipe that nobody reads.
    (tmp_path / "a.py").write_text("(\n")
    for number in range(300):
        (tmp_path / f"long_name_of_a_file_that_does_not_parse_{number}.py").write_text("x = (\n" * 40)
    command = [sys.executable, "-c", SCRIPT, "check", "--jobs", "1", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"error[ML001] syntax-error")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def results() -> Iterator[FileResult]:
    for number in range(3):
        yield FileResult(f"{number}.py", (), None)


def open_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in the place of stderr. No fixture: pytest changes stderr between set-up and test."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return terminal


def test_a_short_run_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    assert [result.path for result in progress.track(results(), 3)] == ["0.py", "1.py", "2.py"]
    assert terminal.getvalue() == ""


def test_a_long_run_shows_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = open_terminal(monkeypatch)
    times = iter(range(100))
    monkeypatch.setattr(progress, "monotonic", lambda: next(times))
    assert [result.path for result in progress.track(results(), 3)] == ["0.py", "1.py", "2.py"]
    shown = terminal.getvalue()
    assert "reading" in shown
    assert "3/3" in shown
    assert shown.endswith("\x1b[2K")  # the line is erased


@pytest.mark.parametrize(
    ("is_off", "is_quiet", "wanted"), [(False, False, True), (True, False, False), (False, True, False)]
)
def test_a_bar_can_be_declined(
    monkeypatch: pytest.MonkeyPatch, is_off: bool, is_quiet: bool, wanted: bool
) -> None:
    open_terminal(monkeypatch)
    assert progress.is_wanted(is_off, is_quiet) is wanted


def test_without_a_terminal_there_is_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not progress.is_wanted(False, False)
