"""Training and other data are encoded separately, so the same code means different things.

## Why is this bad?

`get_dummies`, `factorize`, category codes and bins by count number what occurs in the rows at hand. Another frame holds
other values, so its columns or codes mean something else, and a model that learned from the one misreads the other,
without an error as long as the shapes fit.

## When to ignore it

Both frames certainly hold the same values: then declare the categories, and both get the same codes by design.

## Fix safety

The second frame gets the columns of the first, so that unknown values become zeros.

## References

- pandas user guide, Categorical data
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
    Score,
    Trace,
    Value,
    rule,
    traces,
)

_FRAME_WISE = frozenset({"pandas.cut", "pandas.qcut"})


@rule(
    code="MLL107",
    name="per-split-encoding",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.ensemble import RandomForestClassifier

                train = pd.get_dummies(pd.read_csv("train.csv", dtype={"city": str, "bought": int}))
                test = pd.get_dummies(pd.read_csv("test.csv", dtype={"city": str}))
                model = RandomForestClassifier(random_state=1).fit(train.drop(columns="bought"), train["bought"])
                answer = model.predict(test)
                """,
            good="""
                import pandas as pd
                from sklearn.ensemble import RandomForestClassifier

                train = pd.get_dummies(pd.read_csv("train.csv", dtype={"city": str, "bought": int}))
                features = train.drop(columns="bought")
                test = pd.get_dummies(pd.read_csv("test.csv", dtype={"city": str}))
                test = test.reindex(columns=features.columns, fill_value=0)
                model = RandomForestClassifier(random_state=1).fit(features, train["bought"])
                answer = model.predict(test)
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    learned = [lesson for fit in trace.of(Fit) for lesson in _own_codes(fit.data)]
    told = set()
    for event in trace.events:
        if not isinstance(event, Predict | Score):
            continue
        for lesson in _own_codes(event.data):
            first = next((other for other in learned if _means_something_else(other, lesson)), None)
            if first is None or lesson.site.here in told:
                continue
            if first.site.here is lesson.site.here is event.site.here:
                continue  # all of it happens in another module
            told.add(lesson.site.here)
            yield Finding(
                lesson.site.here,
                "The categories are numbered by what occurs in these rows, other than in the rows the model was "
                "fitted on, so the same code means different things",
                related=(
                    Place(first.site.here, "the training rows are encoded here"),
                    Place(event.site.here, "the model gets the other codes here"),
                ),
            )


def _own_codes(data: Value) -> Iterator[Lesson]:
    """The encodings in data that were made of just these rows."""
    above = {rows for held in data.rows for rows in held.supersets}
    for lesson in data.learned:
        is_encoding = lesson.kind == "categories" or lesson.api in _FRAME_WISE
        if is_encoding and lesson.rows and lesson.rows <= above:
            yield lesson


def _means_something_else(first: Lesson, second: Lesson) -> bool:
    """Whether two encodings of the same kind were made of different rows."""
    if first.api != second.api or first.rows & second.rows:
        return False
    if first.columns is not None and second.columns is not None and not first.columns & second.columns:
        return False
    return all(
        one not in other.supersets and other not in one.supersets
        for one in first.rows
        for other in second.rows
    )
