"""Means over batches put right: batches that count by their size, or outputs collected and measured once."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixPlan, insert_after, replace, unsafe_fix, wrap
from mllint_rules.rules.leakage._batch_means import BatchMean, ForLoop


def weighted(found: BatchMean, ctx: Context) -> FixPlan | None:
    """Each batch counts by its size, and the sum is divided by the number of rows."""
    statement, first = found.statement, _first_of_batch(found.loop, ctx)
    if (
        not isinstance(statement, ast.AugAssign)
        or first is None
        or not isinstance(statement.target, ast.Name)
    ):
        return None
    length = found.mean.right if isinstance(found.mean, ast.BinOp) else found.mean
    binding = ctx.model.binding_at(statement.target)
    uses = [] if binding is None else ctx.uses(binding)
    is_in_place = not isinstance(found.mean, ast.BinOp)
    is_shown = any(found.loop in ctx.ancestors(use) for use in uses)
    if not isinstance(length, ast.Call) or is_shown or (not is_in_place and uses != [found.total]):
        return None
    return unsafe_fix(
        "Let every batch count by its size",
        wrap(statement.value, "", f" * len({first})"),
        replace(length.args[0], f"{ctx.source(found.batches)}.dataset"),
    )


def _first_of_batch(loop: ForLoop, ctx: Context) -> str | None:
    """The name of the first array of a batch, as the loop unpacks it."""
    target = loop.target
    if isinstance(loop.iter, ast.Call) and ctx.qualified_name(loop.iter.func) == "builtins.enumerate":
        is_pair = isinstance(target, ast.Tuple) and len(target.elts) == 2
        target = target.elts[1] if is_pair and isinstance(target, ast.Tuple) else target
    if not isinstance(target, (ast.Tuple, ast.List)) or not isinstance(target.elts[0], ast.Name):
        return None
    return target.elts[0].id


def collected(metric: ast.Call, found: BatchMean, ctx: Context) -> FixPlan | None:
    """The arguments of all batches collected, and the metric computed once where the mean was taken."""
    name = ctx.called(metric) or ""
    is_direct = (
        isinstance(found.statement, (ast.AugAssign, ast.Expr)) and ctx.statement(metric) is found.statement
    )
    value = found.statement.value if isinstance(found.statement, (ast.AugAssign, ast.Expr)) else None
    gathered = (
        value.args[0] if isinstance(found.statement, ast.Expr) and isinstance(value, ast.Call) else value
    )
    if (
        not name.startswith("sklearn.metrics.")
        or not is_direct
        or gathered is not metric
        or len(metric.args) != 2
    ):
        return None
    start = _start(found, ctx)
    if start is None or not isinstance(found.mean, (ast.BinOp, ast.Call)):
        return None
    truths, predictions = ctx.fresh_name("truths"), ctx.fresh_name("predictions")
    numpy = ctx.reach("numpy")
    rest = "".join(f", {ctx.source(keyword)}" for keyword in metric.keywords)
    first, second = (ctx.source(argument) for argument in metric.args)
    whole = f"{numpy.text}.concatenate({truths}), {numpy.text}.concatenate({predictions})"
    return unsafe_fix(
        "Collect the outputs and compute the metric once",
        replace(start, f"{truths}, {predictions} = [], []"),
        replace(found.statement, f"{truths}.append({first})"),
        insert_after(found.statement, f"{predictions}.append({second})"),
        replace(found.mean, f"{ctx.source(metric.func)}({whole}{rest})"),
        *numpy.verbs,
    )


def _start(found: BatchMean, ctx: Context) -> ast.stmt | None:
    """The statement that begins the sum or list, when nothing else than the loop and the mean uses it."""
    starts = [
        binding for binding in ctx.model.names.scopes.every_binding
        if binding.name == found.name.id and binding.scope is ctx.model.names.scopes.scope_of(found.name).frame
    ]  # fmt: skip
    begins = [each for each in starts if each.statement_value is not None]
    if len(begins) != 1 or len(starts) > 2:
        return None
    uses = {use for binding in starts for use in ctx.uses(binding)}
    expected = {found.total} | ({found.name} if isinstance(found.statement, ast.Expr) else set())
    length = found.mean.right if isinstance(found.mean, ast.BinOp) else None
    inside = set(ctx.walk(length)) if length is not None else set()
    statement = ctx.statement(begins[0].node)
    is_plain = (
        isinstance(statement, ast.Assign) and len(statement.targets) == 1 and not (uses - expected - inside)
    )
    return statement if is_plain and ctx.source(statement).count("\n") == 0 else None
