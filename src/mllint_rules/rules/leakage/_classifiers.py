"""Which estimator stands behind an expression: through names, searches and pipelines."""

from __future__ import annotations

import ast
from typing import Any

from mllint_rules.kit import HERE, Context, Instance, Unknown, alternatives, table
from mllint_rules.rules.leakage._passed import passed

_FOLLOWED = 5  # steps from a name to the classifier it stands for


def is_classifier(node: ast.expr, ctx: Context, depth: int = 0) -> bool:
    """Whether `predict` of this object certainly gives class labels."""
    estimator = innermost_estimator(node, ctx)
    if estimator is None or depth > _FOLLOWED:
        return False
    if ctx.is_a(estimator, *_facts()["classes"]) or _is_asked_for_probabilities(estimator, ctx):
        return True
    given = passed(estimator, ctx) if isinstance(estimator, ast.Name) else ()
    return bool(given) and all(is_classifier(each, ctx, depth + 1) for each in given)


def _is_asked_for_probabilities(node: ast.expr, ctx: Context) -> bool:
    """Whether an object of unknown class also answers `predict_proba`, as only classifiers do."""
    if not isinstance(node, ast.Name) or not isinstance(ctx.type_of(node), Unknown):
        return False
    return any(
        isinstance(parent := ctx.parent(use), ast.Attribute) and parent.attr == "predict_proba"
        for binding in ctx.definitions(node)
        for use in ctx.uses(binding)
    )


def scoring_method(node: ast.expr, ctx: Context) -> str | None:
    """The method of a classifier that gives scores: `predict_proba`, else `decision_function`; None: nobody knows."""
    estimator = innermost_estimator(node, ctx)
    if estimator is None or not is_classifier(estimator, ctx):
        return None
    given = passed(estimator, ctx) if isinstance(estimator, ast.Name) else ()
    if given:
        methods = {scoring_method(each, ctx) for each in given}
        return methods.pop() if len(methods) == 1 else None
    types = alternatives(ctx.type_of(estimator))
    if any(isinstance(type_, Instance) and type_.name.startswith(HERE) for type_ in types):
        return None
    if ctx.is_a(estimator, *_facts()["margin"]["classes"]):
        return "decision_function"
    return None if ctx.is_a(estimator, *_facts()["unclear"]["classes"]) else "predict_proba"


def innermost_estimator(node: ast.expr, ctx: Context, depth: int = 0) -> ast.expr | None:
    """The expression of the estimator that predicts: of a search the one it tunes, of a pipeline the last step."""
    if depth > _FOLLOWED:
        return None
    node = ctx.expression_of(node)
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
