"""Where a function is called, and when nobody can be sure to know every place."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from mllint_rules.kit import Context, FixUnavailable, FunctionNode, plain_function, takes_only_keywords

Look = Callable[..., Context]
FUNCTION = "def draw(count):\n    return count\n\n\n"


def function_named(ctx: Context, name: str = "draw") -> FunctionNode:
    return next(
        node for node in ctx.model.index.nodes(ast.FunctionDef, ast.AsyncFunctionDef) if node.name == name
    )


def test_every_use_is_found_in_source_order_with_the_function_around_it(look: Look) -> None:
    ctx = look(
        FUNCTION
        + textwrap.dedent(
            """
            def run(values):
                return [draw(value) for value in values]


            class Report:
                def fill(self):
                    def inner():
                        return draw(1)

                    return inner()


            list(map(draw, [1, 2]))
            once = draw(3)
            """
        )
    )
    sites = ctx.call_sites(function_named(ctx))
    assert [(site.reference.lineno, site.frame.name if site.frame else None) for site in sites] == [
        (7, "run"),
        (13, "fill"),
        (18, None),
        (19, None),
    ]
    assert [site.is_direct for site in sites] == [True, True, False, True]
    assert [site.call is None for site in sites] == [False, False, True, False]


def test_a_partial_is_the_call_that_takes_the_argument(look: Look) -> None:
    ctx = look("from functools import partial\n" + FUNCTION + "later = partial(draw, 1)\n")
    (site,) = ctx.call_sites(function_named(ctx))
    assert site.call is not None
    assert ctx.source(site.call) == "partial(draw, 1)"
    assert not site.is_direct


def test_a_lambda_at_module_level_runs_later(look: Look) -> None:
    ctx = look(FUNCTION + "apply(lambda: draw(1))\n")
    (site,) = ctx.call_sites(function_named(ctx))
    assert (site.frame, site.is_deferred) == (None, True)


def test_another_variable_of_the_name_is_no_use(look: Look) -> None:
    ctx = look(FUNCTION + "def other(draw):\n    return draw(2)\n\n\ndraw(1)\n")
    assert [site.reference.lineno for site in ctx.call_sites(function_named(ctx))] == [9]


@pytest.mark.parametrize(
    "code",
    [
        "take = draw",
        "table = {'draw': draw}",
        "take = lambda: draw(1)",
        "print(draw)",
        "register('draw')",
        "names = ['draw']",
        "__all__ = ['draw']",
        "entry = 'module:draw'",
        "entry = 'package.module.draw'",
        "timeit('draw(1)')",
        "eval(text)",
        "exec(text)",
        "globals()[name]()",
        "vars()[name]()",
        "import sys\ngetattr(sys.modules[__name__], name)()",
        "draw = wrap(draw)",
        "def draw(count, more): ...",
        "del draw",
    ],
)
def test_a_use_that_may_exist_and_cannot_be_seen_is_refused(look: Look, code: str) -> None:
    ctx = look(FUNCTION + "draw(1)\n" + code + "\n")
    with pytest.raises(FixUnavailable):
        ctx.call_sites(function_named(ctx))


@pytest.mark.parametrize(
    "code",
    [
        "frame['draw']",
        "options = {'draw': 1}",
        "print('draw the figure')",
        "vars(arguments)",
        "model.eval()",
        "logger = logging.getLogger(__name__)",
    ],
)
def test_what_only_looks_like_a_use_is_none(look: Look, code: str) -> None:
    ctx = look(FUNCTION + "draw(1)\n" + code + "\n")
    assert [site.reference.lineno for site in ctx.call_sites(function_named(ctx))] == [5]


@pytest.mark.parametrize(
    "code",
    [
        "class Sampler:\n    def draw(self): ...\n",
        "def outside():\n    def draw(): ...\n    draw()\n",
    ],
)
def test_methods_and_nested_functions_have_no_known_call_sites(look: Look, code: str) -> None:
    ctx = look(code)
    with pytest.raises(FixUnavailable):
        ctx.call_sites(function_named(ctx))


def test_a_magic_line_of_a_notebook_is_a_use(look: Look) -> None:
    def notebook(*cells: str) -> str:
        written: list[dict[str, object]] = [
            {
                "cell_type": "code",
                "execution_count": None,
                "id": str(n),
                "metadata": {},
                "outputs": [],
                "source": cell,
            }
            for n, cell in enumerate(cells)
        ]
        return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})

    plain = look(notebook(FUNCTION, "draw(1)"), "explore.ipynb")
    assert len(plain.call_sites(function_named(plain))) == 1
    timed = look(notebook(FUNCTION, "draw(1)", "%timeit draw(1)"), "explore.ipynb")
    with pytest.raises(FixUnavailable):
        timed.call_sites(function_named(timed))


@pytest.mark.parametrize(
    ("other", "is_reached"),
    [
        ("from module import draw\n", True),
        ("import module\nvars(module)['draw']\n", True),
        ("draw = 3\n", False),
        ("import module\n", False),
    ],
)
def test_a_function_that_another_file_may_call_is_refused(
    look: Look, tmp_path: Path, other: str, is_reached: bool
) -> None:
    code = FUNCTION + "draw(1)\n"
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    (tmp_path / "other.py").write_text(other, encoding="utf-8")
    ctx = look(code, str(tmp_path / "module.py"), tmp_path)
    assert ctx.is_reached_from_elsewhere("draw") is is_reached
    if is_reached:
        with pytest.raises(FixUnavailable):
            ctx.call_sites(function_named(ctx))
    else:
        assert len(ctx.call_sites(function_named(ctx))) == 1


@pytest.mark.parametrize(
    ("code", "is_plain"),
    [
        ("def draw(count): ...", True),
        ("import torch\n@torch.no_grad()\ndef draw(count): ...", True),
        ("@cache\ndef draw(count): ...", False),
        ("def draw(*counts): ...", False),
        ("def draw(**counts): ...", False),
    ],
)
def test_a_plain_function_may_get_a_parameter(look: Look, code: str, is_plain: bool) -> None:
    ctx = look(code + "\n")
    function = function_named(ctx)
    if is_plain:
        assert plain_function(ctx, function) is function
    else:
        with pytest.raises(FixUnavailable):
            plain_function(ctx, function)


def test_a_lambda_gets_no_parameter(look: Look) -> None:
    ctx = look("draw = lambda count: count\n")
    with pytest.raises(FixUnavailable):
        plain_function(ctx, ctx.model.index.nodes(ast.Lambda)[0])


@pytest.mark.parametrize(
    ("signature", "expected"),
    [("", False), ("a, b", False), ("a, b=1", True), ("a, *, b", True), ("*a", True)],
)
def test_a_parameter_behind_defaults_and_stars_is_keyword_only(
    look: Look, signature: str, expected: bool
) -> None:
    assert takes_only_keywords(function_named(look(f"def draw({signature}): ...\n"))) is expected
