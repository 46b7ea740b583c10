"""The command line: what it takes, what it refuses and how, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.run import FileResult
from mllint_rules.engine.session import Session
from mllint_rules.frontends.cli import main, run, stdin
from mllint_rules.frontends.cli.output import is_colored
from mllint_rules.model.classification import Category, Confidence, Practice, Severity
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Edit, Fix, Region, Span

Captured = pytest.CaptureFixture[str]


def found(path: str, code: str = "MLX101") -> Diagnostic:
    return Diagnostic(
        code=code,
        name="some-problem",
        message="`f` breaks",
        path=path,
        region=Region(1, 1, 1, 2),
        span=Span(0, 1),
        severity=Severity.ERROR,
        category=Category.CORRECTNESS,
        confidence=Confidence.PROVEN,
        practice=Practice.CLEAN_CODE,
        url="",
        fix=Fix("Repair", Applicability.SAFE, (Edit(Span(0, 1), "g"),)),
    )


class Engine:
    """Stands in for the engine: files with the word `bad` have a problem, `broken` breaks a rule."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def result(self, path: str, text: str) -> FileResult:
        if "crash" in text:
            raise RuntimeError("boom\nboom")
        if "interrupt" in text:
            raise KeyboardInterrupt
        codes = ["MLX101"] * text.count("bad") + ["ML000"] * text.count("broken")
        return FileResult(path, tuple(found(path, code) for code in codes), text)

    def check_files(self, files: Sequence[Path], session: object, *, jobs: int) -> Iterator[FileResult]:
        self.calls.append({"jobs": jobs})
        for file in files:
            yield self.result(file.as_posix(), file.read_text())

    def fix_files(self, files: Sequence[Path], session: Session, **options: Any) -> Iterator[FileResult]:
        self.calls.append({"unsafe": session.finder.for_file(files[0]).unsafe_fixes, **options})
        for file in files:
            before = self.result(file.as_posix(), file.read_text())
            if options["write"]:
                file.write_text(file.read_text().replace("bad", "good"))
            diff = "--- x\n+++ x\n" if before.diagnostics else ""
            yield FileResult(before.path, (), None, before.diagnostics, ("undone",) if diff else (), diff)

    def check_stdin(self, text: str, filename: str, session: object) -> FileResult:
        return self.result(filename, text)

    def fix_stdin(self, text: str, filename: str, session: Session) -> tuple[FileResult, str]:
        self.calls.append({"unsafe": session.finder.for_file(Path(filename)).unsafe_fixes})
        applied = self.result(filename, text).diagnostics
        return FileResult(filename, (), None, applied, (), "--- x\n" if applied else ""), text.replace(
            "bad", "good"
        )


@pytest.fixture(name="engine", autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    engine = Engine()
    monkeypatch.setattr(run, "check_files", engine.check_files)
    monkeypatch.setattr(run, "fix_files", engine.fix_files)
    monkeypatch.setattr(stdin, "check_stdin", engine.check_stdin)
    monkeypatch.setattr(stdin, "fix_stdin", engine.fix_stdin)
    monkeypatch.setattr(run, "load_rules", lambda: ())
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("")
    return engine


@pytest.fixture(name="files")
def _files(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("bad\n")
    (tmp_path / "b.py").write_text("fine\n")


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "a command is missing: check, fix, rule, why, schema, config, new-rule\nSee `mllint --help`."),
        (["chek"], "unknown command 'chek'; did you mean `mllint check`?\nSee `mllint --help`."),
        (["a.py"], "unknown command 'a.py'; did you mean `mllint check a.py`?\nSee `mllint --help`."),
        (["--versoin"], "unknown option --versoin; did you mean --version?\nSee `mllint --help`."),
        (
            ["check", "--selct", "MLX"],
            "unknown option --selct; did you mean --select?\nSee `mllint check --help`.",
        ),
        (
            ["fix", "--preset=strickt"],
            "--preset: there is no preset 'strickt'; did you mean strict?\nSee `mllint fix --help`.",
        ),
        (
            ["check", "--output-format", "sarif"],
            (
                "--output-format: there is no output format 'sarif'; "
                "choose from text, concise, json, jsonl, github\nSee `mllint check --help`."
            ),
        ),
        (
            ["check", "--jobs", "-1"],
            "--jobs: '-1' is neither a positive number nor auto\nSee `mllint check --help`.",
        ),
        (
            ["check", "--jobs", "many"],
            "--jobs: 'many' is neither a positive number nor auto\nSee `mllint check --help`.",
        ),
        (
            ["check", "--select", ","],
            (
                "--select: a rule, a code, the start of a code or a category is missing\n"
                "See `mllint check --help`."
            ),
        ),
        (
            ["check", "--diff"],
            "unknown option --diff\nSee `mllint check --help`.",
        ),
        (["check", "-", "a.py"], "- (stdin) cannot be combined with other paths"),
        (["check", "--stdin-filename", "x.py"], "--stdin-filename needs - as the path"),
        (["check", "missing.py", "gone"], "missing.py: no such file or folder; gone: no such file or folder"),
        (["rule"], "name one rule, or ask for --all\nSee `mllint rule --help`."),
        (["config", "missing"], "missing does not exist"),
    ],
)
@pytest.mark.usefixtures("files")
def test_usage_errors_say_what_is_wrong(arguments: list[str], message: str, capsys: Captured) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"mllint: error: {message}\n")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(option: str, capsys: Captured) -> None:
    assert main([option]) == 0
    assert capsys.readouterr().out.startswith("usage: mllint COMMAND")
    for command in ("check", "fix", "rule", "config", "new-rule"):
        assert main([command, option]) == 0
        assert capsys.readouterr().out.startswith(f"usage: mllint {command} ")


def test_version_loads_nothing_heavy() -> None:
    program = (
        "import sys; from mllint_rules.frontends.cli import main; main(['--version'])\n"
        "heavy = {'libcst', 'rich', 'pylint', 'yaml', 'argparse', 'mllint_rules.rules', 'mllint_rules.kit'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].startswith("mllint 0.")
    assert done.stdout.splitlines()[1] == "[]"


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("fine", [], 0),
        ("bad", [], 1),
        ("bad", ["--exit-zero"], 0),
        ("broken", [], 2),
        ("broken bad", ["--exit-zero"], 2),
    ],
)
def test_exit_codes_of_check(tmp_path: Path, text: str, options: list[str], code: int) -> None:
    (tmp_path / "a.py").write_text(text)
    assert main(["check", *options]) == code


@pytest.mark.usefixtures("files")
def test_paths_may_stand_on_both_sides_of_options(capsys: Captured) -> None:
    assert main(["check", "a.py", "--output-format", "concise", "b.py"]) == 1
    assert capsys.readouterr().out == "a.py:1:1: MLX101 [*] `f` breaks (some-problem)\n"


def test_behind_two_dashes_everything_is_a_path(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "--help").write_text("bad")
    assert main(["check", "--output-format", "concise", "--", "--help"]) == 1
    assert capsys.readouterr().out == "--help:1:1: MLX101 [*] `f` breaks (some-problem)\n"


def test_without_files_there_is_a_warning(capsys: Captured) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr() == (
        "All clean: 0 files.\n",
        "mllint: warning: there are no Python files or notebooks under the given paths\n",
    )


@pytest.mark.usefixtures("files")
def test_quiet_leaves_out_the_sentence(capsys: Captured) -> None:
    assert main(["check", "b.py", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("files")
def test_the_format_may_come_from_the_settings(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.mllint]\noutput-format = "jsonl"\n')
    assert main(["check"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "MLX101"
    assert main(["check", "--output-format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=a.py,")


@pytest.mark.usefixtures("files")
def test_statistics_leave_machine_formats_alone(capsys: Captured) -> None:
    assert main(["check", "--statistics", "--output-format", "json"]) == 1
    captured = capsys.readouterr()
    assert [each["code"] for each in json.loads(captured.out)] == ["MLX101"]
    assert captured.err == "code    count  fixable  name\nMLX101      1        1  some-problem\n"


@pytest.mark.usefixtures("files")
def test_show_files(capsys: Captured) -> None:
    assert main(["check", "--show-files"]) == 0
    assert capsys.readouterr().out == "a.py\nb.py\n"


@pytest.mark.usefixtures("files")
def test_jobs(engine: Engine) -> None:
    main(["check", "--jobs", "3"])
    main(["check", "--jobs", "auto"])
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert engine.calls == [{"jobs": 3}, {"jobs": usable}]


@pytest.mark.usefixtures("files")
def test_a_wrong_configuration_is_no_crash(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.mllint]\nselct = []\n")
    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        "mllint: error: pyproject.toml:2: unknown key `selct`; did you mean `select`?\n"
    )
    assert main(["check", "--isolated"]) == 1


def test_a_crash_is_one_line_and_its_traceback_is_at_hand(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.py").write_text("crash")
    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        "mllint: internal error: RuntimeError: boom boom. This is a bug in mllint: "
        "please report it with what the same command says with --verbose\n"
    )
    assert main(["check", "--verbose"]) == 2
    assert capsys.readouterr().err.startswith("Traceback (most recent call last):\n")


def test_an_interrupted_run(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.py").write_text("interrupt")
    assert main(["check"]) == 130
    assert capsys.readouterr() == ("", "mllint: interrupted\n")


@pytest.mark.usefixtures("files")
def test_results_in_a_file(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    target.chmod(0o640)
    assert main(["check", "--output-format", "json", "--output-file", "out.json"]) == 1
    assert [each["path"] for each in json.loads(target.read_text())] == ["a.py"]
    assert target.stat().st_mode & 0o777 == 0o640
    assert capsys.readouterr() == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.py", "b.py", "out.json", "pyproject.toml"]


def test_a_failed_run_leaves_the_old_results(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("bad")
    (tmp_path / "b.py").write_text("crash")
    (tmp_path / "out.json").write_text("old")
    assert main(["check", "--output-file", "out.json"]) == 2
    assert (tmp_path / "out.json").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.usefixtures("files")
def test_results_that_cannot_be_written(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", "--output-file", "no/such/folder.json"]) == 2
    assert capsys.readouterr().err == (
        "mllint: error: cannot write no/such/folder.json: No such file or directory\n"
    )
    assert main(["check", "--output-file", "."]) == 2
    assert capsys.readouterr().err == "mllint: error: cannot write .: Is a directory\n"


def test_text_from_stdin(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    feed(monkeypatch, b"bad")
    assert main(["check", "-", "--stdin-filename", "src/x.py", "--output-format", "concise"]) == 1
    assert capsys.readouterr().out == "src/x.py:1:1: MLX101 [*] `f` breaks (some-problem)\n"
    feed(monkeypatch, b"\xff")
    assert main(["check", "-"]) == 2
    assert capsys.readouterr().err == "mllint: error: stdin is not UTF-8 text (byte 1)\n"


def test_repaired_text_goes_to_stdout_and_the_report_to_stderr(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], engine: Engine
) -> None:
    feed(monkeypatch, "# é\r\nbad\r".encode())
    assert main(["fix", "-", "--output-format", "json", "--unsafe-fixes"]) == 0
    out, err = capfdbinary.readouterr()
    assert out == "# é\r\ngood\r".encode()
    assert err == b"[]\nmllint: Fixed 1 problem in 1 file; none remain.\n"
    assert engine.calls == [{"unsafe": True}]


@pytest.mark.usefixtures("files")
def test_fix_repairs_and_says_so(tmp_path: Path, capsys: Captured, engine: Engine) -> None:
    assert main(["fix"]) == 0
    assert capsys.readouterr() == (
        "fixed a.py\n  1 x MLX101 some-problem: Repair\n\nFixed 1 problem in 1 file; none remain.\n",
        "mllint: undone\n",
    )
    assert (tmp_path / "a.py").read_text() == "good\n"
    assert engine.calls[0]["unsafe"] is False


@pytest.mark.usefixtures("files")
def test_a_diff_is_printed_and_nothing_written(tmp_path: Path, capsys: Captured) -> None:
    assert main(["fix", "--diff"]) == 1
    assert capsys.readouterr() == (
        "--- x\n+++ x\n",
        "mllint: undone\nmllint: Would fix 1 problem in 1 file; none would remain.\n",
    )
    assert (tmp_path / "a.py").read_text() == "bad\n"
    assert main(["fix", "--diff", "b.py"]) == 0


@pytest.mark.usefixtures("files")
def test_unsafe_fixes_may_be_the_project_s_choice(tmp_path: Path, engine: Engine) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.mllint]\nunsafe-fixes = true\n")
    main(["fix", "--diff"])
    main(["fix", "--isolated"])
    assert [(call["unsafe"], call["write"]) for call in engine.calls] == [(True, False), (False, True)]


class ClosedPipe(io.StringIO):
    """A stream whose reader has gone away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.mark.usefixtures("files")
def test_a_reader_that_goes_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "c.py").write_text("crash")
    monkeypatch.setattr(sys, "stdout", ClosedPipe())
    assert main(["check"]) == 1  # it ends at the first result and never comes to the third file
    (tmp_path / "c.py").write_text("bad")
    assert main(["fix", "--quiet"]) == 0
    assert (tmp_path / "c.py").read_text() == "good"  # repairs go on
    assert capsys.readouterr().err == "mllint: undone\n" * 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.usefixtures("files")
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    with open(os.open("/dev/full", os.O_WRONLY), "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["check", "b.py"]) == 2
    assert capsys.readouterr().err == "mllint: error: cannot write the results: No space left on device\n"


@pytest.mark.parametrize(
    ("mode", "is_terminal", "environment", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    is_terminal: bool,
    environment: dict[str, str],
    expected: bool,
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_colored(mode, is_terminal) is expected
