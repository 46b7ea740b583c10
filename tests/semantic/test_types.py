"""What an expression is, without any knowledge of libraries: Python's own parts."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from typing import Any

import pytest

from mllint_rules.semantic.types import Instance, alternatives, describe, union

Probe = Callable[..., Any]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1", "int"),
        ("1.5", "float"),
        ("'a'", "str"),
        ("None", "None"),
        ("1 + 2.0", "float"),
        ("1 / 2", "float"),
        ("not x", "bool"),
        ("1 < 2", "bool"),
        ("x is None", "bool"),
        ("[1, 2]", "list[int]"),
        ("[1, 'a']", "list[int | str]"),
        ("{'a': 1.0}", "dict[str, float]"),
        ("(1, 'a')", "tuple[int, str]"),
        ("{1, 2}", "set[int]"),
        ("[v for v in [1.0]]", "list[float]"),
        ("{k: 1 for k in 'ab'}", "dict[str, int]"),
        ("f'{x}'", "str"),
        ("1 if x else 'a'", "int | str"),
        ("(1, 'a')[1]", "str"),
        ("[1, 2][0]", "int"),
        ("[1, 2][:1]", "list[int]"),
        ("{'a': 1.0}['a']", "float"),
        ("unknown", "unknown"),
        ("unknown + 1", "unknown"),
        ("unknown()[0].attribute", "unknown"),
    ],
)
def test_expressions(probe: Probe, expression: str, expected: str) -> None:
    assert probe(f"value = {expression}").type(ast_text(expression)) == expected


def ast_text(expression: str) -> str:
    import ast

    return ast.unparse(ast.parse(expression, mode="eval").body)


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("x = 1\nif c:\n    x = 'a'\nx", "x", "int | str"),
        ("a, b = 1, 'x'\nb", "b", "str"),
        ("(a, b), c = (1, 2.0), 'x'\nb", "b", "float"),
        ("a, *b = 1, 2\nb", "b", "unknown"),
        ("for i, v in enumerate(['a']):\n    v", "v", "str"),
        ("for i, v in enumerate(['a']):\n    i", "i", "int"),
        ("for a, b in zip([1], ['x']):\n    b", "b", "str"),
        ("for k in {'a': 1}:\n    k", "k", "str"),
        ("for i in range(3):\n    i", "i", "int"),
        ("def f(x: int | None): return x", "x", "None | int"),
        ("from typing import Optional\ndef f(x: Optional[str]): return x", "x", "None | str"),
        ("from typing import List\ndef f(x: 'List[int]'): return x", "x", "list[int]"),
        ("def f(x=3): return x", "x", "unknown"),
        ("def f(): return 1\nx = f()\nx", "x", "int"),
        ("def f() -> str: ...\nx = f()\nx", "x", "str"),
        ("def f(n): return 1 if n else f(n - 1)\nx = f(2)\nx", "x", "int"),
        ("def f(): yield 1\nx = f()\nx", "x", "collections.abc.Generator[int]"),
        ("def f(): pass\nx = f()\nx", "x", "None"),
        ("x = 0\nfor i in y:\n    x = x + 1\nx", "x", "int"),
        ("x = 0\nx += 1.5\nx", "x", "float"),
        ("try:\n    pass\nexcept ValueError as e:\n    e", "e", "ValueError"),
        ("(x := 3)\nx", "x", "int"),
        ("x: float = unknown()\nx", "x", "float"),
    ],
)
def test_names(probe: Probe, code: str, name: str, expected: str) -> None:
    assert probe(code).type(name) == expected


def test_instances_know_their_class_and_its_bases(probe: Probe) -> None:
    made = probe("""
        class Base:
            def width(self): return 3
        class Net(Base):
            depth: int = 2
            def __init__(self):
                self.rate = 0.1
                self.copy = self.rate
            @property
            def size(self): return [self.depth]
        net = Net()
        net.rate, net.copy, net.depth, net.size, net.width()
        """)
    assert made.type("net") == "<here>.Net"
    assert made.type("net.rate") == "float"
    assert made.type("net.copy") == "float"
    assert made.type("net.depth") == "int"
    assert made.type("net.size") == "list[int]"
    assert made.type("net.width()") == "int"
    assert made.model.bases("<here>.Net") == ("<here>.Net", "<here>.Base")


def test_circles_end(probe: Probe) -> None:
    made = probe("""
        class A(A): ...
        class B:
            def f(self):
                self.x = self.y
                self.y = self.x
                return self.x
        def g(n): return h(n)
        def h(n): return g(n)
        x = x
        g(1), B().f(), A(), x
        """)
    assert made.type("g(1)") == "unknown"
    assert made.type("B().f()") == "unknown"
    assert made.type("A()") == "<here>.A"
    assert made.type("x") == "unknown"


def test_a_value_that_a_loop_makes_of_itself_stays_what_it_is(probe: Probe) -> None:
    made = probe("""
        text, rows = "a", [1]
        for _ in range(3):
            text = text.strip()
            rows = rows[:1]
            text, rows
        """)
    assert made.type("text") == "str"
    assert made.type("rows") == "list[int]"


def test_very_deep_chains_are_unknown_and_no_error(probe: Probe) -> None:
    made = probe("x = 1\nx" + ".f()" * 400 + "\ny = " + " + ".join(["1"] * 500) + "\ny\n")
    chain = made.model.tree.body[1]
    assert describe(made.model.type_of(chain.value)) == "unknown"
    assert made.type("y") == "int"


@pytest.mark.parametrize(
    ("code", "expression", "value"),
    [
        ("LR = 0.1\nf(LR)", "LR", 0.1),
        ("A = B = 3\nf(B)", "B", 3),
        ("f(-1)", "-1", -1),
        ("N = 2\nf((N, [1, 'a'], {'k': None}))", "(N, [1, 'a'], {'k': None})", (2, [1, "a"], {"k": None})),
        ("f('a' + 'b')", "'a' + 'b'", "ab"),
    ],
)
def test_literal_values_are_followed_through_constants(
    probe: Probe, code: str, expression: str, value: object
) -> None:
    made = probe(code)
    assert made.model.value_of(made.expression(expression)) == value


def test_computed_values_are_not_literal(probe: Probe) -> None:
    from mllint_rules.semantic.values import NOT_LITERAL

    made = probe("x = 1\nif c:\n    x = 2\nf(x, g(), -y)")
    for text in ("x", "g()", "-y"):
        assert made.model.value_of(made.expression(text)) is NOT_LITERAL


def test_calling_a_network_runs_its_forward(probe: Probe) -> None:
    made = probe("""
        import torch
        from torch import nn
        class Net(nn.Module):
            def forward(self, x: torch.Tensor) -> torch.Tensor:
                return x
        Net()(1)
        """)
    assert made.type("Net()(1)") == "torch.Tensor"


def test_methods_of_objects_that_modules_hold(probe: Probe) -> None:
    made = probe("""
        from pathlib import Path
        from pyspark.sql import SparkSession
        spark = SparkSession.builder.appName("x").getOrCreate()
        frame = spark.read.csv("a.csv")
        Path("a") / "b"
        frame
        """)
    assert made.type("frame") == "pyspark.sql.DataFrame"
    assert made.type("Path('a') / 'b'") == "pathlib.Path"


@pytest.mark.parametrize(
    ("code", "certainly", "possibly"),
    [
        ("pd.DataFrame()", True, True),
        ("pd.DataFrame() if c else None", True, True),
        ("pd.DataFrame() if c else pd.Series()", False, True),
        ("pd.DataFrame() if c else unknown", False, True),
        ("pd.Series()", False, False),
        ("pd.Series() if c else 3", False, False),
        ("unknown", False, False),
        ("None", False, False),
    ],
)
def test_certainly_possibly_and_no(probe: Probe, code: str, certainly: bool, possibly: bool) -> None:
    made = probe(f"import pandas as pd\nvalue = {code}")
    type_ = made.model.type_of(made.model.tree.body[1].value)
    assert made.model.is_instance(type_, "pandas.DataFrame") is certainly
    assert made.model.may_be_instance(type_, "pandas.DataFrame") is possibly


def test_members_of_an_enumeration_are_its_instances(probe: Probe) -> None:
    made = probe("""
        from enum import Enum
        class Split(Enum):
            TRAIN = "train"
        Split.TRAIN, Split.TRAIN.value
        """)
    assert made.type("Split.TRAIN") == "<here>.Split"
    assert made.type("Split.TRAIN.value") == "unknown"


def test_many_tests_of_one_name_take_time_like_their_number(probe: Probe) -> None:
    code = "def f(x):\n" + "".join(
        f"    if isinstance(x, str) and x > {i}:\n        x.lower()\n" for i in range(800)
    )
    made = probe(code)
    start = time.perf_counter()
    for node in ast.walk(made.model.tree):
        if isinstance(node, ast.expr):
            made.model.type_of(node)
    assert time.perf_counter() - start < 5


def test_long_chains_of_tests_and_containers_are_no_error(probe: Probe) -> None:
    nested = "[" * 90 + "1" + "]" * 90
    condition = " and ".join(f"x{i}" for i in range(300))
    made = probe(f"a = {nested}\nfor x in a:\n    x\nif {condition}:\n    x0\n")
    for node in ast.walk(made.model.tree):
        if isinstance(node, ast.expr):
            describe(made.model.type_of(node))


def test_the_members_of_a_union_come_in_one_order() -> None:
    """Sets of names have another order in every process, and a rule may look at the first member alone."""
    names = [f"lib.Class{number}" for number in range(20)]
    members = [member.name for member in alternatives(union(map(Instance, reversed(names))))]  # type: ignore[union-attr]
    assert members == sorted(names)
