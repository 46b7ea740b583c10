"""Rows are in the training and in the test part.

## Why is this bad?

A model is judged by what it does with rows it has not seen. Rows that it was fitted on come back right, whatever it has
learned, and the score says more about memory than about the model.

## When to ignore it

The model is fitted again on everything after the last evaluation, and mllint takes that for the fit that is judged.

## References

- scikit-learn user guide, Cross-validation: evaluating estimator performance
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    CrossValidation,
    Evaluation,
    Example,
    Finding,
    Place,
    Predict,
    Role,
    RowKind,
    RowSet,
    Selector,
    Trace,
    rule,
    traces,
)
from mllint_rules.rules.leakage._leaks import all_evaluations


@rule(
    code="MLL109",
    name="overlapping-train-and-test",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("leakage-analysis", "mlguard:MLG021", "leaklens:fit_on_full_data"),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    model = LogisticRegression().fit(X, y)
                    return model.score(X_test, y_test)
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if ctx.is_test:
        return
    told = set()
    for finding in (*_in_evaluations(ctx), *_in_cross_validations(ctx)):
        if finding.where not in told:
            told.add(finding.where)
            yield finding


def _in_evaluations(ctx: Context) -> Iterator[Finding]:
    for evaluation in ctx.once(all_evaluations):
        for trained in evaluation.fit.data.rows:
            for judged in evaluation.data.rows:
                yield from _overlap(evaluation, trained, judged)


def _overlap(evaluation: Evaluation, trained: RowSet, judged: RowSet) -> Iterator[Finding]:
    scored = Place(evaluation.event.site.here, "and judges the model here")
    cut = next((rows for rows in judged.lineage() if trained in rows.parents), None)
    if cut is not None and cut.kind is RowKind.PART and cut.role is not Role.TRAIN and cut.split is not None:
        yield Finding(
            evaluation.fit.site.here,
            "The model is fitted on all rows, those of the test part among them, so its score is too good",
            related=(Place(cut.split, "the test part is split off here"), scored),
        )
    elif cut is not None and cut.kind is RowKind.SAMPLE and not isinstance(evaluation.event, Predict):
        yield Finding(
            cut.node,
            "The rows that judge the model are drawn from those it is fitted on, so its score is too good",
            related=(Place(evaluation.fit.site.here, "the model is fitted here"), scored),
        )
    for one in trained.supersets:
        for other in judged.supersets:
            if _share_rows(one, other):
                yield Finding(
                    other.node,
                    "These rows and those of the other part overlap, so the model is judged by rows it was fitted on",
                    related=(Place(one.node, "the other part is taken here"), scored),
                )


def _share_rows(one: RowSet, other: RowSet) -> bool:
    """Whether two parts of one table are drawn or cut so that they have rows in common."""
    if one is other or one.parents != other.parents or one.kind is not other.kind:
        return False
    if one.kind is RowKind.SAMPLE:
        return True
    first, second = one.selector, other.selector
    return (
        one.kind is RowKind.SELECTION
        and isinstance(first, Selector)
        and isinstance(second, Selector)
        and first.overlaps(second)
    )


def _in_cross_validations(ctx: Context) -> Iterator[Finding]:
    """A model cross-validated on everything, although a part of it is kept to judge the same model."""
    for event in ctx.trace.of(CrossValidation):
        if event.learner is None:
            continue
        for evaluation in ctx.once(all_evaluations):
            if event.learner.creations.isdisjoint(evaluation.fit.learner.creations):
                continue
            for judged in evaluation.data.rows:
                part = judged.part()
                if part is not None and part.role is not Role.TRAIN and set(part.parents) & event.data.rows:
                    yield Finding(
                        event.site.here,
                        "The model is cross-validated on all rows, those of the test part among them",
                        related=(Place(evaluation.event.site.here, "the test part judges the model here"),),
                    )
