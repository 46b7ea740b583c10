"""Calls that show metrics, and their repair: a record, and a call of the tracker where one is active."""

from __future__ import annotations

import ast
from dataclasses import replace as with_changes

from mllint_rules.kit import (
    Context,
    FixPlan,
    FixUnavailable,
    SemanticModel,
    insert_after,
    position,
    unsafe_fix,
)
from mllint_rules.rules.observability._expressions import operand
from mllint_rules.rules.observability._metrics import is_metric, is_metric_call, tracker_key
from mllint_rules.rules.observability._names import expression_name
from mllint_rules.rules.observability._printing import Line, line_repair, read_line
from mllint_rules.rules.observability._progress import BARS, is_bar
from mllint_rules.rules.observability._records import Part, Value, read_arguments
from mllint_rules.rules.observability._steps import step_at
from mllint_rules.rules.observability._trackers import tracker_lines

_WRITES = frozenset(f"{bar}.write" for bar in BARS)


def is_postfix(node: ast.Call) -> bool:
    """Whether a call sets what a progress bar shows behind itself."""
    return isinstance(node.func, ast.Attribute) and node.func.attr == "set_postfix"


def printing_calls(model: SemanticModel, ctx: Context) -> list[ast.Call]:
    found = [call.node for call in ctx.calls_of("builtins.print", *_WRITES)]
    found += [
        node
        for node in model.index.calls.get("set_postfix", ())
        if isinstance(node.func, ast.Attribute) and is_bar(node.func.value, ctx)
    ]
    return sorted(found, key=position)


def shown_values(node: ast.Call, ctx: Context) -> list[ast.expr]:
    """The values that a call shows."""
    if is_postfix(node):
        return [keyword.value for keyword in node.keywords if keyword.arg is not None]
    line = read_line(ctx.call(node), ctx)
    return [part.node for part in _parts(line, ctx) if isinstance(part, Value)] if line is not None else []


def _parts(line: Line, ctx: Context) -> list[Part]:
    try:
        return read_arguments(line.arguments, line.separator, ctx)
    except FixUnavailable:
        return []


def is_evaluated(node: ast.expr, ctx: Context) -> bool:
    """Whether the value certainly comes from a metric call, so that this is the end of an evaluation."""
    if isinstance(node, ast.Name):
        values = [binding.value for binding in ctx.definitions(node)]
        return bool(values) and all(
            isinstance(value, ast.Call) and is_metric_call(value, ctx) for value in values
        )
    return any(isinstance(inner, ast.Call) and is_metric_call(inner, ctx) for inner in ast.walk(node))


def metric_repair(node: ast.Call, ctx: Context) -> FixPlan | None:
    line = read_line(ctx.call(node), ctx)
    if line is None:
        return None

    def fetched(part: Part) -> Part:
        if (
            not isinstance(part, Value)
            or not is_metric(part.node, ctx)
            or not ctx.is_a(part.node, "torch.Tensor")
        ):
            return part
        return with_changes(part, expression=f"{operand(part.node, ctx)}.item()")

    def tracked(parts: list[Part]) -> list[str]:
        step = step_at(node, ctx)
        metrics = [
            (tracker_key(part.name, node, ctx), part.expression)
            for part in parts
            if isinstance(part, Value) and is_metric(part.node, ctx) and part.is_repeatable
        ]
        return [] if step is None else tracker_lines(metrics, step, node, ctx)

    return line_repair(line, ctx, with_extra=True, change=fetched, following=tracked)


def postfix_repair(node: ast.Call, ctx: Context) -> FixPlan | None:
    """The tracker's call behind the progress bar's; None without a tracker or a step."""
    statement, step = ctx.statement(node), step_at(node, ctx)
    if step is None or not isinstance(statement, ast.Expr):
        return None
    metrics = []
    for keyword in node.keywords:
        if keyword.arg is not None and is_metric(keyword.value, ctx):
            name = expression_name(keyword.value) or keyword.arg
            fetch = ".item()" if ctx.is_a(keyword.value, "torch.Tensor") else ""
            metrics.append((tracker_key(name, node, ctx), operand(keyword.value, ctx) + fetch))
    lines = tracker_lines(metrics, step, node, ctx)
    if not lines:
        return None
    return unsafe_fix("Send the metric to the tracker too", insert_after(statement, "\n".join(lines)))
