"""An identifier column stays among the features.

## Why is this bad?

An identifier, a row number or the name of a file says nothing about the next row. Where it goes along with time or with
the way the data was collected, a model learns that instead, and the test score, from the same collection, rewards it.

## When to ignore it

The identifier stands for something that comes again and the model is built for that: users and items of a recommender,
stations with a history of their own.

## Fix safety

The column is dropped where the features are chosen, so that the model is another one.

## References

- Kaufman, Rosset, Perlich: Leakage in Data Mining: Formulation, Detection, and Avoidance
"""

import ast
import re
from collections.abc import Iterator
from functools import partial

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
from mllint_rules.rules.leakage._column_choice import without
from mllint_rules.rules.leakage._features import features_expression, supervised_fits, target_column

_IDENTIFIER = re.compile(
    r"(?:id|.*[_ ]id|[a-z]+Id|.*[a-z]ID|(?:.*[_ ])?[ug]uid|index|Unnamed: 0|row_?(?:id|num|number|nr)|file_?name|Id)",
    re.S,
)
_MODELS = ("sklearn.base.ClassifierMixin", "sklearn.base.RegressorMixin")


@rule(
    code="MLL115",
    name="identifier-as-feature",
    category=Category.LEAKAGE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG020",),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.ensemble import RandomForestClassifier
                from sklearn.model_selection import train_test_split

                data = pd.read_csv("visits.csv", dtype={"visit_id": int, "age": float, "bought": int})
                X = data[["visit_id", "age"]]
                X_train, X_test, y_train, y_test = train_test_split(X, data["bought"], random_state=1)
                score = RandomForestClassifier(random_state=1).fit(X_train, y_train).score(X_test, y_test)
                """,
            good="""
                import pandas as pd
                from sklearn.ensemble import RandomForestClassifier
                from sklearn.model_selection import train_test_split

                data = pd.read_csv("visits.csv", dtype={"visit_id": int, "age": float, "bought": int})
                X = data[["age"]]
                X_train, X_test, y_train, y_test = train_test_split(X, data["bought"], random_state=1)
                score = RandomForestClassifier(random_state=1).fit(X_train, y_train).score(X_test, y_test)
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    mentioned = ctx.once(_mentioned_columns)
    told = set()
    for event in supervised_fits(ctx):
        columns = event.data.columns
        if (
            columns is None
            or columns.is_single
            or event.site.node is not event.site.here
            or not _is_model(event, ctx)
        ):
            continue
        known = (
            columns.only if columns.only is not None else mentioned if columns.is_complete else frozenset()
        )
        target = target_column(event.target) if event.target is not None else None
        found = sorted(n for n in known if n != target and columns.may_hold(n) and _IDENTIFIER.fullmatch(n))
        where = features_expression(event, ctx)
        if not found or where in told:
            continue
        told.add(where)
        yield Finding(
            where,
            f"The features hold the identifier `{found[0]}`, so the model may learn which rows it was shown",
            related=(Place(event.site.here, "the model is fitted with it here"),),
            fix=partial(without, found[0], where, event, ctx),
        )


def _is_model(event: Fit | CrossValidation, ctx: Context) -> bool:
    """Whether an ordinary model is fitted: no network with embeddings, no categories declared."""
    if event.learner is None or not event.learner.classes:
        return False
    call = event.site.node
    if isinstance(call, ast.Call) and any(
        k.arg in ("cat_features", "categorical_feature") for k in call.keywords
    ):
        return False
    names = (*event.learner.classes, *event.learner.inner)
    return any(not set(_MODELS).isdisjoint(ctx.bases(name)) for name in names)


def _mentioned_columns(ctx: Context) -> frozenset[str]:
    """The columns that the code reads from some frame by name."""
    found = set()
    for node in ctx.model.index.nodes(ast.Subscript):
        keys = node.slice.elts if isinstance(node.slice, ast.List) else [node.slice]
        names = {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
        if names and ctx.is_a(node.value, "pandas.DataFrame"):
            found |= names
    for renamed in ctx.model.index.nodes(ast.Dict):
        # `rename(columns={"Unnamed: 0": "index"})`
        around = ctx.parent(renamed)
        if isinstance(around, ast.keyword) and around.arg == "columns":
            texts = [value.value for value in renamed.values if isinstance(value, ast.Constant)]
            found.update(text for text in texts if isinstance(text, str))
    return frozenset(found)
