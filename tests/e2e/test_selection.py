"""Which rules run, over which files, and how the results are handed over."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import Workspace

CODE = """\
import demo

state = demo.load("é")
total = demo.slow_sum([state])
demo.run(5)
"""
LOAD, SUM, STEPS = "unsafe-load", "slow-sum", "many-steps"
ALL = [LOAD, SUM, STEPS]
UNUSED = "unused-suppression"


@pytest.fixture
def project(workspace: Workspace, demo_pack: Path) -> Workspace:
    """A project in which only the rules of the pack run, one file that each of them reports."""
    workspace.environment["PYTHONPATH"] = str(demo_pack)
    workspace.write("a.py", CODE)
    workspace.write("mllint.toml", 'ignore = ["ML"]\nextend-select = ["MLZ"]\n')
    return workspace


def names(project: Workspace, *arguments: str, stdin: str = "") -> list[str]:
    return [each["name"] for each in project.check(*arguments, stdin=stdin)]


# Rules


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ALL),
        (["--select", "MLZ101"], [LOAD]),
        (["--select", "slow-sum,MLZ103"], [SUM, STEPS]),
        (["--select", "performance"], [SUM]),
        (["--select", "MLZ10"], ALL),
        (["--select", "MLZ", "--ignore", "MLZ102"], [LOAD, STEPS]),
        (["--ignore", "slow-sum", "--ignore", "MLZ103"], [LOAD]),
        (["--select", "unsafe-load", "--extend-select", "design"], [LOAD, STEPS]),
        (["--isolated"], [LOAD]),
        (["--isolated", "--preset", "recommended"], [LOAD]),
        (["--isolated", "--preset", "strict"], [LOAD, SUM]),
        (["--isolated", "--preset", "all"], ALL),
        (["--isolated", "--preset", "strict", "--ignore", "security"], [SUM]),
        (["--isolated", "--extend-select", "many-steps"], [LOAD, STEPS]),
        # The more specific word wins, wherever it stands.
        (["--isolated", "--select", "MLZ102", "--ignore", "MLZ"], [SUM]),
    ],
)
def test_the_command_line_chooses(project: Workspace, arguments: list[str], expected: list[str]) -> None:
    assert names(project, *arguments, "a.py") == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('select = ["MLZ101", "design"]', [LOAD, STEPS]),
        ('preset = "all"\nignore = ["MLZ101"]', [SUM, STEPS]),
        ('select = ["MLZ"]\n[per-file-ignores]\n"a.py" = ["performance"]\n"b.py" = ["MLZ"]', [LOAD, STEPS]),
        ('select = ["MLZ"]\n[per-file-ignores]\n"*" = ["MLZ101", "slow-sum"]', [STEPS]),
        ('select = ["MLZ"]\n[rules.many-steps]\nlimit = 5', [LOAD, SUM]),
        ('extend = "more.toml"\nextend-ignore = ["MLZ103"]', [LOAD]),
        ('extend = "more.toml"\nselect = ["MLZ103"]\nignore = []', [STEPS]),
    ],
)
def test_the_settings_choose(project: Workspace, settings: str, expected: list[str]) -> None:
    project.write("mllint.toml", settings)
    project.write("more.toml", 'select = ["MLZ"]\nignore = ["MLZ102"]\n')
    assert names(project) == expected


def test_the_nearest_settings_hold(project: Workspace) -> None:
    project.write("mllint.toml", 'select = ["MLZ102"]\n')
    project.write("sub/pyproject.toml", '[tool.mllint]\nselect = ["MLZ103"]\n')
    project.write("sub/deep/b.py", CODE)
    project.write("other/pyproject.toml", "[project]\n")
    project.write("other/c.py", CODE)
    found = [(each["path"], each["name"]) for each in project.check()]
    assert found == [("a.py", SUM), ("other/c.py", SUM), ("sub/deep/b.py", STEPS)]
    assert names(project, "--config", "mllint.toml", "sub") == [SUM]


def test_a_severity_of_one_s_own(project: Workspace) -> None:
    severities = {each["name"]: each["severity"] for each in project.check()}
    assert severities == {LOAD: "error", SUM: "info", STEPS: "info"}
    project.write(
        "mllint.toml",
        'select = ["MLZ"]\nrules.unsafe-load.severity = "info"\nrules.slow-sum.severity = "warning"\n',
    )
    severities = {each["name"]: each["severity"] for each in project.check()}
    assert severities == {LOAD: "info", SUM: "warning", STEPS: "info"}
    assert project.run("check", "--output-format", "github").out.startswith("::notice file=a.py,line=3,")


# Suppressions


SUPPRESSED = {
    ('load("é")', 'load("é")  # mllint: ignore[unsafe-load] -- ours'): [SUM, STEPS],
    ('load("é")', 'load("é")  # mllint: ignore'): [SUM, STEPS],
    ('load("é")', 'load("é")  # noqa: MLZ101'): [SUM, STEPS],
    ('load("é")', 'load("é")  # noqa: E501, MLZ1'): [SUM, STEPS],
    ('load("é")', 'load("é")  # noqa'): [SUM, STEPS],
    ("state = ", "# mllint: ignore-next[MLZ101]\nstate = "): [SUM, STEPS],
    ("import demo", "# mllint: ignore-file[unsafe-load, slow-sum]\nimport demo"): [STEPS],
    ("import demo", "# mllint: ignore-file\nimport demo"): [],
    # What does nothing is reported; words of other tools are nobody's business.
    ('load("é")', 'load("é")  # mllint: ignore[MLZ102]'): [LOAD, UNUSED, SUM, STEPS],
    ('load("é")', 'load("é")  # noqa: E501'): ALL,
    ("import demo", "import demo  # noqa: MLZ103"): [UNUSED, *ALL],
    ('load("é")', 'load("# mllint: ignore")'): ALL,
}


def test_suppressions(project: Workspace) -> None:
    for number, (old, new) in enumerate(SUPPRESSED):
        project.write(f"sub/{number}.py", CODE.replace(old, new))
    found: dict[str, list[str]] = {f"sub/{number}.py": [] for number in range(len(SUPPRESSED))}
    for each in project.check("sub"):
        found[each["path"]].append(each["name"])
    assert list(found.values()) == list(SUPPRESSED.values())


def test_unused_suppressions_are_removed_and_nothing_else(project: Workspace) -> None:
    project.write("mllint.toml", 'select = ["MLZ101", "MLZ103"]\n')
    before = (
        "import demo  # mllint: ignore[unsafe-load] -- was needed once\n"
        "# mllint: ignore-file[many-steps]\n"
        "x = 1  # why not  # noqa: E501, MLZ103\n"
        "demo.load()  # mllint: ignore[unsafe-load, many-steps]\n"
        "demo.slow_sum([])  # mllint: ignore[slow-sum]\n"
    )
    project.write("a.py", before)
    messages = [(each["line"], each["message"]) for each in project.check()]
    assert messages == [
        (1, "`unsafe-load` is not reported here, so suppressing it does nothing"),
        (2, "`many-steps` is not reported here, so suppressing it does nothing"),
        (3, "`MLZ103` is not reported here, so suppressing it does nothing"),
        (4, "`many-steps` is not reported here, so suppressing it does nothing"),
    ]
    # It is a rule that may be ignored, as no other of the engine.
    assert names(project, "--ignore", "unused-suppression") == []
    assert project.run("fix", "--quiet").code == 0
    assert project.read("a.py") == (
        "import demo\n"
        "x = 1  # why not  # noqa: E501\n"
        "demo.load()  # mllint: ignore[unsafe-load]\n"
        "demo.slow_sum([])  # mllint: ignore[slow-sum]\n"
    )
    assert project.run("fix", "--diff").code == 0


# Files


def test_files_that_are_left_out(project: Workspace) -> None:
    for name in ("build/b.py", ".hidden/b.py", "venv/b.py", "old/b.py", "new/b.py", "new/x_pb2.py", "c.txt"):
        project.write(name, CODE)
    project.write(".gitignore", "old/\n")

    def shown(*arguments: str) -> list[str]:
        outcome = project.run("check", "--show-files", *arguments)
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.out.splitlines()

    assert shown() == ["a.py", "new/b.py"]
    assert shown("old", "new") == ["old/b.py", "new/b.py"]
    assert shown("build/b.py", "c.txt", "a.py", "a.py") == ["build/b.py", "c.txt", "a.py"]
    assert shown("build/b.py", "old", "a.py", "--force-exclude") == ["a.py"]
    project.write("mllint.toml", 'extend-exclude = ["new/"]\nrespect-gitignore = false\n')
    assert shown() == ["a.py", "old/b.py"]
    project.write("mllint.toml", 'include = ["*.txt"]\nexclude = []\n')
    assert shown() == ["c.txt"]


def test_paths_are_shown_from_the_working_directory(project: Workspace) -> None:
    project.write("sub/b.py", CODE)
    (project.root / "work").mkdir()
    outcome = project.run(
        "check",
        "../sub",
        str(project.root / "a.py"),
        "--select",
        "MLZ101",
        "--output-format",
        "json",
        cwd="work",
    )
    assert [each["path"] for each in outcome.diagnostics] == ["../sub/b.py", "../a.py"]
    assert [each["path"] for each in project.check("--select", "MLZ101", "./sub", str(project.root))] == [
        "sub/b.py",
        "a.py",
    ]


def test_stdin_goes_by_the_settings_of_its_name(project: Workspace) -> None:
    project.write("sub/mllint.toml", 'select = ["MLZ"]\n[per-file-ignores]\n"old_*.py" = ["MLZ101"]\n')
    project.write("mllint.toml", 'select = ["MLZ103"]\n')
    assert names(project, "-", stdin=CODE) == [STEPS]
    found = project.check("-", "--stdin-filename", "sub/old_x.py", stdin=CODE)
    assert [(each["path"], each["name"]) for each in found] == [
        ("sub/old_x.py", SUM),
        ("sub/old_x.py", STEPS),
    ]
    outcome = project.run(
        "fix", "-", "--stdin-filename", "sub/x.py", "-q", "--output-format", "json", stdin=CODE
    )
    assert (outcome.code, outcome.out) == (1, CODE.replace("demo.slow_sum", "sum"))
    assert [each["name"] for each in json.loads(outcome.err)] == [LOAD, STEPS]


def test_a_notebook_on_stdin(project: Workspace) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# demo.load()"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["import demo\n", "x = demo.load()"]},
    ]
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    (found,) = project.check("-", "--stdin-filename", "a.ipynb", stdin=text)
    assert (found["cell"], found["line"], found["column"], found["end_column"]) == (2, 2, 5, 14)
    assert found["fix"]["edits"] == [
        {"cell": 2, "line": 2, "column": 15, "end_line": 2, "end_column": 15, "text": "safe=True"}
    ]
    outcome = project.run("fix", "--unsafe-fixes", "-", "--stdin-filename", "a.ipynb", "-q", stdin=text)
    assert outcome.out == text.replace("x = demo.load()", "x = demo.load(safe=True)")


# Results


def test_as_many_processes_as_wanted_say_the_same(project: Workspace) -> None:
    expected = []
    for number in range(60):
        code = CODE.replace("demo.run(5)", f"demo.run({number})") if number % 7 else "x = (\n"
        project.write(f"part{number % 4}/file{number:02}.py", code)
    project.write("part1/mllint.toml", 'select = ["MLZ103"]\n')
    outcomes = [project.run("check", "--jobs", jobs, "--output-format", "json") for jobs in ("1", "2")]
    assert outcomes[0] == outcomes[1]
    found = [(each["path"], each["name"]) for each in outcomes[0].diagnostics]
    for name in [
        "a.py",
        *(f"part{n % 4}/file{n:02}.py" for n in sorted(range(60), key=lambda n: (n % 4, n))),
    ]:
        number = int(name[-5:-3]) if name != "a.py" else 5
        rules = [STEPS] if "part1" in name else [LOAD, SUM, STEPS]
        if name != "a.py" and number % 7 == 0:
            expected.append((name, "syntax-error"))
        else:
            expected += [(name, rule) for rule in rules if rule != STEPS or number > 3]
    assert found == expected
    diffs = [project.run("fix", "--unsafe-fixes", "--diff", "--jobs", jobs) for jobs in ("1", "2")]
    assert diffs[0] == diffs[1]


def test_exit_zero(project: Workspace) -> None:
    assert project.run("check").code == 1
    assert project.run("check", "--exit-zero").code == 0
    assert project.run("check", "--select", "MLZ103", "--isolated", "--exit-zero", "missing.py").code == 2
    assert project.run("fix", "--exit-zero").code == 0


def test_statistics(project: Workspace) -> None:
    project.write("b.py", CODE + "demo.run(6)\n")
    outcome = project.run("check", "--statistics", "--output-format", "concise")
    table = (
        "code    count  fixable  name\n"
        "MLZ103      3        0  many-steps\n"
        "MLZ101      2        2  unsafe-load\n"
        "MLZ102      2        2  slow-sum\n"
    )
    assert outcome.out.endswith("(many-steps)\n" + table)
    assert project.run("check", "--statistics", "--output-format", "github").err == table


def test_text_for_people(project: Workspace) -> None:
    assert project.run("check", "--select", "MLZ101,MLZ102").out == (
        "error[MLZ101] unsafe-load: `demo.load` trusts the file\n"
        " --> a.py:3:9\n"
        "  |\n"
        '3 | state = demo.load("é")\n'
        "  |         ^^^^^^^^^\n"
        "  = note: called here (a.py:3:9)\n"
        '3 | state = demo.load("é")\n'
        "  |         ^^^^^^^^^^^^^^\n"
        "  = fix (unsafe): Pass `safe=True`\n"
        '3 - state = demo.load("é")\n'
        '  + state = demo.load("é", safe=True)\n'
        "  = help: mllint rule unsafe-load\n"
        "\n"
        "info[MLZ102] slow-sum: `demo.slow_sum` is 100% slower, and loud:\n"
        " --> a.py:4:9\n"
        "  |\n"
        "4 | total = demo.slow_sum([state])\n"
        "  |         ^^^^^^^^^^^^^\n"
        "  = note: 1.2.3\n"
        "  = fix (safe): Use `sum`\n"
        "4 - total = demo.slow_sum([state])\n"
        "  + total = sum([state])\n"
        "  = help: mllint rule slow-sum\n"
        "\n"
        "Found 2 problems in 1 file (1 error, 1 info). "
        "`mllint fix` repairs 1 of them, 1 more with --unsafe-fixes.\n"
    )
    colored = project.run("check", "--select", "MLZ101,MLZ102", "--color", "always").out
    assert "\x1b[" in colored
    plain = project.run("check", "--select", "MLZ101,MLZ102").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_json_is_the_contract(project: Workspace) -> None:
    first, second, third = project.check()
    place = {"cell": None, "line": 3, "column": 9, "end_line": 3}
    assert list(first.items()) == [
        ("code", "MLZ101"),
        ("name", "unsafe-load"),
        ("message", "`demo.load` trusts the file"),
        ("path", "a.py"),
        ("cell", None),
        ("line", 3),
        ("column", 9),
        ("end_line", 3),
        ("end_column", 18),
        ("severity", "error"),
        ("category", "security"),
        ("confidence", "proven"),
        ("practice", "security-scans"),
        ("url", "https://mllint-rules.readthedocs.io/rules/unsafe-load/"),
        ("related", [{"message": "called here", "path": "a.py", **place, "end_column": 23}]),
        (
            "fix",
            {
                "title": "Pass `safe=True`",
                "applicability": "unsafe",
                # Columns count characters: the é is one.
                "edits": [
                    {
                        "cell": None,
                        "line": 3,
                        "column": 22,
                        "end_line": 3,
                        "end_column": 22,
                        "text": ", safe=True",
                    }
                ],
            },
        ),
    ]
    assert (second["related"], second["fix"]["applicability"]) == ([], "safe")
    assert (third["fix"], third["confidence"], third["practice"]) == (None, "advisory", "clean-code")
    lines = project.run("check", "--output-format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == [first, second, third]
    project.run("check", "--output-format", "json", "--output-file", "out/../found.json", "--exit-zero")
    assert json.loads(project.read("found.json")) == [first, second, third]


def test_facts_of_a_rule_are_the_contract(project: Workspace) -> None:
    facts = json.loads(project.run("rule", "many-steps", "--output-format", "json").out)
    assert list(facts.items()) == [
        ("code", "MLZ103"),
        ("name", "many-steps"),
        ("summary", "Many steps take long"),
        ("family", "MLZ"),
        ("category", "design"),
        ("confidence", "advisory"),
        ("practice", "clean-code"),
        ("severity", "info"),
        ("fix", "never"),
        ("applicability", None),
        ("since", "0.1"),
        ("status", "stable"),
        ("see", []),
        (
            "options",
            [{"name": "limit", "type": "int", "default": 3, "doc": "How many steps are too many."}],
        ),
        ("doc", "Many steps take long."),
    ]


def test_github_commands_are_escaped(project: Workspace) -> None:
    (project.root / "a.py").unlink()
    project.write("100%, a:b.py", CODE)
    outcome = project.run("check", "--select", "MLZ102", "--output-format", "github")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out == (
        "::notice file=100%25%2C a%3Ab.py,line=4,col=9,endLine=4,endColumn=22,title=MLZ102 slow-sum::"
        "`demo.slow_sum` is 100%25 slower, and loud:%0A1.2.3\n"
    )


def test_settings_are_shown_with_where_they_come_from(project: Workspace) -> None:
    facts = json.loads(project.run("config", "a.py", "--preset", "all", "--output-format", "json").out)
    file = (project.root / "mllint.toml").as_posix()
    assert facts["file"] == file
    assert (facts["settings"]["extend-select"], facts["origins"]["extend-select"]) == (["MLZ"], file)
    assert (facts["settings"]["preset"], facts["origins"]["preset"]) == ("all", "command line")
    assert (facts["settings"]["seed"], facts["origins"]["seed"]) == (42, "default")
    assert facts["rules"]["active"] == 3
