"""Something that learns is fitted on the test or validation part.

## Why is this bad?

A scaler fitted again on the test rows gives them another scale than the training rows had: the model is judged on data
that it will never meet. A model fitted or cross-validated on the test part has seen the answers.

## When to ignore it

The part that is called test here is the training data of another, later step that is judged by rows of its own.

## References

- scikit-learn user guide, Common pitfalls: inconsistent preprocessing
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    CrossValidation,
    Example,
    Finding,
    Fit,
    Place,
    Role,
    RowSet,
    Trace,
    rule,
    traces,
)
from mllint_rules.rules.leakage._leaks import TRANSFORMED, all_evaluations, are_sides


@rule(
    code="MLL105",
    name="fit-on-test-data",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG016", "leaklens:fit_on_eval_data"),
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
                    return model.score(scaler.fit_transform(X_test), y_test)
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
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if ctx.is_test:
        return
    told = set()
    for event in trace.events:
        if not isinstance(event, Fit | CrossValidation) or event.site.here in told:
            continue
        part = _judging_part(event)
        if part is None or part.split is None or not _trains(ctx, part) or not _counts(ctx, event):
            continue
        told.add(event.site.here)
        yield Finding(
            event.site.here,
            f"`{_name(event)}` learns from the test part, so what judges the model is no longer new to it",
            related=(Place(part.split, "the test part is split off here"),),
        )


def _judging_part(event: Fit | CrossValidation) -> RowSet | None:
    """The test or validation part that all the data comes from; predictions on it are another kind of data."""
    if event.data.prediction is not None or not event.data.rows:
        return None
    parts = {rows.part() for rows in event.data.rows}
    part = parts.pop() if len(parts) == 1 else None
    return part if part is not None and part.role is not Role.TRAIN else None


def _trains(ctx: Context, part: RowSet) -> bool:
    """Whether something is fitted on the other side of the split."""
    return any(
        are_sides(other, part)
        for fit in ctx.trace.of(Fit)
        for rows in fit.data.rows
        for other in rows.supersets
    )


def _counts(ctx: Context, event: Fit | CrossValidation) -> bool:
    """Whether what is learned goes into a score: of the model itself, or of one that is given the transformed data."""
    if isinstance(event, CrossValidation):
        return True
    for evaluation in ctx.once(all_evaluations):
        if evaluation.fit.site == event.site:
            return True
        if any(
            lesson.site == event.site and lesson.kind in TRANSFORMED for lesson in evaluation.data.lessons
        ):
            return True
    return False


def _name(event: Fit | CrossValidation) -> str:
    if isinstance(event, CrossValidation):
        return event.api.rpartition(".")[2]
    return min(event.learner.classes, default=event.method).rpartition(".")[2]
