"""Questions about calls, values and objects that rules would otherwise answer by hand."""

from __future__ import annotations

import ast
from collections.abc import Callable

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
