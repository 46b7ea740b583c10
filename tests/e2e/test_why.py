"""`mllint why`: one line explained, as people and programs see it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.engine.explanation import Explanation, explain
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.session import Session
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_file

from .conftest import LOAD, LOAD_FIXED, Workspace

EXAMPLE = Path(__file__).parents[2] / "examples" / "churn"
LOAD_RULE = "torch-load-without-weights-only"


def why(workspace: Workspace, *arguments: str) -> dict[str, Any]:
    """The explanation as JSON says it."""
    outcome = workspace.run("why", *arguments, "--output-format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def rule_of(found: dict[str, Any], name: str = LOAD_RULE) -> dict[str, Any]:
    (rule,) = [rule for rule in found["rules"] if rule["name"] == name]
    return dict(rule)


# Agreement


@pytest.mark.parametrize("file", sorted(p.relative_to(EXAMPLE).as_posix() for p in EXAMPLE.rglob("*.py")))
def test_why_and_check_agree_on_every_line(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    path = Path(file)
    session = Session(SettingsFinder(overrides={"preset": "all"}), load_rules(["mllint_rules.rules"]))
    document = read_file(path, file)
    reported = {(each.name, each.region.line, each.message) for each in session.check(document, path)}
    seen = set()
    for line in range(1, document.lines.line_count):
        explanation = explain(document, path, line, session)
        fired = _fired(explanation)
        assert fired == {each for each in reported if _is_on(each[1], explanation)}, line
        assert {each for each in reported if each[1] == line} <= fired
        seen |= fired
    assert seen == reported


def _fired(explanation: Explanation) -> set[tuple[str, int, str]]:
    return {
        (rule.name, rule.region.line, rule.message or "")
        for rule in explanation.rules
        if rule.outcome.value == "fired" and rule.region is not None
    }


def _is_on(line: int, explanation: Explanation) -> bool:
    return explanation.region.line <= line <= explanation.region.end_line


# What people read


def test_a_line_is_explained_in_full(workspace: Workspace) -> None:
    workspace.write(
        "a.py",
        "import pandas as pd\n\n\ndef clean(path):\n    frame = pd.read_csv(path)\n    frame.dropna()\n",
    )
    outcome = workspace.run("why", "a.py:6")
    assert (outcome.code, outcome.err) == (0, "")
    head, _, rules = outcome.out.partition("\nRules\n")
    assert head == (
        " --> a.py:6:5\n"
        "  |\n"
        "6 |     frame.dropna()\n"
        "  |     ^^^^^^^^^^^^^^\n"
        "\n"
        "Values\n"
        "  frame                               pandas.DataFrame\n"
        "  frame.dropna()                      pandas.DataFrame, calls pandas.DataFrame.dropna\n"
        "\n"
        "Definitions\n"
        "  frame: line 5, assignment  frame = pd.read_csv(path)  (pandas.DataFrame)\n"
    )
    assert rules.startswith(
        "  fired  discarded-frame-result (MLP106)\n"
        "      error: `dropna` returns a new object, and here nothing keeps it, so the call has no effect\n"
    )
    assert (
        '  silent  inplace-result-assigned (MLP105)\n      ended at `return "inplace" in names or None in names or'
        in rules
    )
    assert "        --> frames/_shared.py:" in rules
    assert "\n  settings: no configuration file, preset recommended\n" in rules
    assert max(map(len, outcome.out.splitlines())) <= 120


def test_colours_are_those_of_check(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    plain = workspace.run("why", "a.py:3").out
    coloured = workspace.run("why", "a.py:3", "--color", "always").out
    assert "\x1b[1;31mfired\x1b[0m  \x1b[1m" + LOAD_RULE in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_unknown_values_say_why(workspace: Workspace) -> None:
    workspace.write(
        "a.py",
        "import numpy as np\nimport strange\nRATE = 0.1\n\n\ndef f(model, rows: Odd, n: int):\n"
        "    made = strange.make()\n    if n:\n        best = model\n    else:\n        best = 3\n"
        "    return g(model, rows, made, best, missing, n, RATE, np.pi)\n",
    )
    found = why(workspace, "a.py:12")
    values = {value["expression"]: value for value in found["values"]}
    reasons = {name: value["unknown_because"] for name, value in values.items()}
    assert reasons["model"] == "a parameter of `f` without annotation"
    assert reasons["rows"] == "mllint does not know its annotation `Odd`"
    assert reasons["made"] == "line 7: the result of `strange.make`, which mllint does not know"
    assert reasons["missing"] == "this file defines no such name"
    assert values["best"]["type"] == "int | unknown"
    assert reasons["best"] == (
        "one of its 2 definitions is unknown: line 9: a parameter of `f` without annotation"
    )
    assert (values["n"]["type"], reasons["n"]) == ("int", None)
    assert (values["RATE"]["type"], values["RATE"]["value"]) == ("float", "0.1")
    names = {name["name"]: name for name in found["names"]}
    assert [(each["line"], each["kind"]) for each in names["best"]["definitions"]] == [
        (9, "assignment"),
        (11, "assignment"),
    ]
    assert [each["kind"] for each in names["n"]["definitions"]] == ["parameter"]
    assert [each["kind"] for each in names["np"]["definitions"]] == ["import"]
    assert names["missing"]["definitions"] == []


def test_loops_and_unpacking_are_told_apart(workspace: Workspace) -> None:
    workspace.write("a.py", "for i in range(3):\n    a, b = i, 2\n    print(a, i)\n")
    kinds = {n["name"]: [d["kind"] for d in n["definitions"]] for n in why(workspace, "a.py:3")["names"]}
    assert kinds == {"print": [], "a": ["unpacking"], "i": ["loop"]}


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (1, "this line is a comment"),
        (2, "this line is blank"),
        (5, "nothing is evaluated on this line"),
    ],
)
def test_lines_without_code(workspace: Workspace, line: int, note: str) -> None:
    workspace.write("a.py", "# hello\n\nif x:\n    f()\nelse:\n    g()\n")
    found = why(workspace, f"a.py:{line}")
    assert (found["notes"], found["values"], found["rules"]) == ([note], [], [])


def test_a_statement_on_several_lines_is_one(workspace: Workspace) -> None:
    workspace.write("a.py", 'import torch\nstate = torch.load(\n    "m.pt",\n)\n')
    for line in (2, 3, 4):
        found = why(workspace, f"a.py:{line}")
        assert (found["line"], found["end_line"]) == (2, 4)
        assert rule_of(found)["outcome"] == "fired"


# What became of a rule


def test_a_suppression_is_quoted(workspace: Workspace) -> None:
    comment = f"# mllint: ignore[{LOAD_RULE}] -- made by us"
    workspace.write("a.py", f'import torch\nstate = torch.load("m.pt")  {comment}\n')
    rule = rule_of(why(workspace, "a.py:2"))
    assert (rule["outcome"], rule["reason"]) == ("suppressed", f"the comment in line 2: {comment}")


def test_a_suppression_without_use_is_a_finding_of_its_line(workspace: Workspace) -> None:
    workspace.write("a.py", f"x = 1  # mllint: ignore[{LOAD_RULE}]\n")
    rule = rule_of(why(workspace, "a.py:1"), "unused-suppression")
    assert (rule["code"], rule["outcome"]) == ("ML003", "fired")


@pytest.mark.parametrize(
    ("settings", "setting", "reason", "line"),
    [
        ('ignore = ["MLX1"]\n', "ignore", "`ignore` holds `MLX1`", 1),
        ('select = ["MLP"]\n', "select", "`select` does not name it", 1),
        (
            '[per-file-ignores]\n"b.py" = ["MLP"]\n"a*" = ["MLP", "MLX101"]\n',
            "per-file-ignores",
            '`per-file-ignores` of "a*" holds `MLX101`',
            3,
        ),
        (
            'seed = 1\n[libraries]\ntorch = "2.7"\n',
            "libraries",
            "it needs torch<2.6, and the project has torch==2.7",
            3,
        ),
    ],
)
def test_a_setting_that_turns_a_rule_off(
    workspace: Workspace, settings: str, setting: str, reason: str, line: int
) -> None:
    workspace.write("a.py", LOAD)
    path = workspace.write("mllint.toml", settings)
    assert workspace.check() == []
    rule = rule_of(why(workspace, "a.py:3"))
    assert rule["outcome"] == "off"
    assert rule["off"] == {"setting": setting, "reason": reason, "file": path.as_posix(), "line": line}
    text = workspace.run("why", "a.py:3").out
    assert f"  would fire, but is off  {LOAD_RULE} (MLX101)\n" in text
    assert f"      {reason} (mllint.toml:{line})\n" in text


def test_a_lock_file_that_turns_a_rule_off(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("pyproject.toml", '[project]\nname = "x"\ndependencies = ["torch>=2"]\n')
    lock = workspace.write("uv.lock", '[[package]]\nname = "torch"\nversion = "2.7.1"\n')
    off = rule_of(why(workspace, "a.py:3"))["off"]
    assert off["reason"] == "it needs torch<2.6, and the project has torch==2.7.1"
    assert (off["file"], off["line"]) == (lock.as_posix(), None)


def test_the_preset_and_the_command_line(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    assert rule_of(why(workspace, "a.py:3", "--ignore", "MLX"))["off"] == {
        "setting": "extend-ignore",
        "reason": "`extend-ignore` holds `MLX`",
        "file": "command line",
        "line": None,
    }
    workspace.write("b.py", "import numpy as np\n\nx = np.nan\ny = x == np.nan\n")
    rules = {rule.name: rule for rule in load_rules(["mllint_rules.rules"])}
    likely = next(rule for rule in rules.values() if rule.confidence.value != "proven")
    found = rule_of(why(workspace, "b.py:4", "--rule", likely.name), likely.name)
    assert found["off"]["reason"] == f"the preset `recommended` does not hold {likely.confidence.value} rules"
    assert (
        rule_of(why(workspace, "b.py:4", "--rule", likely.name, "--preset", "all"), likely.name)["off"]
        is None
    )


def test_ruff_speaks_in_its_place(workspace: Workspace) -> None:
    workspace.write("a.py", "def f(x):\n    print('loaded', x)\n")
    path = workspace.write("ruff.toml", 'lint.select = ["T20"]\n')
    rule = rule_of(why(workspace, "a.py:2"), "print-instead-of-logging")
    assert (rule["outcome"], rule["off"]["setting"]) == ("off", "defer-to-ruff")
    assert rule["off"]["file"] == path.as_posix()


def test_a_more_specific_rule_is_named(workspace: Workspace) -> None:
    workspace.write(
        "a.py",
        "import pandas as pd\n\n\ndef f(path):\n    frame = pd.read_csv(path)\n    print(frame.head())\n",
    )
    found = why(workspace, "a.py:6")
    assert rule_of(found, "printed-frame")["outcome"] == "fired"
    general = rule_of(found, "print-instead-of-logging")
    assert (general["outcome"], general["reason"]) == (
        "overridden",
        "`printed-frame` is more specific and speaks for this place",
    )


def test_a_finding_elsewhere_that_tells_of_the_line(workspace: Workspace) -> None:
    workspace.write("a.py", "import numpy as np\n\na = np.random.rand(3)\nb = np.random.rand(4)\n")
    (here,) = [d for d in workspace.check("--select", "MLR101") if d["name"] == "unseeded-numpy-random"]
    other = {3: 4, 4: 3}[here["line"]]
    rule = rule_of(why(workspace, f"a.py:{other}"), "unseeded-numpy-random")
    assert (rule["outcome"], rule["place"]["line"]) == ("elsewhere", here["line"])


def test_generated_files_are_silent(workspace: Workspace) -> None:
    workspace.write("a.py", "# @generated\n" + LOAD)
    found = why(workspace, "a.py:4")
    assert found["notes"] == [
        "the top of the file says that a program wrote it, so mllint reports nothing in it"
    ]
    assert [rule["name"] for rule in found["rules"] if rule["outcome"] == "fired"] == []


def test_files_that_the_settings_leave_out_say_so(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("mllint.toml", 'extend-exclude = ["a.py"]\n')
    assert why(workspace, "a.py:3")["notes"] == [
        "the settings leave this file out; mllint checks it only when it is named itself"
    ]


# Guards


def test_the_guard_is_the_rules_own_source(workspace: Workspace) -> None:
    workspace.write("a.py", LOAD_FIXED)
    (guard,) = rule_of(why(workspace, "a.py:3"))["guards"]
    line = Path(guard["path"]).read_text(encoding="utf-8").splitlines()[guard["line"] - 1]
    assert Path(guard["path"]).name == "torch_load_without_weights_only.py"
    assert line.strip().startswith("if ")
    assert guard["text"].startswith(line.strip().removesuffix(":"))
    assert guard["holds"] is True


PACK_RULE = '''"""Opening slowly takes time.

## When it stays silent

Where the mode says that it is wanted.
"""

from demo_rules._modes import is_wanted
from mllint_rules.kit import Category, Confidence, Example, Finding, calls, rule


@rule(
    code="MLZ201",
    name="slow-open",
    category=Category.PERFORMANCE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("demo.open"),
    examples=(Example(bad="import demo\\ndemo.open()", good="import demo\\ndemo.open(mode='slow')"),),
)
def check(call, ctx):
    if call.unpacks or is_wanted(call, ctx):
        return
    yield Finding(call.node, "slow")
'''
PACK_HELPER = '''"""Modes."""


def is_wanted(call, ctx):
    mode = ctx.value_of(call.argument("mode"))
    if mode == "slow":
        return True
    return mode == "slower"
'''


def test_packs_of_others_are_explained_too(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from .demo_pack import install_pack

    folder = tmp_path_factory.mktemp("packs")
    package = install_pack(folder)
    (package / "slow_open.py").write_text(PACK_RULE)
    (package / "_modes.py").write_text(PACK_HELPER)
    workspace.environment["PYTHONPATH"] = str(folder)
    workspace.write("a.py", "import demo\n\ndemo.open(mode='slow')\ndemo.open()\n")
    rule = rule_of(why(workspace, "a.py:3"), "slow-open")
    assert (rule["outcome"], rule["page"]) == ("silent", "Where the mode says that it is wanted.")
    facts = [
        (Path(g["path"]).name, g["function"], g["text"], g["holds"], g["operand"]) for g in rule["guards"]
    ]
    assert facts == [
        (
            "slow_open.py",
            "check",
            "if call.unpacks or is_wanted(call, ctx): return",
            True,
            "is_wanted(call, ctx)",
        ),
        ("_modes.py", "is_wanted", 'if mode == "slow": return True', True, None),
    ]
    assert rule_of(why(workspace, "a.py:4"), "slow-open")["outcome"] == "fired"
    text = workspace.run("why", "a.py:3").out
    assert 'because in is_wanted: `if mode == "slow": return True`' in text
    assert "      its page: Where the mode says that it is wanted.\n" in text


def test_one_rule_on_request(workspace: Workspace) -> None:
    workspace.write("a.py", "def f(torch):\n    torch.load('m')\n    return torch\n")
    assert LOAD_RULE not in [r["name"] for r in why(workspace, "a.py:2")["rules"]]
    for word in (LOAD_RULE, "MLX101", "mlx101"):
        (rule,) = why(workspace, "a.py:2", "--rule", word)["rules"]
        assert (rule["name"], rule["outcome"]) == (LOAD_RULE, "no match")
        assert rule["reason"] == (
            "it looks at calls of `torch.load`; on this line `torch.load(...)` is a call of something unknown "
            "(`torch`: a parameter of `f` without annotation)"
        )


# Notebooks


def notebook(*cells: str) -> str:
    code: list[dict[str, object]] = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
        for cell in cells
    ]
    text = {"cell_type": "markdown", "source": "# Title", "metadata": {}}
    return json.dumps({"cells": [text, *code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_lines_of_notebooks_count_in_their_cells(workspace: Workspace) -> None:
    workspace.write("n.ipynb", notebook("import torch\n%time x = 1", '!ls\nstate = torch.load("m.pt")'))
    for place in ("n.ipynb:3:2", "n.ipynb:cell 3:2:1"):
        found = why(workspace, place)
        assert (found["cell"], found["line"]) == (3, 2)
        assert rule_of(found)["outcome"] == "fired"
        (definition,) = found["names"][0]["definitions"]
        assert (definition["cell"], definition["line"]) == (2, 1)
    text = workspace.run("why", "n.ipynb:3:2").out
    assert "--> n.ipynb:cell 3:2:1\n" in text
    assert '\n2 | state = torch.load("m.pt")\n' in text
    assert "  torch: cell 2, line 1, import  import torch\n" in text
    escape = why(workspace, "n.ipynb:3:1")
    assert (escape["values"], escape["names"]) == ([], [])
    assert escape["notes"] == ["what is not Python on this line is IPython's, and its value is unknown"]


# What cannot be explained


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.py"], "a line is missing, as in `mllint why a.py:1`"),
        (["n.ipynb"], "a line is missing, as in `mllint why n.ipynb:3:1`"),
        (["n.ipynb:2"], "a line of a notebook is given with its cell, as in `mllint why n.ipynb:3:1`"),
        (["n.ipynb:1:1"], "n.ipynb has no code cell 1; its code cells are 2"),
        (["n.ipynb:2:7"], "cell 2 of n.ipynb has 1 line, and no line 7"),
        (["a.py:4"], "a.py has 3 lines, and no line 4"),
        (["a.py:0"], "a.py has 3 lines, and no line 0"),
        (["gone.py:1"], "gone.py: the file does not exist"),
        ([".:1"], ".: this is a folder, not a file (name the files in it, or check the folder itself)"),
        (["bad.py:1"], "bad.py:1:5: '(' was never closed (read as Python "),
        (["bytes.py:1"], "bytes.py: the file holds NUL bytes"),
        (
            ["a.py:1", "--rule", "torch-load-without"],
            "unknown rule 'torch-load-without'; did you mean torch-load-",
        ),
        (["a.py:1", "--rule", "ml003"], "ml003 is reported by the engine itself; `--rule` takes a rule"),
        (["a.py:1", "--output-format", "sarif"], "there is no output format 'sarif'"),
        (["a.py:1", "--config", "gone.toml"], "gone.toml: there is no such configuration file"),
        ([], "the following arguments are required: FILE:LINE"),
    ],
)
def test_errors_are_for_people(workspace: Workspace, arguments: list[str], message: str) -> None:
    workspace.write("a.py", LOAD)
    workspace.write("bad.py", "x = (\n")
    workspace.write("bytes.py", b"x = 1\0\n")
    workspace.write("n.ipynb", notebook("x = 1"))
    outcome = workspace.run("why", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err.splitlines()[0]


def test_nothing_is_loaded_that_is_not_needed(workspace: Workspace) -> None:
    from .test_startup import HEAVY, loaded

    workspace.write("a.py", LOAD)
    assert loaded(workspace, "why", "a.py:3").isdisjoint(HEAVY)
