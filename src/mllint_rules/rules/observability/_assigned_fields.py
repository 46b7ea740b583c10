"""Fields of a tracker that are assigned: they hold one value, not a curve."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixPlan, replace, unsafe_fix
from mllint_rules.rules.observability._expressions import written
from mllint_rules.rules.observability._rounds import Loop, numbered_round


def tracker_of(node: ast.expr, ctx: Context) -> str | None:
    """What draws the curve for a field: `append` of a Neptune field, `log` of a wandb run."""
    if isinstance(node, ast.Attribute) and node.attr == "summary":
        if ctx.qualified_name(node) in ("wandb.summary", "wandb.run.summary"):
            return "wandb"
        return ctx.source(node.value) if ctx.is_a(node.value, "wandb.Run") else None
    if isinstance(node, ast.Name):
        values = [binding.value for binding in ctx.definitions(node)]
        made = [
            value is not None and ctx.called(value) in ("neptune.init_run", "neptune.init")
            for value in values
        ]
        return "neptune" if made and all(made) else None
    return None


def assignment_repair(
    node: ast.Assign, target: ast.Subscript, tracker: str, loops: list[Loop], ctx: Context
) -> FixPlan:
    step, verbs = numbered_round(node, loops, ctx)
    value = written(node.value, ctx)
    if tracker == "neptune":
        text = f"{ctx.source(target)}.append({value}, step={step})"
        return unsafe_fix("Append to the series", replace(node, text), *verbs)
    if tracker == "wandb":
        reach = ctx.reach("wandb")
        tracker, verbs = reach.text, (*reach.verbs, *verbs)
    key = ctx.source(target.slice)
    return unsafe_fix(
        "Log the value of each round",
        replace(node, f"{tracker}.log({{{key}: {value}}}, step={step})"),
        *verbs,
    )
