"""Fixes as libcst codemods."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import libcst
import pytest
from libcst.codemod import CodemodContext

from mllint_rules.frontends import codemod
from mllint_rules.frontends.codemod import FixCommand

RunModule = Callable[..., "subprocess.CompletedProcess[str]"]
COMMAND = ("libcst.tool", "codemod", "--no-format", "--hide-progress", "-x")


@pytest.fixture
def pack(installed_pack: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pack on the path of this process."""
    monkeypatch.syspath_prepend(installed_pack)
    codemod._session.cache_clear()
    yield
    codemod._session.cache_clear()
    for name in [name for name in vars(codemod) if name.startswith("Fix") and name != "FixCommand"]:
        monkeypatch.delattr(codemod, name)


def transform(command: FixCommand, text: str) -> str:
    """The text of a module after a command."""
    return command.transform_module(libcst.parse_module(text)).code


@pytest.mark.usefixtures("pack")
def test_safe_fixes_are_applied_and_the_others_when_asked_for(project: Path) -> None:
    text = (project / "train.py").read_text(encoding="utf-8")
    safe = text.replace("demo.slow_sum(", "sum(")
    context = CodemodContext(filename=str(project / "train.py"))
    assert transform(FixCommand(context), text) == safe
    assert transform(FixCommand(context, unsafe=True), text) == safe.replace("x=1)", "x=1, safe=True)")


@pytest.mark.usefixtures("pack")
def test_a_named_rule_is_the_only_one_and_needs_no_settings(project: Path) -> None:
    (project / "mllint.toml").write_text('select = ["MLZ102"]\n')
    text = (project / "train.py").read_text(encoding="utf-8")
    command = FixCommand(CodemodContext(), ["unsafe-load"], unsafe=True)
    assert transform(command, text) == text.replace("x=1)", "x=1, safe=True)")


@pytest.mark.usefixtures("pack", "project")
def test_line_ends_and_what_has_no_fix_stay() -> None:
    assert transform(FixCommand(CodemodContext()), "import demo\r\ndemo.slow_sum( 1 )\r\n") == (
        "import demo\r\nsum( 1 )\r\n"
    )
    tree = libcst.parse_module("x = 1\n")
    assert FixCommand(CodemodContext()).transform_module_impl(tree) is tree


@pytest.mark.usefixtures("pack", "project")
def test_every_rule_with_a_fix_has_a_command() -> None:
    command = codemod.FixSlowSumCommand
    assert issubclass(command, FixCommand)
    assert codemod.FixSlowSumCommand is command
    assert command.DESCRIPTION == "Summing slowly takes time"
    assert transform(command(CodemodContext()), "import demo\ndemo.slow_sum(1)\n") == "import demo\nsum(1)\n"
    assert {"FixSlowSumCommand", "FixUnsafeLoadCommand", "FixCommand"} <= set(dir(codemod))
    with pytest.raises(AttributeError, match="FixNothingCommand"):
        _ = codemod.FixNothingCommand


def test_the_command_runs_on_files(project: Path, run_module: RunModule) -> None:
    module = "mllint_rules.frontends.codemod"
    done = run_module(*COMMAND, f"{module}.FixCommand", "--rule", "unsafe-load", "--unsafe", "train.py")
    assert done.returncode == 0, done.stderr
    text = (project / "train.py").read_text(encoding="utf-8")
    assert 'demo.load("é", x=1, safe=True)' in text
    assert "demo.slow_sum(" in text
    done = run_module(*COMMAND, f"{module}.FixSlowSumCommand", "train.py")
    assert done.returncode == 0, done.stderr
    assert "total = sum([state])" in (project / "train.py").read_text(encoding="utf-8")


@pytest.mark.usefixtures("project")
def test_an_unknown_rule_is_a_usage_error(run_module: RunModule) -> None:
    done = run_module(
        *COMMAND, "mllint_rules.frontends.codemod.FixCommand", "--rule", "unsafe-lode", "train.py"
    )
    assert done.returncode == 2
    assert "there is no rule unsafe-lode; did you mean unsafe-load?" in done.stderr
