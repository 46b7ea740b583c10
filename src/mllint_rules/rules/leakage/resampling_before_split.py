"""Rows are balanced before the split, or in the test part.

## Why is this bad?

Oversampling copies rows or makes new ones out of neighbours. Done before the split, copies and variants of training
rows are test rows, and the score measures memory. Undersampling before the split, or any resampling of the test part,
judges the model by another mix of classes than it will meet.

## When to ignore it

The test rows are drawn from another source afterwards.

## Fix safety

The resampling moves below the split and is applied to the training part only, so that scores change.

## References

- imbalanced-learn user guide, Common pitfalls and recommended practices: data leakage
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
    Place,
    Resample,
    RowKind,
    Trace,
    rule,
    traces,
)
from mllint_rules.rules.leakage._leaks import cut_of, held_out
from mllint_rules.rules.leakage._moves import resample_after_split


@rule(
    code="MLL103",
    name="resampling-before-split",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG004", "leaklens:resample_before_split"),
    examples=(
        Example(
            bad="""
                from imblearn.over_sampling import SMOTE
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    smote = SMOTE(random_state=1)
                    X_all, y_all = smote.fit_resample(X, y)
                    X_train, X_test, y_train, y_test = train_test_split(X_all, y_all, random_state=1)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
            good="""
                from imblearn.over_sampling import SMOTE
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    smote = SMOTE(random_state=1)
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    X_train, y_train = smote.fit_resample(X_train, y_train)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    balanced = {event.site.node: event for event in trace.of(Resample)}
    told = set()
    for evaluation in held_out(ctx):
        for place in _resampled(evaluation, frozenset(balanced)):
            here = balanced[place].site.here if place in balanced else place
            if here in told:
                continue
            told.add(here)
            cut = cut_of(evaluation)
            yield Finding(
                here,
                "The rows that judge the model are resampled too, so the score says nothing about real data",
                related=(
                    *((Place(cut, "the rows are split here"),) if cut is not None else ()),
                    Place(evaluation.event.site.here, "the resampled rows judge the model here"),
                ),
                fix=partial(resample_after_split, here, ctx),
            )


def _resampled(evaluation: Evaluation, balanced: frozenset[ast.AST]) -> Iterator[ast.AST]:
    """The places that copied, made or dropped rows among those that judge the model."""
    for judged in evaluation.data.rows:
        for rows in judged.lineage():
            if rows.kind is RowKind.COPIES or rows.node in balanced:
                yield rows.here
