"""The time of the run becomes a feature, or decides which rows are used.

## Why is this bad?

`datetime.now() - df["born"]` is another number in every run: the model of today cannot be trained again tomorrow, a
test on yesterday's data sees customers that are a day older, and in production the feature drifts away from what the
model has learned. A date that is passed in makes a run repeatable for that date.

## When to ignore it

The program reports on the present, and no model learns from it.

## Fix safety

The function gets a keyword-only parameter `as_of`, and the program passes the present once at its start. Where a run
took long, the times of different steps were different ones before.

## References

- Rules of machine learning, training and serving skew
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._entropy import is_fallback
from mllint_rules.rules.reproducibility._seeds import outer_function
from mllint_rules.rules.reproducibility._shared import is_test_code
from mllint_rules.rules.reproducibility._threading import Threading

CLOCKS = frozenset(
    {
        *(
            "datetime.datetime.now",
            "datetime.datetime.utcnow",
            "datetime.datetime.today",
            "datetime.date.today",
        ),
        *("pandas.Timestamp.now", "pandas.Timestamp.today", "pandas.Timestamp.utcnow", "time.time"),
    }
)
COLUMNS = ("pandas.Series", "pandas.DataFrame", "polars.Expr", "polars.Series")
_LEARNING = frozenset(
    {
        "fit",
        "fit_transform",
        "fit_predict",
        "to_csv",
        "to_parquet",
        "to_feather",
        "to_pickle",
        "to_sql",
        "write_parquet",
    }
)


@rule(
    code="MLR126",
    name="current-time-as-feature",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*CLOCKS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from datetime import datetime

                import pandas as pd


                def with_age(customers: pd.DataFrame) -> pd.DataFrame:
                    customers["age"] = datetime.now() - customers["born"]
                    return customers


                def main() -> None:
                    with_age(pd.read_parquet("customers.parquet")).to_parquet("features.parquet")


                if __name__ == "__main__":
                    main()
                """,
            good="""
                from datetime import datetime

                import pandas as pd


                def with_age(customers: pd.DataFrame, *, as_of: datetime) -> pd.DataFrame:
                    customers["age"] = as_of - customers["born"]
                    return customers


                def main() -> None:
                    as_of = datetime.now()
                    with_age(pd.read_parquet("customers.parquet"), as_of=as_of).to_parquet("features.parquet")


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if ctx.model.call_names.isdisjoint(_LEARNING) or is_test_code(ctx, call.node) or is_fallback(call, ctx):
        return
    effect = _effect(ctx, call.node)
    if effect is not None:
        yield Finding(
            call.node,
            f"The time of the run {effect}: no run can be repeated for another day",
            fix=_fix(ctx, call),
        )


def _effect(ctx: Context, node: ast.expr, depth: int = 0) -> str | None:
    """What the time does to a column: it is counted with, or compared to it."""
    child: ast.expr = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.BinOp):
            other = parent.right if parent.left is child else parent.left
            if ctx.is_a(other, *COLUMNS):
                return "becomes a part of the data"
        elif isinstance(parent, ast.Compare):
            sides = [side for side in (parent.left, *parent.comparators) if side is not child]
            return "decides which rows are used" if any(ctx.is_a(s, *COLUMNS) for s in sides) else None
        elif isinstance(parent, ast.Assign):
            return _of_name(ctx, parent.targets[0], depth) if len(parent.targets) == 1 else None
        elif not _is_still_the_time(ctx, parent, child):
            return None
        assert isinstance(parent, ast.expr)
        child = parent
    return None


def _is_still_the_time(ctx: Context, parent: ast.AST, child: ast.expr) -> bool:
    """`pd.Timestamp(datetime.now())`, `datetime.now().timestamp()`, `datetime.now().year`."""
    if isinstance(parent, ast.Call) and child in parent.args:
        return ctx.called(parent) in ("pandas.Timestamp", "pandas.to_datetime")
    return isinstance(parent, (ast.Attribute, ast.Call))


def _of_name(ctx: Context, target: ast.expr, depth: int) -> str | None:
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) and depth < 2 else None
    uses = ctx.uses(binding) if binding is not None else []
    return next((found for use in uses if (found := _effect(ctx, use, depth + 1)) is not None), None)


def _fix(ctx: Context, call: Call) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        owner = outer_function(ctx, call.node)
        if owner is None or ctx.is_entry_function(owner) or not isinstance(call.node.func, ast.Attribute):
            return None
        written = ctx.source(call.node)
        # All that the function takes from the same clock becomes one time.
        same = [
            each.node
            for each in ctx.calls_of(*CLOCKS)
            if ctx.source(each.node) == written and outer_function(ctx, each.node) is owner
            if _effect(ctx, each.node) is not None
        ]
        threading = Threading(ctx, tuple(same))
        if not threading.reaches(call.node):
            return None
        name = ctx.fresh_name("as_of")
        kind = "float" if call.name == "time.time" else ctx.source(call.node.func.value)
        verbs = threading.verbs(name, kind, written)
        return unsafe_fix("Pass the time in", *verbs, *(replace(node, name) for node in same))

    return plan
