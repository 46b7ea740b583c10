"""A frame method that returns a new object is called and its result thrown away.

## Why is this bad?

Almost every method of a frame returns a changed copy and leaves the frame alone. As a statement of its own,
`orders.dropna()` drops nothing: the missing values are still there in the next line, and no error says so.

## When to ignore it

The call is only there to see whether it raises. Put it under `pytest.raises`, or into a `try`, and mllint is silent.

## Fix safety

The result is assigned back to the frame. From then on the program works with the changed frame, which is what the
line was written for, and different from what the program did.
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
    discarded,
    replace_span,
    rule,
    unsafe_fix,
)
from mllint_rules.kit import Span as TextSpan
from mllint_rules.rules.frames._shared import is_tried, methods


@rule(
    code="MLP106",
    name="discarded-frame-result",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*methods("new_object"), only=discarded),
    see=("dslinter:W5503", "specdetect4ai:R16"),
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders.dropna(subset=["price"])
                print(orders["price"].mean())
                """,
            good="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders = orders.dropna(subset=["price"])
                print(orders["price"].mean())
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import polars as pl

                def clean(frame: pl.DataFrame) -> pl.DataFrame:
                    frame.with_columns(pl.col("price").fill_null(0))
                    return frame
                """,
            good="""
                import polars as pl

                def clean(frame: pl.DataFrame) -> pl.DataFrame:
                    frame = frame.with_columns(pl.col("price").fill_null(0))
                    return frame
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not ctx.is_discarded(call.node) or call.unpacks or is_tried(call.node, ctx):
        return
    if call.argument("inplace") is not None and ctx.value_of(call.argument("inplace")) is not False:
        return
    method = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
    yield Finding(
        call.node,
        f"`{method}` returns a new object, and here nothing keeps it, so the call has no effect",
        fix=_assigned_back(call, ctx),
    )


def _assigned_back(call: Call, ctx: Context) -> FixPlan | None:
    """`df = df.dropna()`, where the receiver is something that can be assigned to."""
    receiver = call.receiver
    if not isinstance(receiver, (ast.Name, ast.Attribute, ast.Subscript)):
        return None
    root = receiver
    while isinstance(root, (ast.Attribute, ast.Subscript)):
        root = root.value  # type: ignore[assignment]
        if isinstance(root, ast.Call):
            return None
    if isinstance(receiver, ast.Subscript) and not isinstance(ctx.value_of(receiver.slice), str):
        return None
    start = ctx.model.span(call.node).start
    text = f"{ctx.source(receiver)} = "
    return unsafe_fix("Assign the result back", replace_span(TextSpan(start, start), text))
