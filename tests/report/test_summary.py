"""The closing sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mllint_rules.engine.run import FileResult
from mllint_rules.model.classification import Severity
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Applicability, Edit, Span
from mllint_rules.report.summary import Action, Summary

Diagnose = Callable[..., Diagnostic]
EDITS = (Edit(Span(0, 0), "x"),)


@pytest.fixture(name="results")
def _results(diagnose: Diagnose) -> Callable[..., list[FileResult]]:
    def make(
        safe: int = 0, unsafe: int = 0, manual: int = 0, clean: int = 0, applied: int = 0
    ) -> list[FileResult]:
        found = [diagnose(edits=EDITS, applicability=Applicability.SAFE)] * safe
        found += [diagnose(edits=EDITS, severity=Severity.WARNING)] * unsafe
        found += [diagnose(severity=Severity.INFO)] * manual
        files = [FileResult("a.py", tuple(found), "", applied=(diagnose(edits=EDITS),) * applied)]
        return files + [FileResult("b.py", (), None)] * clean

    return make


def sentence(results: list[FileResult], action: Action = Action.CHECK, unsafe_fixes: bool = False) -> str:
    summary = Summary(action, unsafe_fixes)
    for result in results:
        summary.add(result)
    return summary.sentence()


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            {"safe": 5, "unsafe": 4, "manual": 3, "clean": 39},
            (
                "Found 12 problems in 1 of 40 files (5 errors, 4 warnings, 3 info). "
                "`mllint fix` repairs 5 of them, 4 more with --unsafe-fixes."
            ),
        ),
        ({"safe": 1}, "Found 1 problem in 1 file (1 error). `mllint fix` repairs it."),
        ({"safe": 2}, "Found 2 problems in 1 file (2 errors). `mllint fix` repairs both."),
        (
            {"unsafe": 1, "manual": 10},
            (
                "Found 11 problems in 1 file (1 warning, 10 info). "
                "`mllint fix --unsafe-fixes` repairs 1 of them."
            ),
        ),
        ({"manual": 1, "clean": 1}, "Found 1 problem in 1 of 2 files (1 info)."),
        ({}, "All clean: 1 file."),
    ],
)
def test_check(results: Callable[..., list[FileResult]], counts: dict[str, int], said: str) -> None:
    assert sentence(results(**counts)) == said


def test_check_where_settings_allow_unsafe_fixes(results: Callable[..., list[FileResult]]) -> None:
    assert sentence(results(safe=1, unsafe=2, manual=1), unsafe_fixes=True).endswith(
        "`mllint fix` repairs 3 of them."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"applied": 5}, "Fixed 5 problems in 1 file; none remain."),
        (
            {"applied": 1, "unsafe": 2, "manual": 1},
            "Fixed 1 problem in 1 file; 3 remain (2 warnings, 1 info), --unsafe-fixes repairs 2 of them.",
        ),
        ({"manual": 1}, "Fixed nothing; 1 remains (1 info)."),
        ({"clean": 2}, "Nothing to fix: 3 files, all clean."),
    ],
)
def test_fix(results: Callable[..., list[FileResult]], counts: dict[str, int], said: str) -> None:
    assert sentence(results(**counts), Action.FIX) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"applied": 2, "manual": 1}, "Would fix 2 problems in 1 file; 1 would remain (1 info)."),
        ({"applied": 2}, "Would fix 2 problems in 1 file; none would remain."),
        ({"manual": 2}, "Would fix nothing; 2 would remain (2 info)."),
    ],
)
def test_preview(results: Callable[..., list[FileResult]], counts: dict[str, int], said: str) -> None:
    assert sentence(results(**counts), Action.PREVIEW) == said
