"""The variable of a loop that counts epochs or steps."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context
from mllint_rules.rules.observability._progress import BARS

_SIZED = (
    "torch.utils.data.DataLoader", "builtins.list", "builtins.tuple", "builtins.dict", "numpy.ndarray",
    "pandas.DataFrame", "pandas.Series",
)  # fmt: skip
_RANGES = frozenset({"builtins.range", *(bar for bar in BARS if bar.endswith("trange"))})


def step_of_loop(loop: ast.AST, ctx: Context) -> str | None:
    """The loop variable that certainly counts rounds (`for epoch in range(…)`, `enumerate`); None without one."""
    if not isinstance(loop, (ast.For, ast.AsyncFor)):
        return None
    source = loop.iter
    if (
        isinstance(source, ast.Call)
        and ctx.called(source) in BARS
        and source.args
        and ctx.called(source) not in _RANGES
    ):
        source = source.args[0]
    called = ctx.called(source)
    if called in _RANGES and isinstance(loop.target, ast.Name) and loop.target.id.strip("_"):
        return loop.target.id
    if called == "builtins.enumerate" and isinstance(loop.target, ast.Tuple) and loop.target.elts:
        first = loop.target.elts[0]
        if isinstance(first, ast.Name) and first.id.strip("_"):
            return first.id
    return None


def step_at(node: ast.AST, ctx: Context) -> str | None:
    """What to pass as the step at a place: the counter of the innermost loop; None when that counts nothing.

    Behind batches of an epoch that number goes on where the last epoch ended, when their count is known.
    """
    loops = ctx.loops_around(node)
    counters = [(loop, step) for loop in loops if (step := step_of_loop(loop, ctx)) is not None]
    if not counters or counters[0][0] is not loops[0]:
        return None
    (inner, step), *outer = counters
    if not outer or not isinstance(inner, ast.For):
        return step
    batches = _counted(inner.iter, ctx)
    epoch = outer[0][1]
    return step if batches is None or epoch == step else f"{epoch} * {batches} + {step}"


def _counted(source: ast.expr, ctx: Context) -> str | None:
    """How many rounds the inner loop makes, as an expression."""
    if not isinstance(source, ast.Call) or not source.args:
        return None
    if ctx.called(source) in BARS and ctx.called(source) not in _RANGES:
        return _counted(source.args[0], ctx)
    if ctx.called(source) == "builtins.enumerate" and len(source.args) == 1:
        inner = source.args[0]
        return f"len({inner.id})" if isinstance(inner, ast.Name) and is_sized(inner, ctx) else None
    if ctx.called(source) in _RANGES and len(source.args) == 1 and isinstance(source.args[0], ast.Name):
        return source.args[0].id
    return None


def is_sized(node: ast.expr, ctx: Context) -> bool:
    """Whether `len` certainly works on an expression."""
    return ctx.is_a(node, *_SIZED)
