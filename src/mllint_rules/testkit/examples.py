"""The examples of a rule are tests: what they claim is tried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


def check_example(rule: Rule[Any], example: Example) -> None:
    """Try out everything that an example of a rule promises. Raises `AssertionError` for the first lie.

    `bad` is reported exactly once, by this rule alone; `good` is silent. With `fixed` the fix is offered, is
    as safe as declared, turns `bad` into `good` byte for byte, and fixing again changes nothing; without it
    no fix is offered. The finding survives other import names, comments behind the lines and CRLF line ends,
    and the fix then still gives code that parses and is silent.
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


def _read(rule: Rule[Any], example: Example, which: str) -> Document:
    try:
        document = document_of(example_text(getattr(example, which)), example.path)
    except UnreadableFile as error:
        raise AssertionError(f"`{which}` cannot be read: {error}") from None
    problem = syntax_error_in(document)
    if problem is not None:
        raise AssertionError(f"`{which}` does not parse: {problem}")
    return document


@dataclass(frozen=True)
class _Trial:
    """One example being tried out."""

    rule: Rule[Any]
    example: Example
    sandbox: Sandbox
    bad: Document
    good: Document

    def check_findings(self) -> Diagnostic:
        found = self._check(self.bad, "`bad`")
        if [each.code for each in found] != [self.rule.code]:
            raise AssertionError(f"`bad` must be reported exactly once, but it is reported {_times(found)}")
        if not _is_sentence(found[0].message):
            raise AssertionError(
                f"a message is one sentence in one line without a final period: {found[0].message!r}"
            )
        silent = self._check(self.good, "`good`")
        if silent:
            raise AssertionError(f"`good` must be silent, but it is reported:\n{show_findings(silent)}")
        return found[0]

    def check_declaration(self, finding: Diagnostic) -> bool:
        """Whether the fix is as the example declares it, and there is one to try out."""
        fix = _applied_fix(finding)
        if fix is None:
            if self.example.fixed:
                raise AssertionError("`fixed=True`, but no fix is offered")
            if self.example.safe:
                raise AssertionError("`safe=True` without `fixed=True`")
            return False
        if not self.example.fixed:
            raise AssertionError(
                f"undeclared fix: {fix.title!r} is offered, but the example is not `fixed=True`"
            )
        is_safe = fix.applicability is Applicability.SAFE
        declared = "safe" if self.example.safe else "unsafe"
        if is_safe != self.example.safe:
            raise AssertionError(f"the fix is {fix.applicability.value}, but declared as {declared}")
        return True

    def check_repair(self, finding: Diagnostic) -> None:
        fixed = self._apply(self.bad, finding, "the fix")
        if fixed.text != self.good.text:
            raise AssertionError(
                f"the fix does not turn `bad` into `good`:\n{show_difference(self.good.text, fixed.text)}"
            )
        again = self.sandbox.fix(fixed)
        if again.document.text != fixed.text:
            raise AssertionError(
                f"fixing again changes the text:\n{show_difference(fixed.text, again.document.text)}"
            )
        whole = self.sandbox.fix(self.bad)
        if whole.document.text != self.good.text:
            raise AssertionError(
                "\n".join(("`mllint fix` does not turn `bad` into `good`:", *whole.reverted))
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
        if not self.example.fixed:
            return
        expected = self.good.text.replace("\n", "\r\n")
        if fixed is None:
            raise AssertionError("with CRLF line ends no fix is offered")
        if fixed.text != expected:
            raise AssertionError(
                f"with CRLF line ends the fix gives other text:\n{show_difference(expected, fixed.text)}"
            )

    def _check_variant(self, variant: Document, how: str, like: Diagnostic | None = None) -> Document | None:
        """Check a variant of `bad` and return it repaired; `like` is the finding whose place must be kept."""
        found = self._check(variant, f"`bad` {how}")
        if len(found) != 1:
            raise AssertionError(
                f"{how} the finding must stay, but `bad` is reported {_times(found)}\n"
                f"the text was:\n{variant.text}"
            )
        if like is not None:
            place, expected = _place(found[0]), _place(like)
            if place != expected:
                raise AssertionError(f"{how} the finding moves from {expected} to {place}")
        return None if _applied_fix(found[0]) is None else self._apply(variant, found[0], f"{how} the fix")

    def _apply(self, document: Document, finding: Diagnostic, what: str) -> Document:
        """The document after the one fix, which must parse and be silent."""
        assert finding.fix is not None
        title = finding.fix.title
        if not _is_sentence(title):
            raise AssertionError(f"a fix title is one imperative without a final period: {title!r}")
        fixed = document.with_edits(finding.fix.edits)
        problem = syntax_error_in(fixed)
        if problem is not None:
            raise AssertionError(f"{what} breaks the code: {problem}; the text became:\n{fixed.text}")
        left = self._check(fixed, f"the text after {what}")
        if left:
            raise AssertionError(
                f"{what} does not silence the finding:\n{show_findings(left)}\nthe text became:\n{fixed.text}"
            )
        return fixed

    def _check(self, document: Document, what: str) -> tuple[Diagnostic, ...]:
        found = self.sandbox.check(document)
        crash = next((each for each in found if each.code == INTERNAL_ERROR[0]), None)
        if crash is not None:
            raise AssertionError(f"the rule crashes on {what}: {crash.message}")
        return found


def _applied_fix(finding: Diagnostic) -> Fix | None:
    """The fix of a finding, unless it is only for display."""
    return finding.fix if finding.fix is not None and finding.fix.applicability in _APPLIED else None


def _is_sentence(text: str) -> bool:
    return bool(text.strip()) and "\n" not in text and not text.endswith(".")


def _place(found: Diagnostic) -> str:
    return f"{found.region.line}:{found.region.column}"


def _times(found: Sequence[Diagnostic]) -> str:
    if not found:
        return "not at all"
    return f"{'once' if len(found) == 1 else f'{len(found)} times'}:\n{show_findings(found)}"
