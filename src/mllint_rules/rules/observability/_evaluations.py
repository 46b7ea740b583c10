"""Final evaluations of an estimator in a program, by the scores of scikit-learn."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, table
from mllint_rules.rules.observability._console import is_production_path

_SCORES = table("metrics")["scores"]
LABEL_SCORES = tuple(f"sklearn.metrics.{name}" for name in _SCORES["labels"])
ALL_SCORES = (*LABEL_SCORES, *(f"sklearn.metrics.{name}" for name in _SCORES["others"]))
SCORE_NAMES = tuple(api.rpartition(".")[2] for api in ALL_SCORES)
_PREDICTING = ("predict", "predict_proba", "decision_function")


def scores_of_program(ctx: Context, apis: tuple[str, ...]) -> Iterator[Call]:
    """The scores that a program computes outside of loops, in source order."""
    if (
        ctx.is_test
        or ctx.is_exploratory
        or ctx.main_guard is None
        or not is_production_path(ctx.path_in_project)
    ):
        return
    found = [
        ctx.call(node)
        for api in apis
        for node in ctx.model.calls_named(api.rpartition(".")[2])
        if ctx.called(node) == api
    ]
    for call in sorted(found, key=lambda each: (each.node.lineno, each.node.col_offset)):
        if not ctx.loops_around(call.node) and not call.unpacks:
            yield call


def speaks_of(ctx: Context, words: list[str]) -> bool:
    """Whether the module, or another one of the project, mentions one of these words."""
    code = ctx.document.code
    return any(word in code for word in words) or any(map(ctx.is_used_elsewhere, words))


def prediction(call: Call, ctx: Context) -> ast.Call | None:
    """The `model.predict(…)` whose result a score judges; None when it is not to be seen."""
    predicted = call.positional(1) or call.argument("y_pred") or call.argument("y_score")
    if isinstance(predicted, ast.Name):
        values = [binding.statement_value for binding in ctx.definitions(predicted)]
        predicted = values[0] if len(values) == 1 else None
    if isinstance(predicted, ast.Subscript):  # the column of one class
        predicted = predicted.value
    if not isinstance(predicted, ast.Call) or not isinstance(predicted.func, ast.Attribute):
        return None
    return (
        predicted
        if predicted.func.attr in _PREDICTING and isinstance(predicted.func.value, ast.Name)
        else None
    )


def fit_of(prediction_: ast.Call, ctx: Context) -> ast.Call | None:
    """The one `fit` of the model that predicts, in the same function."""
    owner = prediction_.func.value  # type: ignore[attr-defined]
    fits = [
        node
        for node in ctx.model.index.calls.get("fit", ())
        if isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == owner.id
        and ctx.function_of(node) is ctx.function_of(prediction_)
    ]
    return fits[0] if len(fits) == 1 and len(fits[0].args) == 2 and not fits[0].keywords else None
