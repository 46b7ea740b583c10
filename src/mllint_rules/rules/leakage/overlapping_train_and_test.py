"""Rows are in the training and in the test part.

## Why is this bad?

A model is judged by what it does with rows it has not seen. Rows that it was fitted on come back right, whatever it has
learned, and the score says more about memory than about the model.

## When to ignore it

The model is fitted again on everything after the last evaluation, and mllint takes that for the fit that is judged.

## Fix safety

The model is fitted on fewer rows, or judged by others, so that it and its scores change.

## References

- scikit-learn user guide, Cross-validation: evaluating estimator performance
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
    FixPlan,
    Place,
    Predict,
    Role,
    RowKind,
    RowSet,
    Selector,
    Trace,
    Value,
    are_disjoint,
    position,
    replace,
    rule,
    table,
    traces,
    unsafe_fix,
)
from mllint_rules.rules.leakage._judgement import all_evaluations, folds


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
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import Ridge

                cars = pd.read_csv("cars.csv", dtype={"km": float, "price": float})
                train = cars.sample(frac=0.8, random_state=1)
                test = cars.sample(frac=0.2, random_state=2)
                model = Ridge().fit(train[["km"]], train["price"])
                score = model.score(test[["km"]], test["price"])
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import Ridge

                cars = pd.read_csv("cars.csv", dtype={"km": float, "price": float})
                train = cars.sample(frac=0.8, random_state=1)
                test = cars.drop(train.index)
                model = Ridge().fit(train[["km"]], train["price"])
                score = model.score(test[["km"]], test["price"])
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    told = set()
    for finding in (*_in_evaluations(ctx), *_in_cross_validations(ctx)):
        if finding.where not in told:
            told.add(finding.where)
            yield finding


def _in_evaluations(ctx: Context) -> Iterator[Finding]:
    for evaluation in ctx.once(all_evaluations):
        if not _is_certain(evaluation.fit.data, evaluation.data):
            continue
        for trained in evaluation.fit.data.rows:
            for judged in evaluation.data.rows:
                for finding in _overlap(evaluation, trained, judged, ctx):
                    if not (evaluation.is_elsewhere and finding.where is evaluation.event.site.here):
                        yield finding


def _is_certain(trained: Value, judged: Value) -> bool:
    """Whether no run keeps the rows apart, or has the model see again just what it was fitted on.

    Where branches or rounds of a loop meet, both sides have several possibilities, and each may belong to its own.
    """
    pairs = [(one, other) for one in trained.rows for other in judged.rows]
    return len(pairs) == 1 or not any(one is other or are_disjoint(one, other) for one, other in pairs)


def _overlap(evaluation: Evaluation, trained: RowSet, judged: RowSet, ctx: Context) -> Iterator[Finding]:
    scored = Place(evaluation.event.site.here, "and judges the model here")
    cut = next((rows for rows in judged.lineage() if trained in rows.parents), None)
    if cut is not None and cut.kind is RowKind.PART and cut.role is not Role.TRAIN and cut.split is not None:
        yield Finding(
            evaluation.fit.site.here,
            "The model is fitted on all rows, those of the test part among them, so its score is too good",
            related=(Place(cut.here, "the test part is split off here"), scored),
            fix=_fitted_on_part(evaluation, cut.split, ctx),
        )
    elif cut is not None and cut.kind is RowKind.SAMPLE and not isinstance(evaluation.event, Predict):
        yield Finding(
            cut.here,
            "The rows that judge the model are drawn from those it is fitted on, so its score is too good",
            related=(Place(evaluation.fit.site.here, "the model is fitted here"), scored),
        )
    # What both sides hold (columns put side by side, one split for all) tells them not apart.
    of_fit = frozenset().union(*(rows.supersets for rows in evaluation.fit.data.rows))
    of_score = frozenset().union(*(rows.supersets for rows in evaluation.data.rows))
    for one in trained.supersets - of_score:
        for other in judged.supersets - of_fit:
            if _share_rows(one, other) or _are_drawn_apart(one, other, ctx):
                yield Finding(
                    other.here,
                    "These rows and those of the other part overlap, so the model is judged by rows it was fitted on",
                    related=(Place(one.here, "the other part is taken here"), scored),
                    fix=_complement(one.node, other.node, ctx),
                )


def _fitted_on_part(evaluation: Evaluation, split: ast.AST, ctx: Context) -> FixPlan | None:
    """`fit(X_train, y_train)` for `fit(X, y)`, where the split gives all these names and comes first."""
    call, assign = evaluation.fit.site.node, ctx.parent(split)
    if (
        not isinstance(call, ast.Call)
        or not isinstance(split, ast.Call)
        or not isinstance(assign, ast.Assign)
    ):
        return None
    targets = assign.targets[0]
    if not isinstance(targets, ast.Tuple) or len(targets.elts) != 2 * len(split.args) or call.keywords:
        return None
    if ctx.function_of(call) is not ctx.function_of(split) or position(call) < position(split):
        return None
    verbs = []
    for given in call.args:
        places = [i for i, array in enumerate(split.args) if ctx.source(array) == ctx.source(given)]
        part = targets.elts[2 * places[0]] if places else None
        if not isinstance(given, ast.Name) or not isinstance(part, ast.Name):
            return None
        verbs.append(replace(given, part.id))
    return unsafe_fix("Fit on the training part", *verbs) if verbs else None


def _complement(first: ast.AST, second: ast.AST, ctx: Context) -> FixPlan | None:
    """`df.drop(train.index)` for the second of two samples of one frame: it gets the rows that the first leaves."""
    one, other = sorted((first, second), key=position)
    assign = ctx.parent(one)
    if (
        not isinstance(other, ast.Call)
        or not isinstance(other.func, ast.Attribute)
        or not isinstance(assign, ast.Assign)
        or not isinstance(assign.targets[0], ast.Name)
        or not ctx.is_a(other.func.value, "pandas.DataFrame")
        or ctx.function_of(one) is not ctx.function_of(other)
    ):
        return None
    text = f"{ctx.source(other.func.value)}.drop({assign.targets[0].id}.index)"
    return unsafe_fix("Take the rows that the other part leaves", replace(other, text))


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


def _are_drawn_apart(one: RowSet, other: RowSet, ctx: Context) -> bool:
    """Whether two selections take positions that were drawn from the same range, neither minding the other."""
    if one is other or one.parents != other.parents or one.kind is not RowKind.SELECTION is not other.kind:
        return False
    first, second = _drawn_from(one, ctx), _drawn_from(other, ctx)
    return first is not None and second is not None and first[0] is not second[0] and first[1] == second[1]


def _drawn_from(rows: RowSet, ctx: Context) -> tuple[ast.AST, str] | None:
    """The call that drew the positions of a selection at random, and the range that it drew from as written."""
    key = rows.node.slice if isinstance(rows.node, ast.Subscript) else None
    bindings = ctx.definitions(key) if isinstance(key, ast.Name) else ()
    node = bindings[0].statement_value if len(bindings) == 1 else None
    if not isinstance(node, ast.Call) or not node.args or ctx.called(node) not in table("folds")["draws"]:
        return None
    return node, ctx.source(node.args[0])


def _in_cross_validations(ctx: Context) -> Iterator[Finding]:
    """A model cross-validated on everything, although a part of it is kept to judge the same model.

    After the part has judged, the folds are one more report, which nothing depends on.
    """
    order = {event: number for number, event in enumerate(ctx.trace.events)}
    for event in ctx.trace.of(CrossValidation):
        if event.learner is None or _keeps_models(event, ctx):
            continue
        for evaluation in ctx.once(all_evaluations):
            if order[evaluation.event] < order[event]:
                continue
            if event.learner.creations.isdisjoint(evaluation.fit.learner.creations):
                continue
            if not _is_certain(event.data, evaluation.data):
                continue
            for judged in evaluation.data.rows:
                part = judged.part()
                if part is None or part.role is Role.TRAIN or part.split in ctx.once(folds):
                    continue  # one of the folds is no part kept for the end
                if set(part.parents) & event.data.rows:
                    yield Finding(
                        event.site.here,
                        "The model is cross-validated on all rows, those of the test part among them",
                        related=(Place(evaluation.event.site.here, "the test part judges the model here"),),
                    )


def _keeps_models(event: CrossValidation, ctx: Context) -> bool:
    """Whether the models of the folds are asked for, to see how much they differ, and not just their scores."""
    call = event.site.node
    given = (
        [k.value for k in call.keywords if k.arg == "return_estimator"] if isinstance(call, ast.Call) else []
    )
    return any(ctx.value_of(value) is not False for value in given)
