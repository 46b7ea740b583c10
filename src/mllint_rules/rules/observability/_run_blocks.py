"""The repair of a run that is left open: the rest of its block under `with`, or before a `finally` that ends it."""

from __future__ import annotations

import ast

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    Verb,
    delete,
    insert_after,
    insert_before,
    replace,
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._indentation import MoveIntoBlock, step_of
from mllint_rules.rules.observability._runs import endings, held_name, is_ending

_WRITERS = ("torch.utils.tensorboard.SummaryWriter", "tensorboardX.SummaryWriter")


def closing_repair(node: ast.Call, api: str, ctx: Context) -> FixPlan:
    """Raises `FixUnavailable` where the run has no block of its own, or is ended in several places."""
    statement, name = ctx.statement(node), held_name(node, ctx)
    ends: list[str] = table("trackers")["runs"][api]["ends"]
    rest, end = _rest(statement, ends, name, ctx)
    ended = list(endings(api, name, ctx.function_of(node) or ctx.model.tree, ctx))
    if not rest or ended not in ([], [end.value] if end is not None else []):
        raise FixUnavailable("the run is ended in several places")
    if api in _WRITERS or not table("trackers")["runs"][api]["is_managed"]:
        return unsafe_fix("End it in any case", *_finally(statement, rest, end, f"{name}{ends[-1]}()", ctx))
    held = f" as {name}" if name is not None else ""
    first = (statement.end_lineno or statement.lineno) + 1
    gone = (delete(end),) if end is not None else ()
    return unsafe_fix(
        "Let `with` end the run",
        replace(statement, f"with {ctx.source(node)}{held}:"),
        MoveIntoBlock(tuple(rest), first),
        *gone,
    )


def _rest(
    statement: ast.stmt, ends: list[str], name: str | None, ctx: Context
) -> tuple[list[ast.stmt], ast.Expr | None]:
    """The statements behind another of its block, up to the one that ends the run, and that one."""
    for _, block in ast.iter_fields(ctx.parent(statement) or ctx.model.tree):
        if not isinstance(block, list) or statement not in block:
            continue
        rest: list[ast.stmt] = []
        for following in block[block.index(statement) + 1 :]:
            if (
                isinstance(following, ast.Expr)
                and isinstance(following.value, ast.Call)
                and is_ending(following.value, ends, name, ctx)
            ):
                return rest, following
            rest.append(following)
        return rest, None
    return [], None


def _finally(
    statement: ast.stmt, rest: list[ast.stmt], end: ast.Expr | None, closing: str, ctx: Context
) -> tuple[Verb, ...]:
    indent = ctx.document.lines.line_text(statement.lineno)[: statement.col_offset]
    step = step_of(indent)
    decorators = getattr(rest[0], "decorator_list", [])
    first = min(node.lineno for node in (rest[0], *decorators))
    if end is None:
        last: Verb = insert_after(rest[-1], f"finally:\n{step}{closing}")
    else:
        last = replace(end, f"finally:\n{indent}{step}{ctx.source(end)}")
    return insert_before(rest[0], "try:"), MoveIntoBlock(tuple(rest), first), last
