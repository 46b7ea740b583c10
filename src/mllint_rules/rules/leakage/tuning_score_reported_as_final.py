"""The score that parameters were tuned by is reported as the model's performance.

## Why is this bad?

A search tries many settings and keeps the one with the best score on its folds. That score is the best of many, partly
by luck; the model is judged by the very rows that chose it. On new rows it does worse.

## When to ignore it

The number is meant as the score of the search: call it `cv`, `validation`, `tuning` or `best` score, and mllint is
silent.

## References

- scikit-learn examples, Nested versus non-nested cross-validation
"""

import ast
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
    Trace,
    rule,
    traces,
)
from mllint_rules.rules.leakage._leaks import held_out, is_search

_SCORES = {
    "best_score_": (
        "sklearn.model_selection.GridSearchCV",
        "sklearn.model_selection.RandomizedSearchCV",
        "sklearn.model_selection.HalvingGridSearchCV",
        "sklearn.model_selection.HalvingRandomSearchCV",
    ),
    "best_value": ("optuna.study.Study", "optuna.Study"),
}
# "最" says in Chinese that it is the best.
_OPEN_WORDS = ("best", "最", "cv", "val", "tun", "fold", "search", "train", "cross", "trial", "study")
_WORDLESS_CALLS = frozenset(
    {"abs", "append", "display", "float", "format", "pprint", "print", "round", "sqrt", "str"}
)


@rule(
    code="MLL113",
    name="tuning-score-reported-as-final",
    category=Category.LEAKAGE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG008",),
    examples=(
        Example(
            bad="""
                from sklearn.model_selection import GridSearchCV
                from sklearn.svm import SVC

                def tune(X, y):
                    search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]})
                    search.fit(X, y)
                    print("accuracy of the model:", search.best_score_)
                    return search.best_estimator_
                """,
            good="""
                from sklearn.model_selection import GridSearchCV, train_test_split
                from sklearn.svm import SVC

                def tune(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]})
                    search.fit(X_train, y_train)
                    print("accuracy of the model:", search.score(X_test, y_test))
                    return search.best_estimator_
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    if ctx.once(held_out):
        return
    told = set()
    for node in ctx.model.index.nodes(ast.Attribute):
        owners = _SCORES.get(node.attr)
        if owners is not None and ctx.is_a(node.value, *owners) and _is_reported(node, ctx):
            if (statement := ctx.statement(node)) in told:
                continue  # a log record may hold it as text and as a field
            told.add(statement)
            yield Finding(
                node,
                f"`{node.attr}` is the best score of the tuning, reported as if it were that of the model on new data",
            )
    searches = [fit for fit in trace.of(Fit) if is_search(ctx, fit)]
    for event in trace.of(CrossValidation):
        for search in searches:
            is_best = event.learner is not None and event.learner.fits == search.learner.fits
            if is_best and event.data.rows == search.data.rows:
                yield Finding(
                    event.site.here,
                    "The tuned model is cross-validated on the rows it was tuned on, so the score is too good",
                    related=(Place(search.site.here, "tuned on the same rows here"),),
                )


def _is_reported(node: ast.Attribute, ctx: Context) -> bool:
    """Whether a value is printed, logged, written or returned, and called something else than what it is."""
    statement = ctx.statement(node)
    within = [node, *ctx.ancestors(node)]
    calls = [a for a in within if isinstance(a, ast.Call)]
    if not isinstance(statement, (ast.Expr, ast.Return)):
        return False
    words = [n.value for n in ctx.walk(statement) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    names = [_name(call) for call in calls]
    words += [name for name in names if name not in _WORDLESS_CALLS and "eval" not in name.lower()]
    words += [n.arg for call in calls for n in call.keywords if n.arg is not None and n.value in within]
    function = ctx.function_of(node)
    if isinstance(statement, ast.Return) and function is not None:
        words.append(function.name)
    # A number that goes without a word claims nothing.
    is_named = any(letter.isalpha() for word in words for letter in word)
    return is_named and not any(open_word in word.lower() for word in words for open_word in _OPEN_WORDS)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
