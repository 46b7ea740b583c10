"""The command, real flake8 and real pylint (3.x and 4.x) say the same about the example project.

pylint 3 is taken from the folder that `MLLINT_TEST_PYLINT3` names; `dev.py test` puts it there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pylint")
pytest.importorskip("flake8")

EXAMPLE = Path(__file__).parents[2] / "examples" / "churn"
OLD_PYLINT = os.environ.get("MLLINT_TEST_PYLINT3", "")
Place = tuple[str, int, int, str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example, with one finding silenced in each tool's own way and one in ours."""
    root = tmp_path / "churn"
    shutil.copytree(EXAMPLE, root)
    models = root / "churn" / "models.py"
    text = models.read_text(encoding="utf-8")
    loading = "network.load_state_dict(torch.load(path))"
    assert loading in text
    models.write_text(text.replace(loading, f"{loading}  # mllint: ignore[torch-load-without-weights-only]"))
    return root


def run(project: Path, *command: str, pylint: str = "") -> str:
    environment = {**os.environ, "PYTHONPATH": pylint}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def files(project: Path) -> list[str]:
    return sorted(path.relative_to(project).as_posix() for path in project.rglob("*.py"))


def said_by_mllint(project: Path) -> dict[Place, str]:
    """The findings of the command: path, line, column and code, with the rule's name."""
    found = json.loads(run(project, "mllint_rules", "check", "--output-format", "json"))
    return {(d["path"], d["line"], d["column"], d["code"]): d["name"] for d in found}


def test_flake8_agrees(project: Path) -> None:
    expected = said_by_mllint(project)
    assert len(expected) > 30
    out = run(project, "flake8", "--select", "ML", "--isolated", *files(project))
    lines = [re.fullmatch(r"(?:\./)?(.+?):(\d+):(\d+): (ML\w+) .*", line) for line in out.splitlines()]
    found = {(m[1], int(m[2]), int(m[3]), m[4]) for m in lines if m}
    assert found == set(expected)


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("", id="installed"),
        pytest.param(
            OLD_PYLINT,
            id="pylint 3",
            marks=pytest.mark.skipif(not OLD_PYLINT, reason="`dev.py test` installs pylint 3 beside"),
        ),
    ],
)
def test_pylint_agrees(project: Path, folder: str) -> None:
    expected = said_by_mllint(project)
    version = run(project, "pylint", "--version", pylint=folder)
    assert version.startswith("pylint 3." if folder else "pylint ")
    options = (
        "--rcfile=",
        "--load-plugins=mllint_rules.frontends.pylint",
        "--disable=all",
        "--enable=mllint",
    )
    out = run(project, "pylint", *options, "--output-format=json", *files(project), pylint=folder)
    found = {(m["path"], m["line"], m["column"] + 1, m["symbol"]) for m in json.loads(out)}
    assert found == {(path, line, column, name) for (path, line, column, _), name in expected.items()}


def test_each_tool_silences_in_its_own_way(project: Path) -> None:
    """A comment of pylint or flake8 on one line takes away just that finding, in that tool."""
    path = project / "churn" / "features.py"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(".dropna(")].count("\n") + 1
    statement = text.splitlines()[line - 1]
    assert statement.endswith(")")
    for comment in ("# pylint: disable=discarded-frame-result", "# noqa: MLP106"):
        path.write_text(text.replace(statement, f"{statement}  {comment}"), encoding="utf-8")
        options = (
            "--rcfile=",
            "--load-plugins=mllint_rules.frontends.pylint",
            "--disable=all",
            "--enable=mllint",
        )
        pylint = json.loads(run(project, "pylint", *options, "--output-format=json", "churn/features.py"))
        flake8 = run(project, "flake8", "--select", "ML", "--isolated", "churn/features.py")
        silenced = "discarded-frame-result" not in {m["symbol"] for m in pylint}, "MLP106" not in flake8
        # Our own analysis honours `noqa` everywhere; pylint's comment is pylint's.
        assert silenced == ((True, False) if comment.startswith("# pylint") else (True, True))
