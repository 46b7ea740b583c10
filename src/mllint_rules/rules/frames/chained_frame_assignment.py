"""An assignment through two subscripts writes into a copy of the frame.

## Why is this bad?

`df["price"][mask] = 0` first takes out a column, then writes into what was taken out. Under copy-on-write (pandas 3)
that is always a copy, and the frame never changes; before, it depended on memory layout, and pandas could only guess
and warn (`SettingWithCopyWarning`).

## When to ignore it

Never for a frame: `df.loc[mask, "price"] = 0` does it in one step. Nested dictionaries and lists are not reported.

## Fix safety

With pandas 3 declared the old statement did nothing and the fix is safe. For older or unknown versions it is unsafe:
there the statement may have worked.
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
    nodes,
    replace,
    rule,
    safe_fix,
    unsafe_fix,
)
from mllint_rules.rules.frames._shared import FRAME, is_literal_key, is_mask


def _goes_through_two(statement: ast.Assign | ast.AugAssign) -> bool:
    """The form of an assignment to `frame[a][b]`, or to several targets."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    target = targets[0]
    return len(targets) > 1 or (isinstance(target, ast.Subscript) and isinstance(target.value, ast.Subscript))


@rule(
    code="MLP101",
    name="chained-frame-assignment",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.Assign, ast.AugAssign, only=_goes_through_two),
    see=("dslinter:W5502", "specdetect4ai:R20", "pdperf:PPO004"),
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders["price"][orders["price"] < 0] = 0
                """,
            good="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders.loc[orders["price"] < 0, "price"] = 0
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders.loc[orders["price"] < 0]["price"] = 0
                """,
            good="""
                import pandas as pd

                orders = pd.read_parquet("orders.parquet")
                orders.loc[orders["price"] < 0, "price"] = 0
                """,
            fixed=True,
            safe=True,
            settings=(("libraries", {"pandas": ">=3"}),),
        ),
    ),
)
def check(statement: ast.Assign | ast.AugAssign, ctx: Context) -> Iterator[Finding]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    for target in targets:
        if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Subscript):
            continue
        inner = target.value
        frame, by_label = _frame_of(inner)
        if not _is_chain(inner.slice, target.slice, by_label, ctx) or not ctx.is_a(frame, FRAME):
            continue
        yield Finding(
            target,
            "The assignment goes through two subscripts into a copy, so under copy-on-write the frame does not change",
            fix=_repair(target, inner, frame, ctx),
        )


def _frame_of(inner: ast.Subscript) -> tuple[ast.expr, bool]:
    """The frame that is subscripted first, and whether by `.loc`."""
    if isinstance(inner.value, ast.Attribute) and inner.value.attr in ("loc", "iloc"):
        return inner.value.value, True
    return inner.value, False


def _is_chain(first: ast.expr, second: ast.expr, by_label: bool, ctx: Context) -> bool:
    """Column then rows, or rows then column. Two names may be the levels of one column key."""
    if by_label:
        return not isinstance(first, ast.Tuple) and is_literal_key(second, ctx)
    if is_literal_key(first, ctx):
        return not is_literal_key(second, ctx)
    return is_mask(first, ctx) and is_literal_key(second, ctx)


def _repair(target: ast.Subscript, inner: ast.Subscript, frame: ast.expr, ctx: Context) -> FixPlan | None:
    """`df.loc[mask, "a"] = v`, where one key is a column by name and the other certainly selects rows by truth."""
    rows, column = (
        (inner.slice, target.slice) if is_literal_key(target.slice, ctx) else (target.slice, inner.slice)
    )
    if not is_mask(rows, ctx) or not isinstance(frame, (ast.Name, ast.Attribute)):
        return None
    declared = ctx.version_of("pandas")
    is_no_op = declared is not None and declared.lower is not None and declared.lower.release >= (3,)
    make = safe_fix if is_no_op else unsafe_fix
    text = f"{ctx.source(frame)}.loc[{ctx.source(rows)}, {ctx.source(column)}]"
    return make("Write with one `.loc`", replace(target, text))
