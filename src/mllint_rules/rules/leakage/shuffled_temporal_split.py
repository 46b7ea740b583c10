"""Rows that follow each other in time are split at random.

## Why is this bad?

With lags, rolling means or overlapping windows among the features, neighbours in time hold nearly the same values. A
random split puts one of them into training and the next into the test part, so that the model interpolates between days
it has seen, while its task is to look ahead.

## When to ignore it

The rows are independent, and the order is only the order of the file.

## Fix safety

The last rows become the test part, or each fold is judged by the rows that follow its training rows, so that the parts,
and all scores, are others. The first rows of a cross-validation are then in no test part.

## References

- scikit-learn user guide, Cross-validation of time series data
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Trace,
    Verb,
    add_keyword,
    remove_keyword,
    replace,
    rule,
    set_keyword,
    traces,
    unsafe_fix,
)
from mllint_rules.rules.leakage._splitting import Cut, cuts, serves_only

_OF_ALL_ROWS = "sklearn.model_selection.cross_val_predict"
"""Predicts every row once, which forward splits do not allow."""


@rule(
    code="MLL117",
    name="shuffled-temporal-split",
    category=Category.LEAKAGE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG014", "scicode-lint:ml-005"),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import Ridge
                from sklearn.model_selection import train_test_split

                sales = pd.read_csv("sales.csv", dtype={"day": str, "sold": float})
                sales["yesterday"] = sales["sold"].shift(1)
                sales = sales.dropna()
                train, test = train_test_split(sales)
                model = Ridge().fit(train[["yesterday"]], train["sold"])
                score = model.score(test[["yesterday"]], test["sold"])
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import Ridge
                from sklearn.model_selection import train_test_split

                sales = pd.read_csv("sales.csv", dtype={"day": str, "sold": float})
                sales["yesterday"] = sales["sold"].shift(1)
                sales = sales.dropna()
                train, test = train_test_split(sales, shuffle=False)
                model = Ridge().fit(train[["yesterday"]], train["sold"])
                score = model.score(test[["yesterday"]], test["sold"])
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import Ridge
                from sklearn.model_selection import KFold, cross_val_score

                sales = pd.read_csv("sales.csv", dtype={"day": str, "sold": float})
                sales["yesterday"] = sales["sold"].shift(1)
                sales = sales.dropna()
                folds = KFold(10, shuffle=True, random_state=1)
                scores = cross_val_score(Ridge(), sales[["yesterday"]], sales["sold"], cv=folds)
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import Ridge
                from sklearn.model_selection import KFold, cross_val_score
                from sklearn.model_selection import TimeSeriesSplit

                sales = pd.read_csv("sales.csv", dtype={"day": str, "sold": float})
                sales["yesterday"] = sales["sold"].shift(1)
                sales = sales.dropna()
                folds = TimeSeriesSplit(n_splits=10)
                scores = cross_val_score(Ridge(), sales[["yesterday"]], sales["sold"], cv=folds)
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    for cut in ctx.once(cuts):
        if cut.is_shuffled and any(value.is_temporal for value in cut.inputs):
            yield Finding(
                cut.where,
                "Rows with values of earlier rows are split at random, so the model is judged between moments it has "
                "seen instead of after them",
                fix=_in_order(cut, ctx),
            )


def _in_order(cut: Cut, ctx: Context) -> FixPlan | None:
    """The split of the last rows; what only makes sense with shuffling stays a person's decision."""
    if cut.api == "KFold":
        return _forward(cut, ctx)
    if not cut.api.endswith("train_test_split") or cut.keyword("stratify") is not None:
        return None
    call = ctx.call(cut.how)
    shuffle, state = call.keyword("shuffle"), call.keyword("random_state")
    if shuffle is not None:
        verbs: list[Verb] = [set_keyword(call, "shuffle", "False")]
        verbs += [remove_keyword(call, "random_state")] if state is not None else []
    elif state is not None:  # without shuffling a seed does nothing
        verbs = [replace(state, "shuffle=False")]
    else:
        verbs = [add_keyword(call, "shuffle", "False")]
    return unsafe_fix("Split in the order of the rows", *verbs)


def _forward(cut: Cut, ctx: Context) -> FixPlan | None:
    """As many folds, each judged by the rows behind its training rows."""
    call = ctx.call(cut.how)
    needs_all_rows = isinstance(cut.where, ast.expr) and ctx.called(cut.where) == _OF_ALL_ROWS
    if needs_all_rows or call.unpacks or not serves_only(cut, ctx):
        return None
    splitter = ctx.reach("sklearn.model_selection", "TimeSeriesSplit")
    folds = call.argument("n_splits")
    given = f"n_splits={ctx.source(folds)}" if folds is not None else ""
    return unsafe_fix(
        "Judge each fold by later rows", *splitter.verbs, replace(cut.how, f"{splitter.text}({given})")
    )
