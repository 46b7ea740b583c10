"""Many files: what becomes of each, in which order, and what a diff says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.run import (
    FileResult,
    check_files,
    check_stdin,
    display_path,
    fix_files,
    fix_stdin,
)
from mllint_rules.engine.session import Session
from mllint_rules.kit import AnyRule, Call, Context, Finding, replace, safe_fix
from mllint_rules.model.text import Region
from mllint_rules.settings.errors import SettingsError
from mllint_rules.settings.loading import SettingsFinder

MakeRule = Callable[..., AnyRule]
LOAD = "import demo\ndemo.load(1)\n"
OPEN = "import demo\nopen(1)\n"
PACK = '''"""Loading trusts the file."""

from mllint_rules.kit import Category, Confidence, Example, Finding, calls, replace, rule, safe_fix


@rule(
    code="MLZ101",
    name="unsafe-load",
    category=Category.SECURITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("demo.load"),
    examples=(Example(bad="import demo\\ndemo.load()", good="import demo"),),
)
def check(call, ctx):
    yield Finding(call.node.func, "trusted", safe_fix("Open", replace(call.node.func, "open")))
'''


def report(call: Call, ctx: Context) -> Iterator[Finding]:
    """Report every match, with a fix."""
    new = str(ctx.value_of(call.node.args[0])) if ctx.source(call.node.args[0])[0] == '"' else "open"
    yield Finding(call.node.func, "trusted", safe_fix("Open", replace(call.node.func, new)))


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


@pytest.fixture
def session(make_rule: MakeRule) -> Session:
    return Session(SettingsFinder(), [make_rule(report)])


def write(name: str, text: str | bytes = LOAD) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def notebook(*sources: str) -> str:
    cells = [
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": [source]}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1) + "\n"


def codes(result: FileResult) -> list[str]:
    return [each.code for each in result.diagnostics]


class TestChecking:
    def test_each_file_has_a_result_in_the_order_given(self, session: Session) -> None:
        files = [write("b.py"), write("a.py", "x = 1\n"), write("sub/c.py", "x = = 1\n")]
        results = list(check_files(files, session))
        assert [(each.path, codes(each)) for each in results] == [
            ("b.py", ["MLZ101"]),
            ("a.py", []),
            ("sub/c.py", ["ML001"]),
        ]
        # The text is for excerpts: without diagnostics nobody needs it.
        assert [each.text for each in results] == [LOAD, None, "x = = 1\n"]
        assert {(each.applied, each.reverted, each.diff) for each in results} == {((), (), "")}

    def test_without_fixes_none_is_drawn(self, session: Session) -> None:
        (result,) = check_files([write("a.py")], session, with_fixes=False)
        assert [each.fix for each in result.diagnostics] == [None]

    def test_nothing_is_read_before_it_is_asked_for(self, session: Session) -> None:
        results = check_files([write("a.py"), Path("b.py")], session)
        assert codes(next(results)) == ["MLZ101"]
        write("b.py")
        assert codes(next(results)) == ["MLZ101"]

    def test_the_cells_of_a_notebook_are_told(self, session: Session) -> None:
        (result,) = check_files([write("a.ipynb", notebook("import demo", "demo.load(1)"))], session)
        assert [each.region for each in result.diagnostics] == [Region(1, 1, 1, 10, cell=2)]
        assert result.cells == ((1, 0, 11), (2, 12, 24))
        (result,) = check_files([write("b.ipynb", notebook("import demo"))], session)
        assert (result.diagnostics, result.cells) == ((), ())

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            (
                "a.py",
                b"x = '\xff'\n",
                (
                    "line 1 is not valid utf-8 "
                    "(save the file as UTF-8, or declare its encoding in the first line)"
                ),
            ),
            (
                "a.py",
                b"x = 1\0\n",
                "the file holds NUL bytes: it is binary and no Python text (exclude it)",
            ),
            ("gone.py", None, "the file does not exist"),
        ],
    )
    def test_a_file_that_cannot_be_read(
        self, session: Session, name: str, content: bytes | None, message: str
    ) -> None:
        path = Path(name) if content is None else write(name, content)
        for results in (check_files([path, write("b.py")], session), fix_files([path], session)):
            result = next(results)
            (found,) = result.diagnostics
            assert (found.code, found.name, found.message) == ("ML002", "unreadable-file", message)
            assert (found.path, found.region, found.fix) == (name, Region(1, 1, 1, 1), None)
            assert (result.text, result.diff) == ("", "")
        assert content is None or path.read_bytes() == content

    def test_text_from_standard_input(self, session: Session) -> None:
        result = check_stdin(LOAD, os.path.join("src", "a.py"), session)
        assert (result.path, codes(result)) == ("src/a.py", ["MLZ101"])
        result = check_stdin("no json", "a.ipynb", session)
        assert codes(result) == ["ML002"]


class TestFixing:
    def test_files_are_written(self, session: Session) -> None:
        files = [write("a.py"), write("b.py", "x = 1\n"), write("c.py", LOAD.replace("\n", "\r\n"))]
        results = list(fix_files(files, session))
        assert [path.read_bytes() for path in files] == [
            OPEN.encode(),
            b"x = 1\n",
            OPEN.replace("\n", "\r\n").encode(),
        ]
        assert [(len(each.applied), each.diagnostics, each.diff) for each in results] == [
            (1, (), ""),
            (0, (), ""),
            (1, (), ""),
        ]

    def test_without_writing_there_is_a_diff(self, session: Session) -> None:
        path = write("src/a.py")
        (result,) = fix_files([path], session, write=False)
        assert result.diff == (
            "--- src/a.py\n+++ src/a.py\n@@ -1,2 +1,2 @@\n import demo\n-demo.load(1)\n+open(1)\n"
        )
        assert path.read_text() == LOAD
        assert (len(result.applied), result.diagnostics) == (1, ())

    def test_a_file_that_needs_nothing_has_no_diff(self, session: Session) -> None:
        (result,) = fix_files([write("a.py", "x = 1\n")], session, write=False)
        assert (result.diff, result.applied, result.diagnostics) == ("", (), ())

    def test_a_bad_fix_is_told(self, session: Session) -> None:
        path = write("a.py", 'import demo\ndemo.load("(")\n')
        (result,) = fix_files([path], session)
        (message,) = result.reverted
        assert message == (
            "a.py:2: the fix of unsafe-load misbehaved and was undone; "
            "please report it with a few lines that show it"
        )
        assert codes(result) == ["MLZ101"]
        assert path.read_text() == 'import demo\ndemo.load("(")\n'

    @pytest.mark.parametrize("write_it", [False, True])
    def test_a_text_that_the_encoding_cannot_hold(self, session: Session, write_it: bool) -> None:
        text = '# coding: latin-1\nimport demo\ndemo.load("\\u0142")\n'
        path = write("a.py", text)
        (result,) = fix_files([path], session, write=write_it)
        assert [(each.code, each.message) for each in result.diagnostics] == [
            (
                "ML002",
                "not repaired: the encoding iso-8859-1 of the file cannot hold 'ł' (save the file as UTF-8)",
            ),
            ("MLZ101", "trusted"),
        ]
        assert (result.applied, result.diff, result.text) == ((), "", text)
        assert path.read_text() == text

    def test_a_file_that_cannot_be_written(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        files = [write("a.py"), write("b.py", "x = 1\n")]
        first, second = fix_files(files, session)
        assert [(each.code, each.message) for each in first.diagnostics] == [
            ("ML002", "not repaired: the file is write-protected"),
            ("MLZ101", "trusted"),
        ]
        assert first.applied == ()
        assert codes(second) == []
        assert files[0].read_text() == LOAD

    def test_a_file_that_somebody_changes_meanwhile(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = write("a.py")
        fix = session.fix

        def slow_fix(*arguments: Any, **options: Any) -> Any:
            path.write_text("y = 2\n")
            return fix(*arguments, **options)

        monkeypatch.setattr(session, "fix", slow_fix)
        (result,) = fix_files([path], session)
        assert result.diagnostics[0].message == (
            "not repaired: the file was changed by someone else meanwhile (run the command again)"
        )
        assert path.read_text() == "y = 2\n"

    def test_text_from_standard_input_comes_back_repaired(self, session: Session) -> None:
        result, text = fix_stdin("\ufeff" + LOAD, "a.py", session)
        assert (text, result.diagnostics, len(result.applied)) == ("\ufeff" + OPEN, (), 1)
        assert result.diff.endswith("-demo.load(1)\n+open(1)\n")
        source = notebook("import demo", "demo.load(1)")
        result, text = fix_stdin(source, "a.ipynb", session)
        assert text == source.replace("demo.load", "open")
        result, text = fix_stdin("no json", "a.ipynb", session)
        assert (codes(result), text) == (["ML002"], "no json")


class TestDiffs:
    """The diff is what patch tools read."""

    CASES = {
        "plain.py": LOAD,
        "with blank.py": LOAD,
        "open_end.py": LOAD.rstrip("\n"),
        "windows.py": LOAD.replace("\n", "\r\n"),
        "form_feed.py": "x = 1\n\x0c\ny = '\x1c\u2028'\n" + LOAD,
        "marked.py": "\ufeff" + LOAD,
        "latin.py": "# coding: latin-1\n# ä\n" + LOAD,
        "cells.ipynb": notebook("import demo", "demo.load(1)"),
    }

    def test_a_file_without_a_last_line_break(self, session: Session) -> None:
        (result,) = fix_files([write("a.py", LOAD.rstrip("\n"))], session, write=False)
        assert result.diff.endswith(
            " import demo\n-demo.load(1)\n\\ No newline at end of file\n"
            "+open(1)\n\\ No newline at end of file\n"
        )

    def test_a_name_with_a_blank_ends_at_a_tab(self, session: Session) -> None:
        (result,) = fix_files([write("a b.py")], session, write=False)
        assert result.diff.startswith("--- a b.py\t\n+++ a b.py\t\n@@ ")

    @pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
    @pytest.mark.parametrize("name", CASES)
    def test_applying_it_does_what_fixing_does(self, session: Session, name: str) -> None:
        encoding = "latin-1" if name == "latin.py" else "utf-8"
        path = write(name, self.CASES[name].encode(encoding))
        (result,) = fix_files([path], session, write=False)
        shutil.rmtree(".git")
        subprocess.run(
            ["git", "apply", "-p0", "--whitespace=nowarn"],
            input=result.diff.encode(encoding),
            check=True,
            capture_output=True,
        )
        patched = path.read_bytes()
        path.write_bytes(self.CASES[name].encode(encoding))
        assert [len(each.applied) for each in fix_files([path], session)] == [1]
        assert path.read_bytes() == patched


class TestProcesses:
    @pytest.fixture
    def session(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
        """A session whose rules other processes can import."""
        write("site/run_pack/__init__.py", "")
        write("site/run_pack/unsafe_load.py", PACK)
        monkeypatch.syspath_prepend(str(root / "site"))
        yield Session(SettingsFinder(), load_rules(["run_pack"]))
        for name in [name for name in sys.modules if name.startswith("run_pack")]:
            del sys.modules[name]

    @pytest.fixture
    def files(self) -> list[Path]:
        """Enough files for several processes, long and short ones, out of order."""
        texts = [
            LOAD,
            "x = 1\n",
            LOAD + "x = [1]\n" * 500,
            "x = = 1\n",
            "y = 2  # mllint: ignore[unsafe-load]\n",
        ]
        return [write(f"src/{(number * 7) % 40}.py", texts[number % 5]) for number in range(40)]

    def test_two_processes_give_what_one_gives(self, session: Session, files: list[Path]) -> None:
        files = [*files, Path("gone.py")]
        alone = list(check_files(files, session))
        assert [each.path for each in alone] == [path.as_posix() for path in files]
        assert [codes(each) for each in alone[:5]] == [["MLZ101"], [], ["MLZ101"], ["ML001"], ["ML003"]]
        assert list(check_files(files, session, jobs=2)) == alone
        diffs = list(fix_files(files, session, write=False))
        assert list(fix_files(files, session, write=False, jobs=2)) == diffs
        assert sum("+open(1)" in each.diff for each in diffs) == 16

    def test_wrong_settings_stop_the_run_from_any_process(self, session: Session, files: list[Path]) -> None:
        write("sub/mllint.toml", "sead = 1\n")
        with pytest.raises(
            SettingsError, match=r"^sub/mllint.toml:1: unknown key `sead`; did you mean `seed`\?$"
        ):
            list(check_files([*files, write("sub/a.py")], session, jobs=2))

    def test_few_files_are_not_worth_a_process(
        self, session: Session, files: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", None)
        assert len(list(check_files(files[:23], session, jobs=8))) == 23
        with pytest.raises(TypeError):
            list(check_files(files[:24], session, jobs=8))


def test_paths_are_shown_from_the_working_directory(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert display_path(Path("src/a.py")) == "src/a.py"
    assert display_path(root / "src" / "a.py") == "src/a.py"
    assert display_path(Path("src/../a.py")) == "a.py"
    write("sub/deep/a.py")
    monkeypatch.chdir(root / "sub")
    assert display_path(Path("../b.py")) == "../b.py"
    assert display_path(root / "sub" / "deep" / "a.py") == "deep/a.py"
    assert display_path(root / "b.py") == "../b.py"
