"""Fixtures tried out on rules: what differs is said, with what to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mllint_rules.kit import Call, Context, Finding, Rule, add_keyword, replace, safe_fix
from mllint_rules.testkit.fixtures import parse_fixture
from mllint_rules.testkit.trials import check_fixture, rules_of_fixture

MakeRule = Callable[..., Rule[Any]]
MESSAGE = "`demo.load` without `safe` trusts the file"
CODE = 'from demo import load as read\nstate = read("m.pt")\n'
FIXED = 'from demo import load as read\nstate = read("m.pt", safe=True)\n'


def complaint(text: str, *rules: Rule[Any]) -> str:
    """What is said about a fixture that does not hold."""
    with pytest.raises(AssertionError) as caught:
        check_fixture(parse_fixture(text), rules)
    return str(caught.value)


def test_a_fixture_that_holds_passes(make_rule: MakeRule) -> None:
    text = f"{CODE}#       ^^^^ MLZ101 trusts the file\n# === fixed (safe) ===\n{CODE}"
    check_fixture(parse_fixture(f"{text}# === fixed (unsafe) ===\n{FIXED}"), [make_rule()])


def test_a_fixture_without_carets_asserts_silence(make_rule: MakeRule) -> None:
    check_fixture(parse_fixture(FIXED), [make_rule()])
    assert complaint(CODE, make_rule()) == (
        f"reported, but not expected: 2:9-12: MLZ101 {MESSAGE}\n"
        '    state = read("m.pt")\n'
        f"    #       ^^^^ MLZ101 {MESSAGE}"
    )


@pytest.mark.parametrize(
    ("marks", "missing"),
    [
        ("#      ^^^^ MLZ101", "2:8-11: MLZ101"),
        ("#       ^^^ MLZ101", "2:9-11: MLZ101"),
        ("#       ^^^^ MLZ102", "2:9-12: MLZ102"),
        ("#       ^^^^ MLZ101 something else", "2:9-12: MLZ101 something else"),
    ],
)
def test_carets_that_are_wrong_are_shown_with_what_is_right(
    make_rule: MakeRule, marks: str, missing: str
) -> None:
    assert complaint(f"{CODE}{marks}\n", make_rule()) == (
        f"expected, but not reported: {missing}\n"
        f"reported, but not expected: 2:9-12: MLZ101 {MESSAGE}\n"
        '    state = read("m.pt")\n'
        f"    #       ^^^^ MLZ101 {MESSAGE}"
    )


def test_a_finding_is_expected_as_often_as_it_is_reported(make_rule: MakeRule) -> None:
    mark = "#       ^^^^ MLZ101\n"
    assert complaint(CODE + mark + mark, make_rule()) == "expected, but not reported: 2:9-12: MLZ101"


@pytest.mark.parametrize(
    ("code", "mark"),
    [
        ("from demo import load\nload(\n    1,\n)\n", "@1-5"),
        ("from demo import load\n(load(1))\n", "@2-8"),
        ("from demo import load\nif load(1):\n    pass\n", "#  ^^^^^^^"),
    ],
)
def test_a_missing_mark_can_be_copied_from_the_complaint(make_rule: MakeRule, code: str, mark: str) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        yield Finding(call.node, "trusts")

    rule = make_rule(check)
    line = complaint(code, rule).splitlines()[-1].strip()
    assert line == (f"# {mark} MLZ101 trusts" if mark.startswith("@2") else line)
    first, second, *rest = code.splitlines(keepends=True)
    check_fixture(parse_fixture("".join((first, second, f"{line}\n", *rest))), [rule])


def test_a_wrong_fixed_text_shows_the_difference(make_rule: MakeRule) -> None:
    text = f"{CODE}#       ^^^^ MLZ101\n# === fixed (unsafe) ===\n{CODE}"
    assert complaint(text, make_rule()) == (
        "all fixes give other text:\n"
        "    --- expected\n"
        "    +++ actual\n"
        "    @@ -1,2 +1,2 @@\n"
        "     from demo import load as read\\n\n"
        '    -state = read("m.pt")\\n\n'
        '    +state = read("m.pt", safe=True)\\n'
    )


def test_a_fix_that_is_not_safe_is_none_of_the_safe_fixes(make_rule: MakeRule) -> None:
    text = f"{CODE}#       ^^^^ MLZ101\n# === fixed (safe) ===\n{FIXED}"
    assert complaint(text, make_rule()).startswith("safe fixes give other text:\n")


def test_a_fix_that_has_to_be_undone_is_named(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        yield Finding(call.node, MESSAGE, safe_fix("Load again", add_keyword(call, "again", "True")))

    text = f"{CODE}#       ^^^^^^^^^^^^ MLZ101\n# === fixed (safe) ===\n{CODE}"
    assert complaint(text, make_rule(check)) == (
        "fixture.py:2: the fix of unsafe-load misbehaved and was undone; "
        "please report it with a few lines that show it"
    )


def test_a_fix_that_is_not_still_after_ten_rounds_is_noticed(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        inner = replace(call.node, ctx.source(call.node.args[0]))
        yield Finding(call.node.func, "nested", safe_fix("Take the inner one", inner))

    code = "from demo import load\n" + "load(" * 12 + "1" + ")" * 12 + "\n"
    marks = "".join(f"# @{5 * n + 1}-{5 * n + 4} MLZ101\n" for n in range(12))
    text = f"{code}{marks}# === fixed (safe) ===\nfrom demo import load\nload(load(1))\n"
    assert complaint(text, make_rule(check)) == (
        "fixing again changes the text:\n"
        "    --- expected\n"
        "    +++ actual\n"
        "    @@ -1,2 +1,2 @@\n"
        "     from demo import load\\n\n"
        "    -load(load(1))\\n\n"
        "    +1\\n"
    )


def test_a_crash_is_a_finding_that_nobody_expects(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        if call.node:
            raise KeyError("safe")
        yield Finding(call.node, MESSAGE)

    assert complaint(CODE, make_rule(check)).startswith(
        "reported, but not expected: 1:1-1: ML000 the rule unsafe-load failed on this file "
        "(KeyError: 'safe' in "
    )


def test_a_fixture_runs_under_its_settings_and_path(make_rule: MakeRule) -> None:
    def check(call: Call, ctx: Context) -> Iterator[Finding]:
        yield Finding(call.node.func, f"{ctx.environment.seed} {ctx.is_test} {ctx.document.path}")

    text = (
        '# mllint-test: path=tests/a.py settings={"seed": 7}\nimport demo\ndemo.load()\n'
        "#^^^^^^^^ MLZ101 7 True tests/a.py\n"
    )
    check_fixture(parse_fixture(text), [make_rule(check)])
    wrong = text.replace('"seed"', '"sead"')
    assert complaint(wrong, make_rule(check)).startswith("the settings are wrong: ")


def test_a_fixture_for_a_notebook_is_a_percent_script(make_rule: MakeRule) -> None:
    header = "# mllint-test: path=study.ipynb\n"
    code = "# %%\nfrom demo import load\n# %% [markdown]\n# Prose (\n# %%\n%time x = 1\ny = load()\n"
    text = f"{header}{code}#   ^^^^ MLZ101\n# === fixed (unsafe) ===\n{code.replace('()', '(safe=True)')}"
    check_fixture(parse_fixture(text), [make_rule()])
    assert complaint(f"{header}{code}", make_rule()).startswith("reported, but not expected: 7:5-8: MLZ101 ")


def test_reveal_says_what_a_value_is_taken_for() -> None:
    text = (
        "x: float = [1]  # reveal: list[int]\n"
        "y = 'a'  # reveal: str\n"
        "y  # reveal: str\n"
        "def f(x):\n"
        "    return (\n        x()\n    )  # reveal: unknown\n"
    )
    check_fixture(parse_fixture(text), [])
    wrong = text.replace("reveal: str\ndef", "reveal: bytes\ndef")
    assert complaint(wrong) == "line 3: the value is taken for str, not for bytes"


def test_reveal_needs_a_value() -> None:
    assert complaint("for x in y:  # reveal: unknown\n    pass\n") == (
        "line 1: `reveal:` stands behind no expression, assignment or return"
    )
    assert complaint("x = (  # reveal: unknown\n# @5-5 ML001\n") == "a fixture with `reveal:` must parse"


def test_a_fixture_is_about_the_rule_its_folder_is_named_after(make_rule: MakeRule) -> None:
    one, other = make_rule(), make_rule(name="other", code="MLZ102")
    rules = {rule.name: rule for rule in (one, other)}
    assert rules_of_fixture(parse_fixture("a\n"), "unsafe_load", rules) == [one]
    named = parse_fixture("# mllint-test: rules=other,unsafe-load\na\n")
    assert rules_of_fixture(named, "unsafe_load", rules) == [other, one]
    assert rules_of_fixture(parse_fixture("# mllint-test: rules=\n"), "types", rules) == []
    with pytest.raises(AssertionError, match=r"\Athere is no rule `types` "):
        rules_of_fixture(parse_fixture("a\n"), "types", rules)
