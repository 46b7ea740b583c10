"""A filter that silences every warning also silences the ones that say the result is wrong.

## Why is this bad?

`warnings.filterwarnings("ignore")` at the head of a module stays in force for the whole process and for every library
in it. The next warning may be that the optimiser did not converge, that a metric is undefined because a class is
missing, that a column was assigned to a copy, or that the next release changes a default.

## When to ignore it

Filters inside of `warnings.catch_warnings()`, with a `message`, with a `module`, or with a category of their own are
left alone, unless the category is one that reports a wrong result (`ConvergenceWarning`, `UndefinedMetricWarning`).

## Fix safety

The warnings are shown again. Where the one warning in question has one known source in the module (the only fit behind a
filter on `ConvergenceWarning`), the filter is put around that statement; otherwise it is removed.

## References

- The documentation of `warnings`, on temporarily suppressing warnings
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Practice,
    SemanticModel,
    Verb,
    module,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._indentation import WrapInBlock
from mllint_rules.rules.observability._removal import RemoveWithGap
from mllint_rules.rules.observability._warning_filters import CALLS, silencing_statements


@rule(
    code="MLO110",
    name="blanket-warning-suppression",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_CODE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=CALLS, holding=(ast.Assign,)),
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
    if ctx.is_test:
        return
    for statement, silenced in silencing_statements(model, ctx):
        yield Finding(
            statement,
            f"the whole process no longer sees {silenced}",
            fix=lambda statement=statement: _repair(statement, ctx),
        )


def _repair(statement: ast.stmt, ctx: Context) -> FixPlan:
    source = _source_of_warning(statement, ctx)
    if source is not None:
        filter_ = ctx.source(statement)
        block = WrapInBlock(source, (f"with {_warnings(statement, ctx)}.catch_warnings():", filter_))
        return unsafe_fix("Silence the warning where it arises", RemoveWithGap(statement), block)
    return unsafe_fix("Show the warnings", RemoveWithGap(statement), *_unused_import(statement, ctx))


def _warnings(statement: ast.stmt, ctx: Context) -> str:
    """How the module `warnings` is written here."""
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    function = statement.value.func
    return ctx.source(function.value) if isinstance(function, ast.Attribute) else ""


def _source_of_warning(statement: ast.stmt, ctx: Context) -> ast.stmt | None:
    """The only statement of the module that can give the one warning of a filter; None when there is not just one."""
    if ctx.is_exploratory or not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = ctx.call(statement.value)
    category = call.argument("category")
    if category is None or not isinstance(call.node.func, ast.Attribute):
        return None
    name = (ctx.qualified_name(category) or "").rpartition(".")[2]
    if name == "ConvergenceWarning":
        names = ("fit", "fit_transform", "fit_predict", "cross_val_score", "cross_validate")
        found = [node for last in names for node in ctx.model.calls_named(last)]
    elif name == "UndefinedMetricWarning":
        found = [
            node
            for node in ctx.model.index.nodes(ast.Call)
            if (ctx.called(node) or "").startswith("sklearn.metrics.")
        ]
    else:
        return None
    if len(found) != 1 or not (ctx.called(found[0]) or "").startswith("sklearn."):
        return None
    source = ctx.statement(found[0])
    return source if isinstance(source, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) else None


def _unused_import(statement: ast.stmt, ctx: Context) -> tuple[Verb, ...]:
    """The removal of `import warnings`, when the filter was all it was for."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return ()
    function = statement.value.func
    owner = function.value if isinstance(function, ast.Attribute) else None
    if not isinstance(owner, ast.Name) or len(ctx.model.index.names.get(owner.id, ())) != 1:
        return ()
    for node in ctx.model.index.nodes(ast.Import):
        if node in ctx.model.tree.body and [alias.asname or alias.name for alias in node.names] == [owner.id]:
            return (RemoveWithGap(node),)
    return ()
