"""Several models are judged by one test part, and the best of them will be taken.

## Why is this bad?

Each look at the test part tells something about it. Of several models the one that suits these rows best wins, by skill
and by luck, and its score holds both. What is left to say how good the winner is?

## When to ignore it

The table of scores is the result itself and nobody picks a winner to be used. Call it a benchmark, in the docstring or
in a comment at the score, and mllint is silent. It is silent too where the data is made up or comes with a library, and
where the part is called validation: then another one is kept for the end.

## References

- scikit-learn user guide, Cross-validation: evaluating estimator performance
"""

import ast
from collections.abc import Hashable, Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    CrossValidation,
    Evaluation,
    Example,
    Finding,
    Fit,
    Place,
    RowSet,
    Trace,
    rule,
    traces,
)
from mllint_rules.rules.leakage._demonstration import is_for_show
from mllint_rules.rules.leakage._judgement import folds
from mllint_rules.rules.leakage._leaks import is_search
from mllint_rules.rules.leakage._remarks import is_called
from mllint_rules.rules.leakage._selection import choices, is_called_validation, is_cut_anew, scores


@rule(
    code="MLL112",
    name="repeated-test-set-use",
    category=Category.LEAKAGE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=traces(),
    see=("leakage-analysis:multi-test",),
    examples=(
        Example(
            bad="""
                from sklearn.ensemble import RandomForestClassifier
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def compare(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    forest = RandomForestClassifier(random_state=1).fit(X_train, y_train)
                    linear = LogisticRegression().fit(X_train, y_train)
                    print("forest", forest.score(X_test, y_test))
                    print("linear", linear.score(X_test, y_test))
                """,
            good="""
                from sklearn.ensemble import RandomForestClassifier
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import cross_val_score, train_test_split

                def compare(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    print("forest", cross_val_score(RandomForestClassifier(random_state=1), X_train, y_train).mean())
                    print("linear", cross_val_score(LogisticRegression(), X_train, y_train).mean())
                    print("chosen", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if not trace.is_complete:
        return
    by_part: dict[RowSet, list[Evaluation]] = {}
    for evaluation, part in scores(ctx):
        if part.split in ctx.once(folds):
            return  # compared on folds
        by_part.setdefault(part, []).append(evaluation)
    if len({(part.split or part, part.role) for part in by_part}) != 1 or _has_other_judgement(trace, ctx):
        return
    for part, evaluations in by_part.items():
        models = {model for each in evaluations if not _is_baseline(each) for model in _models(each, ctx)}
        if len(models) < 2 or any(choice.part is part for choice in ctx.once(choices)):
            continue
        if is_for_show(part, ctx) or is_called_validation(part, ctx) or is_cut_anew(part, ctx):
            continue
        first, last = _apart(evaluations[0], evaluations[-1])
        if is_called(last, "benchmark", ctx=ctx):
            continue
        yield Finding(
            last,
            f"{len(models)} models are judged by the same test part, so the score of the best of them is too good",
            related=(Place(first, "another model is judged by the same rows here"),)
            if first is not last
            else (),
        )
        return


def _models(evaluation: Evaluation, ctx: Context) -> Iterator[Hashable]:
    """The models that an evaluation judges: one of several that may be meant, or all of them in a loop."""
    creations = evaluation.fit.learner.creations
    if any(ctx.loops_around(node) for node in (*evaluation.event.site.calls, evaluation.event.site.here)):
        yield from creations
    else:
        yield creations if len(creations) > 1 else next(iter(creations))


def _apart(first: Evaluation, last: Evaluation) -> tuple[ast.AST, ast.AST]:
    """The places of two evaluations: where a function does both, the calls of it."""
    pairs = zip(first.event.site.way, last.event.site.way, strict=False)
    return next(((a, b) for a, b in pairs if a is not b), (first.event.site.here, last.event.site.here))


def _has_other_judgement(trace: Trace, ctx: Context) -> bool:
    """Whether models are compared on folds of the training part, and the test part is only the end."""
    return any(
        isinstance(e, CrossValidation) or (isinstance(e, Fit) and is_search(ctx, e)) for e in trace.events
    )


def _is_baseline(evaluation: Evaluation) -> bool:
    """Whether a model only shows what no model at all would reach."""
    classes = evaluation.fit.learner.classes
    return bool(classes) and all(name.startswith("sklearn.dummy.") for name in classes)
