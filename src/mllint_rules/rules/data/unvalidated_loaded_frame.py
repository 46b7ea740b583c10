"""Data from outside is used without any check that its columns are there and hold what the code expects.

## Why is this bad?

Files, queries and exports change without telling the program that reads them. A column is renamed, a number arrives
as text, a field that was never empty is empty from Tuesday on. Code that takes such a frame as it is fails far from
the load with a `KeyError` or a strange type error, or it does not fail at all and trains and predicts on wrong values.
A schema at the load says which columns the program needs and stops bad data at the door, with all problems listed.

## When to ignore it

The frame was checked before it was written, by the same project and the same schema, or the function only passes
through whatever it was given.

## Fix safety

The fix writes a pandera model with one field for every column that the program reads, and wraps the load in
`validate`. Frames that lack a column, or hold values of another type, then raise `SchemaErrors`; types are converted
to those of the schema. Where the code does not show a column's type, only its presence is checked. pandera must be
installed.

## References

- pandera documentation, "DataFrame Models"
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, Place, calls, rule, table
from mllint_rules.rules.data._columns import Columns, read_columns
from mllint_rules.rules.data._declared_types import declared_by
from mllint_rules.rules.data._schema_fix import is_schema_possible, schema_plan
from mllint_rules.rules.data._sinks import is_writer, sinks
from mllint_rules.rules.data._sources import is_made_in_program, is_packaged
from mllint_rules.rules.data._syntax import column_names
from mllint_rules.rules.data._validation import (
    has_column_check,
    is_checked_by_decorator,
    may_be_checked_by_callers,
    validations,
)

_COLUMNS = 2  # fewer say little about what the frame should be
_RELATED = 5


@rule(
    code="MLD107",
    name="unvalidated-loaded-frame",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*table("frame_columns")["readers"]["pandas"]),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd


                def load_orders(path: str) -> pd.DataFrame:
                    return pd.read_csv(path, dtype={"zip": "string"})


                def mean_price(path: str, prefix: str) -> float:
                    orders = load_orders(path)
                    local = orders[orders["zip"].str.startswith(prefix) & (orders["order_id"] != 0)]
                    return local["price"].mean()
                """,
            good='''
                import pandas as pd
                import pandera.pandas as pa


                class OrdersSchema(pa.DataFrameModel):
                    """Columns that the program reads from orders."""

                    zip: pd.StringDtype = pa.Field(nullable=True)
                    order_id: pd.Int64Dtype = pa.Field(nullable=True)
                    price: float = pa.Field(nullable=True)

                    class Config:
                        coerce = True
                        strict = False


                def load_orders(path: str) -> pd.DataFrame:
                    return OrdersSchema.validate(pd.read_csv(path, dtype={"zip": "string"}), lazy=True)


                def mean_price(path: str, prefix: str) -> float:
                    orders = load_orders(path)
                    local = orders[orders["zip"].str.startswith(prefix) & (orders["order_id"] != 0)]
                    return local["price"].mean()
                ''',
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if is_made_in_program(ctx, call) or is_packaged(ctx, call):
        return
    columns = read_columns(ctx, call.node)
    if len(columns.names) < _COLUMNS or _is_declared(ctx, call, columns) or not _is_trusted(ctx, columns):
        return
    first = [columns.reads_of(name)[0] for name in columns.names[:_RELATED]]
    yield Finding(
        call.node.func,
        f"nothing checks the {len(columns.names)} columns that the code reads from what `{call.name}` loads, so that a "
        "changed source fails late or not at all",
        fix=(lambda: schema_plan(ctx, call, columns)) if is_schema_possible(ctx, call, columns) else None,
        related=tuple(Place(read.node, f"`{read.column}` is read here") for read in first),
    )


def _is_trusted(ctx: Context, columns: Columns) -> bool:
    """Whether the frame goes somewhere that matters and nobody checks it on the way."""
    frames = columns.trace.states
    if validations(ctx, frames) or is_checked_by_decorator(ctx, frames) or has_column_check(ctx, frames):
        return False
    if may_be_checked_by_callers(ctx, frames):
        return False
    # A notebook explores: there only what it writes is used by others.
    return any(is_writer(sink) or not ctx.is_exploratory for sink in sinks(ctx, columns.trace))


def _is_declared(ctx: Context, call: Call, columns: Columns) -> bool:
    """Whether the load itself demands every column (`usecols`, `names`) and states its type."""
    demanded = {*column_names(ctx, call.argument("usecols")), *column_names(ctx, call.argument("names"))}
    return set(columns.names) <= demanded & declared_by(ctx, call).keys()
