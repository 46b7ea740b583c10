"""A prediction that does not say which model made it cannot be explained later.

## Why is this bad?

A customer asks about a decision of March. Since then the model was trained four times, one release was rolled back, and
two versions ran side by side for a week. Without a version in the answer, in the written row or in the log, nobody can
say which model spoke, and no metric over time can be cut at the releases.

## When to ignore it

The model server or the gateway adds the version to the response, or it is part of the path or of the name of the table.

## Fix safety

Where the version comes from is for you to say: there is no fix.

## References

- MLflow on model versions; the paper "Model Cards for Model Reporting"
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FunctionNode,
    Practice,
    SemanticModel,
    module,
    rule,
)
from mllint_rules.rules.observability._console import is_production_path
from mllint_rules.rules.observability._rates import answers_requests

_PREDICTING = ("predict", "predict_proba", "predict_on_batch")
_TABLES = ("to_sql", "to_gbq")
# Any of these words anywhere in the module: somebody thought of it.
_VERSIONS = re.compile(
    r"version|run_id|revision|digest|model_id|model_name|model_hash|sha256|fingerprint|git_sha|/v\d", re.I
)


@rule(
    code="MLO119",
    name="prediction-without-model-version",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(calling=_PREDICTING),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import joblib
                from fastapi import FastAPI

                app = FastAPI()
                model = joblib.load("model.joblib")


                @app.post("/predict")
                def predict(order: dict):
                    return {"score": float(model.predict([order["features"]])[0])}
                """,
            good="""
                import joblib
                from fastapi import FastAPI

                app = FastAPI()
                model = joblib.load("model.joblib")


                @app.post("/predict")
                def predict(order: dict):
                    score = float(model.predict([order["features"]])[0])
                    return {"score": score, "model_version": model.version_}
                """,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or not is_production_path(ctx.path_in_project):
        return
    reported: set[FunctionNode] = set()
    for name in _PREDICTING:
        for node in model.index.calls.get(name, ()):
            function = ctx.function_of(node)
            if function is None or function in reported or not isinstance(node.func, ast.Attribute):
                continue
            if not _gives_predictions(function, node, ctx) or _VERSIONS.search(ctx.document.code):
                continue
            reported.add(function)
            yield Finding(
                node,
                "this prediction is handed out without the version of the model that made it",
            )


def _gives_predictions(function: FunctionNode, node: ast.Call, ctx: Context) -> bool:
    """Whether a function answers requests with what it predicts, or writes it into a table."""
    if answers_requests(function, ctx):
        return any(isinstance(inner, ast.Return) and inner.value is not None for inner in ctx.walk(function))
    if not any(ctx.model.index.calls.get(writer) for writer in _TABLES):
        return False
    return ctx.is_a(node.func.value, "sklearn.base.BaseEstimator", "xgboost.XGBModel", "keras.Model") and any(  # type: ignore[attr-defined]
        ctx.function_of(call) is function
        for writer in _TABLES
        for call in ctx.model.index.calls.get(writer, ())
    )
