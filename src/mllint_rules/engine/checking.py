"""`check`: one document, one plan, the diagnostics. A pure function; everything else wraps it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from mllint_rules.engine.diagnostics import diagnostic, engine_diagnostic
from mllint_rules.engine.parsing import parse
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.kit.context import Context
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.codes import INTERNAL_ERROR, UNUSED_SUPPRESSION
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Span
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.project import Project
from mllint_rules.source.document import Document
from mllint_rules.source.suppressions import SuppressionUse, find_suppressions, unused

_ANNOUNCING = ("@generated", "DO NOT EDIT")
_GENERATED = re.compile(r"@generated\b|\bDO NOT EDIT\b")
_HEAD = 1000  # characters in which a generator announces itself


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a finding: it is reported, unless a comment covers it or a more specific rule speaks.

    `rule` is None for what the engine itself has to say, `failed` then the name of a rule that failed;
    `overridden_by` is the name of the more specific rule.
    """

    diagnostic: Diagnostic
    rule: AnyRule | None = None
    suppression: SuppressionUse | None = None
    overridden_by: str | None = None
    failed: str | None = None

    @property
    def is_reported(self) -> bool:
        """Whether people see the finding."""
        return self.suppression is None and self.overridden_by is None


def check(
    document: Document, plan: CheckPlan, project: Project | None = None, *, with_fixes: bool = True
) -> tuple[Diagnostic, ...]:
    """What the rules of the plan find in the document, in the order of reports.

    Without `with_fixes` no fix is worked out. Never raises for anything the document holds.
    """
    if is_generated(document):
        return ()
    with paused_collector():
        found = _findings(document, plan, project, with_fixes=with_fixes)
        if isinstance(found, Diagnostic):
            return (found,)
        kept = [verdict.diagnostic for verdict in judge(document, plan, found) if verdict.is_reported]
        return tuple(sorted(dict.fromkeys(kept), key=lambda each: each.sort_key))


def _findings(
    document: Document, plan: CheckPlan, project: Project | None, *, with_fixes: bool
) -> list[Verdict] | Diagnostic:
    """What the rules find, or why the document has no tree. The tree is gone when this returns.

    Were it still there when the collector starts again, the collector would look at every node of it.
    """
    tree = parse(document)
    if isinstance(tree, Diagnostic):
        return tree
    model = SemanticModel(document, tree, project)
    try:
        return list(run_rules(plan.candidates(model), model, plan, with_fixes=with_fixes))
    finally:
        model.close()


def is_generated(document: Document) -> bool:
    """Whether a generator says at the top that it wrote the file: then nothing in it is reported."""
    head = document.text[:_HEAD]
    return any(words in head for words in _ANNOUNCING) and _GENERATED.search(head) is not None


def run_rules(
    rules: Iterable[AnyRule], model: SemanticModel, plan: CheckPlan, *, with_fixes: bool
) -> Iterator[Verdict]:
    """What the rules find, before comments and more specific rules have their say."""
    for rule in rules:
        context = Context(model, plan.environment, rule.name)
        try:
            for match in rule.on.matches(model):
                for finding in rule.check(match, context):
                    yield Verdict(diagnostic(rule, finding, model, plan, with_fix=with_fixes), rule)
        except Exception as error:
            yield Verdict(_internal_error(rule, error, model), failed=rule.name)


def _internal_error(rule: AnyRule, error: Exception, model: SemanticModel) -> Diagnostic:
    place = _place(error)
    message = (
        f"the rule {rule.name} failed on this file ({type(error).__name__}: {error}{place}); "
        "please report it with a few lines that show it"
    )
    return engine_diagnostic(INTERNAL_ERROR, message, model.document, Span(0, 0))


def _place(error: Exception) -> str:
    """Where in our code an error came from: what a report needs."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    module = trace.tb_frame.f_globals.get("__name__", "")
    return f" in {module}, line {trace.tb_lineno}"


def judge(document: Document, plan: CheckPlan, found: Sequence[Verdict]) -> Iterator[Verdict]:
    """What becomes of each finding of the plan's rules; then the suppressions that suppress nothing."""
    suppressions = find_suppressions(document, with_findings=bool(found))
    used = set()
    # A suppressed finding still speaks for its place: nobody wants to suppress one line for two rules.
    overridden = _overridden_places(found)
    for each in found:
        spoken = each.diagnostic
        hit = suppressions.match(spoken.code, spoken.name, spoken.span) if each.rule is not None else None
        if hit is not None:
            used.add(hit)
        rivals = (rival for span, rival in overridden.get(spoken.name, ()) if _same_place(spoken.span, span))
        yield replace(each, suppression=hit, overridden_by=next(rivals, None))
    if suppressions and plan.judge_suppressions:
        for dead in unused(suppressions, used, plan.words, plan.known):
            yield Verdict(engine_diagnostic(UNUSED_SUPPRESSION, dead.message, document, dead.span, dead.fix))


def _overridden_places(found: Iterable[Verdict]) -> dict[str, list[tuple[Span, str]]]:
    """By the names of general rules, the places where a more specific one speaks, and its name."""
    places: dict[str, list[tuple[Span, str]]] = {}
    for each in found:
        for name in each.rule.overrides if each.rule is not None else ():
            places.setdefault(name, []).append((each.diagnostic.span, each.diagnostic.name))
    return places


def _same_place(one: Span, other: Span) -> bool:
    return one.overlaps(other) or one == other


@contextmanager
def paused_collector() -> Iterator[None]:
    """No garbage collection while trees live: they hold thousands of objects and no garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
