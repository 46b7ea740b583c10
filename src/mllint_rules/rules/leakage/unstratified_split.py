"""Data for a classifier is split without regard to its classes.

## Why is this bad?

At random a rare class may be nearly missing from the test part, or from a fold, and the score jumps from one seed to
the next. Stratified parts have the same shares of classes as the whole.

## When to ignore it

There are many rows of every class, or the parts have to follow groups or time instead. mllint is silent where the
target may also be a number, and about data that is made up or comes with a library.

## Fix safety

The parts hold other rows. A class with a single row, or with fewer rows than folds, makes the split raise or warn.

## References

- scikit-learn user guide, Cross-validation iterators with stratification based on class labels
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Fit,
    FixPlan,
    Resample,
    RowKind,
    Trace,
    Value,
    add_keyword,
    replace,
    rule,
    traces,
    unsafe_fix,
)
from mllint_rules.rules.leakage._demonstration import is_for_show
from mllint_rules.rules.leakage._splitting import Cut, cuts, serves_only

_REGRESSOR = "sklearn.base.RegressorMixin"
_CLASSIFIER = "sklearn.base.ClassifierMixin"


@rule(
    code="MLL120",
    name="unstratified-split",
    category=Category.LEAKAGE,
    confidence=Confidence.ADVISORY,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG005",),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                def train(X, y):
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import KFold

                def scores(X, y):
                    found = []
                    for train, test in KFold(5, shuffle=True, random_state=1).split(X, y):
                        model = LogisticRegression().fit(X[train], y[train])
                        found.append(model.score(X[test], y[test]))
                    return found
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import KFold
                from sklearn.model_selection import StratifiedKFold

                def scores(X, y):
                    found = []
                    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(X, y):
                        model = LogisticRegression().fit(X[train], y[train])
                        found.append(model.score(X[test], y[test]))
                    return found
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    for cut in ctx.once(cuts):
        name = cut.api.rpartition(".")[2]
        if name not in ("train_test_split", "KFold") or cut.keyword("stratify") is not None:
            continue
        call = ctx.call(cut.how)
        if (
            call.unpacks
            or any(value.is_temporal for value in cut.inputs)
            or (not cut.is_shuffled and name != "KFold")
        ):
            continue
        if _feeds_classifier(cut, trace, ctx):
            yield Finding(
                cut.where,
                "The classes are not kept in proportion here, so a rare one may be missing from a part",
                fix=_stratified(cut, trace, ctx),
            )


def _feeds_classifier(cut: Cut, trace: Trace, ctx: Context) -> bool:
    """Whether a target of one column that this splits reaches a classifier, and never a regressor beside it."""
    is_fed = False
    for fit in trace.of(Fit):
        if fit.target is None or not _is_cut_by(cut, fit.target):
            continue
        names = (*fit.learner.classes, *fit.learner.inner)
        if any(_REGRESSOR in ctx.bases(name) for name in names):
            return False  # one split for both kinds of problems
        if not any(_CLASSIFIER in ctx.bases(name) for name in names):
            continue
        if _has_many_labels(fit, ctx) or _is_written_out(fit.target):
            continue
        is_fed |= not all(is_for_show(rows, ctx) for rows in fit.target.rows)
    return is_fed


def _is_cut_by(cut: Cut, target: Value) -> bool:
    return any(
        each.split is not None and each.split in (cut.how, cut.split)
        for rows in target.rows
        for each in rows.supersets
    )


def _has_many_labels(fit: Fit, ctx: Context) -> bool:
    """Whether each row has several labels, which no split can keep in proportion."""
    assert fit.target is not None
    makers = (ctx.called(node) for node in fit.target.transformers if isinstance(node, ast.Call))
    return any(name.startswith("sklearn.multioutput.") for name in fit.learner.classes) or any(
        name == "sklearn.preprocessing.MultiLabelBinarizer" for name in makers
    )


def _is_written_out(target: Value) -> bool:
    """Whether the labels stand in the code one by one, as those of a small example do."""
    sources = [rows.node for part in target.rows for rows in part.supersets if rows.kind is RowKind.SOURCE]
    written = (
        node.args[0] if isinstance(node, ast.Call) and len(node.args) == 1 else node for node in sources
    )
    return bool(sources) and all(isinstance(node, (ast.List, ast.Tuple)) for node in written)


def _stratified(cut: Cut, trace: Trace, ctx: Context) -> FixPlan | None:
    """`stratify=y`, where the target is the second array and a plain name; folds whose `split` is given the target."""
    call = cut.how
    balanced = {event.site.node for event in trace.of(Resample)}
    if any(each.node in balanced for value in cut.inputs for rows in value.rows for each in rows.lineage()):
        return None  # the shares are made up, and the resampling has to move below the split first
    if cut.api == "KFold":
        return _stratified_folds(cut, ctx)
    if len(call.args) != 2 or not isinstance(call.args[1], ast.Name):
        return None
    return unsafe_fix(
        "Keep the shares of the classes", add_keyword(ctx.call(call), "stratify", call.args[1].id)
    )


def _stratified_folds(cut: Cut, ctx: Context) -> FixPlan | None:
    given = cut.split
    if not isinstance(given, ast.Call) or not serves_only(cut, ctx):
        return None
    if len(given.args) != 2 and not any(keyword.arg == "y" for keyword in given.keywords):
        return None
    splitter = ctx.reach("sklearn.model_selection", "StratifiedKFold")
    return unsafe_fix("Keep the shares of the classes", *splitter.verbs, replace(cut.how.func, splitter.text))
