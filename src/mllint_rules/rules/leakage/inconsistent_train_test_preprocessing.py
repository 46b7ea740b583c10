"""A model is fitted on transformed data and given data that skipped the transformation, or went through another.

## Why is this bad?

The model has learned what scaled values, components or word weights mean. Given raw values, or values scaled by another
object, it answers without an error, and the answer means nothing.

## When to ignore it

The transformation keeps the values as they are for these rows.

## Fix safety

The fitted transformer is applied to the argument, so that predictions change.

## References

- scikit-learn user guide, Common pitfalls: inconsistent preprocessing
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Evaluation,
    Example,
    Finding,
    Fit,
    FixPlan,
    Place,
    Trace,
    rule,
    traces,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.leakage._judgement import all_evaluations


@rule(
    code="MLL106",
    name="inconsistent-train-test-preprocessing",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("dylin",),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split
                from sklearn.preprocessing import StandardScaler

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    scaler = StandardScaler()
                    model = LogisticRegression().fit(scaler.fit_transform(X_train), y_train)
                    return model.score(X_test, y_test)
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split
                from sklearn.preprocessing import StandardScaler

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    scaler = StandardScaler()
                    model = LogisticRegression().fit(scaler.fit_transform(X_train), y_train)
                    return model.score(scaler.transform(X_test), y_test)
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    told = set()
    for evaluation in ctx.once(all_evaluations):
        here = evaluation.asked.here
        message = _difference(evaluation)
        if message is None or here in told or not evaluation.shared or evaluation.is_elsewhere:
            continue
        told.add(here)
        yield Finding(
            here,
            message,
            related=(Place(evaluation.fit.site.here, "the model is fitted on this form of the data"),),
            fix=_applied(evaluation, trace, ctx),
        )


def _applied(evaluation: Evaluation, trace: Trace, ctx: Context) -> FixPlan | None:
    """The argument through the one fitted transformer that it skipped, where that has a name here."""
    missing = set(evaluation.fit.data.transformers) - set(evaluation.data.transformers)
    call = evaluation.asked.node
    if len(missing) != 1 or not set(evaluation.data.transformers) <= set(evaluation.fit.data.transformers):
        return None
    if call is not evaluation.asked.here or not isinstance(call, ast.Call) or not call.args:
        return None
    for fit in trace.of(Fit):
        func = fit.site.node.func if isinstance(fit.site.node, ast.Call) else None
        owner = func.value if isinstance(func, ast.Attribute) else None
        if not fit.learner.creations & missing or not isinstance(owner, ast.Name):
            continue
        if ctx.function_of(owner) is ctx.function_of(call) and fit.site.node is fit.site.here:
            title = f"Apply `{owner.id}` to the data"
            return unsafe_fix(title, wrap(call.args[0], f"{owner.id}.transform(", ")"))
    return None


def _difference(evaluation: Evaluation) -> str | None:
    """What is different about the way the data took to the fit and to the evaluation."""
    fitted, judged = set(evaluation.fit.data.transformers), set(evaluation.data.transformers)
    if fitted == judged:
        return None
    if judged < fitted:
        return "The model was fitted on transformed data and gets data here that skipped a transformation"
    if fitted < judged:
        return "The model was fitted on data as it came and gets transformed data here"
    return "The data was transformed by other objects here than where the model was fitted"
