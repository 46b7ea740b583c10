"""What a command loads: nothing that it does not need."""

from __future__ import annotations

import re
import sys

import pytest

from .conftest import LOAD, Workspace

HEAVY = ("libcst", "rich", "pylint", "astroid", "flake8", "yaml", "pathspec", "multiprocessing", "pytest")


# Runs the command as `python -m` does, and says what is loaded in the end.
PROGRAM = """
import runpy, sys
before = set(sys.modules)
sys.argv = ["mllint", *sys.argv[1:]]
try:
    runpy.run_module("mllint_rules", run_name="__main__")
except SystemExit:
    pass
sys.stderr.write("\\n".join(sorted(set(sys.modules) - before)))
"""


def loaded(workspace: Workspace, *arguments: str) -> set[str]:
    """The modules that a run imports."""
    return set(workspace.execute(sys.executable, "-c", PROGRAM, *arguments).err.splitlines())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_the_version_needs_nothing(workspace: Workspace, arguments: list[str]) -> None:
    modules = loaded(workspace, *arguments)
    ours = {name for name in modules if name.startswith("mllint_rules")}
    assert ours == {
        "mllint_rules",
        "mllint_rules.frontends",
        "mllint_rules.frontends.cli",
        "mllint_rules.frontends.cli.messages",
    }
    assert modules.isdisjoint({*HEAVY, "argparse", "ast", "json", "dataclasses", "typing"})


def test_a_check_needs_no_front_end_and_no_codemod(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    modules = loaded(workspace, "check", "--select", "MLX101", "--output-format", "json")
    assert modules.isdisjoint(HEAVY)
    assert "mllint_rules.rules.security.torch_load_without_weights_only" in modules
    assert [name for name in modules if re.match(r"mllint_rules\.(testkit|frontends\.(?!cli))", name)] == []


def test_settings_errors_come_before_the_rules(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    modules = loaded(workspace, "check", "--config", "missing.toml")
    assert "mllint_rules.settings.loading" in modules
    assert {name for name in modules if name.startswith("mllint_rules.rules")} == set()
