"""The result of a call with `inplace=True` is used, and it is always `None`.

## Why is this bad?

With `inplace=True` pandas changes the object and returns nothing. `df = df.dropna(inplace=True)` therefore replaces
the frame by `None`; the next access raises, or, worse, the `None` travels on until something far away fails.

## When to ignore it

Never on purpose: drop the assignment or drop `inplace=True`.

## Fix safety

`inplace=True` is removed. Where the name is used as a frame afterwards the old program could only raise, so the fix is
safe; elsewhere it is unsafe, because somebody may test for `None`.
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    calls,
    remove_keyword,
    rule,
    safe_fix,
    unsafe_fix,
)
from mllint_rules.rules.frames._shared import asks_in_place, is_inplace, is_tried, methods

_TITLE = "Remove `inplace=True`"


@rule(
    code="MLP105",
    name="inplace-result-assigned",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*methods("inplace"), only=asks_in_place),
    see=("codesmile:in_place_apis_misused",),
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders = orders.dropna(inplace=True)
                print(orders.shape)
                """,
            good="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders = orders.dropna()
                print(orders.shape)
                """,
            fixed=True,
            safe=True,
        ),
        Example(
            bad="""
                import pandas as pd

                def clean(orders: pd.DataFrame) -> pd.DataFrame:
                    return orders.rename(columns={"zip": "zip_code"}, inplace=True)
                """,
            good="""
                import pandas as pd

                def clean(orders: pd.DataFrame) -> pd.DataFrame:
                    return orders.rename(columns={"zip": "zip_code"})
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not is_inplace(call, ctx) or is_tried(call.node, ctx) or not _is_used(call.node, ctx):
        return
    yield Finding(
        call.node,
        "A call with `inplace=True` returns `None`, so what uses its result gets `None` instead of the data",
        fix=_repair(call, ctx),
    )


def _is_used(node: ast.Call, ctx: Context) -> bool:
    """Whether the value goes anywhere. A lambda or a ternary used as a statement only runs the call."""
    parent = ctx.parent(node)
    return not isinstance(
        parent, (ast.Expr, ast.Lambda, ast.IfExp, ast.BoolOp, ast.ListComp, ast.GeneratorExp)
    )


def _repair(call: Call, ctx: Context) -> FixPlan | None:
    if call.keyword("inplace") is None:
        return None
    make = safe_fix if _could_only_raise(call.node, ctx) else unsafe_fix
    return make(_TITLE, remove_keyword(call, "inplace"))


def _could_only_raise(node: ast.Call, ctx: Context) -> bool:
    """Whether the `None` is used as an object right away, or by every use of the name it is assigned to."""
    parent = ctx.parent(node)
    if isinstance(parent, (ast.Attribute, ast.Subscript)):
        return True
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return False
    binding = ctx.model.binding_at(parent.targets[0])
    uses = ctx.uses(binding) if binding is not None else []
    return bool(uses) and all(isinstance(ctx.parent(use), (ast.Attribute, ast.Subscript)) for use in uses)
