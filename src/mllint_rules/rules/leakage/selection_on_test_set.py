"""The test part decides something and is also the result that is reported.

## Why is this bad?

The best of many tries on the test part is too good by construction: the number of trees, the threshold or the state of
the network was chosen because it fits just these rows. The score that is reported is the one that was selected for.

## When to ignore it

The part called test is the validation part of an outer scheme that judges the model by further rows.

## References

- scikit-learn user guide, Tuning the hyper-parameters of an estimator: model selection with a held-out set
"""

from collections.abc import Iterator

from mllint_rules.kit import Category, Confidence, Context, Example, Finding, Place, Trace, rule, traces
from mllint_rules.rules.leakage._judgement import all_evaluations, folds
from mllint_rules.rules.leakage._selection import (
    Choice,
    choices,
    is_called_validation,
    is_measured,
    is_same_part,
    judged_parts,
    scores,
)


@rule(
    code="MLL111",
    name="selection-on-test-set",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("leakage-analysis:multi-test", "mlguard:MLG010"),
    examples=(
        Example(
            bad="""
                from sklearn.metrics import f1_score
                from sklearn.model_selection import train_test_split
                from sklearn.neighbors import KNeighborsClassifier

                def tune(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    best = 0.0
                    for k in range(1, 30):
                        model = KNeighborsClassifier(k).fit(X_train, y_train)
                        score = f1_score(y_test, model.predict(X_test))
                        if score > best:
                            best = score
                    return best
                """,
            good="""
                from sklearn.metrics import f1_score
                from sklearn.model_selection import GridSearchCV, train_test_split
                from sklearn.neighbors import KNeighborsClassifier

                def tune(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": list(range(1, 30))})
                    search.fit(X_train, y_train)
                    return f1_score(y_test, search.predict(X_test))
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if not trace.is_complete:
        return
    told = set()
    for choice in ctx.once(choices):
        # Each fold is a validation part in turn.
        if (
            choice.where in told
            or choice.part.split in ctx.once(folds)
            or is_called_validation(choice.part, ctx)
        ):
            continue
        if not is_final(choice, ctx) or not is_measured(choice, ctx):
            continue
        told.add(choice.where)
        last = [
            e.event.site.here
            for e, part in scores(ctx)
            if is_same_part(part, choice.part) and e.event is not choice.event
        ]
        yield Finding(
            choice.where,
            "The test part decides here and is also what the result is measured by, so the result is too good",
            related=tuple(Place(node, "the same rows give the result here") for node in last[-1:]),
        )


def is_final(choice: Choice, ctx: Context) -> bool:
    """Whether no other rows judge a model in the end."""
    return not any(
        not is_same_part(part, choice.part) and not _is_before(part, choice)
        for evaluation in ctx.once(all_evaluations)
        for part in judged_parts(evaluation)
    )


def _is_before(part: object, choice: Choice) -> bool:
    """Whether a part only exists within what the choice's part was taken from: its own training side."""
    return any(part in rows.supersets for rows in choice.part.parents)
