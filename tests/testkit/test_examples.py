"""An example that lies fails, and the message says what is wrong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace as changed
from typing import Any

import pytest

from mllint_rules.kit import (
    Call,
    Context,
    Example,
    Finding,
    FixPlan,
    Rule,
    add_keyword,
    calls,
    display_fix,
    insert_after,
    module,
    nodes,
    replace,
    replace_span,
    safe_fix,
    unsafe_fix,
)
from mllint_rules.model.text import Span
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.testkit.examples import check_example

MakeRule = Callable[..., Rule[Any]]
MESSAGE = "`demo.load` without `safe` trusts the file"


def failure(rule: Rule[Any]) -> str:
    """The complaint about the first example of a rule."""
    with pytest.raises(AssertionError) as caught:
        check_example(rule, rule.examples[0])
    return str(caught.value)


def is_unsafe(call: Call) -> bool:
    return call.argument("safe") is None


def with_fix(make_plan: Callable[[Call], FixPlan]) -> Callable[[Call, Context], Iterator[Finding]]:
    """The check of the good rule, with another fix."""

    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, MESSAGE, make_plan(call))

    return check


def test_a_rule_that_keeps_its_promises_passes(make_rule: MakeRule) -> None:
    rule = make_rule()
    check_example(rule, rule.examples[0])


def test_a_rule_that_fires_twice_fails_and_both_findings_are_shown(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, MESSAGE)
            yield Finding(call.node, "again")

    assert failure(make_rule(check)) == (
        "unsafe-load, example 1: `bad` must be reported exactly once, but it is reported 2 times:\n"
        f"    3:9-13: MLZ101 {MESSAGE}\n"
        "    3:9-22: MLZ101 again"
    )


def test_a_rule_that_does_not_fire_fails(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        yield from ()

    assert failure(make_rule(check)) == (
        "unsafe-load, example 1: `bad` must be reported exactly once, but it is reported not at all"
    )


def test_a_rule_that_fires_on_good_code_fails(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        yield Finding(call.node.func, MESSAGE)

    assert failure(make_rule(check)) == (
        f"unsafe-load, example 1: `good` must be silent, but it is reported:\n    3:9-13: MLZ101 {MESSAGE}"
    )


def test_the_number_of_the_example_is_named(make_rule: MakeRule, good_example: Example) -> None:
    lie = changed(good_example, good=good_example.bad)
    rule = make_rule(examples=(good_example, lie))
    with pytest.raises(AssertionError, match=r"\Aunsafe-load, example 2: `good` must be silent"):
        check_example(rule, lie)


def test_a_fix_that_is_not_exact_to_the_byte_shows_the_difference(make_rule: MakeRule) -> None:
    check = with_fix(lambda call: unsafe_fix("Pass `safe=True`", add_keyword(call, "safe", " True")))
    assert failure(make_rule(check)) == (
        "unsafe-load, example 1: the fix does not turn `bad` into `good`:\n"
        "    --- expected\n"
        "    +++ actual\n"
        "    @@ -1,3 +1,3 @@\n"
        "     from demo import load\\n\n"
        "     \\n\n"
        '    -state = load("a.bin", safe=True)\\n\n'
        '    +state = load("a.bin", safe= True)\\n'
    )


def test_a_fix_that_no_example_declares_fails(make_rule: MakeRule, good_example: Example) -> None:
    rule = make_rule(examples=(changed(good_example, fixed=False),))
    assert failure(rule) == (
        "unsafe-load, example 1: undeclared fix: 'Pass `safe=True`' is offered, "
        "but the example is not `fixed=True`"
    )


def test_a_fix_that_is_only_shown_need_not_be_declared(make_rule: MakeRule, good_example: Example) -> None:
    check = with_fix(lambda call: display_fix("Pass `safe=True`", add_keyword(call, "safe", "True")))
    check_example(make_rule(check), changed(good_example, fixed=False))
    assert failure(make_rule(check)) == "unsafe-load, example 1: `fixed=True`, but no fix is offered"


def test_a_declared_fix_that_is_not_offered_fails(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, MESSAGE)

    assert failure(make_rule(check)) == "unsafe-load, example 1: `fixed=True`, but no fix is offered"


@pytest.mark.parametrize("is_safe", [True, False])
def test_the_safety_of_a_fix_is_as_declared(
    make_rule: MakeRule, good_example: Example, is_safe: bool
) -> None:
    plan = unsafe_fix if is_safe else safe_fix
    check = with_fix(lambda call: plan("Pass `safe=True`", add_keyword(call, "safe", "True")))
    declared, actual = ("safe", "unsafe") if is_safe else ("unsafe", "safe")
    assert failure(make_rule(check, changed(good_example, safe=is_safe))) == (
        f"unsafe-load, example 1: the fix is {actual}, but declared as {declared}"
    )


def test_safe_without_fixed_is_a_contradiction(make_rule: MakeRule, good_example: Example) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, MESSAGE)

    rule = make_rule(check, changed(good_example, fixed=False, safe=True))
    assert failure(rule) == "unsafe-load, example 1: `safe=True` without `fixed=True`"


def test_a_fix_that_breaks_the_code_fails(make_rule: MakeRule) -> None:
    check = with_fix(lambda call: unsafe_fix("Break it", replace(call.node.func, "load(")))
    message = failure(make_rule(check))
    assert message.startswith("unsafe-load, example 1: the fix breaks the code: line 3: '(' was never closed")
    assert message.endswith('the text became:\nfrom demo import load\n\nstate = load(("a.bin")\n')


def test_a_fix_that_does_not_silence_its_finding_fails(make_rule: MakeRule) -> None:
    check = with_fix(lambda call: unsafe_fix("Add an argument", add_keyword(call, "other", "1")))
    assert failure(make_rule(check)).startswith(
        "unsafe-load, example 1: the fix does not silence the finding:\n"
        f"    3:9-13: MLZ101 {MESSAGE}\nthe text became:\n"
    )


def test_a_fix_that_crashes_is_a_crash_of_the_rule(make_rule: MakeRule) -> None:
    def crash() -> FixPlan:
        raise RuntimeError("out of ideas")

    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, MESSAGE, crash)

    assert failure(make_rule(check)).startswith(
        "unsafe-load, example 1: the rule crashes on `bad`: the rule unsafe-load failed on this file "
        "(RuntimeError: out of ideas in "
    )


def test_a_rule_that_crashes_fails(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, MESSAGE)
        else:
            raise KeyError("safe")

    assert failure(make_rule(check)).startswith(
        "unsafe-load, example 1: the rule crashes on `good`: the rule unsafe-load failed on this file "
        "(KeyError: 'safe' in "
    )


def test_a_rule_that_goes_by_the_name_in_the_file_fails(make_rule: MakeRule) -> None:
    def check(node: ast.Call, ctx: Context) -> Iterator[Finding]:
        if isinstance(node.func, ast.Name) and node.func.id == "load" and not node.keywords:
            yield Finding(node.func, MESSAGE)

    unfixed = Example(bad="from demo import load\nload(1)", good="from demo import load\nload(1, safe=True)")
    assert failure(make_rule(check, unfixed, on=nodes(ast.Call))) == (
        "unsafe-load, example 1: with the imports under other names the finding must stay, "
        "but `bad` is reported not at all\n"
        "the text was:\nfrom demo import load as _load_alias\n_load_alias(1)\n"
    )


def test_a_fix_that_runs_into_a_comment_fails(make_rule: MakeRule) -> None:
    """The end of the line is the end of the call only as long as nothing stands behind it."""

    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        end = len(ctx.document.text.rstrip())
        if is_unsafe(call):
            plan = unsafe_fix("Pass `safe=True`", replace_span(Span(end - 1, end), ", safe=True)"))
            yield Finding(call.node.func, MESSAGE, plan)

    assert failure(make_rule(check)).startswith(
        "unsafe-load, example 1: with comments behind the lines the fix does not silence the finding:\n"
    )


def test_a_finding_that_carriage_returns_hide_fails(make_rule: MakeRule) -> None:
    def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
        if "demo\n" in model.document.text or "demo  #" in model.document.text:
            yield Finding(model.tree.body[-1], MESSAGE)

    unfixed = Example(bad="x = demo\nprint(x)", good="x = other\nprint(x)")
    assert failure(make_rule(check, unfixed, on=module())).startswith(
        "unsafe-load, example 1: with CRLF line ends the finding must stay, "
        "but `bad` is reported not at all\n"
    )


def test_a_finding_that_carriage_returns_move_fails(make_rule: MakeRule) -> None:
    def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
        if "demo" in model.document.text:
            start = len(model.document.text.splitlines()[0]) + 1
            yield Finding(Span(start, start + 5), MESSAGE)

    unfixed = Example(bad="x = demo\nprint(x)", good="x = other\nprint(x)")
    assert failure(make_rule(check, unfixed, on=module())) == (
        "unsafe-load, example 1: with CRLF line ends the finding moves from 2:1 to 1:10"
    )


def test_a_fix_that_leaves_half_a_line_end_fails(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        span = ctx.model.span(ctx.statement(call.node))
        delete = replace_span(Span(span.start - 1, span.end), "")
        yield Finding(call.node.func, MESSAGE, unsafe_fix("Delete it", delete))

    example = Example(bad="from demo import load\nload()", good="from demo import load", fixed=True)
    assert failure(make_rule(check, example)) == (
        "unsafe-load, example 1: with CRLF line ends the fix gives other text:\n"
        "    --- expected\n"
        "    +++ actual\n"
        "    @@ -1 +1,2 @@\n"
        "    -from demo import load\\r\\n\n"
        "    +from demo import load\\r\n"
        "    +\\r\\n"
    )


def test_a_fix_that_does_not_settle_fails(make_rule: MakeRule) -> None:
    """A rule that repairs what another of its findings has just written never comes to an end."""

    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            verbs = (add_keyword(call, "safe", "True"), insert_after(ctx.statement(call.node), "load(2)"))
            yield Finding(call.node.func, MESSAGE, unsafe_fix("Load more", *verbs))

    example = Example(
        bad="from demo import load\nload(1)",
        good="from demo import load\nload(1, safe=True)\nload(2, safe=True)",
        fixed=True,
    )
    assert failure(make_rule(check, example)) == (
        "unsafe-load, example 1: the fix does not silence the finding:\n"
        f"    3:1-5: MLZ101 {MESSAGE}\n"
        "the text became:\nfrom demo import load\nload(1, safe=True)\nload(2)\n"
    )


@pytest.mark.parametrize("message", ["", "It is bad.", "It is bad\nand ugly"])
def test_a_message_is_one_sentence_without_a_period(make_rule: MakeRule, message: str) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call):
            yield Finding(call.node.func, message)

    assert failure(make_rule(check)) == (
        f"unsafe-load, example 1: a message is one sentence in one line without a final period: {message!r}"
    )


def test_the_title_of_a_fix_has_no_period(make_rule: MakeRule) -> None:
    check = with_fix(lambda call: unsafe_fix("Pass it.", add_keyword(call, "safe", "True")))
    assert failure(make_rule(check)) == (
        "unsafe-load, example 1: a fix title is one imperative without a final period: 'Pass it.'"
    )


@pytest.mark.parametrize("which", ["bad", "good"])
def test_an_example_that_does_not_parse_fails(make_rule: MakeRule, good_example: Example, which: str) -> None:
    broken = "x = (\n"
    example = changed(good_example, bad=broken) if which == "bad" else changed(good_example, good=broken)
    rule = make_rule(examples=(example,))
    assert failure(rule).startswith(
        f"unsafe-load, example 1: `{which}` does not parse: line 1: '(' was never closed"
    )


def test_an_example_runs_under_its_settings_and_its_path(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call) and ctx.is_test:
            plan = unsafe_fix("Pass the seed", add_keyword(call, "safe", str(ctx.environment.seed)))
            yield Finding(call.node.func, MESSAGE, plan)

    example = Example(
        bad="from demo import load\nload()",
        good="from demo import load\nload(safe=7)",
        fixed=True,
        settings=(("seed", 7),),
        path="tests/test_load.py",
    )
    rule = make_rule(check, example)
    check_example(rule, example)
    assert failure(make_rule(check, changed(example, path="load.py"))).endswith("reported not at all")


def test_wrong_settings_of_an_example_fail(make_rule: MakeRule, good_example: Example) -> None:
    rule = make_rule(examples=(changed(good_example, settings=(("sead", 7),)),))
    assert failure(rule).startswith("unsafe-load, example 1: the settings are wrong: ")
    assert failure(rule).endswith("did you mean `seed`?")


def test_versions_in_the_settings_decide_whether_a_rule_applies(
    make_rule: MakeRule, good_example: Example
) -> None:
    from mllint_rules.model.versions import Requirement

    example = changed(good_example, settings=(("libraries", {"demo": "2.1"}),))
    rule = make_rule(examples=(example,), requirement=Requirement.parse("demo<2"))
    assert failure(rule).endswith("reported not at all")
    check_example(changed(rule, requirement=Requirement.parse("demo<3")), example)


def test_the_example_of_a_notebook_is_a_percent_script(make_rule: MakeRule, good_example: Example) -> None:
    bad = """
        # %%
        from demo import load

        # %% [markdown]
        # Prose is no code: (
        # %%
        load("a.bin")
        """
    good = bad.replace('"a.bin"', '"a.bin", safe=True')
    example = changed(good_example, bad=bad, good=good, path="study.ipynb")
    check_example(make_rule(examples=(example,)), example)


def test_examples_ask_about_no_other_file_of_this_project(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if is_unsafe(call) and not ctx.is_used_elsewhere("check_example") and not ctx.is_seeded("numpy"):
            yield Finding(call.node.func, MESSAGE)

    example = Example(bad="from demo import load\nload()", good="from demo import load")
    check_example(make_rule(check, example, on=calls("demo.load")), example)
