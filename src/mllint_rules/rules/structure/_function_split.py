"""Splitting one long function into one per step; the old one keeps its signature and calls them."""

from __future__ import annotations

import ast

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    FunctionNode,
    Span,
    first_statement,
    insert_before,
    replace_span,
    unsafe_fix,
)
from mllint_rules.rules.structure._block_cutting import Block, Step, cut
from mllint_rules.rules.structure._block_functions import UNNAMED_TYPES, BlockWriter, chunk, has_heading
from mllint_rules.rules.structure._blocks import INDENT, check_movable
from mllint_rules.rules.structure._reading_and_writing import UsageReader
from mllint_rules.rules.structure._stages import main_stage, stages_in

_MEANS_ANOTHER = (
    ast.Global, ast.Nonlocal, ast.Await, ast.AsyncFor, ast.AsyncWith, ast.Yield, ast.YieldFrom, ast.Return,
)  # fmt: skip


def plan_split(ctx: Context, function: FunctionNode, most_stages: int) -> FixPlan:
    """Move the steps of a function of the module into functions of their own.

    Raises `FixUnavailable` where a block would mean something else there, or hold `most_stages` steps and more itself.
    """
    first = first_statement(function)
    if first is None or function not in ctx.model.tree.body or isinstance(function, ast.AsyncFunctionDef):
        raise FixUnavailable("the function stands in another one, or runs piece by piece")
    if ctx.runs_code_by_name or first.col_offset != len(INDENT):
        raise FixUnavailable("code is looked up by name, or indented in another way")
    body = function.body[function.body.index(first) :]
    last = body[-1]
    moved: list[ast.stmt] = body[:-1] if isinstance(last, ast.Return) else body
    rest: list[ast.stmt] = [last] if isinstance(last, ast.Return) else []
    _check_statements(ctx, moved)
    reader = UsageReader(ctx, ctx.model.names.scopes.scope_for(function))
    arguments = function.args
    given = {
        each.arg
        for each in (
            *arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
            *(each for each in (arguments.vararg, arguments.kwarg) if each is not None),
        )
    }  # fmt: skip
    bound = {name for statement in moved for name in reader.stores(statement)}
    wanted = {name for statement in rest for name in reader.loads(statement)} & (bound | given)
    steps = [Step(each, main_stage(ctx, each), has_heading(ctx, each)) for each in moved]
    blocks = cut(reader, steps, given=given, wanted=wanted)
    _check_blocks(ctx, blocks, most_stages)
    if rest:
        blocks.append(Block(None, rest, reader.usage(rest), sorted(wanted)))
    written = BlockWriter(ctx, ctx.model.names.scopes.scope_for(function), {}).write(blocks)
    start, end = chunk(ctx, body[0]).start, chunk(ctx, last).end
    return unsafe_fix(
        "Move the steps into functions of their own",
        *written.verbs,
        replace_span(Span(start, end), "\n".join(written.lines)),
        insert_before(function, "\n\n\n".join(written.functions) + "\n\n\n"),
        leaves=UNNAMED_TYPES,
    )


def _check_statements(ctx: Context, moved: list[ast.stmt]) -> None:
    check_movable(ctx, moved)
    for statement in moved:
        for node in ctx.walk(statement):
            inside = isinstance(node, _MEANS_ANOTHER) and ctx.function_of(node) is ctx.function_of(statement)
            if inside or (isinstance(node, ast.Name) and node.id in ("__class__", "super")):
                raise FixUnavailable("a statement means something else in a function of its own")


def _check_blocks(ctx: Context, blocks: list[Block], most_stages: int) -> None:
    if len([block for block in blocks if block.stage is not None]) < 2:
        raise FixUnavailable("the steps cannot be told apart")
    for block in blocks:
        stages = {stage for statement in block.statements for stage, _ in stages_in(ctx, statement)}
        if len(stages) >= most_stages:
            raise FixUnavailable("the steps cannot be told apart")
