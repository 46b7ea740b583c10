"""What rules subscribe to, and what they are given."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import pytest

from mllint_rules.kit import SemanticModel, Trigger, calls, classes, functions, loops, module, nodes
from mllint_rules.source.document import Document


def found(trigger: Trigger[Any], code: str) -> list[str]:
    """The text of the first line of each match, in order."""
    document = Document("module.py", textwrap.dedent(code).lstrip("\n"))
    model = SemanticModel(document, ast.parse(document.text))
    matches = [getattr(match, "node", match) for match in trigger.matches(model)]
    return [model.source(match).partition("\n")[0] for match in matches]


class TestCalls:
    @pytest.mark.parametrize(
        "code",
        [
            "import torch\ntorch.load(1)",
            "import torch as t\nt.load(1)",
            "from torch import load\nload(1)",
            "from torch import load as get\nget(1)",
            "from torch import *\nload(1)",
            "import torch\nf = torch.load\nf(1)",
            "import torch.nn\ntorch.load(1)",
            "def g():\n    import torch\n    return torch.load(1)",
        ],
    )
    def test_however_it_is_imported(self, code: str) -> None:
        (text,) = found(calls("torch.load"), code)
        assert text.endswith("(1)")

    @pytest.mark.parametrize(
        "code",
        [
            "torch.load(1)",
            "load(1)",
            "import torch\ntorch.save(1)",
            "import torch\ntorch.load",
            "import torch\ntorch.jit.load(1)",
            "import numpy as torch\ntorch.load(1)",
            "import torch\ntorch = 1\ntorch.load(1)",
            "import torch\ndef f(torch): torch.load(1)",
        ],
    )
    def test_what_only_looks_like_it(self, code: str) -> None:
        assert found(calls("torch.load"), code) == []

    def test_a_name_without_a_dot_is_a_builtin(self) -> None:
        code = "print(1)\nimport builtins\nbuiltins.print(2)\na.print(3)\ndef f(print): print(4)\n"
        assert found(calls("print"), code) == ["print(1)", "builtins.print(2)"]
        assert calls("print") == calls("builtins.print")
        assert found(calls("print"), "def print(x): ...\nprint(1)\n") == []

    def test_a_method_when_the_receiver_certainly_is_such_an_object(self) -> None:
        code = """
            import pandas as pd
            a = pd.DataFrame()
            a.merge(1)
            b.merge(2)
            pd.read_csv("x").merge(3)
            def f(c: pd.DataFrame, d, e: pd.DataFrame | None, g: pd.DataFrame | dict):
                c.merge(4)
                d.merge(5)
                e.merge(6)
                g.merge(7)
            """
        assert found(calls("pandas.DataFrame.merge"), code) == [
            "a.merge(1)",
            'pd.read_csv("x").merge(3)',
            "c.merge(4)",
            "e.merge(6)",
        ]

    def test_several_apis_in_source_order(self) -> None:
        code = "import torch\ntorch.save(torch.load(1))\nprint(2)\ntorch.load(3)\n"
        assert found(calls("torch.load", "print", "torch.save"), code) == [
            "torch.save(torch.load(1))",
            "torch.load(1)",
            "print(2)",
            "torch.load(3)",
        ]

    def test_the_last_names_are_what_the_engine_looks_for(self) -> None:
        trigger = calls("torch.load", "pandas.DataFrame.merge", "print", "joblib.load")
        assert trigger.call_names == {"load", "merge", "print"}
        assert trigger.node_types == ()


class TestSyntax:
    def test_nodes_of_a_type_but_not_of_subtypes(self) -> None:
        assert found(nodes(ast.Assert), "assert a\nif b:\n    assert c\n") == ["assert a", "assert c"]
        assert found(nodes(ast.stmt), "assert a\n") == []

    def test_several_types_come_in_source_order(self) -> None:
        code = "del a\nassert b\ndel c\nraise d\nassert e\n"
        expected = ["del a", "assert b", "del c", "raise d", "assert e"]
        assert found(nodes(ast.Assert, ast.Raise, ast.Delete), code) == expected
        assert found(nodes(ast.Delete, ast.Assert), code) == [each for each in expected if each != "raise d"]

    def test_names_are_nodes_too(self) -> None:
        assert found(nodes(ast.Name), "b = a\nf(c.d)\n") == ["b", "a", "f", "c"]
        assert found(nodes(ast.Constant, ast.Name), "b = 1\n2 + a\n") == ["b", "1", "2", "a"]

    def test_functions_are_those_with_a_name(self) -> None:
        code = """
            def a(): ...
            class B:
                async def c(self): ...
                def d(self):
                    def e(): ...
            f = lambda: 1
            """
        assert found(functions(), code) == [
            "def a(): ...",
            "async def c(self): ...",
            "def d(self):",
            "def e(): ...",
        ]

    def test_loops_are_statements(self) -> None:
        code = """
            while a:
                for b in c: ...
            async def f():
                async for d in e: ...
            [g for g in h]
            """
        assert found(loops(), code) == ["while a:", "for b in c: ...", "async for d in e: ..."]


class TestClasses:
    CODE = """
        import torch
        from torch.nn import Module as Base
        from unknown import Mixin
        class A(torch.nn.Module): ...
        class B(Mixin, A): ...
        class C(Base): ...
        class D(Mixin): ...
        class E: ...
        class F(dict):
            class G(B): ...
        class Module: ...
        class H(Module): ...
        """

    def test_classes_that_certainly_derive(self) -> None:
        expected = ["class A(torch.nn.Module): ...", "class B(Mixin, A): ...", "class C(Base): ..."]
        assert found(classes("torch.nn.Module"), self.CODE) == [*expected, "class G(B): ..."]

    def test_all_without_a_base(self) -> None:
        starts = [text.partition("(")[0].removesuffix(": ...") for text in found(classes(), self.CODE)]
        assert starts == [f"class {name}" for name in ("A", "B", "C", "D", "E", "F", "G", "Module", "H")]


class TestModule:
    def test_it_comes_once_whatever_it_holds(self) -> None:
        for code in ("", "x = 1\ny = 2\n"):
            model = SemanticModel(Document("module.py", code), ast.parse(code))
            assert list(module().matches(model)) == [model]

    def test_what_it_must_hold_is_for_the_engine(self) -> None:
        trigger = module(calling=("load", "dump"), holding=(ast.With,))
        assert trigger.call_names == {"load", "dump"}
        assert trigger.node_types == (ast.With,)
        assert (module().call_names, module().node_types) == (frozenset(), ())


def test_a_trigger_of_its_own_must_say_what_it_matches() -> None:
    model = SemanticModel(Document("module.py", ""), ast.parse(""))
    with pytest.raises(NotImplementedError):
        Trigger[ast.AST]().matches(model)
