"""mllint inside flake8."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

pytest.importorskip("flake8")

RunModule = Callable[..., "subprocess.CompletedProcess[str]"]
LOAD = "train.py:3:9: MLZ101 `demo.load` trusts the file"
SUM = "train.py:4:9: MLZ102 `slow_sum` is 100% slower"


@pytest.fixture
def flake8(project: Path, run_module: RunModule) -> Callable[..., list[str]]:
    """Run flake8 in the project and return the lines that it prints."""
    plugin = "[flake8:local-plugins]\nextension =\n    ML = mllint_rules.frontends.flake8:MllintPlugin\n"
    is_installed = entry_points(group="flake8.extension", name="ML")
    (project / ".flake8").write_text("[flake8]\n" if is_installed else plugin)

    def run(*arguments: str, text: str | None = None) -> list[str]:
        done = run_module("flake8", *arguments, text=text)
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


def test_findings_are_reported_once_with_their_columns(flake8: Callable[..., list[str]]) -> None:
    assert flake8("train.py") == [LOAD, SUM]


def test_processes_share_the_work(flake8: Callable[..., list[str]], project: Path) -> None:
    code = (project / "train.py").read_bytes()
    for number in range(4):
        (project / f"other{number}.py").write_bytes(code)
    expected = [line.replace("train", f"other{n}") for n in range(4) for line in (LOAD, SUM)]
    assert flake8("--jobs", "2", "other0.py", "other1.py", "other2.py", "other3.py") == expected


def test_flake8_selects_and_ignores(flake8: Callable[..., list[str]]) -> None:
    assert flake8("--extend-ignore", "MLZ101", "train.py") == [SUM]
    assert flake8("--select", "MLZ101", "train.py") == [LOAD]
    assert flake8("--select", "E", "train.py") == []


def test_both_kinds_of_comments_suppress(flake8: Callable[..., list[str]], project: Path) -> None:
    text = (project / "train.py").read_text(encoding="utf-8")
    first, second = "x=1)  # noqa: MLZ101", "[state])  # mllint: ignore[slow-sum]"
    (project / "train.py").write_text(
        text.replace("x=1)", first).replace("[state])", second), encoding="utf-8"
    )
    assert flake8("train.py") == []


def test_the_settings_of_mllint_decide_what_runs(flake8: Callable[..., list[str]], project: Path) -> None:
    (project / "mllint.toml").write_text('select = ["MLZ"]\n[per-file-ignores]\n"tr*.py" = ["unsafe-load"]\n')
    assert flake8("train.py") == [SUM]


def test_text_from_stdin_goes_by_its_display_name(flake8: Callable[..., list[str]], project: Path) -> None:
    text = (project / "train.py").read_text(encoding="utf-8")
    assert flake8("-", text=text) == [LOAD.replace("train.py", "stdin"), SUM.replace("train.py", "stdin")]
    (project / "mllint.toml").write_text('select = ["MLZ"]\n[per-file-ignores]\n"a.py" = ["unsafe-load"]\n')
    assert flake8("--stdin-display-name", "a.py", "-", text=text) == [SUM.replace("train.py", "a.py")]


def test_syntax_errors_are_left_to_flake8(flake8: Callable[..., list[str]], project: Path) -> None:
    (project / "train.py").write_text("x = (\n")
    lines = flake8("train.py")
    assert [line.split(" ")[1] for line in lines if "ML" in line or "E999" in line] == ["E999"]


def test_wrong_settings_are_said(
    project: Path, flake8: Callable[..., list[str]], run_module: RunModule
) -> None:
    (project / "mllint.toml").write_text('selekt = ["MLZ"]\n')
    done = run_module("flake8", "train.py")
    assert done.returncode == 1
    assert "mllint.toml:1: unknown key `selekt`; did you mean `select`?" in done.stdout + done.stderr
