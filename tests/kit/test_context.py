"""What a rule may ask about the code around a node, and about the project."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mllint_rules.kit import NOT_LITERAL, Context, SemanticModel
from mllint_rules.kit.environment import Environment
from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic.project import Project
from mllint_rules.source.document import Document
from mllint_rules.testkit.documents import document_of


def context(
    code: str, path: str = "module.py", project: Project | None = None, **environment: object
) -> Context:
    """The context of a rule called `demo-rule` in this code."""
    document = document_of(textwrap.dedent(code).lstrip("\n"), path)
    model = SemanticModel(document, ast.parse(document.code), project)
    return Context(model, Environment(**environment), "demo-rule")  # type: ignore[arg-type]


def named(ctx: Context, name: str) -> ast.Name:
    """The last mention of a name."""
    return max(ctx.model.index.names[name], key=lambda node: (node.lineno, node.col_offset))


def lines(nodes: list[ast.stmt]) -> list[int]:
    return [node.lineno for node in nodes]


class TestDocument:
    def test_the_text_as_written(self) -> None:
        ctx = context("x = f( 'ä' ,1)\n")
        (call,) = ctx.model.index.nodes(ast.Call)
        assert ctx.source(call) == "f( 'ä' ,1)"
        assert ctx.document.path == "module.py"

    @pytest.mark.parametrize(
        ("code", "path", "expected"),
        [
            ("x = 1\n", "a.py", False),
            ("x = 1\n", "a.pyi", False),
            ("# %%\nx = 1\n", "a.py", True),
            ("# %%\nx = 1\n", "a.ipynb", True),
        ],
    )
    def test_notebooks_and_percent_scripts_are_exploratory(
        self, code: str, path: str, expected: bool
    ) -> None:
        assert context(code, path).is_exploratory is expected

    def test_the_path_is_that_below_the_project(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = tmp_path / "project"
        (root / "sub").mkdir(parents=True)
        project = Project(root, {})
        monkeypatch.chdir(root / "sub")
        assert context("", "a.py", project).path_in_project == "sub/a.py"
        assert context("", "../a.py", project).path_in_project == "a.py"
        assert context("", str(root / "x" / "a.py"), project).path_in_project == "x/a.py"
        assert context("", "../../other/a.py", project).path_in_project == "../../other/a.py"
        assert context("", "sub/a.py").path_in_project == "sub/a.py"

    def test_test_folders_count_below_the_project_only(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = tmp_path / "tests" / "project"
        root.mkdir(parents=True)
        monkeypatch.chdir(tmp_path)
        project = Project(root, {})
        assert not context("", "tests/project/train.py", project).is_test
        for name in ("tests/a.py", "unit/test_a.py", "a_test.py", "conftest.py", "x/testing/a.py"):
            assert context("", f"tests/project/{name}", project).is_test
        for name in ("testing.py", "latest_a.py", "a_tests.py", "contest.py"):
            assert not context("", f"tests/project/{name}", project).is_test
        assert context("", "tests/project/train.py").is_test


class TestMeaning:
    def test_names(self) -> None:
        ctx = context("import numpy as np\nrd = np.random\nrd.rand(1)\nx.rand(2)\nprint(3)\n4 + 5\n")
        values = [node.value for node in ctx.model.index.nodes(ast.Expr)]
        assert [ctx.called(value) for value in values] == [
            "numpy.random.rand",
            None,
            "builtins.print",
            None,
        ]
        assert ctx.qualified_name(named(ctx, "rd")) == "numpy.random"
        (first, *_) = ctx.model.index.nodes(ast.Call)
        assert ctx.call(first) is ctx.call(first)
        assert ctx.call(first).name == "numpy.random.rand"

    def test_what_certainly_is_an_instance(self) -> None:
        ctx = context(
            """
            import pandas as pd
            from torch import nn

            def f(one: pd.DataFrame, maybe: pd.DataFrame | None, either: pd.DataFrame | pd.Series,
                  mixed: pd.DataFrame | dict, nothing: None, unknown, net: nn.Linear):
                one, maybe, either, mixed, nothing, unknown, net
            """
        )

        def is_a(*classes: str) -> list[str]:
            (found,) = (node for node in ctx.model.index.nodes(ast.Tuple) if len(node.elts) == 7)
            return [e.id for e in found.elts if isinstance(e, ast.Name) and ctx.is_a(e, *classes)]

        assert is_a("pandas.DataFrame") == ["one", "maybe"]
        assert is_a("pandas.DataFrame", "pandas.Series") == ["one", "maybe", "either"]
        assert is_a("torch.nn.Module") == ["net"]
        assert is_a("builtins.dict") == []

    def test_what_a_class_derives_from(self) -> None:
        ctx = context("import torch\nclass A(torch.nn.Module): ...\nclass B(A): ...\nclass C(D): ...\n")
        found = ctx.model.index.nodes(ast.ClassDef)
        assert [ctx.derives_from(node, "torch.nn.Module") for node in found] == [True, True, False]
        assert not ctx.derives_from(found[0], "builtins.dict")

    def test_values_through_constants(self) -> None:
        ctx = context("A = 3\nB = A\nf(B, g(), [A, 'x'])\n")
        call = ctx.model.index.nodes(ast.Call)[0]
        known, computed, listed = call.args
        assert ctx.value_of(known) == 3
        assert ctx.value_of(computed) is NOT_LITERAL
        assert ctx.value_of(listed) == [3, "x"]
        assert ctx.value_of(None) is None

    def test_definitions_and_uses(self) -> None:
        ctx = context("x = 1\nif a:\n    x = 2\nprint(x)\nx = 3\nprint(x)\n")
        read = next(name for name in ctx.model.index.names["x"] if name.lineno == 4)
        (first, *_) = reached = ctx.definitions(read)
        assert [use.lineno for use in ctx.uses(first)] == [4]
        assert sorted(getattr(binding.node, "lineno", 0) for binding in reached) == [1, 3]

    def test_imports_of_a_library_or_its_modules(self) -> None:
        ctx = context("import torch.nn as nn\ndef f():\n    from sklearn.svm import SVC\nfrom . import jax\n")
        assert [ctx.imports(each) for each in ("torch", "sklearn", "jax", "nn", "numpy")] == [
            *(True, True, False, False, False)
        ]

    def test_once_is_worked_out_once_for_all_rules(self) -> None:
        asked: list[str] = []

        def count_calls(ctx: Context) -> int:
            asked.append(ctx.document.path)
            return len(ctx.model.index.nodes(ast.Call))

        def nothing(ctx: Context) -> None:
            asked.append("nothing")

        ctx = context("f(g())\n")
        other = Context(ctx.model, Environment(), "other-rule")
        assert [ctx.once(count_calls), other.once(count_calls), ctx.once(count_calls)] == [2, 2, 2]
        ctx.once(nothing)
        other.once(nothing)
        assert asked == ["module.py", "nothing"]
        assert context("f()\n", "b.py").once(count_calls) == 1
        assert asked[-1] == "b.py"


class TestStructure:
    def test_what_is_around_a_node(self) -> None:
        ctx = context("def f():\n    return g(here)\n")
        name = named(ctx, "here")
        around = [type(node).__name__ for node in ctx.ancestors(name)]
        assert around == ["Call", "Return", "FunctionDef", "Module"]
        assert ctx.parent(name) is next(ctx.ancestors(name))
        assert ctx.parent(ctx.model.tree) is None
        assert ctx.source(ctx.statement(name)) == "return g(here)"
        statement = ctx.statement(name)
        assert ctx.statement(statement) is statement
        assert [type(node).__name__ for node in ctx.walk(statement)] == ["Return", "Call", "Name", "Name"]

    @pytest.mark.parametrize(
        ("code", "function"),
        [
            ("here\n", None),
            ("def f():\n    here\n", "f"),
            ("async def f():\n    here\n", "f"),
            ("def f():\n    def g():\n        here\n", "g"),
            ("def f():\n    return lambda: here\n", "f"),
            ("def f():\n    class A:\n        x = here\n", "f"),
            ("class A:\n    def f(self):\n        if 1:\n            here\n", "f"),
            ("def f():\n    @here\n    def g(): ...\n", "f"),
            ("def f():\n    def g(a=here): ...\n", "f"),
            ("def f():\n    def g() -> here: ...\n", "f"),
            ("@here\ndef f(): ...\n", None),
        ],
    )
    def test_the_function_whose_body_holds_it(self, code: str, function: str | None) -> None:
        ctx = context(code)
        found = ctx.function_of(named(ctx, "here"))
        assert (None if found is None else found.name) == function

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("here\n", None),
            ("class A:\n    x = here\n", "A"),
            ("class A:\n    def f(self): here\n", "A"),
            ("class A:\n    class B:\n        here\n", "B"),
        ],
    )
    def test_the_class_whose_body_holds_it(self, code: str, name: str | None) -> None:
        ctx = context(code)
        found = ctx.class_of(named(ctx, "here"))
        assert (None if found is None else found.name) == name

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("here\n", []),
            ("for a in b:\n    here\n", [1]),
            ("for a in b:\n    while c:\n        f(here)\n", [2, 1]),
            ("async def f():\n    async for a in b:\n        here\n", [2]),
            ("for a in here: ...\n", []),
            ("while here: ...\n", []),
            ("while a:\n    for b in here: ...\n", [1]),
            ("for a in b: ...\nelse:\n    here\n", []),
            ("for a in b:\n    if c:\n        with d:\n            here\n", [1]),
            ("for a in b:\n    def f():\n        here\n", []),
            ("for a in b:\n    f = lambda: here\n", []),
            ("for a in b:\n    class A:\n        here\n", []),
            ("[here for a in b]\n", []),
            ("def f():\n    for a in b:\n        here\n", [2]),
        ],
    )
    def test_the_loops_that_run_it(self, code: str, expected: list[int]) -> None:
        ctx = context(code)
        assert lines(list(ctx.loops_around(named(ctx, "here")))) == expected

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ('if __name__ == "__main__":\n    f(here)\n', True),
            ('if __name__ == "__main__":\n    if a:\n        here\n', True),
            ('if a:\n    if __name__ == "__main__":\n        here\n', True),
            ('if __name__ == "__main__": ...\nelse:\n    here\n', False),
            ('if __name__ == "__main__": ...\nhere\n', False),
            ('if __name__ != "__main__":\n    here\n', False),
            ('if __name__ == "other":\n    here\n', False),
            ('if name == "__main__":\n    here\n', False),
            ("def main():\n    here\n", False),
        ],
    )
    def test_what_only_runs_as_the_program(self, code: str, expected: bool) -> None:
        ctx = context(code)
        assert ctx.is_under_main_guard(named(ctx, "here")) is expected

    def test_the_main_guard(self) -> None:
        ctx = context('if a: ...\nif __name__ == "__main__": ...\nwhile __name__ == "__main__": ...\n')
        assert [ctx.is_main_guard(node) for node in ctx.model.tree.body] == [False, True, False]


class TestDisplay:
    """A notebook shows the value of the last line of a cell."""

    CELLS = (
        "# %%\nx = 1\nfirst()\n# %%\nsecond()\nthird()\n# %% [markdown]\n# prose\n# %%\nif x:\n    fourth()\n"
    )

    @pytest.mark.parametrize("path", ["a.ipynb", "a.py"])
    def test_the_last_line_of_a_cell_is_displayed(self, path: str) -> None:
        ctx = context(self.CELLS, path)
        calls = ctx.model.index.nodes(ast.Call)
        discarded = [
            call.func.id for call in calls if isinstance(call.func, ast.Name) and ctx.is_discarded(call)
        ]
        assert discarded == ["second", "fourth"]
        displayed = [ctx.source(node) for node in ctx.model.index.nodes(ast.Expr) if ctx.is_displayed(node)]
        assert displayed == ["first()", "third()"]

    def test_comments_and_blank_lines_behind_it_change_nothing(self) -> None:
        for path in ("a.ipynb", "a.py"):
            ctx = context("# %%\nfirst()  # shown\n\n# the end\n\n# %%\nx = 1\n", path)
            (call,) = ctx.model.index.nodes(ast.Call)
            assert not ctx.is_discarded(call)

    def test_of_two_on_one_line_the_second_is_displayed(self) -> None:
        ctx = context("# %%\nfirst(); second()\n", "a.ipynb")
        assert [ctx.is_discarded(call) for call in ctx.model.index.nodes(ast.Call)] == [True, False]

    def test_a_script_displays_nothing(self) -> None:
        ctx = context("x = 1\nfirst()\n")
        (call,) = ctx.model.index.nodes(ast.Call)
        assert ctx.is_discarded(call)
        assert not ctx.is_displayed(ctx.statement(call))

    def test_what_is_used_is_not_discarded(self) -> None:
        ctx = context("x = here\nf(here)\nhere.x\nassert here\nhere\n")
        used = sorted(ctx.model.index.names["here"], key=lambda node: node.lineno)
        assert [ctx.is_discarded(name) for name in used] == [False, False, False, False, True]


class TestProject:
    @pytest.fixture
    def project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Project]:
        """A project of these files, in the working directory."""
        monkeypatch.chdir(tmp_path)

        def make(**texts: str) -> Project:
            for name, text in texts.items():
                path = tmp_path / (name.replace("__", "/") + ".py")
                path.parent.mkdir(exist_ok=True)
                path.write_text(text)
            return Project(tmp_path, {})

        return make

    def test_versions_of_libraries(self) -> None:
        versions = VersionRange.parse(">=2,<2.6")
        ctx = context("", libraries={"torch": versions, "numpy": VersionRange()})
        assert ctx.version_of("torch") == versions
        assert ctx.version_of("numpy") == VersionRange()
        assert ctx.version_of("pandas") is None
        assert [ctx.declares(each) for each in ("torch", "numpy", "pandas")] == [True, True, False]

    def test_options_of_the_rule(self) -> None:
        @dataclass(frozen=True)
        class Options:
            limit: int = 3

        @dataclass(frozen=True)
        class Other:
            limit: int = 4

        assert context("").options(Options) == Options(3)
        configured = context("", options={"demo-rule": Options(7), "other-rule": Options(8)})
        assert configured.options(Options) == Options(7)
        assert configured.options(Other) == Other(4)
        assert context("", options={"other-rule": Options(8)}).options(Options) == Options(3)

    def test_whether_another_file_mentions_a_name(self, project: Callable[..., Project]) -> None:
        made = project(a="run = 1\n", b="from a import run\n", c="runner = 1\n", d="alone = 2\n")
        ctx = context("run = 1\n", "a.py", made)
        assert [ctx.is_used_elsewhere(name) for name in ("run", "runner", "unner", "alone")] == [
            *(True, True, False, True)
        ]
        assert not context("alone = 2\n", "d.py", made).is_used_elsewhere("alone")
        assert not context("run = 1\n").is_used_elsewhere("run")

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("import numpy as np\nnp.random.seed(1)\n", {"numpy"}),
            ("import numpy as np\nnp.random.seed()\n", set()),
            ("import numpy as np\nnp.random.seed(None)\n", set()),
            ("import torch\ndef f():\n    torch.manual_seed(1)\n", {"torch"}),
            ("import random\nrandom.seed(1)\nrandom.random()\n", {"random"}),
            ("import lightning\nlightning.seed_everything(1)\n", {"numpy", "random", "torch"}),
            ("x.seed(1)\n", set()),
        ],
    )
    def test_a_seed_in_the_document(self, code: str, expected: set[str]) -> None:
        ctx = context(code)
        assert {each for each in ("numpy", "random", "torch") if ctx.is_seeded(each)} == expected

    def test_a_seed_in_the_program_around_it(self, project: Callable[..., Project]) -> None:
        made = project(
            train="import torch\nimport layers\ntorch.manual_seed(1)\nlayers.build()\n",
            layers="def build(): ...\n",
            tests__test_a="import numpy as np\nnp.random.seed(1)\n",
        )
        ctx = context("def build(): ...\n", "layers.py", made)
        assert (ctx.is_seeded("torch"), ctx.is_seeded("numpy")) == (True, False)
        # A program of its own that nobody seeds.
        other = context("import torch\nprint(torch.rand(1))\n", "other.py", made)
        assert not other.is_seeded("torch")


class TestFixes:
    def test_a_name_that_is_taken_gets_an_underscore(self) -> None:
        ctx = context("logger = 1\ndef f(_rng, x): return rng\n")
        names = ("logger", "x", "free", "rng")
        assert [ctx.fresh_name(name) for name in names] == ["_logger", "_x", "free", "__rng"]

    def test_how_to_reach_a_module(self) -> None:
        ctx = context("import numpy as n\nlogging = 1\n")
        assert (ctx.reach("numpy").text, ctx.reach("numpy").verbs) == ("n", ())
        assert ctx.reach("logging").text == "_logging"
        assert ctx.reach("functools", "partial").text == "partial"
        (verb,) = ctx.reach("functools", "partial").verbs
        (edit,) = verb.edits(ctx.model)
        assert edit.text == "from functools import partial\n"


def test_a_document_alone_has_no_project() -> None:
    ctx = Context(SemanticModel(Document("<text>", ""), ast.parse("")), Environment(), "demo-rule")
    assert (ctx.project, ctx.path_in_project, ctx.is_test) == (None, "<text>", False)
