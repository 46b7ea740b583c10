"""The pytest plugin: what a rule pack gets from three lines of configuration."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

RULE = '''"""Loading without `safe` trusts the file.

## Why is this bad?

Files lie.

## Fix safety

Untrusted files stop loading.
"""

from mllint_rules.kit import Category, Confidence, Example, Finding, add_keyword, calls, rule, unsafe_fix


@rule(
    code="MLZ101",
    name="unsafe-load",
    category=Category.SECURITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("demo.load"),
    examples=(
        Example(
            bad="import demo\\ndemo.load()",
            good="import demo\\ndemo.load(safe=True)",
            fixed=True,
        ),
        Example(bad="import demo\\ndemo.load(1)", good="import demo\\ndemo.load(1, safe=True)", fixed=True),
    ),
)
def check(call, ctx):
    if call.argument("safe") is None:
        fix = unsafe_fix("Pass `safe=True`", add_keyword(call, "safe", "True"))
        yield Finding(call.node.func, "`demo.load` trusts the file", fix)
'''
FIXTURE = "from demo import load\nx = load()\n#   ^^^^ MLZ101 trusts\n"
FOLDER = "tests/fixtures/loading/unsafe_load"
RULE_FILE = "src/demo_pack/loading/unsafe_load.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A rule pack with one rule of two examples, one fixture and one test of its own."""
    files = {
        "pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'
        'mllint_pack = "demo_pack"\nmllint_fixtures = "tests/fixtures"\n',
        "src/demo_pack/__init__.py": "",
        "src/demo_pack/loading/__init__.py": "",
        "src/demo_pack/loading/_shared.py": "raise RuntimeError('not a rule')\n",
        RULE_FILE: RULE,
        f"{FOLDER}/alias.py": FIXTURE,
        # A fixture whose name looks like a test, and which must not be imported.
        f"{FOLDER}/test_like.py": "raise SystemExit\n",
        "tests/test_own.py": "def test_own():\n    pass\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def run(project: Path, *arguments: str) -> tuple[int, list[str], str]:
    """The exit code of pytest, the outcome of every test, and all output."""
    ours = str(Path(__file__).parents[2] / "src")
    path = os.pathsep.join((str(project / "src"), ours))
    # Only this plugin, whether it is installed or not.
    plugin = ["-p", "mllint_rules.testkit.plugin", "-p", "no:cacheprovider"]
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", *plugin, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    outcomes = re.findall(r"^(\S+::\S+ (?:PASSED|FAILED|SKIPPED|ERROR))", done.stdout, re.MULTILINE)
    return done.returncode, outcomes, done.stdout + done.stderr


def test_every_example_and_fixture_of_a_pack_is_a_test(project: Path) -> None:
    code, outcomes, output = run(project)
    assert (code, outcomes) == (
        0,
        [
            f"{FOLDER}/alias.py::unsafe-load[fixture] PASSED",
            f"{FOLDER}/test_like.py::unsafe-load[fixture] PASSED",
            "tests/test_own.py::test_own PASSED",
            f"{RULE_FILE}::unsafe-load[documentation] PASSED",
            f"{RULE_FILE}::unsafe-load[example-1] PASSED",
            f"{RULE_FILE}::unsafe-load[example-2] PASSED",
        ],
    ), output


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["tests"], 6),
        (["."], 6),
        (["tests/test_own.py"], 1),
        (["src/demo_pack/loading"], 3),
        ([RULE_FILE], 3),
        ([f"{RULE_FILE}::unsafe-load[example-2]"], 1),
        ([f"{FOLDER}/test_like.py"], 1),
        (["-k", "unsafe-load"], 5),
    ],
)
def test_paths_and_names_choose_among_them(project: Path, arguments: list[str], count: int) -> None:
    code, outcomes, output = run(project, *arguments)
    assert (code, len(outcomes)) == (0, count), output


def test_a_failure_says_what_is_wrong_and_nothing_else(project: Path) -> None:
    (project / FOLDER / "alias.py").write_text(FIXTURE.replace("^^^^", "^^^"))
    code, outcomes, output = run(project, f"{FOLDER}/alias.py")
    assert code == 1
    assert outcomes == [f"{FOLDER}/alias.py::unsafe-load[fixture] FAILED"]
    assert "expected, but not reported: 2:5-7: MLZ101 trusts\n" in output
    assert "Traceback" not in output
    assert "trials.py" not in output


def test_a_fixture_in_newer_syntax_waits_for_a_newer_python(project: Path) -> None:
    (project / FOLDER / "alias.py").write_text("# mllint-test: python=3.99\nnew syntax\n")
    code, outcomes, output = run(project, f"{FOLDER}/alias.py", "-rs")
    assert (code, outcomes) == (0, [f"{FOLDER}/alias.py::unsafe-load[fixture] SKIPPED"]), output
    assert "needs the syntax of Python 3.99" in output


def test_a_rule_file_that_cannot_be_imported_is_an_error(project: Path) -> None:
    (project / RULE_FILE).write_text("import nothing_of_this_name\n")
    code, _, output = run(project, RULE_FILE)
    assert code == 2
    assert "No module named 'nothing_of_this_name'" in output


def test_a_pack_that_is_not_there_is_a_usage_error(project: Path) -> None:
    text = (project / "pyproject.toml").read_text()
    (project / "pyproject.toml").write_text(text.replace("demo_pack", "other_pack"))
    code, _, output = run(project)
    assert code == 4
    assert "mllint_pack: there is no package 'other_pack'" in output


def test_without_configuration_nothing_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "test_light.py").write_text(
        "import sys\n\n\ndef test_light():\n"
        "    loaded = {name for name in sys.modules if name.startswith('mllint_rules')}\n"
        "    assert loaded <= {'mllint_rules', 'mllint_rules.testkit', 'mllint_rules.testkit.plugin'}\n"
    )
    code, outcomes, output = run(tmp_path)
    assert (code, outcomes) == (0, ["test_light.py::test_light PASSED"]), output


def test_distributed_runs_collect_the_same(project: Path) -> None:
    pytest.importorskip("xdist")
    code, _, output = run(project, "-p", "xdist", "-n", "2")
    assert code == 0, output
    assert "6 passed" in output
