"""What programs read: json, jsonl, concise, github, and the diff."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO

from mllint_rules.engine.run import FileResult
from mllint_rules.model.classification import Severity
from mllint_rules.model.diagnostic import Diagnostic, Related
from mllint_rules.model.text import Applicability, Edit, Region, Span
from mllint_rules.report import FORMATS
from mllint_rules.report.diff import DiffReporter
from mllint_rules.report.reporter import Presentation
from mllint_rules.settings.schema import OUTPUT_FORMATS

Diagnose = Callable[..., Diagnostic]
Render = Callable[..., str]
TEXT = 'import torch\nstate = torch.load("m.pt")\n'


def test_the_formats_are_those_of_the_settings() -> None:
    assert FORMATS == OUTPUT_FORMATS == ("text", "concise", "json", "jsonl", "github")


def test_a_json_diagnostic_has_all_fields_of_the_contract(diagnose: Diagnose, render: Render) -> None:
    end = TEXT.index(")")
    found = diagnose(
        related=(Related("made here", "train.py", Region(1, 1, 1, 7)),),
        edits=(Edit(Span(end, end), ", weights_only=True"),),
    )
    assert json.loads(render("json", FileResult("train.py", (found,), TEXT))) == [
        {
            "code": "MLX101",
            "name": "torch-load-without-weights-only",
            "message": "`torch.load` can run code",
            "path": "train.py",
            "cell": None,
            "line": 2,
            "column": 9,
            "end_line": 2,
            "end_column": 19,
            "severity": "error",
            "category": "security",
            "confidence": "proven",
            "practice": "security-scans",
            "url": "https://example.org/torch-load-without-weights-only/",
            "related": [
                {
                    "message": "made here",
                    "path": "train.py",
                    "cell": None,
                    "line": 1,
                    "column": 1,
                    "end_line": 1,
                    "end_column": 7,
                }
            ],
            "fix": {
                "title": "Pass `weights_only=True`",
                "applicability": "unsafe",
                "edits": [
                    {
                        "cell": None,
                        "line": 2,
                        "column": 26,
                        "end_line": 2,
                        "end_column": 26,
                        "text": ", weights_only=True",
                    }
                ],
            },
        }
    ]


def test_json_of_nothing_is_an_empty_array(render: Render) -> None:
    assert render("json") == "[]\n"
    assert render("json", FileResult("a.py", (), None)) == "[]\n"


def test_json_of_several_files_is_one_array_in_ascii(diagnose: Diagnose, render: Render) -> None:
    one, two = diagnose(message="日本 \ud800 \x1b"), diagnose(message="b", region=Region(1, 1, 1, 2, cell=3))
    results = (
        FileResult("a.py", (one, two), TEXT),
        FileResult("c.py", (), None),
        FileResult("b.py", (two,), TEXT),
    )
    output = render("json", *results)
    assert output.isascii()
    assert [each["message"] for each in json.loads(output)] == ["日本 \ud800 \x1b", "b", "b"]
    assert [each["cell"] for each in json.loads(output)] == [None, 3, 3]
    assert [each["fix"] for each in json.loads(output)] == [None, None, None]


def test_jsonl_holds_the_objects_of_json_one_a_line(diagnose: Diagnose, render: Render) -> None:
    results = FileResult("a.py", (diagnose(), diagnose(message="a\nb")), TEXT), FileResult("b.py", (), None)
    lines = render("jsonl", *results).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(render("json", *results))
    assert render("jsonl") == ""


def test_concise_is_one_line_a_finding(diagnose: Diagnose, render: Render) -> None:
    edits = (Edit(Span(0, 0), "x"),)
    found = (
        diagnose(),
        diagnose(edits=edits),
        diagnose(edits=edits, applicability=Applicability.SAFE, region=Region(2, 3, 2, 4, cell=7)),
        diagnose(message="two\nlines \x1b[0m"),
    )
    assert render("concise", FileResult("train.py", found, TEXT)) == (
        "train.py:2:9: MLX101 `torch.load` can run code (torch-load-without-weights-only)\n"
        "train.py:2:9: MLX101 [~] `torch.load` can run code (torch-load-without-weights-only)\n"
        "train.py:cell 7:2:3: MLX101 [*] `torch.load` can run code (torch-load-without-weights-only)\n"
        "train.py:2:9: MLX101 two\\nlines \\x1b[0m (torch-load-without-weights-only)\n"
    )


def test_github_commands(diagnose: Diagnose, render: Render) -> None:
    found = (
        diagnose(path="a,b:c.py", message="50% done:\r\nnext, line"),
        diagnose(severity=Severity.WARNING),
        diagnose(severity=Severity.INFO, path="n.ipynb", region=Region(2, 3, 2, 4, cell=7)),
    )
    title = "title=MLX101 torch-load-without-weights-only"
    assert render("github", FileResult("train.py", found, TEXT)).splitlines() == [
        f"::error file=a%2Cb%3Ac.py,line=2,col=9,endLine=2,endColumn=19,{title}::50%25 done:%0D%0Anext, line",
        f"::warning file=train.py,line=2,col=9,endLine=2,endColumn=19,{title}::`torch.load` can run code",
        f"::notice file=n.ipynb,{title}::cell 7, line 2: `torch.load` can run code",
    ]


def test_only_concise_puts_statistics_on_the_same_stream(diagnose: Diagnose, render: Render) -> None:
    result = FileResult("train.py", (diagnose(),), TEXT)
    assert render("concise", result, statistics=True).endswith(
        "MLX101      1        0  torch-load-without-weights-only\n"
    )
    for name in ("json", "jsonl", "github"):
        assert render(name, result, statistics=True) == render(name, result)


DIFF = "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-x\ty\x1b\r\n+z\n\\ No newline at end of file\n"


def test_a_diff_is_written_as_it_is() -> None:
    out = StringIO()
    DiffReporter(out, Presentation()).file(FileResult("a.py", (), None, diff=DIFF))
    assert out.getvalue() == DIFF


def test_a_diff_in_a_terminal_is_harmless() -> None:
    out = StringIO()
    DiffReporter(out, Presentation(is_terminal=True)).file(FileResult("a.py", (), None, diff=DIFF))
    assert out.getvalue() == DIFF.replace("\x1b\r", "\\x1b")
