"""A filter that silences every warning also silences the ones that say the result is wrong.

## Why is this bad?

`warnings.filterwarnings("ignore")` at the head of a module stays in force for the whole process and for every library
in it. The next warning may be that the optimiser did not converge, that a metric is undefined because a class is
missing, that a column was assigned to a copy, or that the next release changes a default.

## When to ignore it

Filters inside of `warnings.catch_warnings()`, with a `message`, with a `module`, or with a category of their own are
left alone, unless the category is one that reports a wrong result (`ConvergenceWarning`, `UndefinedMetricWarning`).

## Fix safety

The warnings are shown again. Where the one warning in question has one known source in the module (the only fit
behind a filter on `ConvergenceWarning`), the filter is put around that statement; otherwise it is removed.

## References

- The documentation of `warnings`, on temporarily suppressing warnings
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Practice,
    SemanticModel,
    module,
    rule,
)
from mllint_rules.rules.observability._warning_filters import CALLS, silencing_statements
from mllint_rules.rules.observability._warning_sources import filter_repair


@rule(
    code="MLO110",
    name="blanket-warning-suppression",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=CALLS, holding=(ast.Assign,)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import warnings

                import pandas as pd

                warnings.filterwarnings("ignore")

                orders = pd.read_csv("orders.csv", dtype="string")
                """,
            good="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", dtype="string")
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import warnings

                from sklearn.exceptions import ConvergenceWarning
                from sklearn.linear_model import LogisticRegression

                warnings.filterwarnings("ignore", category=ConvergenceWarning)


                def train(features, target):
                    model = LogisticRegression()
                    model.fit(features, target)
                    return model
                """,
            good="""
                import warnings

                from sklearn.exceptions import ConvergenceWarning
                from sklearn.linear_model import LogisticRegression


                def train(features, target):
                    model = LogisticRegression()
                    with warnings.catch_warnings():
                        warnings.filterwarnings("ignore", category=ConvergenceWarning)
                        model.fit(features, target)
                    return model
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for statement, silenced in silencing_statements(model, ctx):
        yield Finding(
            statement,
            f"the whole process no longer sees {silenced}",
            fix=partial(filter_repair, statement, ctx),
        )
