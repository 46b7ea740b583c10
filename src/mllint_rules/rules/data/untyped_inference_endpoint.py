"""A model is asked about whatever a request happens to hold.

## Why is this bad?

The body of a request is written by somebody else. Without a type it is a mapping of anything: a missing feature is a
`KeyError` and an internal error for the caller, a number that arrives as text is compared or multiplied as text, and a
feature under another name is silently the default. The model answers all the same, and nothing in the interface says
what it wants. With a model of the request every bad body is refused with a list of what is wrong, and the documentation
of the service writes itself.

## When to ignore it

The service in front of this one checks every request, and nothing else can reach it.

## Fix safety

The fix writes a pydantic model with one field for every key that the function reads. Bodies without a key that is read
are refused (status 422), and values are converted to the types that the code shows, where it failed or went on before.

## References

- FastAPI documentation, "Request Body"
- pydantic documentation, "Models"
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FunctionNode,
    Place,
    functions,
    rule,
)
from mllint_rules.rules.data._endpoint_fix import request_model_plan
from mllint_rules.rules.data._endpoints import reached_model, untyped_bodies


@rule(
    code="MLD111",
    name="untyped-inference-endpoint",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=functions(),
    in_tests=False,
    examples=(
        Example(
            bad='''
                import joblib
                from fastapi import FastAPI

                app = FastAPI()
                model = joblib.load("model.joblib")


                @app.post("/predict")
                def predict(payload: dict) -> dict:
                    """Say whether a customer leaves."""
                    features = [[float(payload["age"]), payload["visits"], payload.get("country", "de")]]
                    return {"churn": int(model.predict(features)[0])}
                ''',
            good='''
                from typing import Any
                import joblib
                from fastapi import FastAPI
                from pydantic import BaseModel

                app = FastAPI()
                model = joblib.load("model.joblib")


                class PredictRequest(BaseModel):
                    """What `predict` is asked with."""

                    age: float
                    visits: Any
                    country: str = "de"


                @app.post("/predict")
                def predict(payload: PredictRequest) -> dict:
                    """Say whether a customer leaves."""
                    features = [[float(payload.age), payload.visits, payload.country]]
                    return {"churn": int(model.predict(features)[0])}
                ''',
            fixed=True,
        ),
        Example(
            bad="""
                import joblib
                from flask import Flask, request

                app = Flask(__name__)
                model = joblib.load("model.joblib")


                @app.route("/score", methods=["POST"])
                def score():
                    data = request.get_json()
                    return {"score": model.predict([[int(data["age"]), float(data["price"])]])[0]}
                """,
            good='''
                import joblib
                from flask import Flask, request
                from pydantic import BaseModel
                from pydantic import ValidationError
                from flask import abort

                app = Flask(__name__)
                model = joblib.load("model.joblib")


                class ScoreRequest(BaseModel):
                    """What `score` is asked with."""

                    age: int
                    price: float


                @app.route("/score", methods=["POST"])
                def score():
                    try:
                        data = ScoreRequest.model_validate(request.get_json())
                    except ValidationError as error:
                        abort(422, description=str(error))
                    return {"score": model.predict([[int(data.age), float(data.price)]])[0]}
                ''',
            fixed=True,
        ),
    ),
)
def check(function: FunctionNode, ctx: Context) -> Iterator[Finding]:
    if not (function.decorator_list or function.args.args):
        return
    for body in untyped_bodies(ctx, function):
        model = reached_model(ctx, body)
        if model is None:
            continue
        shown = body.where.arg if isinstance(body.where, ast.arg) else ctx.source(body.where)
        yield Finding(
            body.where,
            f"nothing says or checks what `{shown}` holds before the model of `{function.name}` is asked",
            fix=lambda body=body: request_model_plan(ctx, function, body),  # type: ignore[misc]
            related=(Place(model, "it goes to the model here"),),
        )
        return
