"""Which rules run on a file, and what they are told: settings by folder, projects, libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.session import Session
from mllint_rules.kit import AnyRule, Call, Confidence, Context, Finding, Severity, replace, unsafe_fix
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.settings.errors import SettingsError
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.document import Document

MakeRule = Callable[..., AnyRule]
LOAD = "import demo\ndemo.load(4)\n"


@dataclass(frozen=True)
class Steps:
    """Options."""

    limit: int = 3


def report(call: Call, ctx: Context) -> Iterator[Finding]:
    """Report every match, with what the context knows."""
    fix = unsafe_fix("Open", replace(call.node.func, "open"))
    yield Finding(call.node.func, f"seed {ctx.environment.seed}", fix)


def report_more(call: Call, ctx: Context) -> Iterator[Finding]:
    """Report a first argument above the limit."""
    value = ctx.value_of(call.node.args[0])
    limit = ctx.options(Steps).limit
    if isinstance(value, int) and value > limit:
        yield Finding(call.node.args[0], f"{value} is more than {limit}")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, which is the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def rules(make_rule: MakeRule) -> list[AnyRule]:
    return [
        make_rule(report, "unsafe-load", "MLZ101", see=("ruff:T201", "bandit:B614")),
        make_rule(report, "old-load", "MLZ102", libraries="torch<2.6"),
        make_rule(report_more, "many-steps", "MLZ103", options=Steps, confidence=Confidence.LIKELY),
    ]


def write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def codes(session: Session, path: str, text: str = LOAD) -> list[str]:
    return [each.code for each in checked(session, path, text)]


def checked(session: Session, path: str, text: str = LOAD) -> tuple[Diagnostic, ...]:
    return session.check(Document(path, text), Path(path))


def session_of(rules: list[AnyRule], **overrides: Any) -> Session:
    return Session(SettingsFinder(overrides=overrides), rules)


class TestSettings:
    def test_those_of_the_nearest_folder_hold(self, rules: list[AnyRule]) -> None:
        write("mllint.toml", 'preset = "strict"\nseed = 1\n')
        write("sub/mllint.toml", 'select = ["unsafe-load"]\nseed = 2\n')
        session = session_of(rules)
        assert codes(session, "a.py") == ["MLZ101", "MLZ102", "MLZ103"]
        assert codes(session, "sub/deep/a.py") == ["MLZ101"]
        assert checked(session, "a.py")[0].message == "seed 1"
        assert checked(session, "sub/a.py")[0].message == "seed 2"

    def test_without_a_file_the_recommended_rules_run(self, rules: list[AnyRule]) -> None:
        session = session_of(rules)
        assert codes(session, "a.py") == ["MLZ101", "MLZ102"]
        assert checked(session, "a.py")[0].message == "seed 42"

    def test_rules_are_ignored_by_file(self, rules: list[AnyRule]) -> None:
        write("mllint.toml", 'per-file-ignores = { "tests/*" = ["MLZ101"], "old.py" = ["ML003"] }\n')
        session = session_of(rules)
        unused = "x = 1  # mllint: ignore[unsafe-load]\n"
        assert codes(session, "tests/a.py") == ["MLZ102"]
        assert codes(session, "a.py", unused) == ["ML003"]
        assert codes(session, "old.py", unused) == []
        # Where the rule is off nobody can tell whether the comment does something.
        assert codes(session, "tests/a.py", unused) == []

    def test_files_under_the_same_settings_share_a_plan(self, rules: list[AnyRule]) -> None:
        write("mllint.toml", 'per-file-ignores = { "tests/*" = ["MLZ101"] }\n')
        session = session_of(rules)
        assert session.plan_for(Path("a.py")) is session.plan_for(Path("sub/b.py"))
        assert session.plan_for(Path("a.py")) is not session.plan_for(Path("tests/a.py"))
        assert session.plan_for(Path("tests/a.py")) is session.plan_for(Path("tests/b.py"))

    def test_severities_are_those_of_the_settings(self, rules: list[AnyRule]) -> None:
        write("mllint.toml", '[rules.unsafe-load]\nseverity = "info"\n')
        found = checked(session_of(rules), "a.py")
        assert [(each.code, each.severity) for each in found] == [
            ("MLZ101", Severity.INFO),
            ("MLZ102", Severity.ERROR),
        ]

    def test_a_rule_sees_its_own_options(self, rules: list[AnyRule]) -> None:
        write("mllint.toml", 'preset = "strict"\n')
        write("sub/mllint.toml", 'preset = "strict"\n[rules.many-steps]\nlimit = 1\n')
        write("free/mllint.toml", 'preset = "strict"\n[rules.many-steps]\nlimit = 4\n')
        session = session_of(rules)
        assert checked(session, "a.py")[-1].message == "4 is more than 3"
        assert checked(session, "sub/a.py")[-1].message == "4 is more than 1"
        assert codes(session, "free/a.py") == ["MLZ101", "MLZ102"]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                'ignore = ["unsafe-laod"]\n',
                (
                    "sub/mllint.toml:1: `ignore` names `unsafe-laod`, which is no rule, code, code prefix or "
                    "category; did you mean `unsafe-load`?"
                ),
            ),
            (
                "[rules.many-steps]\nlimit = true\n",
                "sub/mllint.toml:2: `rules.many-steps`: the option `limit` takes an integer, not a boolean",
            ),
        ],
    )
    def test_settings_are_compared_with_the_rules_when_first_met(
        self, rules: list[AnyRule], text: str, message: str
    ) -> None:
        write("sub/mllint.toml", text)
        session = session_of(rules)
        assert codes(session, "a.py") == ["MLZ101", "MLZ102"]
        with pytest.raises(SettingsError) as caught:
            checked(session, "sub/a.py")
        assert str(caught.value) == message

    def test_the_command_line_holds_everywhere(self, rules: list[AnyRule]) -> None:
        write("mllint.toml", 'ignore = ["MLZ101"]\n')
        write("sub/mllint.toml", "")
        session = session_of(rules, select=["MLZ101"])
        assert codes(session, "a.py") == codes(session, "sub/a.py") == ["MLZ101"]


class TestFixes:
    def test_unsafe_ones_follow_the_settings_unless_said(self, rules: list[AnyRule]) -> None:
        write("sub/mllint.toml", "unsafe-fixes = true\n")
        session = session_of(rules)

        def fixed(path: str, unsafe: bool | None) -> str:
            return session.fix(Document(path, LOAD), Path(path), unsafe=unsafe).document.text

        opened = LOAD.replace("demo.load", "open")
        assert [fixed("a.py", unsafe) for unsafe in (None, False, True)] == [LOAD, LOAD, opened]
        assert [fixed("sub/a.py", unsafe) for unsafe in (None, False, True)] == [opened, LOAD, opened]

    def test_without_fixes_none_is_drawn(self, rules: list[AnyRule]) -> None:
        found = session_of(rules).check(Document("a.py", LOAD), Path("a.py"), with_fixes=False)
        assert [(each.code, each.fix) for each in found] == [("MLZ101", None), ("MLZ102", None)]


class TestProjects:
    def test_files_of_one_root_share_a_project(self, rules: list[AnyRule], root: Path) -> None:
        write("packages/a/pyproject.toml", "")
        session = session_of(rules)
        project = session.project_for(Path("src/x.py"))
        assert project is session.project_for(Path("y.py"))
        assert project.root == root
        nested = session.project_for(Path("packages/a/src/x.py"))
        assert nested is not project
        assert nested.root == root / "packages" / "a"

    def test_a_folder_without_a_mark_is_only_itself(self, rules: list[AnyRule], root: Path) -> None:
        (root / ".git").rmdir()
        write("a.py", LOAD)
        write("sub/b.py", LOAD)
        session = session_of(rules)
        assert session.project_for(Path("a.py")).files == (root / "a.py",)
        assert session.project_for(Path("sub/b.py")).files == (root / "sub" / "b.py",)
        (root / "setup.cfg").write_text("")
        marked = session_of(rules).project_for(Path("sub/b.py"))
        assert (marked.root, marked.files) == (root, (root / "a.py", root / "sub" / "b.py"))

    def test_declared_versions_turn_rules_off(self, rules: list[AnyRule]) -> None:
        write("requirements.txt", "torch==2.6\n")
        write("packages/old/pyproject.toml", '[project]\ndependencies = ["torch==1.13"]\n')
        session = session_of(rules)
        assert codes(session, "a.py") == ["MLZ101"]
        assert codes(session, "packages/old/a.py") == ["MLZ101", "MLZ102"]
        assert str(session.project_for(Path("a.py")).libraries["torch"].exact) == "2.6"

    def test_the_settings_know_versions_better(self, rules: list[AnyRule]) -> None:
        write("requirements.txt", "torch==2.6\n")
        write("mllint.toml", '[libraries]\ntorch = "<2"\n')
        session = session_of(rules)
        assert codes(session, "a.py") == ["MLZ101", "MLZ102"]
        assert (
            session.plan_for(Path("a.py")).environment.libraries
            == session.project_for(Path("a.py")).libraries
        )


class TestRuff:
    def test_a_rule_is_silent_where_ruff_reports_the_same(self, rules: list[AnyRule]) -> None:
        write("pyproject.toml", '[tool.ruff.lint]\nselect = ["T20"]\n')
        write("packages/a/pyproject.toml", "")
        session = session_of(rules)
        assert codes(session, "a.py") == ["MLZ102"]
        assert codes(session, "packages/a/a.py") == ["MLZ101", "MLZ102"]

    def test_unless_the_settings_say_otherwise(self, rules: list[AnyRule]) -> None:
        write("pyproject.toml", '[tool.ruff.lint]\nselect = ["T20"]\n[tool.mllint]\ndefer-to-ruff = false\n')
        assert codes(session_of(rules), "a.py") == ["MLZ101", "MLZ102"]

    def test_a_suppression_of_a_silent_rule_is_not_judged(self, rules: list[AnyRule]) -> None:
        write("ruff.toml", 'lint.select = ["ALL"]\n')
        session = session_of(rules)
        assert codes(session, "a.py", "x = 1  # mllint: ignore[unsafe-load]\n") == []
        assert codes(session, "a.py", "x = 1  # mllint: ignore[old-load]\n") == ["ML003"]
