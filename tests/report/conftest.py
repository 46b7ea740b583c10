"""Diagnostics about a word of a text, without an engine that finds them."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from mllint_rules.engine.run import FileResult
from mllint_rules.model.classification import Category, Confidence, Practice, Severity
from mllint_rules.model.diagnostic import Diagnostic, RegionEdit, Related
from mllint_rules.model.text import Applicability, Edit, Fix, Region, Span
from mllint_rules.report import open_reporter
from mllint_rules.report.reporter import Presentation
from mllint_rules.report.summary import Action, Summary
from mllint_rules.source.positions import LineIndex

TEXT = 'import torch\nstate = torch.load("m.pt")\n'


def region_of(text: str, span: Span) -> Region:
    index = LineIndex(text)
    return Region(*index.position(span.start), *index.position(span.end))


def diagnose(
    text: str = TEXT,
    word: str = "torch.load",
    *,
    span: Span | None = None,
    region: Region | None = None,
    message: str = "`torch.load` can run code",
    code: str = "MLX101",
    name: str = "torch-load-without-weights-only",
    path: str = "train.py",
    severity: Severity = Severity.ERROR,
    related: tuple[Related, ...] = (),
    edits: tuple[Edit, ...] = (),
    title: str = "Pass `weights_only=True`",
    applicability: Applicability = Applicability.UNSAFE,
) -> Diagnostic:
    span = span or Span(text.index(word), text.index(word) + len(word))
    return Diagnostic(
        code=code,
        name=name,
        message=message,
        path=path,
        region=region or region_of(text, span),
        span=span,
        severity=severity,
        category=Category.SECURITY,
        confidence=Confidence.PROVEN,
        practice=Practice.SECURITY_SCANS,
        url=f"https://example.org/{name}/",
        related=related,
        fix=Fix(title, applicability, edits) if edits else None,
        fix_regions=tuple(RegionEdit(region_of(text, edit.span), edit.text) for edit in edits),
    )


def render(
    name: str,
    *results: FileResult,
    action: Action = Action.CHECK,
    **presentation: Any,
) -> str:
    out = StringIO()
    reporter = open_reporter(name, out, Presentation(**presentation))
    summary = Summary(action)
    reporter.begin()
    for result in results:
        summary.add(result)
        reporter.file(result)
    reporter.end(summary)
    return out.getvalue()


@pytest.fixture(name="diagnose")
def _diagnose() -> Callable[..., Diagnostic]:
    """Makes a diagnostic about a word of a text."""
    return diagnose


@pytest.fixture(name="render")
def _render() -> Callable[..., str]:
    """Runs a reporter over results and gives back what it wrote."""
    return render
