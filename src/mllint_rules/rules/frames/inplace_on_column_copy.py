"""An in-place method on a column or selection of a frame changes a copy.

## Why is this bad?

`df["age"]` is an object of its own. Under copy-on-write (pandas 3, and an option before) `df["age"].fillna(0,
inplace=True)` fills that object and throws it away: the frame keeps its missing values. Older releases sometimes
changed the frame and sometimes did not, depending on how it was stored in memory.

## When to ignore it

Never: assign the column back, which works in every release.

## Fix safety

With pandas 3 declared the old statement did nothing and the fix is safe. For older or unknown versions it is unsafe:
there the statement may have worked.
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
    Span,
    calls,
    remove_keyword,
    replace_span,
    rule,
    safe_fix,
    unsafe_fix,
)
from mllint_rules.rules.frames._shared import (
    FRAME,
    SERIES,
    asks_in_place,
    is_inplace,
    is_literal_key,
    methods,
)


@rule(
    code="MLP103",
    name="inplace-on-column-copy",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*methods("inplace"), only=asks_in_place),
    see=("codesmile:in_place_apis_misused",),
    examples=(
        Example(
            bad="""
                import pandas as pd

                people = pd.read_parquet("people.parquet")
                people["age"].fillna(0, inplace=True)
                """,
            good="""
                import pandas as pd

                people = pd.read_parquet("people.parquet")
                people["age"] = people["age"].fillna(0)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                people = pd.read_parquet("people.parquet")
                people["age"].clip(0, 120, inplace=True)
                """,
            good="""
                import pandas as pd

                people = pd.read_parquet("people.parquet")
                people["age"] = people["age"].clip(0, 120)
                """,
            fixed=True,
            safe=True,
            settings=(("libraries", {"pandas": "3.0.1"}),),
        ),
        Example(
            bad="""
                import pandas as pd

                people = pd.read_parquet("people.parquet")
                people[people["age"] > 0].drop(columns="age", inplace=True)
                """,
            good="""
                import pandas as pd

                people = pd.read_parquet("people.parquet")
                people = people[people["age"] > 0].drop(columns="age")
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    receiver = call.receiver
    if (
        not isinstance(receiver, ast.Subscript)
        or not is_inplace(call, ctx)
        or not ctx.is_discarded(call.node)
    ):
        return
    frame = receiver.value
    if isinstance(frame, ast.Attribute) and frame.attr in ("loc", "iloc"):
        frame = frame.value
    if not ctx.is_a(frame, FRAME) or not ctx.is_a(receiver, FRAME, SERIES):
        return
    yield Finding(
        call.node,
        "`inplace=True` works on a copy of the selection here, so under copy-on-write the frame does not change",
        fix=_repair(call, receiver, ctx),
    )


def _repair(call: Call, receiver: ast.Subscript, ctx: Context) -> FixPlan | None:
    """`df["a"] = df["a"].fillna(0)`, for a column by name."""
    if call.keyword("inplace") is None or not is_literal_key(receiver.slice, ctx):
        return None
    if not isinstance(receiver.value, (ast.Name, ast.Attribute)):
        return None
    start = ctx.model.span(call.node).start
    target = replace_span(Span(start, start), f"{ctx.source(receiver)} = ")
    declared = ctx.version_of("pandas")
    is_no_op = declared is not None and declared.lower is not None and declared.lower.release >= (3,)
    make = safe_fix if is_no_op else unsafe_fix
    return make("Assign the column back", target, remove_keyword(call, "inplace"))
