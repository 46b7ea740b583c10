"""A statistic of all rows goes into the features before the rows are split.

## Why is this bad?

Means, quantiles, frequencies or group averages of the whole table hold something of the test rows. Once they fill gaps,
scale values or encode categories, the training data knows about the test data and the test score is too good. With
averages of the target, it may be much too good.

## When to ignore it

The statistic is known in production before any row is (a fixed reference population, say): then load it, do not
compute it from the rows that are judged.

## Fix safety

The split moves above the statistic, which is taken from the training part and applied to both parts, so that the data
and all scores change: that is what the fix is for.

## References

- scikit-learn user guide, Common pitfalls: data leakage during pre-processing
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import Category, Confidence, Context, Example, Finding, Group, Trace, rule, traces
from mllint_rules.rules.leakage._hand_statistics import statistics_of_training_part
from mllint_rules.rules.leakage._leaks import BY_HAND, Leak, leaks


@rule(
    code="MLL102",
    name="statistics-computed-before-split",
    category=Category.LEAKAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG018", "scicode-lint:ml-001"),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import LinearRegression
                from sklearn.model_selection import train_test_split

                houses = pd.read_csv("houses.csv", dtype={"area": float, "price": float})
                houses["area"] = houses["area"].fillna(houses["area"].median())
                train, test = train_test_split(houses, random_state=1)
                model = LinearRegression().fit(train[["area"]], train["price"])
                score = model.score(test[["area"]], test["price"])
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import LinearRegression
                from sklearn.model_selection import train_test_split

                houses = pd.read_csv("houses.csv", dtype={"area": float, "price": float})
                train, test = train_test_split(houses, random_state=1)
                median = train["area"].median()
                train["area"] = train["area"].fillna(median)
                test["area"] = test["area"].fillna(median)
                model = LinearRegression().fit(train[["area"]], train["price"])
                score = model.score(test[["area"]], test["price"])
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    told = set()
    for leak in ctx.once(leaks):
        statement = ctx.statement(leak.lesson.site.here)
        if leak.lesson.kind not in BY_HAND or statement in told:
            continue
        if _stays_inside_groups(leak, trace, ctx):
            continue
        told.add(statement)  # `(x - x.mean()) / x.std()` is one thing to repair
        yield Finding(
            leak.lesson.site.here,
            f"`{leak.lesson.api.rpartition('.')[2]}` of all rows goes into the features, and the rows are split into "
            "training and test rows afterwards",
            related=leak.story(),
            fix=partial(statistics_of_training_part, leak.lesson.site.here, ctx),
        )


def _stays_inside_groups(leak: Leak, trace: Trace, ctx: Context) -> bool:
    """Whether the statistic is one of a group of rows that the split keeps together."""
    cut, inside = leak.cut, set(ctx.walk(leak.lesson.site.node))
    groups = ctx.call(cut).argument("groups") if isinstance(cut, ast.Call) else None
    groups = None if groups is None else ctx.expression_of(groups)
    column = ctx.value_of(groups.slice) if isinstance(groups, ast.Subscript) else None
    return any(column in event.keys for event in trace.of(Group) if event.site.node in inside)
