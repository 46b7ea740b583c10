"""What people read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mllint_rules.engine.run import FileResult
from mllint_rules.model.classification import Severity
from mllint_rules.model.diagnostic import Diagnostic, Related
from mllint_rules.model.text import Applicability, Edit, Region, Span
from mllint_rules.report.summary import Action

Diagnose = Callable[..., Diagnostic]
Render = Callable[..., str]
TEXT = 'import torch\nstate = torch.load("m.pt")\n'


def test_a_finding_with_code_and_repair(diagnose: Diagnose, render: Render) -> None:
    end = TEXT.index(")")
    found = diagnose(edits=(Edit(Span(end, end), ", weights_only=True"),))
    assert render("text", FileResult("train.py", (found,), TEXT)) == (
        "error[MLX101] torch-load-without-weights-only: `torch.load` can run code\n"
        " --> train.py:2:9\n"
        "  |\n"
        '2 | state = torch.load("m.pt")\n'
        "  |         ^^^^^^^^^^\n"
        "  = fix (unsafe): Pass `weights_only=True`\n"
        '2 - state = torch.load("m.pt")\n'
        '  + state = torch.load("m.pt", weights_only=True)\n'
        "  = help: mllint rule torch-load-without-weights-only\n"
        "\n"
        "Found 1 problem in 1 file (1 error). `mllint fix --unsafe-fixes` repairs it.\n"
    )


def test_the_story_is_told_in_order(diagnose: Diagnose, render: Render) -> None:
    text = "scaler.fit(X)\nsplit(X)\nscore(X)\n"
    related = (
        Related("fitted here", "train.py", Region(1, 1, 1, 11)),
        Related("split there", "train.py", Region(2, 1, 2, 6)),
        Related("loaded in", "data.py", Region(7, 3, 7, 9)),
    )
    found = diagnose(text, "score", related=related, severity=Severity.WARNING, message="leaks")
    assert render("text", FileResult("train.py", (found,), text), quiet=True) == (
        "warning[MLX101] torch-load-without-weights-only: leaks\n"
        " --> train.py:3:1\n"
        "  |\n"
        "3 | score(X)\n"
        "  | ^^^^^\n"
        "  = note: fitted here (train.py:1:1)\n"
        "1 | scaler.fit(X)\n"
        "  | ^^^^^^^^^^\n"
        "  = note: split there (train.py:2:1)\n"
        "2 | split(X)\n"
        "  | ^^^^^\n"
        "  = note: loaded in (data.py:7:3)\n"
        "  = help: mllint rule torch-load-without-weights-only\n"
        "\n"
    )


def test_a_long_statement_is_shortened(diagnose: Diagnose, render: Render) -> None:
    text = "f(\n" + "    1,\n" * 8 + ")\n"
    found = diagnose(text, span=Span(0, len(text) - 1))
    assert render("text", FileResult("train.py", (found,), text), quiet=True).splitlines()[2:-2] == [
        "   |",
        " 1 | f(",
        "   | ^^",
        " 2 |     1,",
        "   |     ^^",
        " 3 |     1,",
        "   |     ^^",
        "...",
        " 9 |     1,",
        "   |     ^^",
        "10 | )",
        "   | ^",
    ]


def test_a_long_repair_is_shortened(diagnose: Diagnose, render: Render) -> None:
    new = "".join(f"line_{number}\n" for number in range(20))
    found = diagnose(edits=(Edit(Span(0, 0), new),), applicability=Applicability.SAFE, title="Add")
    lines = render("text", FileResult("train.py", (found,), TEXT)).splitlines()
    assert lines[5:8] == ["  = fix (safe): Add", "  + line_0", "  + line_1"]
    assert lines[17:20] == [
        "  + line_11",
        "  ... 8 more lines",
        "  = help: mllint rule torch-load-without-weights-only",
    ]


def test_a_place_in_a_notebook(diagnose: Diagnose, render: Render) -> None:
    text = "import torch\nx = 1\ntorch.load(x)\n"
    found = diagnose(text, region=Region(2, 1, 2, 11, cell=5), path="n.ipynb")
    result = FileResult("n.ipynb", (found,), text, cells=((2, 0, 13), (5, 13, len(text))))
    assert render("text", result).splitlines()[1:5] == [
        " --> n.ipynb:cell 5:2:1",
        "  |",
        "2 | torch.load(x)",
        "  | ^^^^^^^^^^",
    ]


def test_a_file_that_could_not_be_read_has_no_code(diagnose: Diagnose, render: Render) -> None:
    found = diagnose(
        code="ML002", name="unreadable-file", message="no text", region=Region(1, 1, 1, 1), span=Span(0, 0)
    )
    assert render("text", FileResult("train.py", (found,), None), quiet=True) == (
        "error[ML002] unreadable-file: no text\n --> train.py:1:1\n  = help: mllint rule unreadable-file\n\n"
    )


def test_nothing_in_a_file_or_message_acts_on_the_terminal(diagnose: Diagnose, render: Render) -> None:
    text = "x = '\x1b[2J[bold]'\n"
    found = diagnose(text, "x", message="\x1b]0;owned\x07 [red]", path="\x1b[1m.py")
    output = render("text", FileResult("\x1b[1m.py", (found,), text))
    assert "\x1b" not in output
    assert "\x07" not in output
    assert "1 | x = '\\x1b[2J[bold]'" in output.splitlines()
    assert " --> \\x1b[1m.py:1:1" in output.splitlines()


def test_colour_adds_nothing_but_colour(diagnose: Diagnose, render: Render) -> None:
    import re

    end = TEXT.index(")")
    result = FileResult("train.py", (diagnose(edits=(Edit(Span(end, end), ", x=1"),)),), TEXT)
    colored = render("text", result, color=True)
    assert colored.startswith("\x1b[1;31merror[MLX101]\x1b[0m ")
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render("text", result)


def test_repairs_are_listed_by_file(diagnose: Diagnose, render: Render) -> None:
    edits = (Edit(Span(0, 0), ""),)
    repaired = diagnose(edits=edits)
    result = FileResult("train.py", (), TEXT, applied=(repaired, repaired))
    assert render("text", result, FileResult("b.py", (), None), action=Action.FIX) == (
        "fixed train.py\n"
        "  2 x MLX101 torch-load-without-weights-only: Pass `weights_only=True`\n"
        "\n"
        "Fixed 2 problems in 1 file; none remain.\n"
    )


@pytest.mark.parametrize(("count", "line"), [(1, "All clean: 1 file."), (40, "All clean: 40 files.")])
def test_clean_files(render: Render, count: int, line: str) -> None:
    assert render("text", *[FileResult("a.py", (), None)] * count) == line + "\n"


def test_statistics_follow_the_findings(diagnose: Diagnose, render: Render) -> None:
    rare = diagnose(code="MLR101", name="unseeded")
    common = diagnose(edits=(Edit(Span(0, 0), ""),))
    result = FileResult("train.py", (common, rare, common), TEXT)
    assert render("text", result, statistics=True, quiet=True).endswith(
        "\n\n"
        "code    count  fixable  name\n"
        "MLX101      2        2  torch-load-without-weights-only\n"
        "MLR101      1        0  unseeded\n"
    )
