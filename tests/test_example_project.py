"""The project in examples/churn shows every rule at work, and comes out of a repair whole."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mllint_rules.engine.registry import load_rules

EXAMPLE = Path(__file__).parents[1] / "examples" / "churn"


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mllint_rules", *arguments],
        cwd=project,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def contents(project: Path) -> dict[str, bytes]:
    return {
        path.relative_to(project).as_posix(): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example."""
    copy = tmp_path / "churn"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return copy


def test_every_rule_has_something_to_find(project: Path) -> None:
    before = contents(project)
    done = run(project, "check", "--preset", "all", "--output-format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    rules = {rule.name for rule in load_rules(["mllint_rules.rules"])}
    assert {each["name"] for each in json.loads(done.stdout)} == rules
    assert contents(project) == before


def test_a_repair_leaves_every_file_whole_and_nothing_to_repair(project: Path) -> None:
    before = contents(project)
    done = run(project, "fix", "--unsafe-fixes", "--preset", "all", "--output-format", "json")
    # On stderr: how much was repaired, and no word about a fix that had to be undone.
    assert done.returncode == 1
    assert [line.split(" ")[:2] for line in done.stderr.splitlines()] == [["mllint:", "Fixed"]]
    assert [each["name"] for each in json.loads(done.stdout) if each["fix"] is not None] == []
    after = contents(project)
    assert after.keys() == before.keys()
    changed = {name for name, content in after.items() if content != before[name]}
    assert changed == {
        name for name in before if name.endswith((".py", ".ipynb")) and name != "churn/__init__.py"
    }
    for name, content in after.items():
        if name.endswith(".py"):
            ast.parse(content, name)
    again = run(project, "fix", "--unsafe-fixes", "--preset", "all", "--output-format", "json")
    assert (again.returncode, again.stdout) == (1, done.stdout)
    assert contents(project) == after
