"""The library API, as a program that imports `mllint_rules` sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mllint_rules

BROKEN = "x = (\n"


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty one."""
    monkeypatch.chdir(tmp_path)


def test_a_text_gives_diagnostics() -> None:
    (found,) = mllint_rules.check_text("x = 1  # mllint: ignore-file[nan-equality]\n", "src/a.py")
    assert isinstance(found, mllint_rules.Diagnostic)
    assert (found.code, found.path, found.region.line, found.region.column) == ("ML003", "src/a.py", 1, 8)
    (found,) = mllint_rules.check_text(BROKEN)
    assert (found.code, found.path, found.severity) == ("ML001", "<text>", mllint_rules.Severity.ERROR)


def test_a_fixed_text_comes_back() -> None:
    assert (
        mllint_rules.fix_text("x = 1  # mllint: ignore-file[nan-equality]\r\ny = 2\r\n")
        == "x = 1\r\ny = 2\r\n"
    )
    assert mllint_rules.fix_text(BROKEN) == BROKEN


def test_settings_are_keywords_and_win_over_files(tmp_path: Path) -> None:
    text = "x = 1  # mllint: ignore-file[nan-equality]\n"
    (tmp_path / "mllint.toml").write_text('ignore = ["unused-suppression"]\n')
    assert mllint_rules.check_text(text) == ()
    assert [found.code for found in mllint_rules.check_text(text, isolated=True)] == ["ML003"]
    other = tmp_path / "other.toml"
    other.write_text("seed = 7\n")
    assert [found.code for found in mllint_rules.check_text(text, config=other)] == ["ML003"]
    ignores = {"<text>": ["ML003"]}
    assert mllint_rules.check_text(text, isolated=True, per_file_ignores=ignores) == ()
    with pytest.raises(mllint_rules.SettingsError, match="sead"):
        mllint_rules.check_text(text, sead=7)


def test_a_path_is_a_file_or_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "src"
    folder.mkdir()
    for name in ("a.py", "b.py"):
        (folder / name).write_text(BROKEN)
    assert [(found.path, found.code) for found in mllint_rules.check_path("src")] == [
        ("src/a.py", "ML001"),
        ("src/b.py", "ML001"),
    ]
    assert [found.path for found in mllint_rules.check_path(folder / "b.py")] == ["src/b.py"]
    assert [found.path for found in mllint_rules.check_path("src", extend_exclude=["b.py"])] == ["src/a.py"]
    with pytest.raises(FileNotFoundError, match=r"none\.py: no such file or folder"):
        mllint_rules.check_path("none.py")


def test_the_text_of_a_notebook_is_its_json() -> None:
    text = '{"cells": [{"cell_type": "code", "source": "x = ("}], "metadata": {}, "nbformat": 4}'
    (found,) = mllint_rules.check_text(text, "a.ipynb")
    assert (found.code, found.region.cell, found.region.line) == ("ML001", 1, 1)
    (found,) = mllint_rules.check_text("no json", "a.ipynb")
    assert found.code == "ML002"
    assert mllint_rules.fix_text("no json", "a.ipynb") == "no json"


def test_every_name_that_is_offered_is_there() -> None:
    missing = [name for name in mllint_rules.__all__ if not hasattr(mllint_rules, name)]
    assert missing == []
    assert set(mllint_rules.__all__) <= set(dir(mllint_rules))
    assert mllint_rules.Applicability("safe") is mllint_rules.Applicability.SAFE
    with pytest.raises(AttributeError, match="module 'mllint_rules' has no attribute 'check_txt'"):
        _ = mllint_rules.check_txt


def test_importing_the_package_loads_next_to_nothing() -> None:
    program = (
        "import sys; before = set(sys.modules); import mllint_rules; "
        "print(*sorted(set(sys.modules) - before - {'__future__'}))"
    )
    source = str(Path(mllint_rules.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["mllint_rules"]
