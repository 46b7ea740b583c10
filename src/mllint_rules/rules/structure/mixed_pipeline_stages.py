"""A function that reads, cleans, trains, scores and saves can only be run as a whole.

## Why is this bad?

Nobody can test the cleaning without a file, try another model without reading again, or score a model that was
trained yesterday: each of these steps exists only in the middle of one function. Its variables live from the first
line to the last, so a change anywhere may be felt everywhere.

Reported are functions with calls of four or more kinds: reading, cleaning, building features, splitting, fitting,
tuning, evaluating, plotting, saving, telling a tracker.

## When to ignore it

The function is short, or its statements are calls of functions that do one step each: these are not reported.
Neither are the methods that an estimator has to have (`fit`, `transform`), whose steps are an algorithm.

## Fix safety

The steps move into functions of their own, which the old one calls in the same order with the same signature. There
is no fix for methods and nested functions, or where a step returns early.

## Options
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FunctionNode,
    Place,
    Practice,
    Span,
    functions,
    rule,
)
from mllint_rules.rules.structure._function_split import plan_split
from mllint_rules.rules.structure._pipeline_shape import lies_in
from mllint_rules.rules.structure._stages import stage_names, stages_in

_SHORTEST = 15  # lines
_PRESCRIBED = frozenset({"fit", "transform", "fit_transform", "fit_predict", "predict", "fit_resample"})


@dataclass(frozen=True)
class Options:
    """What is too much for one function."""

    stages: int = field(default=4, metadata={"doc": "Kinds of steps from which on a function is reported."})
    folders: tuple[str, ...] = field(
        default=("doc", "docs", "demo", "demos", "example", "examples", "gallery", "tutorial", "tutorials"),
        metadata={"doc": "Folders with examples for readers, which are left out."},
    )


@rule(
    code="MLG112",
    name="mixed-pipeline-stages",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=functions(),
    in_tests=False,
    imports=(
        "catboost",
        "keras",
        "lightgbm",
        "pandas",
        "polars",
        "pyspark",
        "sklearn",
        "tensorflow",
        "torch",
        "xgboost",
    ),
    options=Options,
    examples=(
        Example(
            bad="""
                import joblib
                import pandas as pd
                from sklearn.linear_model import LinearRegression
                from sklearn.model_selection import train_test_split


                def run(path, seed):
                    orders = pd.read_csv(path)
                    print("read", len(orders))

                    # Clean the orders
                    orders = orders.dropna()
                    orders["total"] = orders["price"] * orders["amount"]

                    left, right = train_test_split(orders, random_state=seed)

                    model = LinearRegression()
                    model.fit(left[["total"]], left["returned"])
                    score = model.score(right[["total"]], right["returned"])

                    joblib.dump(model, "model.joblib")
                    return score
                """,
            good="""
                import joblib
                import pandas as pd
                from sklearn.linear_model import LinearRegression
                from sklearn.model_selection import train_test_split


                def load_data(path) -> pd.DataFrame:
                    orders = pd.read_csv(path)
                    print("read", len(orders))
                    return orders


                def clean_orders(orders: pd.DataFrame) -> pd.DataFrame:
                    # Clean the orders
                    orders = orders.dropna()
                    orders["total"] = orders["price"] * orders["amount"]
                    return orders


                def split(orders: pd.DataFrame, seed) -> tuple[pd.DataFrame, pd.DataFrame]:
                    left, right = train_test_split(orders, random_state=seed)
                    return left, right


                def train(left: pd.DataFrame) -> LinearRegression:
                    model = LinearRegression()
                    model.fit(left[["total"]], left["returned"])
                    return model


                def evaluate(model: LinearRegression, right: pd.DataFrame) -> float:
                    score = model.score(right[["total"]], right["returned"])
                    return score


                def save(model: LinearRegression) -> None:
                    joblib.dump(model, "model.joblib")


                def run(path, seed):
                    orders = load_data(path)
                    orders = clean_orders(orders)
                    left, right = split(orders, seed)
                    model = train(left)
                    score = evaluate(model, right)
                    save(model)
                    return score
                """,
            fixed=True,
        ),
    ),
)
def check(function: FunctionNode, ctx: Context) -> Iterator[Finding]:
    wanted = ctx.options(Options).stages
    # Types are asked only where the names of the calls leave enough room.
    if len(ctx.once(_step_names).get(function, ())) < wanted:
        return
    if (function.end_lineno or 0) - function.lineno + 1 < _SHORTEST or lies_in(
        ctx, ctx.options(Options).folders
    ):
        return
    found: dict[str, ast.AST] = {}
    for statement in function.body:
        for stage, node in stages_in(ctx, statement):
            found.setdefault(stage, node)
    if "plot" in function.name:
        found = {stage: node for stage, node in found.items() if stage not in ("plot", "save")}
    if len(found) < wanted or _is_method_of_estimator(ctx, function):
        return
    yield Finding(
        _name_span(ctx, function),
        f"`{function.name}` does the work of several steps ({', '.join(found)}), none of which can be reused or "
        "tested alone",
        fix=partial(plan_split, ctx, function, wanted),
        related=tuple(Place(node, f"{stage} here") for stage, node in list(found.items())[1:]),
    )


def _is_method_of_estimator(ctx: Context, function: FunctionNode) -> bool:
    """Whether a method is what an estimator has to have: its steps are an algorithm, not a program."""
    return isinstance(ctx.parent(function), ast.ClassDef) and function.name in _PRESCRIBED


def _step_names(ctx: Context) -> dict[FunctionNode, set[str]]:
    """The last names of calls that may be steps, by the function around them."""
    found: dict[FunctionNode, set[str]] = {}
    for name in stage_names() & ctx.model.index.calls.keys():
        for call in ctx.model.index.calls[name]:
            function = ctx.function_of(call)
            if function is not None:
                found.setdefault(function, set()).add(name)
    return found


def _name_span(ctx: Context, function: FunctionNode) -> Span:
    start = ctx.document.text.index(function.name, ctx.model.span(function).start + len("def"))
    return Span(start, start + len(function.name))
