"""Progress bars: records written while one is drawn must go around it."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixUnavailable, Verb
from mllint_rules.rules.observability._indentation import WrapInBlock

BARS = frozenset(f"{module}.{name}" for module in (
    "tqdm", "tqdm.auto", "tqdm.std", "tqdm.notebook", "tqdm.autonotebook", "tqdm.rich", "tqdm.asyncio",
) for name in ("tqdm", "trange", "tqdm_notebook"))  # fmt: skip
_REDIRECTION = "tqdm.contrib.logging"


def is_bar(node: ast.expr, ctx: Context) -> bool:
    """Whether an expression certainly is a progress bar of tqdm."""
    if isinstance(node, ast.Call):
        if ctx.called(node) in BARS:
            return True
        return ctx.called(node) == "builtins.enumerate" and bool(node.args) and is_bar(node.args[0], ctx)
    if isinstance(node, ast.Name):
        values = [binding.value for binding in ctx.definitions(node)]
        return bool(values) and all(isinstance(value, ast.Call) and is_bar(value, ctx) for value in values)
    return False


def is_in_bar(node: ast.AST, ctx: Context) -> bool:
    """Whether a place runs in the loop of a progress bar."""
    return any(isinstance(loop, ast.For) and is_bar(loop.iter, ctx) for loop in ctx.loops_around(node))


def progress_verbs(node: ast.Call, ctx: Context) -> tuple[Verb, ...]:
    """What keeps a record from tearing the progress bar around it: `logging_redirect_tqdm` around the loop."""
    loops = [loop for loop in ctx.loops_around(node) if isinstance(loop, ast.For) and is_bar(loop.iter, ctx)]
    if not loops or _is_redirected(node, ctx):
        return ()
    if ctx.statement(node).lineno == loops[-1].lineno:
        raise FixUnavailable("the loop stands on one line")
    reach = ctx.reach(_REDIRECTION, "logging_redirect_tqdm")
    return (*reach.verbs, WrapInBlock(loops[-1], (f"with {reach.text}():",), kept=node))


def _is_redirected(node: ast.AST, ctx: Context) -> bool:
    return any(
        ctx.called(item.context_expr)
        in (f"{_REDIRECTION}.logging_redirect_tqdm", f"{_REDIRECTION}.tqdm_logging_redirect")
        for parent in ctx.ancestors(node)
        if isinstance(parent, ast.With)
        for item in parent.items
    )
