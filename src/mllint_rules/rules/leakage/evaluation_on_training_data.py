"""The only score of a model comes from the rows it was fitted on.

## Why is this bad?

How well a model does on its own training rows says how well it remembers them. A deep tree or a nearest neighbour gets
them all right and may know nothing. Only rows that were kept away show what the model has learned.

## When to ignore it

The number is meant as the training score: call it that (`train_accuracy`, `"train score"`), and mllint is silent. It is
silent too about a model of a single column, whose score tells how much the column says, and about data that is made up
or comes with a library, on which nobody relies.

## References

- scikit-learn user guide, Cross-validation: evaluating estimator performance
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    CrossValidation,
    Evaluation,
    Example,
    Finding,
    Fit,
    Metric,
    Place,
    Predict,
    Score,
    Trace,
    Use,
    rule,
    table,
    traces,
)
from mllint_rules.rules.leakage._demonstration import is_for_show
from mllint_rules.rules.leakage._judgement import all_evaluations
from mllint_rules.rules.leakage._selection import stops_early

_BOOSTING = ("catboost.", "lightgbm.", "xgboost.")

_TRAINERS = ("transformers.", "trl.", "setfit.")


@rule(
    code="MLL110",
    name="evaluation-on-training-data",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG003", "leakage-analysis"),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.tree import DecisionTreeClassifier

                data = pd.read_csv("shop.csv", dtype={"age": float, "income": float, "bought": int})
                model = DecisionTreeClassifier(random_state=1)
                model.fit(data[["age", "income"]], data["bought"])
                accuracy = model.score(data[["age", "income"]], data["bought"])
                """,
            good="""
                import pandas as pd
                from sklearn.model_selection import train_test_split
                from sklearn.tree import DecisionTreeClassifier

                data = pd.read_csv("shop.csv", dtype={"age": float, "income": float, "bought": int})
                train, test = train_test_split(data, random_state=1)
                model = DecisionTreeClassifier(random_state=1)
                model.fit(train[["age", "income"]], train["bought"])
                accuracy = model.score(test[["age", "income"]], test["bought"])
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if not trace.is_complete:
        return
    told = set()
    for evaluation in ctx.once(all_evaluations):
        here, fitted = evaluation.event.site.here, evaluation.fit.site.here
        if (
            fitted in told
            or not isinstance(evaluation.event, (Score, Metric))
            or not _is_alone(evaluation, ctx)
        ):
            continue
        told.add(fitted)  # several metrics of one model are one thing to repair
        yield Finding(
            here,
            "The model is judged only by the rows it was fitted on, so the score says how well it remembers them",
            related=(Place(fitted, "fitted on the same rows here"),),
        )
    yield from _validated_on_training_data(ctx)
    for fit in trace.of(Fit):
        data = fit.data.rows | (fit.target.rows if fit.target is not None else frozenset())
        if not fit.data.rows or not fit.held_out or not all(value.rows <= data for value in fit.held_out):
            continue
        # Boosting shows its progress on the training data where nothing depends on it.
        if not is_boosted(fit) or stops_early(fit, ctx):
            yield Finding(
                fit.site.here, "The validation data is the training data, so validation shows nothing new"
            )


def _validated_on_training_data(ctx: Context) -> Iterator[Finding]:
    """Trainers that are given one data set to train on and to evaluate by, and are asked about no other."""
    for name in table("learner_functions")["programs"]["trainers"]:
        for node in ctx.model.calls_named(name):
            call = ctx.call(node)
            train, judged = call.argument("train_dataset"), call.argument("eval_dataset")
            is_same = isinstance(train, ast.Name) and isinstance(judged, ast.Name) and train.id == judged.id
            asks_others = any(
                each.args or each.keywords
                for method in ("evaluate", "predict")
                for each in ctx.model.calls_named(method)
            )
            if is_same and call.name is not None and call.name.startswith(_TRAINERS) and not asks_others:
                yield Finding(
                    node, "The validation data is the training data, so validation shows nothing new"
                )


def _is_alone(evaluation: Evaluation, ctx: Context) -> bool:
    """Whether the model is judged by its training rows, and never by others, as far as anybody can see."""
    if (
        evaluation.is_elsewhere
        or not evaluation.is_on_the_same_rows
        or not is_supervised(evaluation.fit, ctx)
    ):
        return False
    if _is_of_one_column(evaluation.fit, ctx) or all(is_for_show(rows, ctx) for rows in evaluation.data.rows):
        return False
    creations = evaluation.fit.learner.creations
    for other in ctx.once(all_evaluations):
        is_judged = other.shared or not isinstance(other.event, Predict)
        same = not creations.isdisjoint(other.fit.learner.creations)
        if same and is_judged and not other.is_on_the_same_rows:
            return False
    for event in ctx.trace.events:
        if isinstance(event, CrossValidation) and (
            event.learner is None or creations & event.learner.creations
        ):
            return False
        if isinstance(event, Fit) and event.held_out and creations & event.learner.creations:
            return False
        # A model that goes elsewhere may be judged there.
        if (
            isinstance(event, Use)
            and event.value.learner is not None
            and creations & event.value.learner.creations
        ):
            return False
    return not is_called_training(evaluation, ctx)


def is_boosted(fit: Fit) -> bool:
    """Whether the model certainly is of a library whose fits print the score on data given for that."""
    return bool(fit.learner.classes) and all(name.startswith(_BOOSTING) for name in fit.learner.classes)


def is_supervised(fit: Fit, ctx: Context) -> bool:
    """Whether the model certainly learns a target: no clusters, no outliers, no calibration of a fitted model."""
    kinds = ("sklearn.base.ClassifierMixin", "sklearn.base.RegressorMixin", "keras.Model")
    classes = fit.learner.classes
    if "sklearn.frozen.FrozenEstimator" in fit.learner.inner or _is_prefitted(fit, ctx):
        return False
    return bool(classes) and all(not set(kinds).isdisjoint(ctx.bases(name)) for name in classes)


def is_called_training(evaluation: Evaluation, ctx: Context) -> bool:
    """Whether the statement says in words or names that the number is one of the training."""
    statement = ctx.statement(evaluation.event.site.here)
    function = ctx.function_of(evaluation.event.site.here)
    if function is not None and function.name.startswith("fit_predict"):
        return True  # on the same rows by contract
    words = [
        node.value
        for node in ctx.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    if isinstance(statement, ast.Assign):
        words += [
            node.id for target in statement.targets for node in ctx.walk(target) if isinstance(node, ast.Name)
        ]
    if function is not None and function.name == "fit" and _is_learned_attribute(statement):
        return True
    return any("train" in word.lower() or "fit" in word.lower() for word in words)


def _is_learned_attribute(statement: ast.stmt) -> bool:
    """`self.loss_ = …`: what an estimator says of its own fit."""
    return isinstance(statement, ast.Assign) and any(
        isinstance(target, ast.Attribute) and target.attr.endswith("_") for target in statement.targets
    )


def _is_prefitted(fit: Fit, ctx: Context) -> bool:
    """Whether what is fitted only turns the scores of a model that was fitted before into probabilities."""
    return any(
        ctx.value_of(keyword.value) == "prefit"
        for creation in fit.learner.creations
        if isinstance(creation, ast.Call)
        for keyword in creation.keywords
        if keyword.arg == "cv"
    )


def _is_of_one_column(fit: Fit, ctx: Context) -> bool:
    """Whether the model sees one column only: its score says how much the column tells, and is no memory of rows."""
    call = fit.site.node
    if not isinstance(call, ast.Call) or call is not fit.site.here:
        return False
    data = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "X"), None)
    return data is not None and _holds_one_column(data, ctx)


def _holds_one_column(node: ast.expr, ctx: Context) -> bool:
    if isinstance(node, ast.Name):
        bindings = ctx.definitions(node)
        value = bindings[0].statement_value if len(bindings) == 1 else None
        return value is not None and _holds_one_column(value, ctx)
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.List) and len(node.slice.elts) == 1
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "reshape" and [ctx.value_of(each) for each in node.args] == [-1, 1]:
            return True
        return node.func.attr in ("astype", "copy", "to_numpy") and _holds_one_column(node.func.value, ctx)
    return isinstance(node, ast.Attribute) and node.attr == "values" and _holds_one_column(node.value, ctx)
