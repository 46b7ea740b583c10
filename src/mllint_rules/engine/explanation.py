"""What mllint makes of one line: the values on it, where they come from, and what became of each rule there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from mllint_rules.engine.checking import Verdict, is_generated, judge, paused_collector, run_rules
from mllint_rules.engine.data_readings import DataReading, read_data
from mllint_rules.engine.discovery import discover
from mllint_rules.engine.focus import Focus, focus_on
from mllint_rules.engine.guards import Guard
from mllint_rules.engine.mismatch import mismatch
from mllint_rules.engine.parsing import parse
from mllint_rules.engine.readings import NameReading, ValueReading, read_names, read_values
from mllint_rules.engine.session import Session
from mllint_rules.engine.silence import silences
from mllint_rules.engine.switches import Switch, switched_off
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Region, Span
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.source.document import Document


class Outcome(str, Enum):
    """What became of a rule on a line."""

    FIRED = "fired"
    SUPPRESSED = "suppressed"
    OVERRIDDEN = "overridden"
    OFF = "off"
    FAILED = "failed"
    ELSEWHERE = "elsewhere"
    SILENT = "silent"
    NO_MATCH = "no match"


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule and what became of it.

    `message`, `region` and `severity` are those of its finding, if it has one: here, or for `ELSEWHERE` on another
    line that tells of this one. `reason` says in words why that is the outcome; `switch` what turns the rule off;
    `guards` what stopped it, the rule's own condition first; `page` the part of its page about its silence.
    """

    code: str
    name: str
    outcome: Outcome
    message: str | None = None
    region: Region | None = None
    severity: str | None = None
    reason: str | None = None
    switch: Switch | None = None
    guards: tuple[Guard, ...] = ()
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one line of a document.

    `region` and `span` are the statements there, `line` the line that was asked for; `configuration` is the file
    that holds here (None: none). `quiet_off` are the rules that are off and would find nothing here anyway; `data` says
    which rows the values hold, and what was learned from which rows.
    """

    document: Document
    region: Region
    span: Span
    line: int
    has_code: bool
    configuration: str | None
    preset: str
    notes: tuple[str, ...]
    values: tuple[ValueReading, ...]
    names: tuple[NameReading, ...]
    rules: tuple[RuleOutcome, ...]
    quiet_off: tuple[str, ...] = ()
    data: tuple[DataReading, ...] = ()


class NotParsed(Exception):
    """The document holds no valid Python; `diagnostic` says what is wrong."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def explain(
    document: Document, path: Path, line: int, session: Session, only: AnyRule | None = None
) -> Explanation:
    """Explain a line of the document's text, which is the file at `path`.

    With `only` the answer is about that rule alone, and says why it did not look if it did not. Raises `NotParsed`,
    and `SettingsError` for a wrong configuration.
    """
    with paused_collector():
        tree = parse(document)
        if isinstance(tree, Diagnostic):
            raise NotParsed(tree)
        model = SemanticModel(document, tree, session.project_for(path))
        try:
            return _Explainer(model, path, line, session).explain(only)
        finally:
            model.close()


class _Explainer:
    def __init__(self, model: SemanticModel, path: Path, line: int, session: Session) -> None:
        self._model = model
        self._document = model.document
        self._path = path
        self._line = line
        self._session = session
        self._focus: Focus = focus_on(model, line)

    def explain(self, only: AnyRule | None) -> Explanation:
        settings = self._session.settings_for(self._path)
        span = self._focus.span(self._document)
        outcomes, quiet_off = self._outcomes(only)
        return Explanation(
            document=self._document,
            region=self._document.region(span),
            span=span,
            line=self._line,
            has_code=bool(self._focus.statements),
            configuration=None if settings.origin is None else settings.origin.as_posix(),
            preset=settings.preset.value,
            notes=tuple(self._notes()),
            values=read_values(self._model, self._focus, self._line),
            names=read_names(self._model, self._focus),
            rules=tuple(outcomes),
            quiet_off=tuple(quiet_off),
            data=read_data(self._model, self._focus),
        )

    def _notes(self) -> Iterator[str]:
        if not discover([self._path], self._session.finder, force_exclude=True).files:
            yield "the settings leave this file out; mllint checks it only when it is named itself"
        if is_generated(self._document):
            yield "the top of the file says that a program wrote it, so mllint reports nothing in it"
        text = self._document.lines.line_text(self._line).strip()
        code = self._document.code[slice(*self._document.lines.line_span(self._line))].strip()
        if self._focus.statements:
            if code != text:
                yield "what is not Python on this line is IPython's, and its value is unknown"
        elif not text:
            yield "this line is blank"
        elif code.startswith("#"):
            yield "this line is a comment"
        else:
            yield "nothing is evaluated on this line" if code else "this line is not Python"

    # Rules

    def _outcomes(self, only: AnyRule | None) -> tuple[list[RuleOutcome], list[str]]:
        verdicts = self._verdicts()
        # A rule that fails is reported at the top of the file, and silent everywhere else because of that.
        spoken = [each for each in verdicts if each.failed is not None or self._is_here(each.diagnostic)]
        if only is not None:
            spoken = [each for each in spoken if only.name in (each.failed, each.diagnostic.name)]
        found = [self._spoken(each) for each in spoken]
        told = {each.failed or each.diagnostic.name for each in spoken}
        quiet_off = []
        for rule in self._session.rules if only is None else (only,):
            if rule.name in told:
                continue
            outcomes = list(self._unspoken(rule, verdicts, is_asked_for=only is not None))
            if not outcomes and switched_off(rule, self._path, self._session) is not None:
                quiet_off.append(rule.name)
            found += outcomes
        order = list(Outcome)
        found.sort(key=lambda each: (order.index(each.outcome), each.region or _NOWHERE, each.code))
        return list(dict.fromkeys(found)), quiet_off

    def _verdicts(self) -> list[Verdict]:
        """What `check` has to say about the document, with what it leaves out and why."""
        if is_generated(self._document):
            return []
        plan = self._session.plan_for(self._path)
        found = list(run_rules(plan.candidates(self._model), self._model, plan, with_fixes=False))
        return list(judge(self._document, plan, found))

    def _is_here(self, diagnostic: Diagnostic) -> bool:
        return self._focus.holds(diagnostic.span, self._document)

    def _spoken(self, verdict: Verdict) -> RuleOutcome:
        diagnostic = verdict.diagnostic
        told = _told(diagnostic, Outcome.FIRED)
        if verdict.failed is not None:
            return replace(told, outcome=Outcome.FAILED)
        if verdict.suppression is not None:
            suppression = verdict.suppression.suppression
            place = self._document.region(suppression.span)
            text = self._document.text[suppression.span.start : suppression.span.end].strip()
            where = f"line {place.line}" if place.cell is None else f"cell {place.cell}, line {place.line}"
            return replace(told, outcome=Outcome.SUPPRESSED, reason=f"the comment in {where}: {text}")
        if verdict.overridden_by is not None:
            reason = f"`{verdict.overridden_by}` is more specific and speaks for this place"
            return replace(told, outcome=Outcome.OVERRIDDEN, reason=reason)
        return told

    def _unspoken(
        self, rule: AnyRule, verdicts: Sequence[Verdict], *, is_asked_for: bool
    ) -> Iterator[RuleOutcome]:
        """What became of a rule of which no finding lies on the line."""
        switch = switched_off(rule, self._path, self._session)
        plan = self._session.full_plan_for(self._path)
        silent = RuleOutcome(str(rule.code), rule.name, Outcome.SILENT, switch=switch, page=_silence(rule))
        if not plan.may_match(rule, self._model):
            if is_asked_for:
                reason = mismatch(rule, self._model, self._focus)
                yield replace(silent, outcome=Outcome.NO_MATCH, reason=reason)
            return
        if switch is not None:
            would = [
                verdict.diagnostic
                for verdict in run_rules([rule], self._model, plan, with_fixes=False)
                if verdict.rule is not None
            ]
            here = [diagnostic for diagnostic in would if self._is_here(diagnostic)]
            for diagnostic in here:
                yield replace(_told(diagnostic, Outcome.OFF), switch=switch, reason=switch.reason)
            if here or not is_asked_for:
                return
        elsewhere = [
            verdict.diagnostic
            for verdict in verdicts
            if verdict.diagnostic.name == rule.name and self._tells_of_line(verdict.diagnostic)
        ]
        if elsewhere:
            for diagnostic in elsewhere:
                reason = "its finding there tells of this line too"
                yield replace(_told(diagnostic, Outcome.ELSEWHERE), reason=reason)
            return
        looked = False
        for guards in silences(rule, self._model, self._focus, plan, is_asked_for=is_asked_for):
            looked = True
            yield replace(silent, guards=guards)
        if is_asked_for and not looked:
            reason = mismatch(rule, self._model, self._focus)
            yield replace(silent, outcome=Outcome.NO_MATCH, reason=reason)

    def _tells_of_line(self, diagnostic: Diagnostic) -> bool:
        region = self._document.region(self._focus.span(self._document))
        return any(
            each.region.cell == region.cell and region.line <= each.region.line <= region.end_line
            for each in diagnostic.related
        )


_NOWHERE = Region(0, 0, 0, 0)


def _told(diagnostic: Diagnostic, outcome: Outcome) -> RuleOutcome:
    return RuleOutcome(
        diagnostic.code,
        diagnostic.name,
        outcome,
        message=diagnostic.message,
        region=diagnostic.region,
        severity=diagnostic.severity.value,
    )


def _silence(rule: AnyRule) -> str | None:
    """The part of the rule's page that says when it stays silent, if it has one."""
    for part in f"\n{rule.doc}".split("\n## ")[1:]:
        heading, _, text = part.partition("\n")
        if "silent" in heading.lower():
            return " ".join(text.split())
    return None
