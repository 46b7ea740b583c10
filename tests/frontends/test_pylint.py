"""mllint inside pylint."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pylint")

from mllint_rules.engine.registry import rules_of_package
from mllint_rules.frontends.pylint import CHECKER_IDS, SPARE_IDS, message_tables
from mllint_rules.kit import Rule

RunModule = Callable[..., "subprocess.CompletedProcess[str]"]
Pylint = Callable[..., list[str]]
LOAD = "E7501 unsafe-load 3:8-3:17 `demo.load` trusts the file"
SUM = "R7502 slow-sum 4:8-4:21 `slow_sum` is 100% slower"
ONLY_OURS = ("--disable=all", "--enable=mllint")


@pytest.fixture
def pylint(project: Path, run_module: RunModule) -> Pylint:
    """Run pylint with the plugin in the project and return its messages."""

    def run(*arguments: str, text: str | None = None) -> list[str]:
        options = ("--rcfile=", "--output-format=json", "--load-plugins=mllint_rules.frontends.pylint")
        done = run_module("pylint", *options, *arguments, text=text)
        assert done.stderr == ""
        return [
            f"{m['message-id']} {m['symbol']} {m['line']}:{m['column']}-{m['endLine']}:{m['endColumn']} "
            f"{m['message']}"
            for m in json.loads(done.stdout)
        ]

    return run


def test_a_rule_is_its_name(pylint: Pylint) -> None:
    assert pylint(*ONLY_OURS, "train.py") == [LOAD, SUM]
    assert pylint("--disable=all", "--enable=unsafe-load", "train.py") == [LOAD]
    assert pylint("--disable=all", "--enable=R7502", "train.py") == [SUM]
    assert pylint("--disable=all", "--enable=mllint", "--disable=R", "train.py") == [LOAD]


def test_pylint_runs_its_own_checks_besides(pylint: Pylint) -> None:
    found = pylint("--disable=missing-module-docstring", "train.py")
    assert [each for each in found if "demo'" not in each] == [LOAD, SUM]
    assert [each.split(" ")[1] for each in found if "demo'" in each] == ["import-error"]


def test_processes_share_the_work(pylint: Pylint, project: Path) -> None:
    (project / "other.py").write_bytes((project / "train.py").read_bytes())
    assert sorted(pylint(*ONLY_OURS, "--jobs=2", "train.py", "other.py")) == [LOAD, LOAD, SUM, SUM]


def test_both_kinds_of_comments_suppress(pylint: Pylint, project: Path) -> None:
    text = (project / "train.py").read_text(encoding="utf-8")
    first, second = "x=1)  # pylint: disable=unsafe-load", "[state])  # mllint: ignore[slow-sum]"
    (project / "train.py").write_text(
        text.replace("x=1)", first).replace("[state])", second), encoding="utf-8"
    )
    assert pylint(*ONLY_OURS, "train.py") == []


def test_the_settings_of_mllint_decide_what_runs(pylint: Pylint, project: Path) -> None:
    (project / "mllint.toml").write_text('select = ["MLZ"]\nignore = ["unsafe-load"]\n')
    assert pylint(*ONLY_OURS, "train.py") == [SUM]


def test_a_suppression_of_ours_that_suppresses_nothing_is_reported(pylint: Pylint, project: Path) -> None:
    (project / "train.py").write_text("x = 1  # mllint: ignore[unsafe-load]\n")
    assert [each.split(" ")[:2] for each in pylint(*ONLY_OURS, "train.py")] == [
        ["W5603", "unused-suppression"]
    ]


def test_text_from_an_editor_is_checked_instead_of_the_file(pylint: Pylint, project: Path) -> None:
    text = "import demo\ndemo.load()\n"
    assert pylint(*ONLY_OURS, "--from-stdin", "train.py", text=text) == [
        "E7501 unsafe-load 2:0-2:9 `demo.load` trusts the file"
    ]


def test_syntax_errors_are_left_to_pylint(pylint: Pylint, project: Path) -> None:
    (project / "train.py").write_text("x = (\n")
    assert [each.split(" ")[1] for each in pylint("train.py")] == ["syntax-error"]


def test_wrong_settings_are_one_fatal_message(pylint: Pylint, project: Path) -> None:
    (project / "mllint.toml").write_text('selekt = ["MLZ"]\n')
    assert pylint(*ONLY_OURS, "train.py") == [
        "F5699 mllint-settings 1:0-None:None mllint.toml:1: unknown key `selekt`; did you mean `select`?"
    ]


def test_no_id_is_used_twice_and_none_is_another_plugin_s() -> None:
    ids = [*CHECKER_IDS.values(), *SPARE_IDS]
    assert sorted(ids) == [*range(56, 64), *range(65, 80)]


@pytest.fixture
def demo_rules(installed_pack: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Rule[Any], ...]:
    """The rules of the pack."""
    monkeypatch.syspath_prepend(installed_pack)
    return rules_of_package("demo_rules")


def test_rules_of_other_packs_take_spare_ids(demo_rules: tuple[Rule[Any], ...]) -> None:
    engine, demo = message_tables(demo_rules)
    assert {identifier: name for identifier, (_, name, _) in engine.items()} == {
        "E5600": "internal-error",
        "W5603": "unused-suppression",
        "F5699": "mllint-settings",
    }
    assert demo == {
        "E7501": (
            "%s",
            "unsafe-load",
            "Loading without `safe` trusts the file (MLZ101, https://mllint-rules.readthedocs.io/rules/unsafe-load/)",
        ),
        "R7502": (
            "%s",
            "slow-sum",
            "Summing slowly takes time (MLZ102, https://mllint-rules.readthedocs.io/rules/slow-sum/)",
        ),
    }


def test_rules_without_an_id_are_left_out_aloud(demo_rules: tuple[Rule[Any], ...]) -> None:
    from dataclasses import replace

    from mllint_rules.model.codes import RuleCode

    rule = demo_rules[0]
    many = [replace(rule, code=RuleCode(f"MLZ{number}01"), name=f"rule-{number}") for number in range(1, 7)]
    with pytest.warns(
        UserWarning, match=r"\Apylint has no message ids left for the rules MLZ6xx of mllint\Z"
    ):
        tables = message_tables(many)
    names = [name for table in tables for _, name, _ in table.values() if name.startswith("rule-")]
    assert names == ["rule-1", "rule-2", "rule-3", "rule-4", "rule-5"]
