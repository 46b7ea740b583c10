"""Data is transformed as a whole and cross-validated afterwards, so every fold has seen its test rows.

## Why is this bad?

Cross-validation is honest only when everything that learns is fitted again in each fold. A scaler, a vectoriser or a
feature selection that is fitted once on all rows brings each fold's test rows into its training data. For steps that
see the target, feature selection above all, even random labels get good scores.

## When to ignore it

The step learns nothing from the values of other rows and mllint does not know it.

## Fix safety

The step becomes part of the pipeline that is cross-validated, so that scores change, and tuned parameters get the
prefix of their step.

## References

- scikit-learn user guide, Cross-validation: data transformation with held-out data
"""

from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Fit,
    Place,
    RowKind,
    Trace,
    rule,
    traces,
)
from mllint_rules.rules.leakage._leaks import (
    TRANSFORMED,
    cross_validations,
    is_judged_outside,
    learned_from_folds,
)
from mllint_rules.rules.leakage._moves import into_pipeline


@rule(
    code="MLL104",
    name="preprocessing-outside-cross-validation",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG002", "leaklens:preprocess_outside_cv"),
    examples=(
        Example(
            bad="""
                from sklearn.feature_selection import SelectKBest
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import cross_val_score

                def score(X, y):
                    X_best = SelectKBest(k=20).fit_transform(X, y)
                    return cross_val_score(LogisticRegression(), X_best, y).mean()
                """,
            good="""
                from sklearn.feature_selection import SelectKBest
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import cross_val_score
                from sklearn.pipeline import make_pipeline

                def score(X, y):
                    return cross_val_score(make_pipeline(SelectKBest(k=20), LogisticRegression()), X, y).mean()
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    told = set()
    for event, data in cross_validations(ctx):
        if isinstance(event, Fit) and event.target is None:
            continue  # a search without a target asks how well the transformed rows are described
        for lesson in learned_from_folds(data):
            if lesson.kind not in TRANSFORMED or lesson.site.here in told:
                continue
            told.add(lesson.site.here)
            consequence = (
                "the scores of the folds are optimistic"
                if is_judged_outside(ctx, event, data)
                else "its score is too good"
            )
            yield Finding(
                lesson.site.here,
                f"`{lesson.api.rpartition('.')[2]}` is fitted on all rows before they are cross-validated, "
                f"so every fold has seen its test rows and {consequence}",
                related=(Place(event.site.here, "cross-validated here"),),
                fix=partial(into_pipeline, lesson.site.here, ctx),
            )
        for rows in {above for held in data.rows for above in held.lineage() if above.kind is RowKind.COPIES}:
            if rows.here in told:
                continue
            told.add(rows.here)
            yield Finding(
                rows.here,
                "Rows are copied or synthesised before cross-validation, so every fold has variants of its test rows "
                "in its training rows",
                related=(Place(event.site.here, "cross-validated here"),),
            )
