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

    def test_functions_that_one_of_several_modules_gives(self, look: Look) -> None:
        ctx = look(
            """
            try:
                from importlib import resources
                from importlib.resources import files
            except ImportError:
                import importlib_resources as resources
                from importlib_resources import files
            files("a")
            resources.files("b")
            """
        )
        both = ("importlib.resources.files", "importlib_resources.files")
        assert [call.node.lineno for call in ctx.calls_of(*both)] == [8, 9]
        assert list(ctx.calls_of(both[0])) == []

    @pytest.mark.parametrize(
        ("code", "first", "second"),
        [
            ("open('a', 'r')", "'a'", "'r'"),
            ("open(mode='r', file='a')", "'a'", "'r'"),
            ("open('a', encoding='b')", "'a'", None),
            ("open(*names, mode='r')", None, "'r'"),
            ("open(**options)", None, None),
            ("unknown('a', b=1)", "'a'", None),
        ],
    )
    def test_the_argument_for_a_parameter_at_its_place(
        self, look: Look, code: str, first: str | None, second: str | None
    ) -> None:
        ctx = look(f"{code}\n")
        call = ctx.call(first_call(ctx))
        given = [call.argument_at(place) for place in (0, 1, 99)]
        assert [None if each is None else ctx.source(each) for each in given] == [first, second, None]

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


class TestOwnFunctions:
    CODE = """
        class Loader:
            def read(self, path, /, rows=0, *more, size=1, **rest): ...

            @classmethod
            def make(cls, path): ...

            @staticmethod
            def clean(frame): ...

        class Cached(Loader): ...

        def load(path, rows=0): ...

        def use(loader: Loader, unknown):
            {}
        """

    @pytest.mark.parametrize(
        ("code", "function", "bound"),
        [
            ("load('a', 2)", "load", {"path": "'a'", "rows": "2"}),
            ("load(rows=b, path='a')", "load", {"path": "'a'", "rows": "b"}),
            ("load('a', *others)", "load", {"path": "'a'"}),
            ("load(*others, rows=1)", "load", {"rows": "1"}),
            ("load(**others)", "load", {}),
            ("loader.read('a')", "read", {"path": "'a'"}),
            (
                "loader.read('a', 1, 2, size=3, other=4, path=5)",
                "read",
                {"path": "'a'", "rows": "1", "size": "3"},
            ),
            ("Loader.read(loader, 'a')", "read", {"self": "loader", "path": "'a'"}),
            ("Cached().read('a')", "read", {"path": "'a'"}),
            ("Loader.make('a')", "make", {"path": "'a'"}),
            ("loader.make('a')", "make", {"path": "'a'"}),
            ("Loader.clean(a)", "clean", {"frame": "a"}),
            ("loader.clean(a)", "clean", {"frame": "a"}),
            ("unknown.read('a')", None, None),
            ("print('a')", None, None),
            ("Loader()", None, None),
        ],
    )
    def test_arguments_are_bound_to_parameters(
        self, look: Look, code: str, function: str | None, bound: dict[str, str] | None
    ) -> None:
        ctx = look(self.CODE.format(code))
        call = next(node for node in ctx.model.index.nodes(ast.Call) if ctx.source(node) == code)
        called, found = ctx.called_function(call), ctx.bound_arguments(call)
        assert (None if called is None else called.name) == function
        assert (None if found is None else {p.arg: ctx.source(value) for p, value in found.items()}) == bound

    def test_the_calls_of_a_function(self, look: Look) -> None:
        ctx = look(
            self.CODE.format("return load('a'), Cached().make('b'), Loader.make('c'), unknown.make('d')")
        )
        load, make = ctx.model.functions["<here>.load"], ctx.model.functions["<here>.Loader.make"]
        assert [ctx.source(call.node) for call in ctx.calls_to(load)] == ["load('a')"]
        found = sorted(ctx.source(call.node) for call in ctx.calls_to(make))
        assert found == ["Cached().make('b')", "Loader.make('c')"]


class TestSelf:
    @pytest.mark.parametrize(
        ("method", "owner"),
        [
            ("def f(self):\n        seen(self)", "A"),
            ("def f(this, self):\n        seen(this)", "A"),
            ("def f(self):\n        def g():\n            seen(self)", "A"),
            ("@traced\n    def f(self):\n        seen(self)", "A"),
            ("async def f(self, /):\n        seen(self)", "A"),
            ("def f(self):\n        self = other\n        seen(self)", None),
            ("def f(self):\n        if c:\n            self = other\n        seen(self)", None),
            ("def f(self):\n        def g(self):\n            seen(self)", None),
            ("def f(this, self):\n        seen(self)", None),
            ("def f(*self):\n        seen(self)", None),
            ("def f(self):\n        seen(self.x)", None),
            ("@classmethod\n    def f(self):\n        seen(self)", None),
            ("@staticmethod\n    def f(self):\n        seen(self)", None),
        ],
    )
    def test_the_class_whose_instance_a_name_is(self, look: Look, method: str, owner: str | None) -> None:
        ctx = look(f"class A:\n    {method}\n")
        (call,) = ctx.model.index.calls["seen"]
        found = ctx.class_of_self(call.args[0])
        assert (None if found is None else found.name) == owner

    def test_where_the_methods_of_a_class_mention_an_attribute(self, look: Look) -> None:
        ctx = look(
            """
            class A:
                def f(self, other):
                    self.x = 1
                    other.x = 2
                    self.y = 3
                def g(this):
                    return lambda: this.x
                @staticmethod
                def h(self):
                    self.x = 4
            class B:
                def f(self):
                    return self.x
            a.x = 5
            """
        )
        first, *others = ctx.model.index.attributes_named("x")
        assert [(node.lineno, ctx.source(node)) for node in ctx.attribute_mentions(first)] == [
            (4, "self.x"),
            (8, "this.x"),
        ]
        assert [len(ctx.attribute_mentions(node)) for node in others] == [0, 2, 0, 1, 0]


class TestShowing:
    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("print(1)", True),
            ("logging.info('%s', 1)", True),
            ("logging.getLogger('a').warning(1)", True),
            ("logging.basicConfig()", False),
            ("log.debug(1)", True),
            ("log.setLevel(1)", False),
            ("loguru_logger.success(1)", True),
            ("structlog.get_logger().info('a', b=1)", True),
            ("pprint(1)", True),
            ("unknown.info(1)", False),
            ("len(print)", False),
            ("print", False),
        ],
    )
    def test_calls_that_only_show_what_they_are_given(self, look: Look, code: str, expected: bool) -> None:
        ctx = look(
            "import logging, structlog\nfrom loguru import logger as loguru_logger\nfrom pprint import pprint\n"
            f"log = logging.getLogger(__name__)\n{code}\n"
        )
        last = ctx.model.tree.body[-1]
        assert isinstance(last, ast.Expr)
        assert ctx.shows(last.value) is expected
        assert not ctx.shows(last)

    def test_the_loggers_of_a_module(self, look: Look) -> None:
        ctx = look(
            """
            import logging, structlog
            from loguru import logger as guru
            events = structlog.get_logger().bind(a=1)
            logger = logging.getLogger(__name__)
            if verbose:
                other = logging.getLogger("other")
            twice = logging.getLogger("a")
            twice = logging.getLogger("b")
            names = [logger]
            """
        )
        found = [(logger.name, logger.style) for logger in ctx.module_loggers]
        assert found == [("logger", "stdlib"), ("guru", "loguru"), ("events", "structlog")]

    @pytest.mark.parametrize(
        ("code", "expected"),
        [
            ("logger = make()\nhere\n", True),
            ("here\nlogger = make()\n", False),
            ("def f():\n    here\nlogger = make()\n", True),
            ("logger = make()\ndef f(logger):\n    here\n", False),
            ("logger = make()\ndef f():\n    logger = 1\n    here\n", False),
        ],
    )
    def test_where_a_name_of_the_module_means_its_binding(
        self, look: Look, code: str, expected: bool
    ) -> None:
        ctx = look(code)
        (binding,) = ctx.module_scope.bindings["logger"]
        (here,) = ctx.model.index.names["here"]
        assert ctx.is_bound_at(binding, here) is expected
