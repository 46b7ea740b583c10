"""Everything that can go wrong: one sentence that says what to do, the right exit code, nothing broken."""

from __future__ import annotations

import ast
import json
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import COMMAND, LOAD, Workspace
from .demo_pack import UNSAFE_LOAD, install_pack

VERSION = ".".join(platform.python_version_tuple()[:2])
HINT = f"(read as Python {VERSION}; newer syntax needs mllint on a newer Python)"
TOO_DEEP = "the code is nested too deeply for the parser"
WORDS = "a list of rule codes, code prefixes, names and categories"
NO_RULE = "which is no rule, code, code prefix or category"
FOREIGN = (
    "belongs to another tool named mllint (a checker of project templates), which mllint-rules does not read; "
    "the settings of mllint-rules go into `mllint.toml` or `[tool.mllint]` in `pyproject.toml`"
)
LOAD_RULE = "torch-load-without-weights-only"


def refused(workspace: Workspace, message: str, *arguments: str, stdin: str | bytes = b"") -> None:
    """A run that does nothing but say why."""
    before = workspace.state()
    outcome = workspace.run(*arguments, stdin=stdin)
    assert (outcome.code, outcome.out, outcome.err) == (2, "", f"mllint: error: {message}\n")
    assert workspace.state() == before


# Settings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["MLX"]\n', ":1: unknown key `selct`; did you mean `select`?"),
        ('seed = 1\nseed = "x"\n', ":2: invalid TOML: Cannot overwrite a value at column 11"),
        ('preset = "all"\nseed = "x"\n', ":2: `seed` takes an integer, not a string"),
        ("seed = true\n", ":1: `seed` takes an integer, not a boolean"),
        ('select = "MLX"\n', f":1: `select` takes {WORDS}, not a string"),
        ("select = [1]\n", f":1: `select` takes {WORDS}, and 1 is an integer"),
        (
            'preset = "strickt"\n',
            ":1: `preset` does not take `strickt` (valid: `recommended`, `strict`, `all`); did you mean `strict`?",
        ),
        ("a = \n", ":1: invalid TOML: Invalid value at column 5"),
        ('select = [\n"MLX",\n', ":3: invalid TOML: Invalid value (at end of document)"),
        (
            '\nignore = ["torch-load-without-weight-only"]\n',
            f":2: `ignore` names `torch-load-without-weight-only`, {NO_RULE}; did you mean `{LOAD_RULE}`?",
        ),
        (
            'select = [\n  "MLX",\n  "MLX1O1",\n]\n',
            f":3: `select` names `MLX1O1`, {NO_RULE}; did you mean `MLX101`?",
        ),
        (
            '[per-file-ignores]\n"a.py" = ["securty"]\n',
            f":2: `per-file-ignores` names `securty`, {NO_RULE}; did you mean `security`?",
        ),
        (
            '[rules.torch-load-without-weights]\nseverity = "error"\n',
            (
                f":1: `rules.torch-load-without-weights`: `torch-load-without-weights` is no rule; "
                f"did you mean `{LOAD_RULE}`?"
            ),
        ),
        (
            '[rules.MLX101]\nseverity = "error"\n',
            f":1: `rules.MLX101`: `MLX101` is a code: options go by the rule's name; did you mean `{LOAD_RULE}`?",
        ),
        (
            f'[rules.{LOAD_RULE}]\nseverity = "warn"\n',
            (
                f":2: `rules.{LOAD_RULE}.severity` does not take `warn` (valid: `error`, `warning`, `info`); "
                "did you mean `warning`?"
            ),
        ),
        (
            f"[rules.{LOAD_RULE}]\nlimit = 1\n",
            f":2: `rules.{LOAD_RULE}`: unknown option `limit` (the rule has only `severity`)",
        ),
        ('cache-dir = "x"\n', ":1: `cache-dir` is not supported by this version yet"),
        ('baseline = "x"\n', ":1: `baseline` is not supported by this version yet"),
        (
            'output-format = "sarif"\n',
            ":1: the output format `sarif` is not supported by this version yet",
        ),
        ('exclude = ["build", "!"]\n', ":1: `exclude` holds `!`, which is no glob pattern"),
        ('exclude = ["a", ""]\n', ":1: `exclude` holds an empty string"),
        (
            '[per-file-ignores]\n"!a" = ["MLX"]\n',
            ":2: `per-file-ignores` does not take the pattern `!a`",
        ),
        (
            '[libraries]\ntorch = "two"\n',
            ":2: `libraries.torch` holds `two`, which is no version or range",
        ),
        ('[libraries]\ntorch = ">3,<2"\n', ":2: `libraries.torch` holds `>3,<2`, which no version fits"),
        ('ignore = ["syntax-error"]\n', ":1: `syntax-error` is always on and cannot be ignored"),
        (
            "[tool.mllint]\nseed = 1\n",
            ":1: keys stand at the top level of this file, without `[tool.mllint]`",
        ),
        ('extend = "nowhere.toml"\n', ":1: `extend` names `nowhere.toml`, which is not a file"),
    ],
)
def test_settings_that_cannot_be(workspace: Workspace, text: str, message: str) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("mllint.toml", text)
    refused(workspace, f"mllint.toml{message}", "fix", "--unsafe-fixes")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[tool.mllint]\nselct = ["MLX"]\n', ":2: unknown key `selct`; did you mean `select`?"),
        ("[tool]\nmllint = 3\n", ":2: `tool.mllint` takes a table"),
        (
            "[tool.mllint\n",
            ":1: invalid TOML: Expected ']' at the end of a table declaration at column 13",
        ),
        (
            "[tool.mllint.linters]\npylint = true\n",
            f":1: this [tool.mllint] with the key `linters` {FOREIGN}",
        ),
        (
            '[tool.mllint.rules]\ndisabled = ["git"]\n',
            f":1: this [tool.mllint] with the key `rules` {FOREIGN}",
        ),
    ],
)
def test_settings_in_pyproject_that_cannot_be(workspace: Workspace, text: str, message: str) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("pyproject.toml", text)
    refused(workspace, f"pyproject.toml{message}", "check")


def test_an_option_that_its_rule_does_not_have(workspace: Workspace, demo_pack: Path) -> None:
    workspace.environment["PYTHONPATH"] = str(demo_pack)
    for table, message in (
        ("limmit = 1", "unknown option `limmit`; did you mean `limit`?"),
        ('limit = "x"', "the option `limit` takes an integer, not a string"),
    ):
        workspace.write("mllint.toml", f"[rules.many-steps]\n{table}\n")
        refused(workspace, f"mllint.toml:2: `rules.many-steps`: {message}", "config")


def test_the_file_of_the_other_tool_is_pointed_at(workspace: Workspace) -> None:
    workspace.write("a.py", "x = 1\n")
    workspace.write(".mllint.yml", "linters: {}\n")
    outcome = workspace.run("check")
    assert (outcome.code, outcome.err) == (0, f"mllint: note: .mllint.yml: this file {FOREIGN}\n")


def test_settings_that_extend_each_other(workspace: Workspace) -> None:
    workspace.write("mllint.toml", 'seed = 1\nextend = "sub/b.toml"\n')
    workspace.write("sub/b.toml", 'extend = "../mllint.toml"\n')
    refused(
        workspace,
        "sub/b.toml:1: `extend` goes round in a circle: mllint.toml → sub/b.toml → mllint.toml",
        "check",
    )
    workspace.write("sub/b.toml", "\nsed = 1\n")
    refused(workspace, "sub/b.toml:2: unknown key `sed`; did you mean `seed`?", "check")
    workspace.write("sub/b.toml", b"seed = 1\n# \xff\n")
    refused(workspace, "sub/b.toml:2: the configuration is not UTF-8 text", "check")


def test_settings_of_a_folder_below_stop_the_run(workspace: Workspace) -> None:
    workspace.write("a.py", "x = 1\n")
    workspace.write("sub/mllint.toml", "seed = 0.5\n")
    workspace.write("sub/b.py", LOAD)
    refused(
        workspace, "sub/mllint.toml:1: `seed` takes an integer, not a float", "fix", "--unsafe-fixes", "."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--config", "none.toml"], "none.toml: there is no such configuration file"),
        (["--config", "."], ".: this is a folder, not a configuration file"),
        (["--config", "pyproject.toml"], "pyproject.toml: there is no table `[tool.mllint]`"),
        (["--config", "pyproject.toml", "--isolated"], "`--config` and `--isolated` exclude each other"),
        (["--select", "MLX1O1"], f"`--select` names `MLX1O1`, {NO_RULE}; did you mean `MLX101`?"),
        (["--ignore", "securty"], f"`--ignore` names `securty`, {NO_RULE}; did you mean `security`?"),
        (["--extend-select", "zzz"], f"`--extend-select` names `zzz`, {NO_RULE}"),
    ],
)
def test_settings_on_the_command_line(workspace: Workspace, arguments: list[str], message: str) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("pyproject.toml", '[project]\nname = "x"\n')
    refused(workspace, message, "check", *arguments)


# Paths


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["missing.py"], "missing.py: no such file or folder"),
        (["a.py", "missing", "gone.py"], "missing: no such file or folder; gone.py: no such file or folder"),
        (["a.py/x.py"], "a.py/x.py: no such file or folder"),
        (["dangling.py"], "dangling.py: a link to nothing"),
        (["circle.py"], "circle.py: a link to nothing"),
        (["x" * 300], "x" * 300 + ": no such file or folder"),
        (["esc\x1b[31m.py"], "esc\\x1b[31m.py: no such file or folder"),
    ],
)
def test_named_paths_that_are_not_there(workspace: Workspace, paths: list[str], message: str) -> None:
    workspace.write("a.py", LOAD)
    (workspace.root / "dangling.py").symlink_to("nowhere.py")
    (workspace.root / "circle.py").symlink_to("circle.py")
    refused(workspace, message, "fix", "--unsafe-fixes", *paths)


def test_links_that_lead_nowhere_or_round_are_passed_over(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    (workspace.root / "dangling.py").symlink_to("nowhere.py")
    (workspace.root / "circle.py").symlink_to("circle.py")
    (workspace.root / "loop").symlink_to(".")
    before = workspace.state()
    outcome = workspace.run("check", "--show-files")
    assert (outcome.code, outcome.out, outcome.err) == (0, "a.py\n", "")
    assert [each["path"] for each in workspace.check("--select", "MLX101")] == ["a.py"]
    assert workspace.state() == before


def test_folders_without_anything_to_read(workspace: Workspace) -> None:
    (workspace.root / "empty").mkdir()
    warning = "mllint: warning: there are no Python files or notebooks under the given paths\n"
    outcome = workspace.run("check", "empty")
    assert (outcome.code, outcome.out, outcome.err) == (0, "All clean: 0 files.\n", warning)
    outcome = workspace.run("check", "--output-format", "json")
    assert (outcome.code, outcome.diagnostics, outcome.err) == (0, [], warning)


def test_a_folder_called_like_a_file(workspace: Workspace) -> None:
    workspace.write("x.py/b.py", LOAD)
    for path in (".", "x.py"):
        assert [each["path"] for each in workspace.check("--select", "MLX101", path)] == ["x.py/b.py"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_regular_file(workspace: Workspace) -> None:
    os.mkfifo(workspace.root / "pipe.py")
    message = "this is not a regular file but a pipe, socket or device (exclude it)"
    for command in ("check", "fix"):
        outcome = workspace.run(command, "--output-format", "concise", "pipe.py", os.devnull)
        assert outcome.code == 1
        first, second = outcome.out.splitlines()
        assert first == f"pipe.py:1:1: ML002 {message} (unreadable-file)"
        assert second.endswith(f"null:1:1: ML002 {message} (unreadable-file)")
    # In a folder nobody asked for it.
    assert workspace.check() == []


def make_unreadable(path: Path) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        path.chmod(0o700)
        pytest.skip("this user may read everything")


def test_a_file_without_permission(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    make_unreadable(workspace.root / "a.py")
    outcome = workspace.run("fix", "--output-format", "concise")
    message = "there is no permission to read the file (change its mode, or exclude it)"
    assert (outcome.code, outcome.out) == (1, f"a.py:1:1: ML002 {message} (unreadable-file)\n")


def test_a_folder_without_permission(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    closed = workspace.root / "closed"
    closed.mkdir()
    make_unreadable(closed)
    try:
        outcome = workspace.run("check", "--output-format", "concise", "--select", "MLX101", "--quiet")
    finally:
        closed.chmod(0o700)
    assert outcome.code == 2
    assert outcome.out.startswith("a.py:3:9: MLX101 ")
    assert outcome.err == "mllint: warning: closed: the folder cannot be read (permission denied)\n"


def test_a_working_directory_that_is_gone(workspace: Workspace) -> None:
    script = "mkdir gone && cd gone && rmdir ../gone && exec " + " ".join((*COMMAND, "check"))
    outcome = workspace.execute("sh", "-c", script)
    assert outcome.code == 2
    assert outcome.err.splitlines()[-1] == "mllint: error: the working directory does not exist any more"


# Sources


def syntax_problem(code: str) -> str:
    """What this Python says about code that it does not take."""
    try:
        ast.parse(code)
    except SyntaxError as error:
        return f"{error.msg} {HINT}"
    raise AssertionError(code)


def notebook(*sources: str, **metadata: object) -> str:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": [source]}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


CONVERT = "convert it with `jupyter nbconvert --to notebook --nbformat 4`"
INDENT = "def f():\n\tif x:\n        y = 1\n"
NEWER = "type X = int\n" if sys.version_info < (3, 12) else 't"{x}"\n'
LONG = "x = " + "+".join(["a"] * 20_000) + "\n"
UNREADABLE: dict[str, tuple[bytes | str, str]] = {
    "binary.py": (
        bytes(range(256)),
        "the file holds NUL bytes: it is binary and no Python text (exclude it)",
    ),
    "nul.py": ("x = 1\0\n", "the file holds NUL bytes: it is binary and no Python text (exclude it)"),
    "encoding.py": (
        b"x = 1\ny = '\xe9'\n",
        "line 2 is not valid utf-8 (save the file as UTF-8, or declare its encoding in the first line)",
    ),
    "cookie.py": (
        "# coding: klingon\n",
        "the encoding klingon declared at the top is not known (correct it, or save the file as UTF-8)",
    ),
    "codec.py": (
        "# coding: rot13\n",
        "the declared encoding rot-13 is not one for Python text (save the file as UTF-8)",
    ),
    "bom_and_cookie.py": (
        b"\xef\xbb\xbf# coding: latin-1\n",
        "the file has a UTF-8 byte order mark but declares the encoding latin-1 (remove one of the two)",
    ),
    "utf16.py": (
        "x = 1\n".encode("utf-16"),
        "the file is UTF-16 or UTF-32, which Python does not read (save it as UTF-8)",
    ),
    "surrogate.py": (
        b"x = '\xed\xa0\x80'\n",
        "line 1 is not valid utf-8 (save the file as UTF-8, or declare its encoding in the first line)",
    ),
    "huge.py": (
        b"x = 1\n" * 1_700_000,
        "the file has 10,200,000 bytes; files above 10,000,000 are not read (exclude it if it is data)",
    ),
    "deep.ipynb": ("[" * 100_000 + "]" * 100_000, "the notebook's JSON is nested too deeply to be read"),
    "v3.ipynb": (
        json.dumps({"worksheets": [], "nbformat": 3}),
        f"the notebook has the old format nbformat 3; {CONVERT}",
    ),
    "v5.ipynb": (
        json.dumps({"cells": [], "nbformat": 5}),
        f"the notebook has the format nbformat 5, which is not known yet; {CONVERT}",
    ),
    "text.ipynb": ("x = 1\n", "the notebook is not valid JSON: Expecting value in line 1, column 1"),
    "empty.ipynb": ("", "the notebook is not valid JSON: Expecting value in line 1, column 1"),
    "list.ipynb": ("[]", "the notebook's JSON is no object (save it again from Jupyter)"),
    "cells.ipynb": ("{}", "the notebook has no list of cells (save it again from Jupyter)"),
    "bytes.ipynb": (
        b"{\xff}",
        "the notebook is not valid UTF-8 (byte 2); save it again from Jupyter",
    ),
    "source.ipynb": (
        json.dumps({"cells": [{"cell_type": "code"}], "nbformat": 4}),
        "cell 1 of the notebook has no source text (save it again from Jupyter)",
    ),
}
UNPARSABLE: dict[str, tuple[str, tuple[int | None, int, int], str]] = {
    "open.py": ("x = 1\ny = (\n", (None, 2, 5), syntax_problem("x = 1\ny = (\n")),
    "indent.py": (INDENT, (None, 3, 1), syntax_problem(INDENT)),
    "python2.py": ('print "x"\n', (None, 1, 1), syntax_problem('print "x"\n')),
    "parentheses.py": ("(" * 300 + ")" * 300 + "\n", (None, 1, 201), f"too many nested parentheses {HINT}"),
    "deep.py": ("x = " + "-" * 100_000 + "1\n", (None, 1, 1), TOO_DEEP),
    "cell.ipynb": (notebook("x = 1", "a = 1\nb = ("), (2, 2, 5), syntax_problem("b = (\n")),
}
HARMLESS: dict[str, bytes | str] = {
    "empty.py": "",
    "comments.py": "# only\n# comments",
    "mark.py": b"\xef\xbb\xbf",
    "blank.py": "\n\x0c\r\r\n \t",
    "r.ipynb": notebook("x <- 1", kernelspec={"name": "ir", "language": "R"}),
    "magics.ipynb": notebook("%matplotlib inline\n!ls", "%%bash\nls | (", "frame.merge?"),
    "return.py": "return 1\nawait x\n",
    "escape.py": "x = '\\d'\n",
    "many_branches.py": "if a: x = 1\n" + "elif a: x = 2\n" * 500,
}
LOADS: dict[str, tuple[bytes | str, list[tuple[int | None, int, int]]]] = {
    "carriage_returns.py": ("import torch\rx = torch.load('a')\r", [(None, 2, 5)]),
    "form_feeds.py": (
        "import torch\n\x0c\nx = torch.load('a')\n\x0cy = torch.load('b')\n",
        [(None, 3, 5), (None, 4, 6)],
    ),
    "latin.py": (b"# coding: latin-1\nimport torch\nx = '\xe9', torch.load('a')\n", [(None, 3, 10)]),
    "wide.py": ("import torch\nx = '\U0001f600é', torch.load('a')\n", [(None, 2, 11)]),
    "escaped_surrogate.py": ("import torch\nx = torch.load('\\ud800')\n", [(None, 2, 5)]),
    "surrogate.ipynb": (notebook("import torch\nx = '\ud800'", "torch.load(x)"), [(2, 1, 1)]),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, list[dict[str, Any]]]]:
    """All these files in one folder, and what one run says about each."""
    workspace = Workspace(tmp_path_factory.mktemp("sources"))
    contents: dict[str, bytes | str] = {name: content for name, (content, _) in UNREADABLE.items()}
    contents |= {name: content for name, (content, *_) in UNPARSABLE.items()} | HARMLESS
    contents |= {name: content for name, (content, _) in LOADS.items()} | {"long.py": LONG}
    for name, content in contents.items():
        workspace.write(name, content)
    arguments = ("--isolated", "--select", "MLX101", "--jobs", "1")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in contents}
    for each in workspace.check(*arguments):
        found[each["path"]].append(each)
    before = workspace.state()
    assert workspace.run("fix", *arguments).code == 1
    assert workspace.state() == before
    return workspace, found


Sources = tuple[Workspace, dict[str, list[dict[str, Any]]]]


def place(each: dict[str, Any]) -> tuple[int | None, int, int]:
    return each["cell"], each["line"], each["column"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read(sources: Sources, name: str) -> None:
    assert [(each["code"], place(each), each["message"]) for each in sources[1][name]] == [
        ("ML002", (None, 1, 1), UNREADABLE[name][1])
    ]


@pytest.mark.parametrize("name", UNPARSABLE)
def test_a_file_that_does_not_parse(sources: Sources, name: str) -> None:
    _, where, message = UNPARSABLE[name]
    assert [(each["code"], place(each), each["message"]) for each in sources[1][name]] == [
        ("ML001", where, message)
    ]


def test_a_file_that_only_some_pythons_take(sources: Sources) -> None:
    messages = [each["message"] for each in sources[1]["long.py"]]
    assert messages in ([], [TOO_DEEP])


@pytest.mark.parametrize("name", HARMLESS)
def test_a_file_in_which_there_is_nothing(sources: Sources, name: str) -> None:
    assert sources[1][name] == []


@pytest.mark.parametrize("name", LOADS)
def test_a_strange_file_that_python_reads(sources: Sources, name: str) -> None:
    assert [(each["code"], place(each)) for each in sources[1][name]] == [
        ("MLX101", where) for where in LOADS[name][1]
    ]


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="there is no newer syntax")
def test_newer_syntax_is_told_apart(workspace: Workspace) -> None:
    workspace.write("a.py", NEWER)
    outcome = workspace.run("check", "--quiet")
    assert outcome.code == 1
    assert outcome.out.splitlines()[0] == f"error[ML001] syntax-error: {syntax_problem(NEWER)}"


# Output


def test_results_that_have_no_place(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("folder/x", "")
    for path, reason in (
        ("no/such.json", "No such file or directory"),
        ("folder", "Is a directory"),
        ("a.py/x.json", "Not a directory"),
        ("x" * 300, "File name too long"),
    ):
        refused(workspace, f"cannot write {path}: {reason}", "check", "--output-file", path)


def test_a_name_for_results_may_be_as_long_as_names_are(workspace: Workspace) -> None:
    workspace.write("a.py", "x = 1\n")
    name = "x" * 250
    assert workspace.run("check", "--output-file", name, "--quiet").code == 0
    assert sorted(workspace.state()) == ["a.py", name]


def test_results_in_a_folder_without_permission(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    folder = workspace.root / "folder"
    folder.mkdir(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    refused(
        workspace, "cannot write folder/x: Permission denied", "check", "a.py", "--output-file", "folder/x"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("is_buffered", [True, False])
def test_a_full_disk(workspace: Workspace, is_buffered: bool) -> None:
    workspace.write("a.py", LOAD)
    if not is_buffered:
        workspace.environment["PYTHONUNBUFFERED"] = "1"
    before = workspace.state()
    for arguments in ("check a.py", "fix - --unsafe-fixes < a.py", "rule MLX101", "--help", "--version"):
        outcome = workspace.execute("sh", "-c", f"{' '.join(COMMAND)} {arguments} > /dev/full")
        assert (outcome.code, outcome.err) == (
            2,
            "mllint: error: cannot write the results: No space left on device\n",
        )
    assert workspace.state() == before


def test_a_reader_that_goes_away(workspace: Workspace) -> None:
    for number in range(100):
        workspace.write(f"long_name_of_a_file_{number}.py", LOAD + "torch.load('x')\n" * 40)
    command = [*COMMAND, "check", "--select", "MLX101", "--jobs", "1"]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=workspace.root, env=workspace.environment, **streams) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"error[MLX101] ")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_streams_that_are_closed(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    for arguments, code in (
        ("check a.py >&-", 1),
        ("check a.py >&- 2>&-", 1),
        ("chek 2>&-", 2),
        ("--version >&-", 0),
    ):
        outcome = workspace.execute("sh", "-c", f"{' '.join(COMMAND)} {arguments}")
        assert (outcome.code, outcome.out, outcome.err) == (code, "", "")


# Command line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "a command is missing: check, fix, rule, why, schema, config, new-rule\nSee `mllint --help`."),
        (["chek"], "unknown command 'chek'; did you mean `mllint check`?\nSee `mllint --help`."),
        (["a.py"], "unknown command 'a.py'; did you mean `mllint check a.py`?\nSee `mllint --help`."),
        (["--versoin"], "unknown option --versoin; did you mean --version?\nSee `mllint --help`."),
        (
            ["check", "--selct", "MLX"],
            "unknown option --selct; did you mean --select?\nSee `mllint check --help`.",
        ),
        (["check", "--unsafe-fixes"], "unknown option --unsafe-fixes\nSee `mllint check --help`."),
        (
            ["fix", "--unsafe"],
            "unknown option --unsafe; did you mean --unsafe-fixes?\nSee `mllint fix --help`.",
        ),
        (["check", "-z"], "unexpected argument '-z'\nSee `mllint check --help`."),
        (["check", "--config"], "--config: expected one argument\nSee `mllint check --help`."),
        (
            ["check", "--jobs", "0"],
            "--jobs: '0' is neither a positive number nor auto\nSee `mllint check --help`.",
        ),
        (
            ["check", "--jobs=two"],
            "--jobs: 'two' is neither a positive number nor auto\nSee `mllint check --help`.",
        ),
        (
            ["check", "--preset", "al"],
            "--preset: there is no preset 'al'; did you mean all?\nSee `mllint check --help`.",
        ),
        (
            ["check", "--output-format", "jsn"],
            "--output-format: there is no output format 'jsn'; did you mean json?\nSee `mllint check --help`.",
        ),
        (
            ["check", "--color", "sometimes"],
            (
                "--color: there is no colour mode 'sometimes'; choose from auto, always, never\n"
                "See `mllint check --help`."
            ),
        ),
        (
            ["check", "-q", "-v"],
            "--verbose/-v: not allowed with argument --quiet/-q\nSee `mllint check --help`.",
        ),
        (
            ["check", "--select="],
            (
                "--select: a rule, a code, the start of a code or a category is missing\n"
                "See `mllint check --help`."
            ),
        ),
        (["check", "-", "a.py"], "- (stdin) cannot be combined with other paths"),
        (["check", "-", "--show-files"], "--show-files has no meaning for - (stdin)"),
        (["check", "--stdin-filename", "x.py"], "--stdin-filename needs - as the path"),
        (["check", "a.py", "--", "--nope"], "--nope: no such file or folder"),
        (["rule"], "name one rule, or ask for --all\nSee `mllint rule --help`."),
        (["rule", "--all", "MLX101"], "name one rule, or ask for --all\nSee `mllint rule --help`."),
        (["rule", "MLX1O1"], "unknown rule 'MLX1O1'; did you mean MLX101?"),
        (["rule", "a", "b"], "unexpected argument 'b'\nSee `mllint rule --help`."),
        (["config", "nowhere"], "nowhere does not exist"),
        (["config", "x" * 300], "x" * 300 + " does not exist"),
        (
            ["new-rule", "MLX"],
            "the following arguments are required: NAME\nSee `mllint new-rule --help`.",
        ),
        (
            ["new-rule", "MLX", "openDoor"],
            "'openDoor' is no rule name: it is words in kebab case; did you mean open-door?",
        ),
        (["new-rule", "MLX", "open-door", "--package", "nowhere"], "nowhere is not a folder"),
        (
            ["new-rule", "MLX", "open-door"],
            (
                'pyproject.toml registers no rule pack under [project.entry-points."mllint.rules"]; '
                "name its folder of rules with --package"
            ),
        ),
    ],
)
def test_a_command_line_that_cannot_be(workspace: Workspace, arguments: list[str], message: str) -> None:
    workspace.write("a.py", LOAD)
    refused(workspace, message, *arguments)


def test_stdin_that_is_no_text(workspace: Workspace) -> None:
    refused(workspace, "stdin is not UTF-8 text (byte 5)", "check", "-", stdin=b"x = \xff")
    outcome = workspace.execute("sh", "-c", f"{' '.join(COMMAND)} check - <&-")
    assert (outcome.code, outcome.out, outcome.err) == (
        2,
        "",
        "mllint: error: stdin is closed, so there is no text to read\n",
    )


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [("x = (\n", "a.py", "ML001"), ("x\0", "a.py", "ML002"), ("{", "a.ipynb", "ML002"), ("", "a.py", None)],
)
def test_text_on_stdin_that_cannot_be_repaired_comes_back(
    workspace: Workspace, text: str, name: str, code: str | None
) -> None:
    outcome = workspace.run(
        "fix", "-", "--stdin-filename", name, "--output-format", "concise", "-q", stdin=text
    )
    assert outcome.out == text
    assert [line.split(" ")[1] for line in outcome.err.splitlines()] == ([] if code is None else [code])
    assert outcome.code == (0 if code is None else 1)


def break_import(source: str) -> str:
    return source.replace("from mllint_rules.kit import", "from mllint_rules.kit import nothing,")


def break_check(source: str) -> str:
    return source.replace("    if call.argument", "    call.node.nothing\n    if call.argument")


@pytest.mark.parametrize("make", [break_import, break_check])
def test_a_rule_that_is_broken(workspace: Workspace, make: Callable[[str], str]) -> None:
    package = install_pack(workspace.root / "site")
    (package / "unsafe_load.py").write_text(make(UNSAFE_LOAD))
    workspace.environment["PYTHONPATH"] = str(workspace.root / "site")
    workspace.write("a.py", "import demo\nimport torch\ndemo.load()\ntorch.load('x')\n")
    outcome = workspace.run("check", "a.py", "--select", "MLZ,MLX101", "--output-format", "concise")
    assert outcome.code == 2
    if make is break_import:
        assert outcome.out == ""
        assert outcome.err.startswith(
            "mllint: error: the rule pack demo_rules cannot be loaded: ImportError: cannot import name 'nothing'"
        )
        return
    crash, load = outcome.out.splitlines()
    line = make(UNSAFE_LOAD).splitlines().index("    call.node.nothing") + 1
    assert crash == (
        "a.py:1:1: ML000 the rule unsafe-load failed on this file (AttributeError: 'Call' object has no "
        f"attribute 'nothing' in demo_rules.unsafe_load, line {line}); please report it with a few lines that "
        "show it (internal-error)"
    )
    assert load.startswith("a.py:4:1: MLX101 ")
    # Whatever --exit-zero says: a rule that failed is no clean run.
    assert workspace.run("check", "a.py", "--select", "MLZ", "--exit-zero").code == 2


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_an_interrupted_check(workspace: Workspace) -> None:
    for number in range(400):
        workspace.write(f"a{number}.py", LOAD + "torch.load('x')\n" * 40)
    command = [*COMMAND, "check", "--jobs", "1", "--output-format", "concise", "--select", "MLX101"]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=workspace.root, env=workspace.environment, **streams) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"a0.py:")
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == b"mllint: interrupted\n"
        assert process.wait() == 130
