"""Rules that say nothing, and the guards that stop them: traced in the rules as they are."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.explanation import Outcome, RuleOutcome, explain
from mllint_rules.engine.session import Session
from mllint_rules.kit import AnyRule, Call, Context, Finding, module, nodes
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_text

MakeRule = Callable[..., AnyRule]
Checked = tuple[str, bool | None, str | None, bool | None]


def operand_guard(call: Call, ctx: Context) -> Iterator[Finding]:
    """Stopped by one operand of several."""
    if call.unpacks or not call.node.args or len(call.node.args) > 2:
        return
    yield Finding(call.node, "seen")


def last_condition(call: Call, ctx: Context) -> Iterator[Finding]:
    """Speaks only where the last condition holds."""
    if call.node.args and not isinstance(ctx.value_of(call.node.args[0]), str):
        yield Finding(call.node, "seen")


def none_guard(call: Call, ctx: Context) -> Iterator[Finding]:
    """Goes on with what a helper gives."""
    found = first_number(call, ctx)
    if found is None:
        return
    yield Finding(found, "seen")


def first_number(call: Call, ctx: Context) -> ast.expr | None:
    """The first argument that is a number."""
    for argument in call.node.args:
        if is_number(argument, ctx):
            return argument
    return None


def is_number(node: ast.expr, ctx: Context) -> bool:
    """Whether the value is one."""
    return isinstance(node, ast.Constant) and isinstance(ctx.value_of(node), int)


def loop_guard(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    """Looks at every call of the module."""
    for node in model.index.nodes(ast.Call):
        if not node.args:
            continue
        yield Finding(node, "seen")


def filtered(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    """Filters before it looks at the rest as a whole."""
    calls = [node for node in model.index.nodes(ast.Call) if not is_bare(node)]
    if len(calls) < 2 or ctx.is_test:
        return
    yield Finding(calls[0], "seen")


def is_bare(node: ast.Call) -> bool:
    """Whether the call has no arguments."""
    return not node.args


@dataclass
class Gathered:
    """Calls in an object of the rule's own."""

    calls: list[ast.Call]

    def findings(self) -> Iterator[Finding]:
        """Only of many."""
        if len(self.calls) > 9:
            yield Finding(self.calls[0], "seen")


def gathering(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    """Hands the calls on in an object."""
    yield from Gathered(model.index.nodes(ast.Call)).findings()


def multi_line(call: Call, ctx: Context) -> Iterator[Finding]:
    """A condition on several lines."""
    if (
        call.unpacks
        or len(call.node.args) > 2
        or not isinstance(
            ctx.value_of(call.node.args[0]),
            str,
        )
    ):
        return
    yield Finding(call.node, "seen")


def unconditional(call: Call, ctx: Context) -> Iterator[Finding]:
    """Nothing to go through."""
    for keyword in call.node.keywords:
        yield Finding(keyword, "seen")


def broken(call: Call, ctx: Context) -> Iterator[Finding]:
    """Fails."""
    yield Finding(call.node.args[9], "seen")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def outcomes(make_rule: MakeRule) -> Callable[..., list[RuleOutcome]]:
    def ask(check: Any, text: str, line: int, *, only: bool = False, **fields: Any) -> list[RuleOutcome]:
        rule = make_rule(check, **fields)
        session = Session(SettingsFinder(isolated=True), [rule])
        document = read_text(text, "a.py")
        return list(explain(document, Path("a.py"), line, session, rule if only else None).rules)

    return ask


def shown(outcome: RuleOutcome) -> list[Checked]:
    return [(guard.text, guard.holds, guard.operand, guard.operand_holds) for guard in outcome.guards]


LOAD = "import demo\ndemo.load({})\n"


@pytest.mark.parametrize(
    ("arguments", "operand", "truth"),
    [
        ("*x", "call.unpacks", True),
        ("", "call.node.args", False),
        ("1, 2, 3", "len(call.node.args) > 2", True),
    ],
)
def test_the_operand_that_decided_is_named(outcomes: Any, arguments: str, operand: str, truth: bool) -> None:
    (found,) = outcomes(operand_guard, LOAD.format(arguments), 2)
    assert found.outcome is Outcome.SILENT
    text = "if call.unpacks or not call.node.args or len(call.node.args) > 2: return"
    assert shown(found) == [(text, True, operand, truth)]
    (guard,) = found.guards
    assert (Path(guard.path), guard.function) == (Path(__file__), "operand_guard")
    assert Path(__file__).read_text().splitlines()[guard.line - 1].strip().startswith("if call.unpacks")


def test_a_condition_that_did_not_hold(outcomes: Any) -> None:
    (found,) = outcomes(last_condition, LOAD.format('"a"'), 2)
    text = "if call.node.args and not isinstance(ctx.value_of(call.node.args[0]), str)"
    assert shown(found) == [(text, False, "isinstance(ctx.value_of(call.node.args[0]), str)", True)]


def test_a_condition_on_several_lines(outcomes: Any) -> None:
    (found,) = outcomes(multi_line, LOAD.format("1"), 2)
    ((_, holds, operand, truth),) = shown(found)
    assert (holds, operand, truth) == (True, "isinstance( ctx.value_of(call.node.args[0]), str, )", False)


def test_what_a_helper_decided_is_followed(outcomes: Any) -> None:
    (found,) = outcomes(none_guard, LOAD.format('"a"'), 2)
    assert shown(found) == [
        ("if found is None: return", True, None, None),
        ("if is_number(argument, ctx)", False, None, None),
        ("return isinstance(node, ast.Constant) and isinstance(ctx.value_of(node), int)", None, None, None),
    ]
    assert [guard.function for guard in found.guards] == ["none_guard", "first_number", "is_number"]


def test_where_and_stopped_early_its_operand_is_named(outcomes: Any) -> None:
    (found,) = outcomes(none_guard, LOAD.format("x"), 2)
    assert shown(found)[2][2:] == ("isinstance(node, ast.Constant)", False)


MANY = "import demo\ndemo.load(1)\ndemo.load()\nx = 3\n"


def test_a_rule_on_the_module_is_followed_at_the_line(outcomes: Any) -> None:
    fields = {"on": module(calling=("load",))}
    (silent,) = outcomes(loop_guard, MANY, 3, **fields)
    assert shown(silent) == [("if not node.args: continue", True, "node.args", False)]
    (fired,) = outcomes(loop_guard, MANY, 2, **fields)
    assert (fired.outcome, fired.guards) == (Outcome.FIRED, ())
    assert outcomes(loop_guard, MANY, 4, **fields) == []


def test_a_filter_stops_what_it_drops_and_what_follows_the_rest(outcomes: Any) -> None:
    fields = {"on": module(calling=("load",))}
    (dropped,) = outcomes(filtered, MANY, 3, **fields)
    assert shown(dropped) == [
        ("... for node in model.index.nodes(ast.Call) if not is_bare(node)", False, "is_bare(node)", True),
        ("return not node.args", None, None, None),
    ]
    (kept,) = outcomes(filtered, MANY, 2, **fields)
    assert shown(kept) == [("if len(calls) < 2 or ctx.is_test: return", True, "len(calls) < 2", True)]


def test_nodes_in_an_object_of_the_rule_count(outcomes: Any) -> None:
    (found,) = outcomes(gathering, MANY, 3, on=module(calling=("load",)))
    assert shown(found) == [("if len(self.calls) > 9", False, None, None)]


def test_without_a_condition_the_last_statement_speaks(outcomes: Any) -> None:
    (found,) = outcomes(unconditional, LOAD.format("1"), 2)
    assert shown(found) == [("for keyword in call.node.keywords", None, None, None)]


def test_a_rule_that_fails_is_shown_as_failed(outcomes: Any) -> None:
    (found,) = outcomes(broken, LOAD.format("1"), 2)
    assert found.outcome is Outcome.FAILED
    assert "the rule unsafe-load failed on this file (IndexError" in found.message


def test_a_trigger_that_did_not_match_is_explained_on_request(outcomes: Any) -> None:
    text = "def f(loader):\n    loader.load(1)\n"
    assert outcomes(operand_guard, text, 2) == []
    (found,) = outcomes(operand_guard, text, 2, only=True)
    assert found.outcome is Outcome.NO_MATCH
    assert found.reason == (
        "it looks at calls of `demo.load`; on this line `loader.load(...)` is a call of something unknown "
        "(`loader`: a parameter of `f` without annotation)"
    )
    (found,) = outcomes(operand_guard, "import demo\ndemo.load()\nopen('a')\n", 3, only=True)
    assert found.reason == "it looks at calls of `demo.load`; on this line `open(...)` is a call of `open`"
    (found,) = outcomes(operand_guard, LOAD.format("1"), 2, only=True, imports=("torch",))
    assert found.reason == "it looks only at files that import `torch`, which this one does not"
    (found,) = outcomes(loop_guard, "x = 1\n", 1, only=True, on=nodes(ast.Call))
    assert str(found.reason).startswith("it looks at syntax of the kind `Call`;")


def test_watching_leaves_no_trace(outcomes: Any) -> None:
    import sys

    before = sys.gettrace()
    outcomes(operand_guard, LOAD.format("*x"), 2)
    assert sys.gettrace() is before
