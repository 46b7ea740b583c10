"""Adding a rule is one added file and no other change; removing the file removes every trace of the rule."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from .conftest import Workspace
from .demo_pack import MANY_STEPS, UNSAFE_LOAD, install_pack

CODE = """\
import demo

state = demo.load("a")
steps = demo.run(4)
quiet = demo.run(4)  # mllint: ignore[many-steps]
"""
FLAKE8 = (sys.executable, "-m", "flake8", "--isolated", "--select", "MLZ")
PYLINT = (
    *(sys.executable, "-m", "pylint", "--rcfile=", "--load-plugins=mllint_rules.frontends.pylint"),
    *("--disable=all", "--enable=mllint", "--output-format=json"),
)


@pytest.fixture
def package(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of rules of an installed pack with one rule, and a project that turns the pack on."""
    package = install_pack(tmp_path_factory.mktemp("site"))
    (package / "unsafe_load.py").write_text(UNSAFE_LOAD)
    workspace.environment["PYTHONPATH"] = str(package.parent)
    workspace.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    workspace.write("mllint.toml", 'select = ["MLZ"]\n')
    workspace.write("a.py", CODE)
    return package


@contextmanager
def added(package: Path, name: str, source: str) -> Iterator[None]:
    """A file that is there for a while. Around it nothing changes."""
    before = {path: path.read_bytes() for path in package.parent.rglob("*") if path.is_file()}
    (package / name).write_text(source)
    yield
    (package / name).unlink()
    assert {path: path.read_bytes() for path in package.parent.rglob("*") if path.is_file()} == before


def traces(workspace: Workspace) -> dict[str, Any]:
    """Everything that the tools say, from which a rule may show."""
    config = json.loads(workspace.run("config", "--output-format", "json").out)
    return {
        "rules": [
            each["name"]
            for each in json.loads(workspace.run("rule", "--all", "--output-format", "json").out)
            if each["family"] == "MLZ"
        ],
        "available": config["rules"]["available"],
        "active": config["rules"]["active"],
        "check": [(each["name"], each["line"]) for each in workspace.check()],
        "page": workspace.run("rule", "many-steps").code,
        "select": workspace.run("check", "--select", "many-steps", "--quiet").code,
        "options": workspace.run("config", "--config", "options.toml").code,
    }


def test_a_file_is_a_rule_and_no_file_is_none(workspace: Workspace, package: Path) -> None:
    workspace.write("options.toml", "[rules.many-steps]\nlimit = 5\n")
    before = traces(workspace)
    assert before["rules"] == ["unsafe-load"]
    assert before["active"] == 1
    assert before["check"] == [("unsafe-load", 3), ("unused-suppression", 5)]
    # Words that name no rule are errors.
    assert (before["page"], before["select"], before["options"]) == (2, 2, 2)
    with added(package, "many_steps.py", MANY_STEPS):
        during = traces(workspace)
    assert during == {
        "rules": ["unsafe-load", "many-steps"],
        "available": before["available"] + 1,
        "active": 2,
        "check": [("unsafe-load", 3), ("many-steps", 4)],
        "page": 0,
        "select": 1,
        "options": 0,
    }
    assert traces(workspace) == before


def test_a_folder_is_a_family(workspace: Workspace, package: Path) -> None:
    (package / "more").mkdir()
    (package / "more" / "__init__.py").write_text('"""MLZ: more."""\n')
    (package / "more" / "many_steps.py").write_text(MANY_STEPS)
    (package / "more" / "_shared.py").write_text("raise AssertionError('what is private is no rule')\n")
    assert [(each["name"], each["line"]) for each in workspace.check()] == [
        ("unsafe-load", 3),
        ("many-steps", 4),
    ]


def test_the_engine_says_why_a_suppression_is_dead(workspace: Workspace, package: Path) -> None:
    messages = [each["message"] for each in workspace.check() if each["name"] == "unused-suppression"]
    assert messages == ["`many-steps` is no rule, so suppressing it does nothing"]
    with added(package, "many_steps.py", MANY_STEPS):
        workspace.write("a.py", CODE.replace("quiet = demo.run(4)", "quiet = demo.run(2)"))
        messages = [each["message"] for each in workspace.check() if each["name"] == "unused-suppression"]
        assert messages == ["`many-steps` is not reported here, so suppressing it does nothing"]


def test_flake8_has_the_rule_while_the_file_is_there(workspace: Workspace, package: Path) -> None:
    pytest.importorskip("flake8")
    first = ["a.py:3:9: MLZ101 `demo.load` trusts the file"]
    second = ["a.py:4:18: MLZ103 4 steps are more than 3"]
    assert workspace.execute(*FLAKE8, "a.py").out.splitlines() == first
    with added(package, "many_steps.py", MANY_STEPS):
        assert workspace.execute(*FLAKE8, "a.py").out.splitlines() == first + second
    assert workspace.execute(*FLAKE8, "a.py").out.splitlines() == first


def test_pylint_has_the_rule_while_the_file_is_there(workspace: Workspace, package: Path) -> None:
    pytest.importorskip("pylint")

    def messages() -> list[tuple[str, str, int]]:
        found = json.loads(workspace.execute(*PYLINT, "a.py").out)
        return [(each["message-id"], each["symbol"], each["line"]) for each in found]

    before = [("E7501", "unsafe-load", 3), ("W5603", "unused-suppression", 5)]
    assert messages() == before
    with added(package, "many_steps.py", MANY_STEPS):
        assert messages() == [("E7501", "unsafe-load", 3), ("R7503", "many-steps", 4)]
        listed = workspace.execute(*PYLINT, "--help-msg=many-steps").out
        assert ":many-steps (R7503):" in listed
        assert "Many steps take long (MLZ103, " in listed
    assert messages() == before


def test_two_rules_cannot_have_one_code(workspace: Workspace, package: Path) -> None:
    with added(package, "other_load.py", UNSAFE_LOAD.replace("unsafe-load", "other-load")):
        outcome = workspace.run("check")
        assert (outcome.code, outcome.out, outcome.err) == (
            2,
            "",
            "mllint: error: two rules claim MLZ101: demo_rules.other_load and demo_rules.unsafe_load\n",
        )
    assert workspace.run("check", "--quiet").code == 1


MANIFEST = """\
[project]
name = "pack"
version = "2.3.4"
[project.entry-points."mllint.rules"]
pack = "pack"
[tool.pytest.ini_options]
mllint_pack = "pack"
mllint_fixtures = "tests/fixtures"
pythonpath = ["src"]
testpaths = ["src", "tests"]
addopts = "-p no:cacheprovider"
"""


def test_a_new_rule_passes_its_own_tests(workspace: Workspace) -> None:
    workspace.write("pyproject.toml", MANIFEST)
    workspace.write("src/pack/__init__.py", "")
    workspace.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    before = workspace.state()
    outcome = workspace.run("new-rule", "MLZ", "open-door")
    made = [
        "src/pack/mlz/__init__.py",
        "src/pack/mlz/open_door.py",
        "tests/fixtures/mlz/open_door/reported.py",
    ]
    assert (outcome.code, outcome.out.splitlines(), outcome.err) == (0, made, "")
    after = workspace.state()
    assert {name for name in after if name.endswith(".py") or name in before} == {*before, *made}
    assert {name: after[name] for name in before if name.endswith((".py", ".toml"))} == {
        name: content for name, content in before.items() if name.endswith((".py", ".toml"))
    }
    tests = workspace.execute(sys.executable, "-m", "pytest", "-v")
    assert tests.code == 0, tests.out
    assert [line.split("::")[1].split(" ")[:2] for line in tests.out.splitlines() if "::" in line] == [
        ["open-door[documentation]", "PASSED"],
        ["open-door[example-1]", "PASSED"],
        ["open-door[fixture]", "PASSED"],
    ]
    outcome = workspace.run("new-rule", "MLZ", "open-door")
    assert (outcome.code, outcome.err) == (
        2,
        "mllint: error: src/pack/mlz/open_door.py is there already\n",
    )


def test_the_pack_of_mllint_itself_is_a_pack_like_any_other(workspace: Workspace) -> None:
    from importlib.metadata import entry_points

    assert "mllint_rules.rules" in {entry.value for entry in entry_points(group="mllint.rules")}
    facts = json.loads(workspace.run("rule", "--all", "--output-format", "json").out)
    folder = Path(__file__).parents[2] / "src" / "mllint_rules" / "rules"
    files = {path.stem for path in folder.glob("*/*.py") if not path.name.startswith("_")}
    assert {each["name"].replace("-", "_") for each in facts} == files
