"""A binary classifier is judged only by metrics of one threshold.

## Why is this bad?

Accuracy, F1, precision and recall judge the classes at one cut through the scores, mostly 0.5 by default. They do not
say whether the scores rank well or mean what they say, and with a rare class a high accuracy may come from never
predicting it.

## When to ignore it

The threshold is part of the task, chosen by what the errors cost.

## Fix safety

A further metric is computed and printed.

## References

- scikit-learn user guide, Metrics and scoring: classification metrics
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Fit,
    Metric,
    Resample,
    Score,
    Trace,
    rule,
    table,
    traces,
)
from mllint_rules.rules.leakage._leaks import all_evaluations

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
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if not trace.is_complete or not _treats_imbalance(trace):
        return
    judged = [
        e
        for e in ctx.once(all_evaluations)
        if isinstance(e.event, Score | Metric) and _is_classifier(e.fit, ctx)
    ]
    words = table("classification_metrics")
    names = {e.event.api.rpartition(".")[2] for e in judged if isinstance(e.event, Metric)}
    called = {name for name in words["ranking"] + words["tables"] if name in ctx.model.call_names}
    if not judged or called or not names <= set(words["threshold"]):
        return
    yield Finding(
        judged[0].event.site.here,
        "The classes are treated as imbalanced, and the classifier is judged only at one threshold",
    )


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
