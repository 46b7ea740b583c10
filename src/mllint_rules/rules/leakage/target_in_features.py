"""The target column is among the features.

## Why is this bad?

A model that is given the answer learns to copy it. The score is close to perfect, and on new rows, where the column
does not exist or is empty, the model is worth nothing.

## When to ignore it

The model is to reproduce its input, as an autoencoder does, and the column is no target at all.

## Fix safety

The column is dropped where the features are chosen, so that the model is another one.

## References

- Kaufman, Rosset, Perlich: Leakage in Data Mining: Formulation, Detection, and Avoidance
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
    Place,
    Trace,
    replace,
    rule,
    traces,
    unsafe_fix,
)
from mllint_rules.rules.leakage._features import features_expression, supervised_fits, target_column


@rule(
    code="MLL114",
    name="target-in-features",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG015",),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                data = pd.read_csv("visits.csv", dtype={"age": float, "bought": int})
                X = data
                y = data["bought"]
                X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                score = LogisticRegression().fit(X_train, y_train).score(X_test, y_test)
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                data = pd.read_csv("visits.csv", dtype={"age": float, "bought": int})
                X = data.drop(columns=["bought"])
                y = data["bought"]
                X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                score = LogisticRegression().fit(X_train, y_train).score(X_test, y_test)
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    told = set()
    for event in supervised_fits(ctx):
        columns = event.data.columns
        name = target_column(event.target) if event.target is not None else None
        table = (
            event.target.columns.table
            if event.target is not None and event.target.columns is not None
            else None
        )
        if columns is None or name is None or columns.table is not table or columns.is_single:
            continue
        if not columns.is_complete or not columns.may_hold(name) or event.site.node is not event.site.here:
            continue
        where = features_expression(event, ctx)
        if where in told:
            continue
        told.add(where)
        yield Finding(
            where,
            f"The features still hold the target column `{name}`, so the model learns to copy the answer",
            related=(Place(event.site.here, "the model is fitted with it here"),),
            fix=_without(where, name, ctx),
        )


def _without(where: ast.expr, name: str, ctx: Context) -> FixPlan | None:
    """The features without the target, where they are chosen as a plain frame."""
    if not isinstance(where, ast.Name) or not ctx.is_a(where, "pandas.DataFrame"):
        return None
    return unsafe_fix(
        f"Drop `{name}` from the features", replace(where, f'{where.id}.drop(columns=["{name}"])')
    )
