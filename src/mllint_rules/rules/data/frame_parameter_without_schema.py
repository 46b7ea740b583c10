"""A function needs certain columns of a frame, and its signature does not say which.

## Why is this bad?

`pd.DataFrame` in a signature says as much as `object` does: which columns the frame must have, and what is in them,
stands nowhere but in the lines of the body. Callers find out by a `KeyError` from the middle of the function, or not at
all, when a column has the right name and the wrong type. A schema in the annotation is documentation that readers and
editors see, and with a decorator it is checked at every call, with all problems listed.

## When to ignore it

The function is called in one place, right behind the check of the same frame. Steps that only their own script calls
are not reported: there the check belongs to the load.

## Fix safety

The fix takes a pandera model of the module that has the columns, or writes one, puts it into the annotation and checks
it by `@pa.check_types`. Frames that lack a column, or hold values of another type, then raise `SchemaErrors`; the
function works on a copy whose types are converted to those of the schema. Columns that are read on some paths only stay
out of the schema. There is no fix where the function changes the frame of its caller. pandera must be installed.

## References

- pandera documentation, "DataFrame Models"
- pandera documentation, `check_types`
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FunctionNode,
    Place,
    functions,
    rule,
)
from mllint_rules.rules.data._frame_parameters import FrameParameter, frame_parameters
from mllint_rules.rules.data._inert import is_declaration
from mllint_rules.rules.data._parameter_schema import is_statable, parameter_plan
from mllint_rules.rules.data._validation import has_column_check, is_checked_by_decorator, validations

_COLUMNS = 3  # fewer are read from the body at a glance
_RELATED = 5


@dataclass(frozen=True, slots=True)
class Options:
    """What the fix adds."""

    check: bool = field(default=True, metadata={"doc": "Whether the fix adds `@pa.check_types` too."})


@rule(
    code="MLD108",
    name="frame-parameter-without-schema",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=functions(),
    in_tests=False,
    imports=("pandas", "polars"),
    options=Options,
    examples=(
        Example(
            bad="""
                import pandas as pd


                def revenue(orders: pd.DataFrame, prefix: str) -> float:
                    local = orders[orders["zip"].str.startswith(prefix)]
                    return (local["price"] * local["quantity"]).sum()
                """,
            good='''
                import pandas as pd
                import pandera.pandas as pa
                from pandera.typing import DataFrame


                class OrdersSchema(pa.DataFrameModel):
                    """Columns that the program reads from orders."""

                    zip: pd.StringDtype = pa.Field(nullable=True)
                    price: float = pa.Field(nullable=True)
                    quantity: float = pa.Field(nullable=True)

                    class Config:
                        coerce = True
                        strict = False


                @pa.check_types(lazy=True)
                def revenue(orders: DataFrame[OrdersSchema], prefix: str) -> float:
                    local = orders[orders["zip"].str.startswith(prefix)]
                    return (local["price"] * local["quantity"]).sum()
                ''',
            fixed=True,
        ),
    ),
)
def check(function: FunctionNode, ctx: Context) -> Iterator[Finding]:
    if not _is_public(ctx, function) or ctx.is_exploratory:
        return
    frames = [frame for frame in frame_parameters(ctx, function) if len(frame.names) >= _COLUMNS]
    if not frames or is_declaration(ctx, function):
        return
    if any(_is_checked(ctx, frame) for frame in frames) or _is_step_of_script(ctx, function):
        return
    first = frames[0]
    count = len(first.names)
    assert first.parameter.annotation is not None
    yield Finding(
        first.parameter.annotation,
        f"`{function.name}` needs {count} columns of `{first.parameter.arg}`, and its signature does not say which",
        fix=(lambda: parameter_plan(ctx, function, frames, checks=ctx.options(Options).check))
        if is_statable(ctx, function, frames)
        else None,
        related=tuple(
            Place(frame.columns.reads_of(name)[0].node, f"`{name}` is read here")
            for frame in frames
            for name in frame.names[:_RELATED]
        ),
    )


def _is_public(ctx: Context, function: FunctionNode) -> bool:
    """Whether others may call the function: it and the class around it have public names, and no function holds it."""
    if function.name.startswith("_") or not any(
        parameter.annotation is not None
        for parameter in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    ):
        return False
    owner = ctx.class_of(function)
    return ctx.function_of(function) is None and (owner is None or not owner.name.startswith("_"))


def _is_step_of_script(ctx: Context, function: FunctionNode) -> bool:
    """Whether only the script around the function calls it: what it is given is to be checked where it is loaded."""
    if ctx.is_in_package or ctx.is_reached_from_elsewhere(function.name):
        return False
    return next(ctx.calls_to(function), None) is not None


def _is_checked(ctx: Context, frame: FrameParameter) -> bool:
    """Whether the function, or something it gives the frame to, looks at what is in it."""
    places = frame.columns.trace.states
    return bool(
        validations(ctx, places) or is_checked_by_decorator(ctx, places) or has_column_check(ctx, places)
    )
