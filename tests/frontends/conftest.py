"""A rule pack of two rules that is found like an installed one, and a project that selects it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
UNSAFE_LOAD = '''"""Loading without `safe` trusts the file.

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
    examples=(Example(bad="from demo import load\\nload()", good="from demo import load", fixed=True),),
)
def check(call, ctx):
    if call.argument("safe") is None:
        fix = unsafe_fix("Pass `safe=True`", add_keyword(call, "safe", "True"))
        yield Finding(call.node.func, "`demo.load` trusts the file", fix)
'''
SLOW_SUM = '''"""Summing slowly takes time."""

from mllint_rules.kit import Category, Confidence, Example, Finding, calls, replace, rule, safe_fix


@rule(
    code="MLZ102",
    name="slow-sum",
    category=Category.PERFORMANCE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("demo.slow_sum"),
    examples=(Example(bad="import demo\\ndemo.slow_sum(1)", good="import demo", fixed=True, safe=True),),
)
def check(call, ctx):
    yield Finding(
        call.node.func, "`slow_sum` is 100% slower", safe_fix("Use `sum`", replace(call.node.func, "sum"))
    )
'''
CODE = 'import demo\n\nstate = demo.load("é", x=1)\ntotal = demo.slow_sum([state])\n'


@pytest.fixture(scope="session")
def installed_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the path with the pack `demo_rules` and its metadata."""
    folder = tmp_path_factory.mktemp("site")
    files = {
        "demo_rules/__init__.py": "",
        "demo_rules/unsafe_load.py": UNSAFE_LOAD,
        "demo_rules/slow_sum.py": SLOW_SUM,
        "demo_rules-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo-rules\nVersion: 1\n",
        "demo_rules-1.dist-info/entry_points.txt": "[mllint.rules]\ndemo = demo_rules\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a project whose one module both rules report."""
    (tmp_path / "mllint.toml").write_text('select = ["MLZ"]\n')
    (tmp_path / "train.py").write_text(CODE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


RunModule = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_module(installed_pack: Path) -> RunModule:
    """Run `python -m` in the working directory, with the pack on the path."""

    def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join((str(installed_pack), str(SOURCE)))
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1"},
            input=text,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
