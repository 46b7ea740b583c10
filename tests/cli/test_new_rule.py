"""`mllint new-rule`: a rule to start from, in the right place, never over something else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mllint_rules.frontends.cli import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("")


@pytest.fixture(name="pack")
def _pack(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "pack"\nversion = "3.4.5"\n'
        '[project.entry-points."mllint.rules"]\npack = "pack.rules"\n'
    )
    rules = tmp_path / "src" / "pack" / "rules"
    (rules / "security").mkdir(parents=True)
    (rules / "security" / "__init__.py").write_text('"""MLX: security."""\n')
    (rules / "security" / "old_problem.py").write_text('@rule(\n    code="MLX107",\n)\n')
    return rules


def load(path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import a file as a module."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, path.stem, module)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize("family", ["MLX", "security"])
def test_a_new_rule_is_complete(
    family: str, pack: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["new-rule", family, "open-door"]) == 0
    assert capsys.readouterr().out == (
        "src/pack/rules/security/open_door.py\ntests/fixtures/security/open_door/reported.py\n"
    )
    made = load(pack / "security" / "open_door.py", monkeypatch).check
    assert (made.code, made.name, made.since, made.summary) == ("MLX108", "open-door", "3.4", "Open door")
    fixture = (tmp_path / "tests/fixtures/security/open_door/reported.py").read_text()
    assert fixture.splitlines()[2:4] == ["result = alias()", "#        ^^^^^ MLX108 has a consequence"]


@pytest.mark.usefixtures("pack")
def test_a_new_family_gets_a_folder(tmp_path: Path) -> None:
    assert main(["new-rule", "MLZ", "first-of-all"]) == 0
    folder = tmp_path / "src/pack/rules/mlz"
    assert (folder / "__init__.py").read_text().startswith('"""MLZ: ')
    assert '    code="MLZ101",\n' in (folder / "first_of_all.py").read_text()
    assert main(["new-rule", "mlz", "second-of-all"]) == 0
    assert '    code="MLZ102",\n' in (folder / "second_of_all.py").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["MLX", "old-problem"], "src/pack/rules/security/old_problem.py is there already"),
        (
            ["MLX", "openDoor"],
            "'openDoor' is no rule name: it is words in kebab case; did you mean open-door?",
        ),
        (
            ["MLX", "avoid-doors"],
            "'avoid-doors' gives advice: a rule is named after the problem and reads after 'allow'",
        ),
        (["securty", "open-door"], "no family 'securty' in src/pack/rules; did you mean security?"),
        (["MLX", "open-door", "--package", "nowhere"], "nowhere is not a folder"),
    ],
)
@pytest.mark.usefixtures("pack")
def test_a_new_rule_that_cannot_be(
    arguments: list[str], message: str, tmp_path: Path, capsys: Captured
) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert main(["new-rule", *arguments]) == 2
    assert capsys.readouterr().err == f"mllint: error: {message}\n"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_project_without_a_pack(capsys: Captured) -> None:
    assert main(["new-rule", "MLX", "open-door"]) == 2
    assert capsys.readouterr().err == (
        'mllint: error: pyproject.toml registers no rule pack under [project.entry-points."mllint.rules"]; '
        "name its folder of rules with --package\n"
    )
