"""A binary classifier is judged only by metrics of one threshold.

## Why is this bad?

Accuracy, F1, precision and recall judge the classes at one cut through the scores, mostly 0.5 by default. They do not
say whether the scores rank well or mean what they say, and with a rare class a high accuracy may come from never
predicting it.

## When to ignore it

The threshold is part of the task, chosen by what the errors cost.

## Fix safety

A further metric is computed and printed beside the other. That is offered where weights are given for just two classes,
as there is one such area for two classes only.

## References

- scikit-learn user guide, Metrics and scoring: classification metrics
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Evaluation,
    Example,
    Finding,
    Fit,
    FixPlan,
    FixUnavailable,
    Metric,
    Resample,
    Score,
    Trace,
    rule,
    table,
    traces,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.leakage._classifiers import scoring_method
from mllint_rules.rules.leakage._judgement import all_evaluations
from mllint_rules.rules.leakage._moves import is_same_before

_CLASSIFIER = "sklearn.base.ClassifierMixin"
_WEIGHTS = frozenset({"class_weight", "scale_pos_weight", "is_unbalance", "auto_class_weights"})


@rule(
    code="MLL126",
    name="threshold-metric-only",
    category=Category.OBSERVABILITY,
    confidence=Confidence.ADVISORY,
    since="0.1",
    on=traces(),
    see=("dslinter:W5519", "specdetect4ai:R19", "mlguard:MLG019"),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import accuracy_score
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)
                    model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
                    return accuracy_score(y_test, model.predict(X_test))
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import roc_auc_score
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)
                    model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
                    return roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
                """,
        ),
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import f1_score
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)
                    model = LogisticRegression(class_weight={0: 1, 1: 20}).fit(X_train, y_train)
                    y_pred = model.predict(X_test)
                    print(f1_score(y_test, y_pred))
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import f1_score
                from sklearn.model_selection import train_test_split
                from sklearn.metrics import roc_auc_score

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)
                    model = LogisticRegression(class_weight={0: 1, 1: 20}).fit(X_train, y_train)
                    y_pred = model.predict(X_test)
                    print(f1_score(y_test, y_pred), roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if not trace.is_complete or not _treats_imbalance(trace):
        return
    judged = [
        e
        for e in ctx.once(all_evaluations)
        if isinstance(e.event, (Score, Metric)) and _is_classifier(e.fit, ctx)
    ]
    words = table("classification_metrics")
    names = {e.event.api.rpartition(".")[2] for e in judged if isinstance(e.event, Metric)}
    called = {name for name in words["ranking"] + words["tables"] if name in ctx.model.call_names}
    if not judged or called or not names <= set(words["threshold"]):
        return
    yield Finding(
        judged[0].event.site.here,
        "The classes are treated as imbalanced, and the classifier is judged only at one threshold",
        fix=partial(_ranked_too, judged[0], ctx),
    )


def _ranked_too(judged: Evaluation, ctx: Context) -> FixPlan:
    """The area under the ROC curve printed beside the metric, where the classes are certainly two."""
    event, asked = judged.event, judged.asked.node
    metric = event.site.node
    if not isinstance(metric, ast.Call) or not isinstance(asked, ast.Call) or not _is_binary(judged.fit):
        raise FixUnavailable("there may be more than two classes")
    if (
        event.site.here is not metric
        or judged.asked.here is not asked
        or not isinstance(event, (Score, Metric))
    ):
        raise FixUnavailable("the model is judged in another function")
    model = asked.func.value if isinstance(asked.func, ast.Attribute) else None
    data = asked.args[0] if asked.args else None
    truth = metric.args[0 if isinstance(event, Metric) else 1] if len(metric.args) == 2 else None
    if not isinstance(model, ast.Name) or not isinstance(data, ast.Name) or not isinstance(truth, ast.Name):
        raise FixUnavailable("the model, the data or the truth has no name")
    printing = ctx.parent(metric)
    if not isinstance(printing, ast.Call) or ctx.called(printing) != "builtins.print":
        raise FixUnavailable("the metric is not printed, and how else to report another one is not known")
    before, statement = ctx.statement(asked), ctx.statement(metric)
    if not all(is_same_before(each, before, statement, ctx) for each in (model, data)):
        raise FixUnavailable("the model or the data is another one by then")
    method = scoring_method(model, ctx)
    if method is None:
        raise FixUnavailable("it is not known how the model gives scores")
    area = ctx.reach("sklearn.metrics", "roc_auc_score")
    column = "[:, 1]" if method == "predict_proba" else ""
    scores = f"{ctx.source(model)}.{method}({ctx.source(data)}){column}"
    further = f", {area.text}({ctx.source(truth)}, {scores})"
    return unsafe_fix("Print the area under the ROC curve too", *area.verbs, wrap(metric, "", further))


def _is_binary(fit: Fit) -> bool:
    """Whether weights are given for just two classes."""
    for creation in fit.learner.creations:
        for keyword in creation.keywords if isinstance(creation, ast.Call) else ():
            is_pair = isinstance(keyword.value, ast.Dict) and len(keyword.value.keys) == 2
            if keyword.arg == "scale_pos_weight" or (keyword.arg == "class_weight" and is_pair):
                return True
    return False


def _is_classifier(fit: Fit, ctx: Context) -> bool:
    return any(_CLASSIFIER in ctx.bases(name) for name in (*fit.learner.classes, *fit.learner.inner))


def _treats_imbalance(trace: Trace) -> bool:
    """Whether the code itself treats its classes as imbalanced."""
    if next(trace.of(Resample), None) is not None:
        return True
    for fit in trace.of(Fit):
        for creation in fit.learner.creations:
            if isinstance(creation, ast.Call) and any(k.arg in _WEIGHTS for k in creation.keywords):
                return True
    return False
