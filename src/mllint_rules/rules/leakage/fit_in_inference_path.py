"""Something is fitted on the data that a finished model is asked about.

## Why is this bad?

In production the scaler, the encoder or the vectoriser has to be the one of the training. Fitted on the request it maps
the same value to another one each time, a single row to nothing at all, and the model answers about something else.

## When to ignore it

The step belongs to a model that learns from each request by design.

## Fix safety

The loaded object transforms the data instead of a fresh one, so that predictions change.

## References

- scikit-learn user guide, Common pitfalls: inconsistent preprocessing
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Fit,
    Lesson,
    Place,
    Predict,
    RowSet,
    Trace,
    rule,
    traces,
)

_LEARNED = frozenset({"statistics", "target", "categories"})


@rule(
    code="MLL108",
    name="fit-in-inference-path",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("scicode-lint:ml-007",),
    examples=(
        Example(
            bad="""
                import joblib
                import pandas as pd
                from sklearn.preprocessing import StandardScaler

                model = joblib.load("model.joblib")

                def predict(rows: pd.DataFrame):
                    return model.predict(StandardScaler().fit_transform(rows))
                """,
            good="""
                import joblib
                import pandas as pd

                model = joblib.load("model.joblib")
                scaler = joblib.load("scaler.joblib")

                def predict(rows: pd.DataFrame):
                    return model.predict(scaler.transform(rows))
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    fits = {fit.site: fit for fit in trace.of(Fit)}
    fitted = {creation for fit in fits.values() for creation in fit.learner.creations}
    told = set()
    for event in trace.of(Predict):
        # A model that is fitted here is no finished one.
        if event.learner.fits or not event.learner.creations.isdisjoint(fitted) or event.method == "__call__":
            continue
        if any(rows.part() is not None for rows in event.data.rows):
            continue  # rows of a split are no request: the model is judged
        above = {rows for held in event.data.rows for rows in held.supersets}
        for lesson in event.data.learned:
            here = lesson.site.here
            if lesson.site not in fits or here in told or not _is_from(lesson, above):
                continue
            told.add(here)
            yield Finding(
                here,
                f"`{lesson.api.rpartition('.')[2]}` is fitted on the data to be predicted instead of being loaded with "
                "the model, so the model gets values of another scale than it was trained on",
                related=(Place(event.site.here, "a finished model is given the data here"),),
            )


def _is_from(lesson: Lesson, above: set[RowSet]) -> bool:
    return lesson.kind in _LEARNED and bool(lesson.rows) and lesson.rows <= above
