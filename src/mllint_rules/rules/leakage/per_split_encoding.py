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

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Fit,
    FixPlan,
    FixUnavailable,
    Lesson,
    Place,
    Predict,
    Score,
    Trace,
    Value,
    position,
    rule,
    traces,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.leakage._features import argument_of
from mllint_rules.rules.leakage._moves import is_same_before

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

                train = pd.read_csv("train.csv", dtype={"city": str, "bought": int})
                test = pd.read_csv("test.csv", dtype={"city": str})
                X_train = pd.get_dummies(train[["city"]])
                X_test = pd.get_dummies(test[["city"]])
                model = RandomForestClassifier(random_state=1).fit(X_train, train["bought"])
                answer = model.predict(X_test)
                """,
            good="""
                import pandas as pd
                from sklearn.ensemble import RandomForestClassifier

                train = pd.read_csv("train.csv", dtype={"city": str, "bought": int})
                test = pd.read_csv("test.csv", dtype={"city": str})
                X_train = pd.get_dummies(train[["city"]])
                X_test = pd.get_dummies(test[["city"]]).reindex(columns=X_train.columns, fill_value=0)
                model = RandomForestClassifier(random_state=1).fit(X_train, train["bought"])
                answer = model.predict(X_test)
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    learned = [(fit, lesson) for fit in trace.of(Fit) for lesson in _own_codes(fit.data)]
    told = set()
    for event in trace.events:
        if not isinstance(event, (Predict, Score)):
            continue
        own = {each.site for each in event.learner.fits}
        fitted = [each for each in learned if not own or each[0].site in own]
        for lesson in _own_codes(event.data):
            known = next((each for each in fitted if _means_something_else(each[1], lesson)), None)
            if known is None or lesson.site.here in told:
                continue
            fit, first = known
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
                fix=partial(_same_columns, fit, first, event, lesson, ctx),
            )


def _same_columns(fit: Fit, first: Lesson, event: Predict | Score, second: Lesson, ctx: Context) -> FixPlan:
    """The second frame with the columns that the model is fitted on, where these can be written by then."""
    if first.api != "pandas.get_dummies":
        raise FixUnavailable("codes have no columns to take over")
    encoded, other = first.site.node, second.site.node
    fitted, asked = argument_of(fit, ctx), argument_of(event, ctx)
    train, test = _encoded_frame(fitted, encoded, ctx), _encoded_frame(asked, other, ctx)
    before, between, after = (ctx.statement(node) for node in (encoded, other, fitted))
    is_in_order = position(before) < position(between) < position(after)
    is_one_function = ctx.function_of(before) is ctx.function_of(between) is ctx.function_of(after)
    if not isinstance(train, ast.Name) or not is_in_order or not is_one_function:
        raise FixUnavailable("the columns of the training data are not known yet")
    if not is_same_before(train, before, after, ctx):
        raise FixUnavailable("the training data changes before the fit")
    choices = [
        ctx.source(given)[len(ctx.source(frame)) :] for given, frame in ((fitted, train), (asked, test))
    ]
    if choices[1] not in ("", choices[0]):
        raise FixUnavailable("other columns are chosen for the fit")
    columns = train.id if choices[1] else ctx.source(fitted)
    assert isinstance(other, ast.Call)
    suffix = f".reindex(columns={columns}.columns, fill_value=0)"
    return unsafe_fix("Give the frame the columns of the training data", wrap(other, "", suffix))


def _encoded_frame(given: ast.expr, encoded: ast.AST, ctx: Context) -> ast.expr:
    """The expression of the encoded frame in `frame`, `frame.drop(columns=…)` or `frame[[…]]`."""
    frame = given
    if isinstance(given, ast.Call) and isinstance(given.func, ast.Attribute) and given.func.attr == "drop":
        frame = given.func.value
        chosen = [*given.args, *(keyword.value for keyword in given.keywords)]
    elif isinstance(given, ast.Subscript):
        frame, chosen = given.value, [given.slice]
    else:
        chosen = []
    if any(isinstance(node, ast.Name) for part in chosen for node in ctx.walk(part)):
        raise FixUnavailable("the chosen columns are not written out")
    bindings = ctx.definitions(frame) if isinstance(frame, ast.Name) else ()
    is_encoded = len(bindings) == 1 and bindings[0].statement_value is encoded
    if frame is not encoded and not is_encoded:
        raise FixUnavailable("the encoded frame does not go straight into the model")
    return frame


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
