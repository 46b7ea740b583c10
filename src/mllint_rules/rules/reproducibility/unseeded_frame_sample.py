"""Rows are sampled or shuffled without a seed.

## Why is this bad?

`df.sample(1000)` picks other rows in every run. A model trained on them has another score, a figure made from them
looks different, and an error that came with one unlucky row is gone when somebody looks for it. With the seed written
at the call the same rows come back, whatever else the program draws.

## When to ignore it

The sample is only looked at. The rule is silent where it is printed or shown by a notebook.

## Fix safety

From then on every run picks the same rows.

## References

- pandas: `DataFrame.sample`; Polars: `DataFrame.sample`; PySpark: `DataFrame.sample`; datasets: `Dataset.shuffle`
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    calls,
    rule,
    table,
)
from mllint_rules.rules.reproducibility._seeds import pass_seed
from mllint_rules.rules.reproducibility._shared import called_api, is_test_code

SAMPLERS: dict[str, dict[str, str]] = table("randomness")["row_samplers"]


@rule(
    code="MLR109",
    name="unseeded-frame-sample",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*SAMPLERS),
    in_tests=False,
    see=("scicode-lint:rep-008",),
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_csv("orders.csv")
                train = orders.sample(frac=0.8)
                """,
            good="""
                import pandas as pd

                SEED = 42

                orders = pd.read_csv("orders.csv")
                train = orders.sample(frac=0.8, random_state=SEED)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or is_test_code(ctx, call.node):
        return
    facts = SAMPLERS[called_api(call, SAMPLERS)]
    seed, library = facts["seed"], facts["global"]
    others = facts.get("instead", ())
    if ctx.value_of(call.argument(seed)) is not None or any(
        call.argument(name) is not None for name in others
    ):
        return
    if (library and ctx.is_seeded(library)) or _is_only_shown(call, ctx):
        return
    name = ctx.source(call.node.func).rpartition(".")[2]
    yield Finding(
        call.node.func,
        f"`{name}` without `{seed}` takes other rows in every run",
        fix=partial(pass_seed, ctx, call, seed),
    )


def _is_only_shown(call: Call, ctx: Context) -> bool:
    child: ast.AST = call.node
    for parent in ctx.ancestors(call.node):
        if isinstance(parent, ast.Call) and child is not parent.func and ctx.shows(parent):
            return True
        if isinstance(parent, ast.Expr):
            return parent.value is call.node or (ctx.is_displayed(parent) and not _is_written(parent.value))
        if isinstance(parent, ast.stmt):
            return False
        child = parent
    return False


def _is_written(node: ast.expr) -> bool:
    """Whether a chain of calls ends in an export, which shows nothing."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr.startswith("to_")
    )
