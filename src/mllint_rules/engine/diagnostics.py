"""Findings become diagnostics: pure data with places as users see them."""

from __future__ import annotations

import ast

from mllint_rules.engine.plan import CheckPlan
from mllint_rules.fixing.plan import FixPlan, FixUnavailable
from mllint_rules.kit.finding import Finding
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.classification import Category, Confidence, Practice, Severity
from mllint_rules.model.diagnostic import Diagnostic, RegionEdit, Related
from mllint_rules.model.text import Fix, Span
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.source.document import Document

PROJECT_URL = "https://mllint-rules.readthedocs.io/engine/{name}/"


def engine_diagnostic(
    which: tuple[str, str], message: str, document: Document, span: Span, fix: Fix | None = None
) -> Diagnostic:
    """A diagnostic of the engine itself."""
    code, name = which
    return Diagnostic(
        code=code,
        name=name,
        message=message,
        path=document.path,
        region=document.region(span),
        span=span,
        severity=Severity.WARNING if name == "unused-suppression" else Severity.ERROR,
        category=Category.PROCESS,
        confidence=Confidence.PROVEN,
        practice=Practice.CLEAN_CODE,
        url=PROJECT_URL.format(name=name),
        fix=fix,
        fix_regions=fix_regions(document, fix),
    )


def diagnostic(
    rule: AnyRule, finding: Finding, model: SemanticModel, plan: CheckPlan, *, with_fix: bool
) -> Diagnostic:
    """One finding of a rule as a diagnostic. Raises what a broken fix raises."""
    document = model.document
    span = span_of(finding.where, model)
    fix = draw(finding, model) if with_fix else None
    related = tuple(
        Related(place.message, document.path, document.region(span_of(place.where, model)))
        for place in finding.related
    )
    return Diagnostic(
        code=str(rule.code),
        name=rule.name,
        message=finding.message,
        path=document.path,
        region=document.region(span),
        span=span,
        severity=plan.severities.get(rule.name, rule.severity),
        category=rule.category,
        confidence=rule.confidence,
        practice=rule.practice,
        url=rule.url,
        related=related,
        fix=fix,
        fix_regions=fix_regions(document, fix),
    )


def span_of(where: ast.AST | Span, model: SemanticModel) -> Span:
    """The characters a finding or place points at."""
    return where if isinstance(where, Span) else model.span(where)


def draw(finding: Finding, model: SemanticModel) -> Fix | None:
    """The fix of a finding written out; None when it has none, or none that fits here."""
    try:
        plan = finding.fix if isinstance(finding.fix, FixPlan | None) else finding.fix()
        return None if plan is None else plan.draw(model)
    except FixUnavailable:
        return None


def fix_regions(document: Document, fix: Fix | None) -> tuple[RegionEdit, ...]:
    """The edits of a fix in lines and columns."""
    if fix is None:
        return ()
    return tuple(RegionEdit(document.region(edit.span), edit.text) for edit in fix.edits)
