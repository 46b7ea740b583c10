"""Which rules are asked about a file."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mllint_rules.engine.plan import CheckPlan, rule_words
from mllint_rules.kit import (
    AnyRule,
    Context,
    Finding,
    Trigger,
    calls,
    classes,
    functions,
    loops,
    module,
    nodes,
)
from mllint_rules.kit.environment import Environment
from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.source.document import Document

MakeRule = Callable[..., AnyRule]


def silent(match: object, ctx: Context) -> Iterator[Finding]:
    """Report nothing."""
    return iter(())


def candidates(plan: CheckPlan, text: str) -> list[str]:
    model = SemanticModel(Document("module.py", text), ast.parse(text))
    return [str(rule.code) for rule in plan.candidates(model)]


TRIGGERS: dict[str, Trigger[Any]] = {
    "MLZ101": calls("demo.load", "demo.read"),
    "MLZ102": calls("print"),
    "MLZ103": nodes(ast.Assert, ast.Delete),
    "MLZ104": loops(),
    "MLZ105": functions(),
    "MLZ106": classes("torch.nn.Module"),
    "MLZ107": module(),
    "MLZ108": module(calling=("load",), holding=(ast.With,)),
    "MLZ109": nodes(ast.Name),
}


@pytest.fixture
def plan(make_rule: MakeRule) -> CheckPlan:
    """A plan with a rule for every kind of trigger."""
    return CheckPlan(
        tuple(make_rule(silent, f"rule-{code.lower()}", code, on=on) for code, on in TRIGGERS.items())
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["MLZ107"]),
        ("x = 1\n", ["MLZ107", "MLZ109"]),
        ("demo.load()\n", ["MLZ101", "MLZ107", "MLZ108", "MLZ109"]),
        ("a.b[0].read()\n", ["MLZ101", "MLZ107", "MLZ109"]),
        ("from demo import load as get\nget()\n", ["MLZ101", "MLZ107", "MLZ108", "MLZ109"]),
        ("from demo import load as get\n", ["MLZ107"]),
        ("load\n", ["MLZ107", "MLZ109"]),
        ("show = print\nshow(1)\n", ["MLZ102", "MLZ107", "MLZ109"]),
        ("show = print\n", ["MLZ107", "MLZ109"]),
        ("del x.y\n", ["MLZ103", "MLZ107", "MLZ109"]),
        ("while 1: pass\n", ["MLZ104", "MLZ107"]),
        ("async def f(): pass\n", ["MLZ105", "MLZ107"]),
        ("class A: pass\n", ["MLZ106", "MLZ107"]),
        ("with open(''): pass\n", ["MLZ107", "MLZ108", "MLZ109"]),
    ],
)
def test_only_rules_that_may_match_are_asked(plan: CheckPlan, text: str, expected: list[str]) -> None:
    assert candidates(plan, text) == expected


def test_they_are_asked_in_the_order_of_the_plan(make_rule: MakeRule) -> None:
    rules = (
        make_rule(silent, "b", "MLZ102", on=module()),
        make_rule(silent, "a", "MLZ101", on=calls("demo.load")),
        make_rule(silent, "c", "MLZ103", on=nodes(ast.Call)),
    )
    assert candidates(CheckPlan(rules), "demo.load()\n") == ["MLZ102", "MLZ101", "MLZ103"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import torch\n", ["MLZ101"]),
        ("import torch.nn as nn\n", ["MLZ101"]),
        ("def f():\n    from lightning.pytorch import Trainer\n", ["MLZ101"]),
        ("try:\n    import torch\nexcept ImportError: ...\n", ["MLZ101"]),
        ("from . import torch\nfrom .torch import nn\nimport torchvision\ntorch = 1\n", []),
    ],
)
def test_a_rule_that_names_imports_wants_one_of_them(
    make_rule: MakeRule, text: str, expected: list[str]
) -> None:
    rule = make_rule(silent, on=module(), imports=("torch", "lightning"))
    assert candidates(CheckPlan((rule,)), text) == expected


@pytest.mark.parametrize(
    ("requirement", "declared", "runs"),
    [
        ("torch<2.6", None, True),
        ("torch<2.6", "", True),
        ("torch<2.6", "==2.5.1", True),
        ("torch<2.6", "==2.6", False),
        ("torch<2.6", ">=2.6", False),
        ("torch<2.6", ">=2.5", True),
        ("torch<2.6", "<3", True),
        ("torch>=2", "~=1.13", False),
        ("torch>=2", "==2.*", True),
        ("torch>=2", "<=2", True),
        ("torch>=2,<2.6", "^1.9", False),
        ("torch", "==0.1", True),
        (None, "==2.6", True),
    ],
)
def test_declared_versions_turn_rules_off(
    make_rule: MakeRule, requirement: str | None, declared: str | None, runs: bool
) -> None:
    rule = make_rule(silent, on=module(), libraries=requirement)
    libraries = {"numpy": VersionRange.parse("==1")}
    if declared is not None:
        libraries["torch"] = VersionRange.parse(declared)
    plan = CheckPlan((rule,), Environment(libraries=libraries))
    assert plan.applicable == ((rule,) if runs else ())
    assert candidates(plan, "x = 1\n") == ["MLZ101"] * runs


def test_suppressions_may_name_what_runs_here(make_rule: MakeRule) -> None:
    runs = make_rule(silent, "load-of-a", "MLZ101")
    off = make_rule(silent, "load-of-b", "MLZ102", libraries="torch<2")
    plan = CheckPlan((runs, off), Environment(libraries={"torch": VersionRange.parse(">=2")}))
    assert plan.words == {"MLZ101": "MLZ101", "load-of-a": "MLZ101"}
    assert rule_words(plan.rules) == {
        "MLZ101": "MLZ101",
        "load-of-a": "MLZ101",
        "MLZ102": "MLZ102",
        "load-of-b": "MLZ102",
    }
