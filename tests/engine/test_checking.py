"""What is reported about one document."""

from __future__ import annotations

import ast
import gc
import platform
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mllint_rules.engine.checking import check
from mllint_rules.engine.plan import CheckPlan, rule_words
from mllint_rules.kit import (
    AnyRule,
    Call,
    Category,
    Context,
    Finding,
    FixPlan,
    FixUnavailable,
    Place,
    SemanticModel,
    Severity,
    Span,
    add_keyword,
    module,
    nodes,
    safe_fix,
)
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Edit, Region
from mllint_rules.source.document import Document
from mllint_rules.testkit.documents import document_of

MakeRule = Callable[..., AnyRule]
VERSION = ".".join(platform.python_version_tuple()[:2])
HINT = f"(read as Python {VERSION}; newer syntax needs mllint on a newer Python)"
LOADS = 'import demo\n\ndemo.load("a")\ndemo.load("b")\n'


def report_load(call: Call, ctx: Context) -> Iterator[Finding]:
    yield Finding(call.node.func, "`demo.load` trusts the file")


def report_module(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    yield Finding(Span(0, 0), "the module is there")


def run(text: str, *rules: AnyRule, path: str = "module.py", **options: Any) -> tuple[Diagnostic, ...]:
    """What these rules report, all of them on."""
    plan = CheckPlan(rules, known=rule_words(rules))
    return check(document_of(text, path), plan, **options)


def shown(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    """Code, line and column of diagnostics."""
    return [(each.code, each.region.line, each.region.column) for each in found]


def test_a_finding_is_reported_with_all_that_its_rule_says(make_rule: MakeRule) -> None:
    def say(call: Call, ctx: Context) -> Iterator[Finding]:
        plan = safe_fix("Pass `safe=True`", add_keyword(call, "safe", "True"))
        yield Finding(call.node.func, "trusted", plan, (Place(call.node.args[0], "this file"),))

    rule = make_rule(say, severity=Severity.INFO)
    (found,) = run('import demo\ndemo.load("ä")\n', rule, path="src/a.py")
    assert (found.code, found.name, found.message, found.path) == (
        "MLZ101",
        "unsafe-load",
        "trusted",
        "src/a.py",
    )
    assert (found.span, found.region) == (Span(12, 21), Region(2, 1, 2, 10))
    assert (found.severity, found.category) == (Severity.INFO, Category.SECURITY)
    assert found.url == "https://mllint-rules.readthedocs.io/rules/unsafe-load/"
    (related,) = found.related
    assert (related.message, related.path, related.region) == ("this file", "src/a.py", Region(2, 11, 2, 14))
    assert found.fix is not None
    assert found.fix.applicability is Applicability.SAFE
    assert found.fix.edits == (Edit(Span(25, 25), ", safe=True"),)
    assert [(edit.region, edit.text) for edit in found.fix_regions] == [(Region(2, 14, 2, 14), ", safe=True")]


def test_the_settings_may_change_the_severity(make_rule: MakeRule) -> None:
    plan = CheckPlan((make_rule(report_load),), severities={"unsafe-load": Severity.INFO})
    assert [each.severity for each in check(Document("a.py", LOADS), plan)] == [Severity.INFO, Severity.INFO]


class TestCrashes:
    def test_a_crash_is_one_error_and_the_other_rules_still_run(self, make_rule: MakeRule) -> None:
        def crash_on_b(call: Call, ctx: Context) -> Iterator[Finding]:
            if call.node.lineno == 4:
                raise ValueError("no such column")
            yield Finding(call.node, "before the crash")

        crashing = make_rule(crash_on_b, "crashing", "MLZ102")
        line = crash_on_b.__code__.co_firstlineno + 2
        found = run(LOADS + "demo.load()\n", crashing, make_rule(report_load, "last", "MLZ103"))
        assert shown(found) == [
            ("ML000", 1, 1),
            ("MLZ102", 3, 1),
            ("MLZ103", 3, 1),
            ("MLZ103", 4, 1),
            ("MLZ103", 5, 1),
        ]
        error = found[0]
        assert error.message == (
            f"the rule crashing failed on this file (ValueError: no such column in {__name__}, line {line}); "
            "please report it with a few lines that show it"
        )
        assert (error.name, error.severity, error.category) == (
            "internal-error",
            Severity.ERROR,
            Category.PROCESS,
        )
        assert (error.span, error.fix) == (Span(0, 0), None)

    def test_each_rule_that_crashes_is_named(self, make_rule: MakeRule) -> None:
        def crash(call: Call, ctx: Context) -> Iterator[Finding]:
            raise KeyError(ctx.source(call.node))

        found = run(LOADS, make_rule(crash, "first", "MLZ101"), make_rule(crash, "second", "MLZ102"))
        assert [each.message.partition(" in ")[0] for each in found] == [
            """the rule first failed on this file (KeyError: 'demo.load("a")'""",
            """the rule second failed on this file (KeyError: 'demo.load("a")'""",
        ]

    def test_endless_recursion_in_a_rule_is_a_crash_too(self, make_rule: MakeRule) -> None:
        def descend(call: Call, ctx: Context) -> Iterator[Finding]:
            yield from descend(call, ctx)

        (found,) = run(LOADS, make_rule(descend))
        assert found.code == "ML000"
        assert found.message.startswith("the rule unsafe-load failed on this file (RecursionError: ")

    def test_a_crash_cannot_be_suppressed(self, make_rule: MakeRule) -> None:
        def crash(call: Call, ctx: Context) -> Iterator[Finding]:
            raise ValueError

        found = run("import demo  # noqa\ndemo.load()  # mllint: ignore-file\n", make_rule(crash))
        assert shown(found) == [("ML000", 1, 1), ("ML003", 2, 14)]

    def test_the_garbage_collector_runs_on_afterwards(self, make_rule: MakeRule) -> None:
        enabled = []

        def look(call: Call, ctx: Context) -> Iterator[Finding]:
            enabled.append(gc.isenabled())
            raise ValueError

        run(LOADS, make_rule(look))
        assert (enabled, gc.isenabled()) == ([False], True)
        gc.disable()
        try:
            run(LOADS, make_rule(look))
            assert not gc.isenabled()
        finally:
            gc.enable()


class TestTextThatCannotBeRead:
    @pytest.mark.parametrize(
        ("text", "message", "line", "column"),
        [
            ("x = = 1\n", "invalid syntax", 1, 5),
            ("a = 1\n\nÄ = = 1\n", "invalid syntax", 3, 5),
            ('"🎉"; x = = 1\r\n', "invalid syntax", 1, 10),
            ("x = (1\n", "'(' was never closed", 1, 5),
            ("x = 1\n  y = 2\n", "unexpected indent", 2, 3),
        ],
    )
    def test_a_syntax_error_stands_for_the_file(
        self, make_rule: MakeRule, text: str, message: str, line: int, column: int
    ) -> None:
        rule = make_rule(report_module, on=module())
        (found,) = run(text, rule)
        assert (found.code, found.name, found.message) == ("ML001", "syntax-error", f"{message} {HINT}")
        assert found.severity is Severity.ERROR
        if message == "unexpected indent":  # older versions point behind it
            assert found.region.line == line
        else:
            assert found.region == Region(line, column, line, column)

    def test_in_a_notebook_the_cell_is_told(self, make_rule: MakeRule) -> None:
        (found,) = run("# %%\nx = 1\n# %% [markdown]\n# y = =\n# %%\na = 2\ny = = 3\n", path="a.ipynb")
        assert (found.code, found.region) == ("ML001", Region(2, 5, 2, 5, cell=3))

    @pytest.mark.parametrize("text", ["-" * 50_000 + "1\n", "x = " + "(" * 150 + "-" * 50_000])
    def test_nesting_too_deep_for_the_parser_is_told(self, make_rule: MakeRule, text: str) -> None:
        (found,) = run(text, make_rule(report_module, on=module()))
        assert (found.code, found.message) == ("ML001", "the code is nested too deeply for the parser")
        assert found.region == Region(1, 1, 1, 1)

    def test_characters_that_no_file_can_hold(self, make_rule: MakeRule) -> None:
        rule = make_rule(report_module, on=module())
        text = "x = '\ud800'\n"
        assert shown(run(text, rule)) == [("MLZ101", 1, 1)]
        # Only reading makes them harmless.
        (found,) = check(Document("a.py", text), CheckPlan((rule,)))
        assert (found.code, found.region) == ("ML001", Region(1, 1, 1, 1))
        assert found.message.startswith("Python cannot read this file: 'utf-8' codec can't encode character")

    def test_doubtful_escapes_are_left_to_other_linters(self, make_rule: MakeRule) -> None:
        assert run('import re\nre.compile("\\d")\n1 is 1\n', make_rule(report_load)) == ()

    def test_an_empty_file_is_checked(self, make_rule: MakeRule) -> None:
        assert shown(run("", make_rule(report_module, on=module()))) == [("MLZ101", 1, 1)]


class TestGeneratedFiles:
    @pytest.mark.parametrize(
        "head",
        [
            "# @generated by protoc\n",
            "# This file is generated. DO NOT EDIT.\n",
            '"""Clients.\n\n@generated\n"""\n',
            "#" + "x" * 900 + "\n# DO NOT EDIT\n",
        ],
    )
    def test_they_are_silent(self, make_rule: MakeRule, head: str) -> None:
        rule = make_rule(report_load)
        assert run(head + LOADS, rule) == ()
        assert run(head + "x = = 1  # mllint: ignore[gone]\n", rule) == ()

    @pytest.mark.parametrize(
        "head", ["# generated by hand\n", "# Do not edit\n", "x@generatedness\n", "#" * 1000 + "@generated\n"]
    )
    def test_what_only_looks_like_it_is_checked(self, make_rule: MakeRule, head: str) -> None:
        assert [each.code for each in run(head + LOADS, make_rule(report_load))] == ["MLZ101", "MLZ101"]


class TestOverrides:
    """A general rule is silent where a more specific one speaks."""

    @pytest.fixture
    def rules(self, make_rule: MakeRule) -> tuple[AnyRule, AnyRule]:
        def report_b(call: Call, ctx: Context) -> Iterator[Finding]:
            if ctx.value_of(call.node.args[0]) == "b":
                yield Finding(call.node, "`b` is worse")

        return (
            make_rule(report_load, "unsafe-load", "MLZ101"),
            make_rule(report_b, "load-of-b", "MLZ102", overrides=("unsafe-load",)),
        )

    def test_the_more_specific_rule_speaks(self, rules: tuple[AnyRule, AnyRule]) -> None:
        assert shown(run(LOADS, *rules)) == [("MLZ101", 3, 1), ("MLZ102", 4, 1)]
        assert shown(run(LOADS, rules[0])) == [("MLZ101", 3, 1), ("MLZ101", 4, 1)]

    @pytest.mark.parametrize(
        "comment",
        ["mllint: ignore[load-of-b]", "mllint: ignore", "noqa: MLZ102", "noqa", "noqa: MLZ101, MLZ102"],
    )
    def test_it_does_so_when_it_is_suppressed(self, rules: tuple[AnyRule, AnyRule], comment: str) -> None:
        text = LOADS.replace('("b")', f'("b")  # {comment}')
        assert shown(run(text, *rules)) == [("MLZ101", 3, 1)]

    def test_suppressing_the_general_one_leaves_it(self, rules: tuple[AnyRule, AnyRule]) -> None:
        text = LOADS.replace('("b")', '("b")  # mllint: ignore[unsafe-load]')
        assert shown(run(text, *rules)) == [("MLZ101", 3, 1), ("MLZ102", 4, 1)]

    def test_places_count_when_they_touch_in_a_character(self, make_rule: MakeRule) -> None:
        def report(where: Span) -> Callable[[SemanticModel, Context], Iterator[Finding]]:
            def say(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
                yield Finding(where, "here")

            return say

        def codes(general: Span, special: Span) -> list[str]:
            rules = (
                make_rule(report(general), "general", "MLZ101", on=module()),
                make_rule(report(special), "special", "MLZ102", on=module(), overrides=("general",)),
            )
            return [each.code for each in run("abcdef\n", *rules)]

        assert codes(Span(0, 6), Span(2, 3)) == ["MLZ102"]
        assert codes(Span(2, 3), Span(0, 6)) == ["MLZ102"]
        assert codes(Span(0, 3), Span(2, 6)) == ["MLZ102"]
        assert codes(Span(0, 0), Span(0, 0)) == ["MLZ102"]
        assert codes(Span(0, 3), Span(3, 6)) == ["MLZ101", "MLZ102"]


class TestSuppressions:
    def test_a_suppressed_finding_is_silent(self, make_rule: MakeRule) -> None:
        rule = make_rule(report_load)
        for comment in ("mllint: ignore[unsafe-load] -- ours", "mllint: ignore[MLZ101]", "noqa: MLZ101"):
            assert shown(run(LOADS.replace('"a")', f'"a")  # {comment}'), rule)) == [("MLZ101", 4, 1)]
        assert run("# mllint: ignore-file[unsafe-load]\n" + LOADS, rule) == ()

    def test_one_that_suppresses_nothing_is_reported_with_a_fix(self, make_rule: MakeRule) -> None:
        text = "import demo  # mllint: ignore[unsafe-load] -- no\n"
        (found,) = run(text, make_rule(report_load))
        assert (found.code, found.name, found.severity) == ("ML003", "unused-suppression", Severity.WARNING)
        assert found.message == "`unsafe-load` is not reported here, so suppressing it does nothing"
        assert found.region == Region(1, 14, 1, 49)
        assert found.fix is not None
        assert found.fix.applicability is Applicability.SAFE
        assert found.fix.edits == (Edit(Span(11, 48), ""),)

    def test_only_what_could_be_reported_is_judged(self, make_rule: MakeRule) -> None:
        rule, other = make_rule(report_load), make_rule(report_load, "other", "MLZ102")
        document = Document("a.py", "x = 1  # mllint: ignore[other]\ny = 2  # mllint: ignore[anything]\n")
        plan = CheckPlan((rule,), known=rule_words((rule, other)))
        assert [(each.region.line, each.message) for each in check(document, plan)] == [
            (2, "`anything` is no rule, so suppressing it does nothing")
        ]
        assert check(document, CheckPlan((rule,))) == ()
        assert check(document, CheckPlan((rule,), judge_suppressions=False, known={})) == ()


class TestFixes:
    def test_without_fixes_nothing_is_drawn(self, make_rule: MakeRule) -> None:
        drawn: list[int] = []

        def lazily(call: Call, ctx: Context) -> Iterator[Finding]:
            def plan() -> FixPlan:
                drawn.append(call.node.lineno)
                return safe_fix("Pass `safe=True`", add_keyword(call, "safe", "True"))

            yield Finding(call.node, "trusted", plan)

        found = run(LOADS, make_rule(lazily), with_fixes=False)
        assert [(each.region.line, each.fix, each.fix_regions) for each in found] == [
            (3, None, ()),
            (4, None, ()),
        ]
        assert drawn == []
        found = run(LOADS, make_rule(lazily))
        assert [each.fix.title for each in found if each.fix] == ["Pass `safe=True`", "Pass `safe=True`"]
        assert drawn == [3, 4]

    def test_a_broken_fix_is_an_internal_error(self, make_rule: MakeRule) -> None:
        def broken(call: Call, ctx: Context) -> Iterator[Finding]:
            def plan() -> FixPlan:
                raise IndexError("pop from empty list")

            yield Finding(call.node, "trusted", plan)

        (found,) = run(LOADS, make_rule(broken))
        assert found.code == "ML000"
        assert found.message.startswith(
            "the rule unsafe-load failed on this file (IndexError: pop from empty list in "
        )

    def test_a_fix_that_does_not_fit_is_left_out(self, make_rule: MakeRule) -> None:
        class Unfit:
            def edits(self, model: SemanticModel) -> Iterator[Edit]:
                raise FixUnavailable("a comment would be lost")

        def raising() -> FixPlan:
            raise FixUnavailable("not here")

        def unfit(call: Call, ctx: Context) -> Iterator[Finding]:
            where = call.node
            yield Finding(where, "1. no plan", lambda: None)
            yield Finding(where, "2. a function that gives up", raising)
            yield Finding(where, "3. a verb that gives up", safe_fix("Do", Unfit()))

        found = run("import demo\ndemo.load()\n", make_rule(unfit))
        assert [(each.code, each.message, each.fix) for each in found] == [
            ("MLZ101", "1. no plan", None),
            ("MLZ101", "2. a function that gives up", None),
            ("MLZ101", "3. a verb that gives up", None),
        ]


class TestOrder:
    def test_by_place_then_code_then_message(self, make_rule: MakeRule) -> None:
        def backwards(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
            for node in reversed(model.index.nodes(ast.Constant)):
                yield Finding(node, "z")
                yield Finding(node, "a")

        def forwards(node: ast.Constant, ctx: Context) -> Iterator[Finding]:
            yield Finding(node, "m")

        first = make_rule(forwards, "first", "MLZ101", on=nodes(ast.Constant))
        second = make_rule(backwards, "second", "MLZ102", on=module())
        found = run("x = 1, 2\ny = 3\n", second, first)
        assert [(*place, each.message) for place, each in zip(shown(found), found, strict=True)] == [
            ("MLZ101", 1, 5, "m"),
            ("MLZ102", 1, 5, "a"),
            ("MLZ102", 1, 5, "z"),
            ("MLZ101", 1, 8, "m"),
            ("MLZ102", 1, 8, "a"),
            ("MLZ102", 1, 8, "z"),
            ("MLZ101", 2, 5, "m"),
            ("MLZ102", 2, 5, "a"),
            ("MLZ102", 2, 5, "z"),
        ]

    def test_by_cell_in_a_notebook(self, make_rule: MakeRule) -> None:
        text = "# %%\nimport demo\n\n\ndemo.load()\n# %%\ndemo.load()\n"
        found = run(text, make_rule(report_load), path="a.ipynb")
        assert [(each.region.cell, each.region.line) for each in found] == [(1, 4), (2, 1)]

    def test_the_same_twice_is_said_once(self, make_rule: MakeRule) -> None:
        def twice(call: Call, ctx: Context) -> Iterator[Finding]:
            yield from (Finding(call.node, "trusted"), Finding(call.node, "trusted"))

        assert shown(run(LOADS, make_rule(twice))) == [("MLZ101", 3, 1), ("MLZ101", 4, 1)]
