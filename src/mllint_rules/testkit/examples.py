"""The examples of a rule are tests: what they claim is tried out."""

from __future__ import annotations

from dataclasses import dataclass

from mllint_rules.kit.rule import Example, Rule
from mllint_rules.model.codes import INTERNAL_ERROR
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Fix
from mllint_rules.source.document import Document, Kind
from mllint_rules.source.reading import UnreadableFile, read_text
from mllint_rules.testkit.aliasing import alias_imports
from mllint_rules.testkit.documents import document_of, example_text, with_trailing_comments
from mllint_rules.testkit.sandbox import Sandbox, show_difference, show_findings, syntax_error_in

_APPLIED = (Applicability.SAFE, Applicability.UNSAFE)


def check_example(rule: Rule, example: Example) -> None:
    """Try out everything that an example of a rule promises. Raises `AssertionError` for the first lie.

    `bad` is reported exactly once, by this rule alone; `good` is silent. With `fixed` the fix is offered, is as
    safe as declared, turns `bad` into `good` byte for byte, and fixing again changes nothing; without it no fix
    is offered. The finding survives other import names, comments behind the lines and CRLF line ends, and the
    fix then still gives code that parses and is silent.
    """
    try:
        sandbox = Sandbox((rule,), dict(example.settings))
        trial = _Trial(rule, example, sandbox, _read(rule, example, "bad"), _read(rule, example, "good"))
        finding = trial.check_findings()
        if trial.check_declaration(finding):
            trial.check_repair(finding)
        trial.check_variants(finding)
    except AssertionError as error:
        number = next((n for n, each in enumerate(rule.examples, 1) if each is example), 1)
        raise AssertionError(f"{rule.name}, example {number}: {error}") from None


def _read(rule: Rule, example: Example, which: str) -> Document:
    try:
        document = document_of(example_text(getattr(example, which)), example.path)
    except UnreadableFile as error:
        raise AssertionError(f"`{which}` cannot be read: {error}") from None
    problem = syntax_error_in(document)
    assert problem is None, f"`{which}` does not parse: {problem}"
    return document


@dataclass(frozen=True)
class _Trial:
    """One example being tried out."""

    rule: Rule
    example: Example
    sandbox: Sandbox
    bad: Document
    good: Document

    def check_findings(self) -> Diagnostic:
        found = self._check(self.bad, "`bad`")
        assert len(found) == 1 and found[0].code == self.rule.code, (
            f"`bad` must be reported exactly once, but it is reported {_times(len(found))}:\n{show_findings(found)}"
        )
        message = found[0].message
        assert message.strip() and "\n" not in message and not message.endswith("."), (
            f"a message is one sentence in one line without a final period: {message!r}"
        )
        silent = self._check(self.good, "`good`")
        assert not silent, f"`good` must be silent, but it is reported:\n{show_findings(silent)}"
        return found[0]

    def check_declaration(self, finding: Diagnostic) -> bool:
        """Whether the fix is as the example declares it, and there is one to try out."""
        fix = _applied_fix(finding)
        if fix is None:
            assert not self.example.fixed, "`fixed=True`, but no fix is offered"
            assert not self.example.safe, "`safe=True` without `fixed=True`"
            return False
        assert self.example.fixed, (
            f"undeclared fix: {fix.title!r} is offered, but the example is not `fixed=True`"
        )
        is_safe = fix.applicability is Applicability.SAFE
        declared = "safe" if self.example.safe else "unsafe"
        assert is_safe == self.example.safe, (
            f"the fix is {fix.applicability.value}, but declared as {declared}"
        )
        return True

    def check_repair(self, finding: Diagnostic) -> None:
        fixed = self._apply(self.bad, finding, "the fix")
        assert fixed.text == self.good.text, (
            f"the fix does not turn `bad` into `good`:\n{show_difference(self.good.text, fixed.text)}"
        )
        again = self.sandbox.fix(fixed)
        assert again.document.text == fixed.text, (
            f"fixing again changes the text:\n{show_difference(fixed.text, again.document.text)}"
        )
        whole = self.sandbox.fix(self.bad)
        assert whole.document.text == self.good.text, "\n".join(
            ("`mllint fix` does not turn `bad` into `good`:", *whole.reverted)
        )

    def check_variants(self, finding: Diagnostic) -> None:
        if self.bad.kind is Kind.NOTEBOOK:
            return  # a notebook has line ends of its own, and its cells may hold more than Python
        aliased = alias_imports(self.bad)
        if aliased is not None:
            self._check_variant(read_text(aliased, self.bad.path), "with the imports under other names")
        commented = read_text(with_trailing_comments(self.bad), self.bad.path)
        self._check_variant(commented, "with comments behind the lines", finding)
        carriage = read_text(self.bad.text.replace("\n", "\r\n"), self.bad.path)
        fixed = self._check_variant(carriage, "with CRLF line ends", finding)
        if fixed is not None:
            expected = self.good.text.replace("\n", "\r\n")
            assert fixed.text == expected, (
                f"with CRLF line ends the fix gives other text:\n{show_difference(expected, fixed.text)}"
            )

    def _check_variant(self, variant: Document, how: str, like: Diagnostic | None = None) -> Document | None:
        """Check a variant of `bad` and return it repaired; `like` is the finding whose place must be kept."""
        found = self._check(variant, f"`bad` {how}")
        assert len(found) == 1, (
            f"{how} the finding must stay, but `bad` is reported {_times(len(found))}:\n{show_findings(found)}\n"
            f"the text was:\n{variant.text}"
        )
        if like is not None:
            place, expected = found[0].region, like.region
            assert (place.line, place.column) == (expected.line, expected.column), (
                f"{how} the finding moves from {expected.line}:{expected.column} to {place.line}:{place.column}"
            )
        return None if _applied_fix(found[0]) is None else self._apply(variant, found[0], f"{how} the fix")

    def _apply(self, document: Document, finding: Diagnostic, what: str) -> Document:
        """The document after the one fix, which must parse and be silent."""
        assert finding.fix is not None
        title = finding.fix.title
        assert title[:1].isupper() and not title.endswith("."), (
            f"a fix title is an imperative sentence without a final period: {title!r}"
        )
        fixed = document.with_edits(finding.fix.edits)
        problem = syntax_error_in(fixed)
        assert problem is None, f"{what} breaks the code: {problem}; the text became:\n{fixed.text}"
        left = self._check(fixed, f"the text after {what}")
        assert not left, (
            f"{what} does not silence the finding:\n{show_findings(left)}\nthe text became:\n{fixed.text}"
        )
        return fixed

    def _check(self, document: Document, what: str) -> tuple[Diagnostic, ...]:
        found = self.sandbox.check(document)
        crash = next((each for each in found if each.code == INTERNAL_ERROR[0]), None)
        assert crash is None, f"the rule crashes on {what}: {crash.message if crash else ''}"
        return found


def _applied_fix(finding: Diagnostic) -> Fix | None:
    """The fix of a finding, unless it is only for display."""
    return finding.fix if finding.fix is not None and finding.fix.applicability in _APPLIED else None


def _times(count: int) -> str:
    return "not at all" if count == 0 else "once" if count == 1 else f"{count} times"
