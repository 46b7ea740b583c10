"""Questions about calls, values and objects that rules would otherwise answer by hand."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from mllint_rules.kit import Context

Look = Callable[..., Context]


def first_call(ctx: Context) -> ast.Call:
    """The first call in the code."""
    return ctx.model.index.nodes(ast.Call)[0]


class TestCalls:
    CODE = """
        import random
        from random import choice as pick, shuffle
        import pandas as pd

        def f(frame: pd.DataFrame, unknown):
            pick([1])
            random.shuffle(a)
            unknown.merge(a)
            frame.merge(a)
            choice = print
            choice(1)
            random.choice([2])
        """

    def test_the_calls_of_several_apis_in_source_order(self, look: Look) -> None:
        ctx = look(self.CODE)
        found = ctx.calls_of("random.choice", "random.shuffle", "pandas.DataFrame.merge")
        assert [ctx.source(call.node) for call in found] == [
            "pick([1])",
            "random.shuffle(a)",
            "frame.merge(a)",
            "random.choice([2])",
        ]

    def test_none_where_nothing_of_the_name_is_called(self, look: Look) -> None:
        assert list(look(self.CODE).calls_of("random.sample")) == []
        assert list(look(self.CODE).calls_of()) == []

    def test_what_is_called_here(self, look: Look) -> None:
        ctx = look("import os\nos.getcwd()\n")
        statement = ctx.model.tree.body[1]
        assert ctx.called(statement) is None
        assert ctx.called(first_call(ctx)) == "os.getcwd"


class TestExpressions:
    @staticmethod
    def behind(look: Look, code: str) -> str:
        """The expression behind the argument of `seen(…)`."""
        ctx = look(code)
        (call,) = (node for node in ctx.model.index.calls["seen"])
        return ctx.source(ctx.expression_of(call.args[0]))

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("a = f(1)\nseen(a)\n", "f(1)"),
            ("a: int = f(1)\nb = a\nseen(b)\n", "f(1)"),
            ("a = f(1)\ndef g():\n    seen(a)\n", "f(1)"),
            ("a, (b, c) = x, (y, z)\nseen(c)\n", "z"),
            ("a, b = b, a\nseen(a)\n", "b"),
            ("a, b = f()\nseen(a)\n", "a"),
            ("a, *b = x, y, z\nseen(a)\n", "x"),
            ("a, *b = x, y, z\nseen(b)\n", "b"),
            ("a, b = *x, y\nseen(b)\n", "b"),
            ("a, b = (x,)\nseen(b)\n", "b"),
            ("a = 1\nif c:\n    a = 2\nseen(a)\n", "a"),
            ("a = 1\na = 2\nseen(a)\n", "2"),
            ("a = 1\na += 2\nseen(a)\n", "a"),
            ("for a in b:\n    seen(a)\n", "a"),
            ("with f() as a:\n    seen(a)\n", "a"),
            ("def g(a=1):\n    seen(a)\n", "a"),
            ("import a\nseen(a)\n", "a"),
            ("a = f(1)\nseen(a.b)\n", "a.b"),
            ("seen(f(1))\n", "f(1)"),
            ("while c:\n    a = a\n    seen(a)\n", "a"),
        ],
    )
    def test_what_stands_behind_a_name(self, look: Look, code: str, expected: str) -> None:
        assert self.behind(look, code) == expected
