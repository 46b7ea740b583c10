"""Something that learns is fitted on the test or validation part.

## Why is this bad?

A scaler fitted again on the test rows gives them another scale than the training rows had: the model is judged on data
that it will never meet. A model fitted or cross-validated on the test part has seen the answers.

## When to ignore it

The part that is called test here is the training data of another, later step that is judged by rows of its own. Where
the docstring, a comment or the name of the function speaks of test-time or domain adaptation, mllint is silent.

## Fix safety

The object that was fitted on the training part is applied as it is, so that the test data, and the scores, are others.

## References

- scikit-learn user guide, Common pitfalls: inconsistent preprocessing
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
    FixPlan,
    Metric,
    Place,
    Role,
    RowSet,
    Score,
    Trace,
    replace,
    rule,
    traces,
    unsafe_fix,
)
from mllint_rules.rules.leakage._judgement import all_evaluations
from mllint_rules.rules.leakage._leaks import TRANSFORMED, are_sides
from mllint_rules.rules.leakage._remarks import is_called

_ON_PURPOSE = (
    "test time adapt",
    "test time training",
    "adapt at test time",
    "domain adaptation",
    "transductive",
)


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
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    told = set()
    for event in trace.events:
        if not isinstance(event, (Fit, CrossValidation)) or event.site.here in told:
            continue
        part = _judging_part(event)
        if part is None or part.split is None or not _trains(ctx, part) or not _counts(ctx, event):
            if isinstance(event, Fit) and (judged := _judged_later(event, ctx)) is not None:
                told.add(event.site.here)
                yield Finding(
                    event.site.here,
                    f"`{_name(event)}` learns from the rows that judge the model, so they are no longer new to it",
                    related=(Place(judged.event.site.here, "the same rows judge the model here"),),
                )
            continue
        if part.here is event.site.here:
            continue  # split and fitted in another module
        told.add(event.site.here)
        if is_called(event.site.here, *_ON_PURPOSE, ctx=ctx):
            continue
        yield Finding(
            event.site.here,
            f"`{_name(event)}` learns from the test part, so what judges the model is no longer new to it",
            related=(Place(part.here, "the test part is split off here"),),
            fix=_transform_only(event, part, trace, ctx),
        )


def _transform_only(event: Fit | CrossValidation, part: RowSet, trace: Trace, ctx: Context) -> FixPlan | None:
    """`transform`, where the same object was fitted on the training part before."""
    call = event.site.node
    if not isinstance(event, Fit) or event.method != "fit_transform" or not isinstance(call, ast.Call):
        return None
    earlier = trace.events[: trace.events.index(event)]
    is_fitted = any(
        isinstance(other, Fit)
        and other.learner.creations == event.learner.creations
        and any(are_sides(rows, part) for held in other.data.rows for rows in held.supersets)
        for other in earlier
    )
    if not is_fitted or len(call.args) != 1 or call.keywords or not isinstance(call.func, ast.Attribute):
        return None
    text = f"{ctx.source(call.func.value)}.transform"
    return unsafe_fix("Only apply what was learned from the training part", replace(call.func, text))


def _judging_part(event: Fit | CrossValidation) -> RowSet | None:
    """The test or validation part that all the data comes from; predictions on it are another kind of data."""
    if event.data.prediction is not None or not event.data.rows:
        return None
    parts = {rows.part() for rows in event.data.rows}
    part = parts.pop() if len(parts) == 1 else None
    return part if part is not None and part.role is not Role.TRAIN else None


def _judged_later(event: Fit, ctx: Context) -> Evaluation | None:
    """The score, on just the rows of this fit, of a model that holds the fitted step and was trained on others."""
    if not event.data.rows:
        return None
    for evaluation in ctx.once(all_evaluations):
        is_step = any(
            lesson.site == event.site and lesson.kind in TRANSFORMED for lesson in evaluation.fit.data.lessons
        )
        is_score = isinstance(evaluation.event, (Score, Metric))
        if is_step and is_score and evaluation.is_disjoint and event.data.rows == evaluation.data.rows:
            return evaluation
    return None


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
