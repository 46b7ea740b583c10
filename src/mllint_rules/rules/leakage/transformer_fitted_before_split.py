"""A transformer is fitted on rows that later become test rows.

## Why is this bad?

A scaler, an imputer, a vectoriser or a feature selection that is fitted before the split has seen the test rows: their
mean, their words, for a selection even their labels are part of the training data. The test score then says how well
the model does on rows it knows something about, and is too good; the model meets nothing of the kind in production.

## When to ignore it

The step learns nothing from the values of other rows and mllint does not know it; or the split serves something else
than training and judging a model.

## Fix safety

The split moves above the fit and the transformer is fitted on the training part only, so that all scores change: that
is what the fix is for.

## References

- scikit-learn user guide, Common pitfalls: data leakage during pre-processing
"""

from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import Category, Confidence, Context, Example, Finding, Trace, rule, traces
from mllint_rules.rules.leakage._leaks import TRANSFORMED, leaks
from mllint_rules.rules.leakage._moves import split_first


@rule(
    code="MLL101",
    name="transformer-fitted-before-split",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("leakage-analysis", "mlguard:MLG001", "leaklens:transformer_before_split", "scicode-lint:ml-001"),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split
                from sklearn.preprocessing import StandardScaler

                def train(X, y):
                    scaler = StandardScaler()
                    X_scaled = scaler.fit_transform(X)
                    X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=1)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split
                from sklearn.preprocessing import StandardScaler

                def train(X, y):
                    scaler = StandardScaler()
                    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
                    X_train = scaler.fit_transform(X_train)
                    X_test = scaler.transform(X_test)
                    model = LogisticRegression().fit(X_train, y_train)
                    return model.score(X_test, y_test)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd
                from sklearn.impute import SimpleImputer
                from sklearn.linear_model import LinearRegression

                houses = pd.read_csv("houses.csv", dtype={"area": float, "rooms": float, "price": float})
                inputs = ["area", "rooms"]
                houses[inputs] = SimpleImputer().fit_transform(houses[inputs])
                train, test = houses[:800], houses[800:]
                model = LinearRegression().fit(train[inputs], train["price"])
                score = model.score(test[inputs], test["price"])
                """,
            good="""
                import pandas as pd
                from sklearn.impute import SimpleImputer
                from sklearn.linear_model import LinearRegression

                houses = pd.read_csv("houses.csv", dtype={"area": float, "rooms": float, "price": float})
                inputs = ["area", "rooms"]
                train, test = houses[:800], houses[800:]
                imputer = SimpleImputer().fit(train[inputs])
                model = LinearRegression().fit(imputer.transform(train[inputs]), train["price"])
                score = model.score(imputer.transform(test[inputs]), test["price"])
                """,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    for leak in ctx.once(leaks):
        if leak.lesson.kind in TRANSFORMED:
            name = leak.lesson.api.rpartition(".")[2] or "The transformer"
            yield Finding(
                leak.lesson.site.here,
                f"`{name}` is fitted on rows that are split into training and test rows afterwards, "
                "so the test score is too good",
                related=leak.story(),
                fix=partial(split_first, leak.lesson.site.here, ctx),
            )
