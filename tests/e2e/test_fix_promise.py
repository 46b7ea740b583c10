"""What `mllint fix` promises: it changes what it says it changes, and nothing else, whatever happens."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.source.errors import ChangedMeanwhile
from mllint_rules.source.writing import write_file

from .conftest import COMMAND, LOAD, LOAD_FIXED, Workspace

FIX = ("fix", "--unsafe-fixes", "--select", "MLX101")
LONG = "import torch\n\n" + "".join(f"y{n} = {n}\n" for n in range(20)) + "x = torch.load('a')\n"
UNCHANGED = "x = 1\n"


def repair(text: bytes) -> bytes:
    """The one change that is due in a text with one call of `torch.load`."""
    assert text.count(b"#)") == 1
    return text.replace(b"#)", b", weights_only=True)")


# In these `#)` closes the call: it stands for what a fix adds.
TEXTS: dict[str, bytes] = {
    "plain.py": b"import torch\n\nx = torch.load('a'#)\n",
    "crlf.py": b"import torch\r\n\r\nx = torch.load('a'#)\r\n",
    "mixed.py": b"import torch\r\n\ny = 1\rx = torch.load('a'#)\r\n\rz = 2\n\r\n",
    "bom.py": b"\xef\xbb\xbfimport torch\nx = torch.load('a'#)\n",
    "latin.py": b"# -*- coding: latin-1 -*-\nimport torch\nx = torch.load('\xe9'#)  # \xfc\n",
    "japanese.py": "# coding: shift_jis\nimport torch\nx = torch.load('日本'#)\n".encode("shift_jis"),
    "no_newline.py": b"import torch\nx = torch.load('a'#)",
    "blanks.py": b"import torch   \n\t\n\x0c\nx  =  torch.load( 'a'#)  ;  y=1 \n\n\n",
    "separators.py": "import torch\nx = torch.load('\u2028\x85'#)  # \u2028 \x0b \x1c\n".encode(),
    "stub.pyi": b"import torch\nx = torch.load('a'#)\n",
    "cells.py": b"# %%\nimport torch\n# %%\nx = torch.load('a'#)\n",
    "sub/with blank.py": b"import torch\nx = torch.load('a'#)\n",
}


@pytest.fixture(scope="module")
def repaired(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All the texts, repaired in one run."""
    workspace = Workspace(tmp_path_factory.mktemp("texts"))
    for name, text in TEXTS.items():
        workspace.write(name, text.replace(b"#)", b")")).chmod(0o640)
    outcome = workspace.run(*FIX, "--output-format", "json")
    assert (outcome.code, outcome.diagnostics) == (0, [])
    assert outcome.err == f"mllint: Fixed {len(TEXTS)} problems in {len(TEXTS)} files; none remain.\n"
    return workspace


@pytest.mark.parametrize("name", TEXTS)
def test_only_the_edit_changes(repaired: Workspace, name: str) -> None:
    path = repaired.root / name
    assert path.read_bytes() == repair(TEXTS[name])
    assert path.stat().st_mode & 0o777 == 0o640
    ast.parse(path.read_bytes())


def test_a_second_run_changes_nothing(repaired: Workspace) -> None:
    before = {path: path.stat().st_mtime_ns for path in repaired.root.rglob("*")}
    outcome = repaired.run(*FIX)
    assert (outcome.code, outcome.out) == (0, f"Nothing to fix: {len(TEXTS)} files, all clean.\n")
    assert {path: path.stat().st_mtime_ns for path in repaired.root.rglob("*")} == before


def test_safe_fixes_only_unless_told(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    before = workspace.state()
    outcome = workspace.run("fix", "--select", "MLX101", "--quiet", "--output-format", "concise")
    assert (outcome.code, outcome.out.split(" ")[:3]) == (1, ["a.py:3:9:", "MLX101", "[~]"])
    assert workspace.state() == before
    workspace.write("mllint.toml", "unsafe-fixes = true\n")
    assert workspace.run("fix", "--select", "MLX101").code == 0
    assert workspace.read("a.py") == LOAD_FIXED


@pytest.mark.skipif(os.name == "nt", reason="links and modes are another matter there")
def test_links_stay_links_and_modes_stay(workspace: Workspace) -> None:
    target = workspace.write("hidden/.real", LOAD)
    target.chmod(0o751)
    (workspace.root / "link.py").symlink_to("hidden/.real")
    assert workspace.run(*FIX).code == 0
    assert os.readlink(workspace.root / "link.py") == "hidden/.real"
    assert target.read_text() == LOAD_FIXED
    assert target.stat().st_mode & 0o777 == 0o751
    assert sorted(workspace.state()) == ["hidden", "hidden/.real", "link.py"]


def test_what_the_encoding_does_not_give_back_is_left_alone(workspace: Workspace) -> None:
    # Written again, the closing hyphen would be missing.
    text = b"# coding: utf-7\nimport torch\nx = torch.load('+AOk-')\n"
    workspace.write("a.py", text)
    outcome = workspace.run(*FIX, "--output-format", "json")
    assert [(each["code"], each["message"]) for each in outcome.diagnostics] == [
        (
            "ML002",
            "not repaired: the encoding utf-7 does not give back the same bytes (save the file as UTF-8)",
        ),
        ("MLX101", outcome.diagnostics[1]["message"]),
    ]
    assert (workspace.root / "a.py").read_bytes() == text
    # A preview says the same, and shows nothing that would not come.
    outcome = workspace.run(*FIX, "--diff", "--quiet")
    assert (outcome.code, outcome.out) == (0, "")


def test_a_protected_file_is_left_alone(workspace: Workspace) -> None:
    path = workspace.write("a.py", LOAD)
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write everything")
    before = workspace.state()
    outcome = workspace.run(*FIX, "--output-format", "json")
    assert next((each["code"], each["message"]) for each in outcome.diagnostics) == (
        "ML002",
        "not repaired: the file is write-protected",
    )
    assert (outcome.code, workspace.state()) == (1, before)


# Diffs


@pytest.fixture
def diffs(workspace: Workspace) -> tuple[Workspace, str]:
    """The texts that are UTF-8, a notebook, and what a preview says of them."""
    for name, text in TEXTS.items():
        if name not in {"latin.py", "japanese.py"}:
            workspace.write(name, text.replace(b"#)", b")"))
    workspace.write("long.py", LONG)
    workspace.write("unchanged.py", UNCHANGED)
    workspace.write("notebook.ipynb", NOTEBOOK)
    before = workspace.state()
    outcome = workspace.run(*FIX, "--diff")
    assert outcome.code == 1
    assert outcome.err == "mllint: Would fix 12 problems in 12 files; none would remain.\n"
    assert workspace.state() == before
    return workspace, outcome.out


@pytest.mark.parametrize(
    "command", [("patch", "-p0", "--binary", "-i"), ("git", "apply", "-p0", "--whitespace=nowarn")]
)
def test_a_diff_applies(
    diffs: tuple[Workspace, str], command: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    workspace, diff = diffs
    file = tmp_path_factory.mktemp("diff") / "changes.diff"
    file.write_bytes(diff.encode())
    expected = Workspace(tmp_path_factory.mktemp("expected"))
    shutil.copytree(workspace.root, expected.root, dirs_exist_ok=True)
    assert expected.run(*FIX).code == 0
    applied = workspace.execute(*command, str(file))
    assert (applied.code, "fuzz" in applied.out) == (0, False)
    assert workspace.state() == expected.state()
    assert workspace.read("long.py") == LONG.replace("'a')", "'a', weights_only=True)")
    # Nothing is left to do.
    outcome = workspace.run(*FIX, "--diff")
    assert (outcome.code, outcome.out) == (0, "")


def test_a_diff_of_text_from_stdin(workspace: Workspace) -> None:
    outcome = workspace.run(*FIX, "--diff", "-", "--stdin-filename", "src/a.py", stdin=LOAD)
    assert (outcome.code, outcome.out) == (
        1,
        (
            "--- src/a.py\n+++ src/a.py\n@@ -1,3 +1,3 @@\n import torch\n \n"
            '-state = torch.load("model.pt")\n+state = torch.load("model.pt", weights_only=True)\n'
        ),
    )
    assert workspace.run(*FIX, "--diff", "-", stdin=UNCHANGED).code == 0
    assert workspace.state() == {}


@pytest.mark.parametrize("text", [LOAD.replace("\n", "\r\n"), "\ufeff" + LOAD, LOAD.rstrip() + "  # é"])
def test_text_from_stdin_comes_back_byte_for_byte(workspace: Workspace, text: str) -> None:
    outcome = workspace.run(*FIX, "-", "--quiet", stdin=text)
    assert (outcome.code, outcome.out) == (0, text.replace('pt")', 'pt", weights_only=True)'))


# Notebooks

# Lines that JSON libraries would write otherwise: blanks, escapes, order, numbers, no final line end.
NOTEBOOK = r"""{
  "nbformat_minor": 5, "nbformat":4,
 "cells": [
  {"cell_type": "markdown", "source": "Caf\u00e9 \/ torch.load('a')", "metadata": {}},
  {
   "outputs": [{"output_type": "stream", "text": ["x = torch.load('a')\n"], "value": 1.50e+3}],
   "source": [
    "%matplotlib inline\n",
    "import torch\n",
    "x = torch.load('\u00e9\/')  # \"quoted\"\n",
    "y = 1"
   ],
   "cell_type": "code", "metadata": {"tags": [ ]}, "execution_count": null
  },
  {"cell_type": "code", "source": "z = 1\nz", "outputs": [], "metadata": {}, "execution_count": 2}
 ],
 "metadata": {"language_info": {"name": "python"}}
}"""
CHANGED = r"""    "x = torch.load('\u00e9/', weights_only=True)  # \"quoted\"\n","""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_of_a_notebook_one_literal_changes(workspace: Workspace, line_end: str, mark: str) -> None:
    before = mark + NOTEBOOK.replace("\n", line_end)
    workspace.write("a.ipynb", before)
    assert workspace.run(*FIX).code == 0
    old, new = before.split(line_end), workspace.read("a.ipynb").split(line_end)
    changes = [
        (number, line) for number, (was, line) in enumerate(zip(old, new, strict=True), 1) if was != line
    ]
    assert changes == [(10, CHANGED)]
    assert workspace.run(*FIX, "--diff").out == ""


def test_a_source_that_is_one_string_stays_one(workspace: Workspace) -> None:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": LOAD}
    before = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    workspace.write("a.ipynb", before)
    assert workspace.run(*FIX).code == 0
    assert workspace.read("a.ipynb") == before.replace('pt\\")', 'pt\\", weights_only=True)')


# Others at work


def test_a_file_that_somebody_changed_is_left_alone(workspace: Workspace) -> None:
    path = workspace.write("a.py", LOAD)
    read = path.read_bytes()
    path.write_text("y = 2\n")
    before = workspace.state()
    with pytest.raises(
        ChangedMeanwhile,
        match=r"\Athe file was changed by someone else meanwhile \(run the command again\)\Z",
    ):
        write_file(path, LOAD_FIXED.encode(), expected=read)
    assert workspace.state() == before
    path.unlink()
    with pytest.raises(
        ChangedMeanwhile, match=r"\Athe file can no longer be read: the file does not exist\Z"
    ):
        write_file(path, LOAD_FIXED.encode(), expected=read)
    assert workspace.state() == {}


MANY = "import torch\n\n" + "".join(f"x{n} = torch.load('{n}')\n" for n in range(100))
MANY_FIXED = MANY.replace("')", "', weights_only=True)")


def start_fixing(workspace: Workspace, jobs: int) -> subprocess.Popen[bytes]:
    """A fix of many files, under way. It has a process group of its own, as in a terminal."""
    for number in range(100):
        workspace.write(f"a{number:02}.py", MANY)
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [*COMMAND, *FIX, "--jobs", str(jobs), "--quiet"]
    return subprocess.Popen(
        command, cwd=workspace.root, env=workspace.environment, start_new_session=True, **streams
    )


def wait_until(process: subprocess.Popen[bytes], path: Path, text: str) -> None:
    deadline = time.monotonic() + 60
    while path.read_text() != text:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.001)


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_leaves_only_whole_files(workspace: Workspace, jobs: int) -> None:
    with start_fixing(workspace, jobs) as process:
        wait_until(process, workspace.root / "a00.py", MANY_FIXED)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"mllint: interrupted\n")
    assert len(workspace.state()) == 100
    texts = [path.read_text() for path in sorted(workspace.root.iterdir())]
    done = texts.count(MANY_FIXED)
    assert 1 <= done < 100
    assert texts.count(MANY) == 100 - done
    # What is left is done by the next run.
    assert workspace.run(*FIX, "--quiet").code == 0
    assert {path.read_text() for path in workspace.root.iterdir()} == {MANY_FIXED}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="the children of a process are not known")
@pytest.mark.parametrize("children", [2, 3])
def test_ctrl_c_while_workers_start_is_one_line(workspace: Workspace, children: int) -> None:
    with start_fixing(workspace, 2) as process:
        known = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not known.exists():
            process.kill()
            pytest.skip("the children of a process are not known")
        while len(known.read_text().split()) < children:
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"mllint: interrupted\n")
    assert {path.read_text() for path in workspace.root.iterdir()} <= {MANY, MANY_FIXED}
    assert len(workspace.state()) == 100
