"""What stands around a place."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from mllint_rules.kit import Context, position

Look = Callable[..., Context]


def place(ctx: Context) -> ast.Name:
    """The name `here`."""
    return ctx.model.index.names["here"][0]


@pytest.mark.parametrize(
    ("code", "outermost", "innermost"),
    [
        ("here", None, None),
        ("def f():\n    here", "f", "f"),
        ("def f():\n    def g():\n        here", "f", "g"),
        ("class C:\n    def f(self):\n        here", "f", "f"),
        ("class C:\n    here", None, None),
        ("def f(a=here): ...", None, None),
        ("@here\ndef f(): ...", None, None),
        ("def f():\n    def g(a=here): ...", "f", "f"),
        ("take(lambda: here)", "lambda", None),
        ("def f():\n    take(lambda: here)", "f", "f"),
        ("values = [here for _ in x]", None, None),
    ],
)
def test_the_functions_around_a_place(
    look: Look, code: str, outermost: str | None, innermost: str | None
) -> None:
    ctx = look(code)
    around = ctx.outermost_function(place(ctx))
    inner = ctx.function_of(place(ctx))
    assert (None if around is None else getattr(around, "name", "lambda")) == outermost
    assert (None if inner is None else inner.name) == innermost


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("a\nhere", 2),
        ("a\nif x:\n    for y in z:\n        here", 2),
        ("a\n@d\ndef f():\n    here", 3),
        ("try:\n    a\nfinally:\n    here", 1),
    ],
)
def test_the_statement_of_the_module_around_a_place(look: Look, code: str, line: int) -> None:
    ctx = look(code)
    top = ctx.top_statement(place(ctx))
    assert top.lineno == line
    assert top in ctx.model.tree.body
    assert ctx.top_statement(top) is top


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("with pytest.raises(ValueError):\n    here", True),
        ("with raises(ValueError), open(x) as y:\n    here", True),
        ("with self.assertRaises(ValueError):\n    if x:\n        here", True),
        ("with pytest.warns(UserWarning):\n    here", True),
        ("with contextlib.suppress(KeyError):\n    here", True),
        ("async with raises(ValueError):\n    here", True),
        ("with open(x) as y:\n    here", False),
        ("with lock:\n    here", False),
        ("try:\n    here\nexcept ValueError: ...", False),
        ("with raises(ValueError):\n    def f():\n        here", False),
        ("here", False),
    ],
)
def test_code_that_is_to_fail(look: Look, code: str, expected: bool) -> None:
    ctx = look("async def test():\n" + "".join(f"    {line}\n" for line in code.split("\n")))
    assert ctx.expects_failure(place(ctx)) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("here = 1", True),
        ("here = 1\ndef f():\n    return here", True),
        ("here = 1\ndef f(here):\n    return here", False),
        ("def f():\n    global here\n    here = 1", True),
        ("class C:\n    here = 1", False),
    ],
)
def test_names_of_the_module(look: Look, code: str, expected: bool) -> None:
    ctx = look(code)
    last = max(ctx.model.index.names["here"], key=position)
    assert ctx.is_module_name(last) is expected
    assert bool(ctx.module_scope.bindings.get("here")) is (expected or code.startswith("here"))


def test_positions_order_nodes_as_in_the_text(look: Look) -> None:
    ctx = look("a(b)\nc\n")
    names = [name for same in ctx.model.index.names.values() for name in same]
    assert [name.id for name in sorted(names, key=position)] == ["a", "b", "c"]
    assert position(ctx.model.tree) == (0, 0)
