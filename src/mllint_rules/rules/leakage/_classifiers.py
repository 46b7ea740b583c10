"""Which estimator stands behind an expression: through names, searches and pipelines."""

from __future__ import annotations

import ast
from typing import Any

from mllint_rules.kit import Context, table

_FOLLOWED = 5  # steps from a name to the classifier it stands for


def is_classifier(node: ast.expr, ctx: Context) -> bool:
    """Whether `predict` of this object certainly gives class labels."""
    estimator = innermost_estimator(node, ctx)
    return estimator is not None and ctx.is_a(estimator, *_facts()["classes"])


def ranks_by_margin(node: ast.expr, ctx: Context) -> bool:
    """Whether the classifier has no dependable `predict_proba` but a `decision_function`."""
    estimator = innermost_estimator(node, ctx)
    return estimator is not None and ctx.is_a(estimator, *_facts()["margin"]["classes"])


def innermost_estimator(node: ast.expr, ctx: Context, depth: int = 0) -> ast.expr | None:
    """The expression of the estimator that predicts: of a search the one it tunes, of a pipeline the last step."""
    if depth > _FOLLOWED:
        return None
    if isinstance(node, ast.Name):
        bindings = ctx.definitions(node)
        value = bindings[0].statement_value if len(bindings) == 1 else None
        return node if value is None else innermost_estimator(value, ctx, depth + 1)
    if not isinstance(node, ast.Call):
        return node
    call = ctx.call(node)
    if call.name in _facts()["made"]["functions"]:
        is_plain = bool(node.args) and not call.unpacks
        return innermost_estimator(node.args[-1], ctx, depth + 1) if is_plain else None
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("fit", "set_params"):
        return innermost_estimator(node.func.value, ctx, depth + 1)
    argument = _facts()["around"].get(call.name)
    if argument is None:
        return node
    inner = call.argument(argument)
    if argument == "steps":
        inner = _last_step(inner)
    return None if inner is None else innermost_estimator(inner, ctx, depth + 1)


def _last_step(steps: ast.expr | None) -> ast.expr | None:
    if not isinstance(steps, ast.List) or not steps.elts:
        return None
    last = steps.elts[-1]
    return last.elts[1] if isinstance(last, ast.Tuple) and len(last.elts) == 2 else None


def _facts() -> Any:
    return table("predictions")["classifiers"]
