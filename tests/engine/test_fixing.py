"""What repairing a document does, fix by fix."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.engine.checking import check
from mllint_rules.engine.diagnostics import engine_diagnostic
from mllint_rules.engine.fixing import ROUNDS, FixOutcome, fix
from mllint_rules.engine.plan import CheckPlan, rule_words
from mllint_rules.engine.registry import load_rules
from mllint_rules.kit import (
    AnyRule,
    Call,
    Context,
    Finding,
    FixPlan,
    Verb,
    calls,
    display_fix,
    replace,
    replace_span,
    safe_fix,
    unsafe_fix,
)
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Edit, Fix, Span
from mllint_rules.source.document import Document
from mllint_rules.source.revision import apply_edits
from mllint_rules.testkit.documents import document_of

MakeRule = Callable[..., AnyRule]
Repair = Callable[[Call, Context], FixPlan | None]
MISBEHAVED = "misbehaved and was undone; please report it with a few lines that show it"


def repair(text: str, *rules: AnyRule, unsafe: bool = False, path: str = "module.py") -> FixOutcome:
    """The text with the fixes of these rules."""
    plan = CheckPlan(rules, known=rule_words(rules))
    return fix(document_of(text, path), lambda document: check(document, plan), unsafe=unsafe)


def reporting(repair_of: Repair, message: str = "trusted") -> Callable[[Call, Context], Iterator[Finding]]:
    """A check function that reports every match."""

    def report(call: Call, ctx: Context) -> Iterator[Finding]:
        yield Finding(call.node, message, repair_of(call, ctx))

    return report


def rename(new: str) -> Repair:
    """A safe fix: another function."""
    return lambda call, ctx: safe_fix(f"Call `{new}`", replace(call.node.func, new))


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return [each.code for each in found]


class TestGoodFixes:
    def test_all_of_them_are_applied_and_what_remains_is_told(self, make_rule: MakeRule) -> None:
        load = make_rule(reporting(rename("open")))
        dump = make_rule(reporting(lambda call, ctx: None), "unsafe-dump", "MLZ102", on=calls("demo.dump"))
        done = repair("import demo\ndemo.load(1)\ndemo.dump(2)\ndemo.load(3)\n", load, dump)
        assert done.document.text == "import demo\nopen(1)\ndemo.dump(2)\nopen(3)\n"
        assert [(each.code, each.region.line) for each in done.applied] == [("MLZ101", 2), ("MLZ101", 4)]
        assert [(each.code, each.region.line) for each in done.remaining] == [("MLZ102", 3)]
        assert done.reverted == ()

    def test_nothing_to_do_is_the_same_document(self, make_rule: MakeRule) -> None:
        document = Document("a.py", "x = 1\n")
        done = fix(document, lambda current: (), unsafe=True)
        assert done == FixOutcome(document, (), (), ())
        assert done.document is document

    def test_fixing_again_changes_nothing(self, make_rule: MakeRule) -> None:
        rule = make_rule(reporting(rename("open")))
        once = repair("import demo\ndemo.load(demo.load(1))\n", rule)
        assert once.document.text == "import demo\nopen(open(1))\n"
        assert repair(once.document.text, rule) == FixOutcome(once.document, (), (), ())

    def test_suppressed_findings_are_not_repaired(self, make_rule: MakeRule) -> None:
        text = "import demo\ndemo.load(1)  # mllint: ignore[unsafe-load]\ndemo.load(2)\n"
        done = repair(text, make_rule(reporting(rename("open"))))
        assert done.document.text == text.replace("demo.load(2)", "open(2)")

    def test_unused_suppressions_are_removed(self, make_rule: MakeRule) -> None:
        done = repair("x = 1  # mllint: ignore[unsafe-load]\r\n", make_rule(reporting(rename("open"))))
        assert done.document.text == "x = 1\r\n"
        assert codes(done.applied) == ["ML003"]

    def test_a_fix_in_a_notebook_stays_in_its_cell(self, make_rule: MakeRule) -> None:
        text = "# %%\nimport demo\n# %%\ndemo.load(1)\n# %%\n%time demo.load(2)\n"
        done = repair(text, make_rule(reporting(rename("open"))), path="a.ipynb")
        sources = [done.document.text[cell.span.start : cell.span.end] for cell in done.document.cells]
        assert sources[:2] == ["import demo", "open(1)"]

    def test_a_file_that_does_not_parse_is_left_alone(self, make_rule: MakeRule) -> None:
        done = repair("import demo\ndemo.load(1)\nx = = 1\n", make_rule(reporting(rename("open"))))
        assert (done.document.text, done.applied) == ("import demo\ndemo.load(1)\nx = = 1\n", ())
        assert codes(done.remaining) == ["ML001"]


class TestApplicability:
    TEXT = "import demo\ndemo.load(1)\ndemo.dump(2)\ndemo.show(3)\n"

    @pytest.fixture
    def rules(self, make_rule: MakeRule) -> list[AnyRule]:
        def rule(name: str, code: str, make: Callable[..., FixPlan]) -> AnyRule:
            def plan(call: Call, ctx: Context) -> FixPlan:
                return make("Do", replace(call.node.func, "print"))

            return make_rule(reporting(plan), f"a-{name}", code, on=calls(f"demo.{name}"))

        return [
            rule("load", "MLZ101", safe_fix),
            rule("dump", "MLZ102", unsafe_fix),
            rule("show", "MLZ103", display_fix),
        ]

    def test_only_safe_fixes_are_applied_without_being_asked(self, rules: list[AnyRule]) -> None:
        done = repair(self.TEXT, *rules)
        assert done.document.text == "import demo\nprint(1)\ndemo.dump(2)\ndemo.show(3)\n"
        assert (codes(done.applied), codes(done.remaining)) == (["MLZ101"], ["MLZ102", "MLZ103"])

    def test_a_fix_that_is_only_shown_is_never_applied(self, rules: list[AnyRule]) -> None:
        done = repair(self.TEXT, *rules, unsafe=True)
        assert done.document.text == "import demo\nprint(1)\nprint(2)\ndemo.show(3)\n"
        assert (codes(done.applied), codes(done.remaining)) == (["MLZ101", "MLZ102"], ["MLZ103"])


class TestOverlaps:
    def test_the_first_wins_and_the_other_follows_in_the_next_round(self, make_rule: MakeRule) -> None:
        def whole_call(call: Call, ctx: Context) -> FixPlan:
            return safe_fix("Rename", replace(call.node, f"new({ctx.source(call.node.args[0])})"))

        seen: list[str] = []
        rule = make_rule(reporting(whole_call))
        plan = CheckPlan((rule,))

        def watch(document: Document) -> tuple[Diagnostic, ...]:
            seen.append(document.text.partition("\n")[2])
            return check(document, plan)

        document = Document("a.py", "import demo\ndemo.load(demo.load(demo.load(1)))\n")
        done = fix(document, watch, unsafe=False)
        assert seen == [
            "demo.load(demo.load(demo.load(1)))\n",
            "new(demo.load(demo.load(1)))\n",
            "new(new(demo.load(1)))\n",
            "new(new(new(1)))\n",
        ]
        assert done.document.text == "import demo\nnew(new(new(1)))\n"
        assert [each.region.column for each in done.applied] == [1, 5, 9]
        assert (done.remaining, done.reverted) == ((), ())

    def test_an_insertion_at_the_edge_of_another_change_waits(self, make_rule: MakeRule) -> None:
        def before(call: Call, ctx: Context) -> FixPlan:
            start = ctx.model.span(call.node).start
            return safe_fix("Mark", replace_span(Span(start, start), "a = "), replace(call.node.func, "A"))

        def behind(call: Call, ctx: Context) -> FixPlan:
            start = ctx.model.span(call.node).start - 2
            return safe_fix("Mark", replace_span(Span(start, start + 2), "; "), replace(call.node.func, "B"))

        first = make_rule(reporting(before), "before", "MLZ101")
        second = make_rule(reporting(behind), "behind", "MLZ102", on=calls("demo.dump"))
        text = "import demo\ndemo.load(1); demo.dump(2)\n"
        done = repair(text, first, second)
        assert done.document.text == "import demo\na = A(1); B(2)\n"
        # No overlap: both in one round, though the second begins right behind the first.
        assert codes(done.applied) == ["MLZ101", "MLZ102"]

    def test_the_same_insertion_of_several_fixes_is_made_once(self, make_rule: MakeRule) -> None:
        def with_import(call: Call, ctx: Context) -> FixPlan:
            reach = ctx.reach("joblib")
            return safe_fix("Use joblib", replace(call.node.func, f"{reach.text}.load"), *reach.verbs)

        rounds: list[str] = []
        plan = CheckPlan((make_rule(reporting(with_import)),))

        def watch(document: Document) -> tuple[Diagnostic, ...]:
            rounds.append(document.text)
            return check(document, plan)

        document = Document("a.py", "import demo\ndemo.load(1)\ndemo.load(2)\n")
        done = fix(document, watch, unsafe=False)
        assert done.document.text == "import demo\nimport joblib\njoblib.load(1)\njoblib.load(2)\n"
        assert len(rounds) == 2
        assert codes(done.applied) == ["MLZ101", "MLZ101"]

    def test_different_insertions_at_one_place_come_one_after_the_other(self, make_rule: MakeRule) -> None:
        def with_import(call: Call, ctx: Context) -> FixPlan:
            name = str(ctx.value_of(call.node.args[0]))
            reach = ctx.reach(name)
            return safe_fix("Import", replace(call.node, reach.text), *reach.verbs)

        text = 'import demo\ndemo.load("joblib")\ndemo.load("dill")\n'
        done = repair(text, make_rule(reporting(with_import)))
        assert done.document.text == "import demo\nimport joblib\nimport dill\njoblib\ndill\n"

    def test_what_is_written_with_a_name_waits_while_another_fix_renames_it(self) -> None:
        rules = [rule for rule in load_rules() if rule.code in ("MLG111", "MLG117")]
        done = repair(
            "import pandas\n\n\ndef load(path):\n    return pandas.read_csv(path)\n", *rules, unsafe=True
        )
        assert done.document.text == (
            "import pandas as pd\n\n\ndef load(path) -> pd.DataFrame:\n    return pd.read_csv(path)\n"
        )
        assert done.reverted == ()

    def test_a_name_that_two_fixes_want_to_define_is_free_for_one(self, make_rule: MakeRule) -> None:
        def extract(call: Call, ctx: Context) -> FixPlan:
            name = ctx.fresh_name("step")
            span = ctx.model.span(ctx.statement(call.node))
            number = ctx.source(call.node.args[0])
            written = f"def {name}():\n    return {number}\n\n\n{name}()"
            return safe_fix("Extract", replace_span(span, written))

        done = repair("import demo\ndemo.load(1)\ndemo.load(2)\n", make_rule(reporting(extract)))
        assert done.document.text == (
            "import demo\ndef step():\n    return 1\n\n\nstep()\ndef _step():\n    return 2\n\n\n_step()\n"
        )


class TestBadFixes:
    """A fix that misbehaves is undone alone, and people hear of it."""

    TEXT = "import demo\ndemo.load(1)\ndemo.load(2)\ndemo.load(3)\n"

    def bad_in_the_middle(self, make_rule: MakeRule, bad: str, *others: AnyRule) -> FixOutcome:
        """All three are repaired; the second call becomes `bad`."""

        def plan(call: Call, ctx: Context) -> FixPlan:
            number = ctx.value_of(call.node.args[0])
            return safe_fix("Open", replace(call.node, bad if number == 2 else f"open({number})"))

        return repair(self.TEXT, make_rule(reporting(plan)), *others)

    @pytest.mark.parametrize("bad", ["open(2", "demo.load(2)", "demo.load(22)", "demo.load(4); demo.load(5)"])
    def test_one_that_breaks_the_code_or_silences_nothing(self, make_rule: MakeRule, bad: str) -> None:
        done = self.bad_in_the_middle(make_rule, bad)
        assert done.document.text == "import demo\nopen(1)\ndemo.load(2)\nopen(3)\n"
        assert [each.region.line for each in done.applied] == [2, 4]
        assert [(each.code, each.region.line) for each in done.remaining] == [("MLZ101", 3)]
        assert done.reverted == (f"module.py:3: the fix of unsafe-load {MISBEHAVED}",)

    def test_one_that_raises_a_finding_of_another_rule(self, make_rule: MakeRule) -> None:
        dump = make_rule(reporting(lambda call, ctx: None), "unsafe-dump", "MLZ102", on=calls("demo.dump"))
        done = self.bad_in_the_middle(make_rule, "demo.dump(2)", dump)
        assert done.document.text == "import demo\nopen(1)\ndemo.load(2)\nopen(3)\n"
        assert codes(done.remaining) == ["MLZ101"]
        assert done.reverted == (f"module.py:3: the fix of unsafe-load {MISBEHAVED}",)

    def test_one_that_makes_a_rule_crash(self, make_rule: MakeRule) -> None:
        def crash(call: Call, ctx: Context) -> Iterator[Finding]:
            raise ValueError

        dump = make_rule(crash, "crashing", "MLZ102", on=calls("demo.dump"))
        done = self.bad_in_the_middle(make_rule, "demo.dump(2)", dump)
        assert done.document.text == "import demo\nopen(1)\ndemo.load(2)\nopen(3)\n"
        assert codes(done.remaining) == ["MLZ101"]

    def test_one_that_makes_a_suppression_unused(self, make_rule: MakeRule) -> None:
        def clear_both(call: Call, ctx: Context) -> FixPlan:
            first, second = (ctx.model.span(statement) for statement in ctx.model.tree.body[1:])
            return safe_fix("Clear", replace_span(Span(first.start, second.end), "pass"))

        text = "import demo\ndemo.load(1)\ndemo.load(2)  # mllint: ignore[unsafe-load]\n"
        done = repair(text, make_rule(reporting(clear_both)))
        assert done.document.text == text
        assert done.reverted == (f"module.py:2: the fix of unsafe-load {MISBEHAVED}",)

    def test_identical_findings_are_told_apart(self, make_rule: MakeRule) -> None:
        """The same code, message and text in three places; only the fix in the first one is bad."""

        def plan(call: Call, ctx: Context) -> FixPlan:
            return safe_fix("Open", replace(call.node, "open(" if call.node.lineno == 2 else "open()"))

        text = "import demo\na = demo.load()\nb = demo.load()\nc = demo.load()\n"
        done = repair(text, make_rule(reporting(plan)))
        assert done.document.text == "import demo\na = demo.load()\nb = open()\nc = open()\n"
        assert [each.region.line for each in done.applied] == [3, 4]
        assert done.reverted == (f"module.py:2: the fix of unsafe-load {MISBEHAVED}",)

    def test_each_bad_one_of_identical_findings_is_told(self, make_rule: MakeRule) -> None:
        def plan(call: Call, ctx: Context) -> FixPlan:
            return safe_fix("Open", replace(call.node, "open(" if call.node.lineno != 3 else "open()"))

        text = "import demo\na = demo.load()\nb = demo.load()\nc = demo.load()\n"
        done = repair(text, make_rule(reporting(plan)))
        assert done.document.text == "import demo\na = demo.load()\nb = open()\nc = demo.load()\n"
        assert done.reverted == tuple(
            f"module.py:{line}: the fix of unsafe-load {MISBEHAVED}" for line in (2, 4)
        )

    def test_one_that_waited_is_tried_after_a_bad_one(self, make_rule: MakeRule) -> None:
        """The outer call is broken by its fix, which covers the inner one: that one is repaired all the same."""

        def plan(call: Call, ctx: Context) -> FixPlan:
            is_outer = isinstance(call.node.args[0], ast.Call)
            return safe_fix("Open", replace(call.node, "open(" if is_outer else "open(1)"))

        done = repair("import demo\ndemo.load(demo.load(1))\n", make_rule(reporting(plan)))
        assert done.document.text == "import demo\ndemo.load(open(1))\n"
        assert codes(done.applied) == codes(done.remaining) == ["MLZ101"]
        assert done.reverted == (f"module.py:2: the fix of unsafe-load {MISBEHAVED}",)

    def test_two_that_are_good_alone_and_bad_together(self, make_rule: MakeRule) -> None:
        """Each takes away the half of an expression: the second is chosen anew, and finds another half left."""

        def plan(call: Call, ctx: Context) -> FixPlan:
            outer = ctx.parent(call.node)
            if not isinstance(outer, ast.BinOp):
                return safe_fix("Open", replace(call.node, "open()"))
            if call.node is outer.left:
                edit = Span(ctx.model.span(call.node).start, ctx.model.span(outer.right).start - 2)
            else:
                edit = Span(ctx.model.span(outer.left).end + 1, ctx.model.span(call.node).end)
            return safe_fix("Leave out", replace_span(edit, ""))

        done = repair("import demo\nx = demo.load(1) + demo.load(2)\n", make_rule(reporting(plan)))
        assert done.document.text == "import demo\nx = + open()\n"
        assert codes(done.applied) == ["MLZ101", "MLZ101"]
        assert done.reverted == ()


class TestRevealed:
    """What a fix only brings to light is no fault of it."""

    def only_after(self, word: str, repair_of: Repair) -> Callable[[Call, Context], Iterator[Finding]]:
        """A check function that knows enough to report only where the document has a word."""

        def report(call: Call, ctx: Context) -> Iterator[Finding]:
            if word in ctx.document.text:
                yield Finding(call.node, "known now", repair_of(call, ctx))

        return report

    def test_a_finding_in_text_that_was_there_before(self, make_rule: MakeRule) -> None:
        load = make_rule(reporting(rename("open")))
        dump = make_rule(
            self.only_after("open", lambda call, ctx: None), "unsafe-dump", "MLZ102", on=calls("demo.dump")
        )
        done = repair("import demo\ndemo.load(1)\ndemo.dump(2)\n", load, dump)
        assert done.document.text == "import demo\nopen(1)\ndemo.dump(2)\n"
        assert (codes(done.remaining), done.reverted) == (["MLZ102"], ())

    def test_a_finding_of_the_same_rule_in_text_that_was_there_before(self, make_rule: MakeRule) -> None:
        def first_only(call: Call, ctx: Context) -> Iterator[Finding]:
            others = [each for each in ctx.calls_of("demo.load") if each.node.lineno < call.node.lineno]
            if not others:
                number = ctx.source(call.node.args[0])
                yield Finding(call.node, f"call {number}", rename("open")(call, ctx))

        done = repair("import demo\ndemo.load(1)\ndemo.load(2)\n", make_rule(first_only))
        assert done.document.text == "import demo\nopen(1)\nopen(2)\n"
        assert done.reverted == ()

    def test_a_finding_in_text_that_moved(self, make_rule: MakeRule) -> None:
        def indent(call: Call, ctx: Context) -> FixPlan:
            text = ctx.document.text
            last = text.rindex("demo.dump(2)")
            span = Span(ctx.model.span(call.node).start, last + len("demo.dump(2)"))
            return safe_fix("Indent", replace_span(span, "if open:\n    demo.dump(2)"))

        load = make_rule(reporting(indent))
        dump = make_rule(
            self.only_after("open", lambda call, ctx: None), "unsafe-dump", "MLZ102", on=calls("demo.dump")
        )
        done = repair("import demo\ndemo.load(1)\ndemo.dump(2)\n", load, dump)
        assert done.document.text == "import demo\nif open:\n    demo.dump(2)\n"
        assert (codes(done.remaining), done.reverted) == (["MLZ102"], ())

    def test_new_text_that_another_rule_repairs(self, make_rule: MakeRule) -> None:
        load = make_rule(reporting(rename("demo.dump")))
        dump = make_rule(reporting(rename("open")), "unsafe-dump", "MLZ102", on=calls("demo.dump"))
        done = repair("import demo\ndemo.load(1)\n", load, dump)
        assert done.document.text == "import demo\nopen(1)\n"
        assert (codes(done.applied), done.reverted) == (["MLZ101", "MLZ102"], ())

    def test_new_text_of_which_the_fix_says_that_a_rule_speaks(self, make_rule: MakeRule) -> None:
        def plan(call: Call, ctx: Context) -> FixPlan:
            return unsafe_fix("Dump", replace(call.node.func, "demo.dump"), leaves=("unsafe-dump",))

        dump = make_rule(reporting(lambda call, ctx: None), "unsafe-dump", "MLZ102", on=calls("demo.dump"))
        done = repair("import demo\ndemo.load(1)\n", make_rule(reporting(plan)), dump, unsafe=True)
        assert done.document.text == "import demo\ndemo.dump(1)\n"
        assert (codes(done.remaining), done.reverted) == (["MLZ102"], ())

    def test_text_that_is_gone_inside_of_a_finding_is_a_change(self, make_rule: MakeRule) -> None:
        def drop_second(call: Call, ctx: Context) -> FixPlan:
            second = ctx.model.span(call.node.args[0]).end
            return safe_fix("Drop", replace_span(Span(second, ctx.model.span(call.node).end - 1), ""))

        def short(call: Call, ctx: Context) -> Iterator[Finding]:
            if len(call.node.args) == 1:
                yield Finding(call.node, "short")

        def long(call: Call, ctx: Context) -> Iterator[Finding]:
            if len(call.node.args) > 1:
                yield Finding(call.node.func, "long", drop_second(call, ctx))

        done = repair("import demo\ndemo.load(1, 2)\n", make_rule(long), make_rule(short, "short", "MLZ102"))
        assert done.document.text == "import demo\ndemo.load(1, 2)\n"
        assert done.reverted == (f"module.py:2: the fix of unsafe-load {MISBEHAVED}",)

    def test_two_rules_that_undo_each_other_end_at_once(self, make_rule: MakeRule) -> None:
        load = make_rule(reporting(rename("demo.dump")))
        dump = make_rule(reporting(rename("demo.load")), "unsafe-dump", "MLZ102", on=calls("demo.dump"))
        done = repair("import demo\ndemo.load(1)\n", load, dump)
        assert done.document.text == "import demo\ndemo.dump(1)\n"
        assert codes(done.applied) == ["MLZ101"]
        assert done.reverted == (f"module.py:2: the fix of unsafe-dump {MISBEHAVED}",)


def finding_at(document: Document, offset: int, *edits: Edit) -> Diagnostic:
    """A diagnostic with a safe fix."""
    end = min(offset + 1, len(document.text))
    repaired = Fix("Do", Applicability.SAFE, edits)
    return engine_diagnostic(("MLZ101", "demo"), f"at {offset}", document, Span(offset, end), repaired)


class TestRounds:
    def test_a_rule_that_never_settles_ends_after_ten(self) -> None:
        checked: list[str] = []

        def restless(document: Document) -> tuple[Diagnostic, ...]:
            """One finding fewer after each change of the same place, from a number that never runs out."""
            checked.append(document.text)
            left = 100 - document.text.count("#")
            insertion = Edit(Span(0, 0), "#")
            return tuple(finding_at(document, 0, insertion, Edit(Span(0, 0), "")) for _ in range(left))

        done = fix(Document("a.py", "\n"), restless, unsafe=False)
        assert ROUNDS == 10
        assert done.document.text == "#" * 10 + "\n"
        assert len(checked) == 11
        assert (len(done.applied), len(done.remaining), done.reverted) == (10, 90, ())

    def test_a_fix_that_brings_its_finding_back_elsewhere_is_undone_at_once(
        self, make_rule: MakeRule
    ) -> None:
        def push(call: Call, ctx: Context) -> FixPlan:
            verb: Verb = replace(call.node, f"demo.load({ctx.source(call.node)})")
            return safe_fix("Wrap", verb)

        done = repair("import demo\ndemo.load(1)\n", make_rule(reporting(push)))
        assert done.document.text == "import demo\ndemo.load(1)\n"
        assert done.reverted == (f"module.py:2: the fix of unsafe-load {MISBEHAVED}",)


TEXT = "abcdefghij\nklmnopqrst\n"


@st.composite
def separate_edits(draw: st.DrawFn) -> list[Edit]:
    """Edits that keep at least one character between them."""
    edits: list[Edit] = []
    position = 0
    while position < len(TEXT) and draw(st.booleans()):
        start = draw(st.integers(position, len(TEXT)))
        end = draw(st.integers(start, min(start + 4, len(TEXT))))
        edits.append(Edit(Span(start, end), draw(st.text("xyz\n", max_size=4))))
        position = end + 1
    return edits


@given(separate_edits(), st.randoms(use_true_random=False))
def test_edits_are_applied_together_as_from_the_back_one_by_one(edits: list[Edit], random: Any) -> None:
    one_by_one = TEXT
    for edit in reversed(edits):
        one_by_one = one_by_one[: edit.span.start] + edit.text + one_by_one[edit.span.end :]
    assert apply_edits(TEXT, edits) == one_by_one

    # The same as fixes of as many findings, found in any order: one round does it.
    document = Document("a.txt", "'''" + TEXT + "'''")
    moved = [Edit(Span(e.span.start + 3, e.span.end + 3), e.text) for e in edits]
    found = [finding_at(document, edit.span.start, edit) for edit in moved]
    random.shuffle(found)
    done = fix(document, lambda current: tuple(found) if current is document else (), unsafe=False)
    assert done.document.text == f"'''{one_by_one}'''"
    assert len(done.applied) == len(edits)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 4), st.text("xyz", max_size=2)), max_size=6))
def test_of_fixes_that_may_overlap_none_is_lost(places: list[tuple[int, int, str]]) -> None:
    """Whatever fixes are offered: those chosen together never overlap, and the rounds end."""
    edits = [Edit(Span(start, min(start + size, 10)), text) for start, size, text in places]
    texts = []

    def look(document: Document) -> tuple[Diagnostic, ...]:
        texts.append(document.text)
        waiting = edits[len(texts) - 1 :]
        return tuple(finding_at(document, min(e.span.start, len(document.text)), e) for e in waiting)

    document = Document("a.py", "#" * 40)
    done = fix(document, look, unsafe=False)
    assert len(texts) <= 2 * len(edits) + 1
    assert len(done.applied) + len(done.reverted) <= len(edits)
