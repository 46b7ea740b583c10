"""The hooks that pre-commit offers call commands that exist."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import yaml

from mllint_rules.frontends.cli import main

HOOKS = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def test_there_is_a_hook_that_reports_and_one_that_repairs() -> None:
    assert [hook["id"] for hook in HOOKS] == ["mllint", "mllint-fix"]
    for hook in HOOKS:
        assert (hook["language"], hook["require_serial"]) == ("python", True)
        assert hook["types_or"] == ["python", "pyi", "jupyter"]


@pytest.mark.parametrize(
    ("hook", "code", "text"),
    [(HOOKS[0], 1, "x = 1  # mllint: ignore-file[nan-equality]\n"), (HOOKS[1], 0, "x = 1\n")],
    ids=["mllint", "mllint-fix"],
)
def test_a_hook_gets_the_names_of_files(
    hook: dict[str, str], code: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").mkdir()
    for name in ("a.py", "build/b.py"):
        (tmp_path / name).write_text("x = 1  # mllint: ignore-file[nan-equality]\n")
    command, *arguments = shlex.split(hook["entry"])
    assert command == "mllint"
    assert main([*arguments, "a.py", "build/b.py"]) == code
    assert (tmp_path / "a.py").read_text() == text
    # Excluded files stay excluded although pre-commit names them.
    assert (tmp_path / "build/b.py").read_text() == "x = 1  # mllint: ignore-file[nan-equality]\n"
