"""`mllint rule` explains, `mllint config` says what holds and why."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mllint_rules.engine import registry
from mllint_rules.frontends.cli import main
from mllint_rules.kit import Call, Category, Confidence, Practice, Severity, calls
from mllint_rules.kit.rule import Example, Rule
from mllint_rules.model.codes import RuleCode

Captured = pytest.CaptureFixture[str]


@dataclass(frozen=True)
class Options:
    limit: int = field(default=3, metadata={"doc": "How many are too many"})


def make_rule(code: str, name: str, confidence: Confidence, *examples: Example) -> Rule[Call]:
    return Rule(
        code=RuleCode(code),
        name=name,
        category=Category.CORRECTNESS,
        practice=Practice.CLEAN_CODE,
        confidence=confidence,
        severity=Severity.ERROR,
        since="0.1",
        on=calls("a.b"),
        imports=(),
        requirement=None,
        overrides=(),
        see=("other:X1",),
        examples=examples,
        options=Options,
        doc="Something [b]breaks[/b].\n\n## Why is this bad?\n\nIt *breaks*.",
        module="somewhere",
        check=lambda match, context: (),
    )


EXAMPLE = Example(bad="\n    f()\n    ", good="\n    g()\n    ", fixed=True)
RULES = (
    make_rule("MLT101", "likely-thing", Confidence.LIKELY, Example(bad="f()", good="g()")),
    make_rule("MLR101", "proven-thing", Confidence.PROVEN, EXAMPLE),
)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(registry, "load_rules", lambda: RULES)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.mllint]\npreset = "strict"\nseed = 7\n')


@pytest.mark.parametrize("word", ["proven-thing", "MLR101", "mlr101"])
def test_a_page(word: str, capsys: Captured) -> None:
    assert main(["rule", word]) == 0
    assert capsys.readouterr().out == (
        "# proven-thing (MLR101)\n\nSomething [b]breaks[/b].\n\n"
        "- Category: correctness (error); practice: clean-code\n"
        "- Confidence: proven\n- Fix: always, unsafe\n- Since: 0.1\n\n"
        "## Why is this bad?\n\nIt *breaks*.\n\n"
        "## Example\n\n```python\nf()\n```\n\nRepaired by the fix:\n\n```python\ng()\n```\n\n"
        "## Settings\n\nUnder `[tool.mllint.rules.proven-thing]`:\n\n"
        "- `limit` (int, default `3`): How many are too many\n\n"
        "## See also\n\nother:X1\n"
    )


def test_a_page_in_colour_reads_the_same(capsys: Captured) -> None:
    assert main(["rule", "proven-thing", "--color", "always"]) == 0
    plain = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert "Something [b]breaks[/b]." in plain
    assert "It breaks." in plain


def test_a_page_of_the_engine(capsys: Captured) -> None:
    assert main(["rule", "ML003"]) == 0
    assert capsys.readouterr().out.startswith("# unused-suppression (ML003)\n\nA suppression comment ")


def test_facts_of_all_rules_are_one_array_in_order_of_codes(capsys: Captured) -> None:
    assert main(["rule", "--all", "--output-format", "json"]) == 0
    proven, likely = json.loads(capsys.readouterr().out)
    assert proven == {
        "code": "MLR101",
        "name": "proven-thing",
        "summary": "Something [b]breaks[/b]",
        "family": "MLR",
        "category": "correctness",
        "confidence": "proven",
        "practice": "clean-code",
        "severity": "error",
        "fix": "always",
        "applicability": "unsafe",
        "since": "0.1",
        "status": "stable",
        "see": ["other:X1"],
        "options": [{"name": "limit", "type": "int", "default": 3, "doc": "How many are too many"}],
        "doc": "Something [b]breaks[/b].\n\n## Why is this bad?\n\nIt *breaks*.",
    }
    assert (likely["code"], likely["fix"], likely["applicability"]) == ("MLT101", "never", None)
    assert main(["rule", "MLR101", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == proven


def test_a_list_of_all_rules(capsys: Captured) -> None:
    assert main(["rule", "--all"]) == 0
    assert capsys.readouterr().out == (
        "MLR101  proven-thing  proven    correctness      unsafe  Something [b]breaks[/b]\n"
        "MLT101  likely-thing  likely    correctness      -       Something [b]breaks[/b]\n"
    )


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("provn-thing", "unknown rule 'provn-thing'; did you mean proven-thing?"),
        ("MLR11", "unknown rule 'MLR11'; did you mean MLR101?"),
        ("syntx-error", "unknown rule 'syntx-error'; did you mean syntax-error?"),
        ("zzz", "unknown rule 'zzz'; `mllint rule --all` lists the rules"),
    ],
)
def test_an_unknown_rule(word: str, message: str, capsys: Captured) -> None:
    assert main(["rule", word]) == 2
    assert capsys.readouterr() == ("", f"mllint: error: {message}\n")


def test_a_broken_pack_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def fail() -> None:
        raise registry.BrokenPack("the rule pack x cannot be loaded: ImportError: y")

    monkeypatch.setattr(registry, "load_rules", fail)
    assert main(["rule", "--all"]) == 2
    assert capsys.readouterr().err == "mllint: error: the rule pack x cannot be loaded: ImportError: y\n"


def test_settings_and_where_they_come_from(capsys: Captured) -> None:
    assert main(["config", "--ignore", "MLT"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["configuration: pyproject.toml", "rules: 1 of 2 active", ""]
    for line in (
        'preset            = "strict"  # pyproject.toml',
        "seed              = 7  # pyproject.toml",
        'output-format     = "text"  # default',
        'extend-ignore     = ["MLT"]  # command line',
    ):
        assert line in lines


def test_settings_as_json(tmp_path: Path, capsys: Captured) -> None:
    assert main(["config", "--output-format", "json", "."]) == 0
    facts = json.loads(capsys.readouterr().out)
    file = (tmp_path / "pyproject.toml").as_posix()
    assert (facts["file"], facts["root"]) == (file, tmp_path.as_posix())
    assert facts["rules"] == {"active": 2, "available": 2}
    assert (facts["settings"]["seed"], facts["origins"]["seed"]) == (7, file)
    assert (facts["settings"]["select"], facts["origins"]["select"]) == (None, "default")
    assert facts["settings"].keys() == facts["origins"].keys()


def test_settings_are_checked_against_the_rules(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.mllint]\nignore = ["provn-thing"]\n')
    assert main(["config"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("mllint: error: pyproject.toml:2: ")
    assert error.endswith("did you mean `proven-thing`?\n")
