"""A column is read as one thing and converted right afterwards, which the reader can do itself.

## Why is this bad?

The types of a file belong to the place where it is read. Converted by statements behind the load, they depend on every
reader remembering all of them; each column is parsed twice, and what the first guess lost (leading zeros, digits behind
the sixteenth) is not there any more to be converted. In the reader the types stand together, and whoever moves the load
moves them with it.

## When to ignore it

The conversion is one step of several that clean the column.

## Fix safety

`parse_dates` leaves a column with texts that are no dates as text, where `to_datetime` raises. `dtype=str` keeps empty
cells missing, where `astype(str)` makes the text `nan` of them.

## References

- pandas documentation of `read_csv`, parameters `parse_dates`, `date_format` and `dtype`
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, Place, calls, rule
from mllint_rules.rules.data._columns import read_columns
from mllint_rules.rules.data._late_conversions import late_conversions, moving_plan


@rule(
    code="MLD120",
    name="dates-parsed-after-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("pandas.read_csv", "pandas.read_excel"),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def load_orders(path: str) -> pd.DataFrame:
                    orders = pd.read_csv(path)
                    orders["created_at"] = pd.to_datetime(orders["created_at"])
                    orders["zip"] = orders["zip"].astype(str)
                    return orders
                """,
            good="""
                import pandas as pd


                def load_orders(path: str) -> pd.DataFrame:
                    orders = pd.read_csv(path, parse_dates=["created_at"], dtype={"zip": str})
                    return orders
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if (
        ctx.is_test
        or call.unpacks
        or any(call.argument(name) is not None for name in ("chunksize", "iterator"))
    ):
        return
    found = list(late_conversions(ctx, call, read_columns(ctx, call.node)))
    if not found:
        return
    shown = ", ".join(f"`{each.column}`" for each in found)
    yield Finding(
        found[0].value,
        f"{shown} can be converted by `{call.name}` itself, together with the other types",
        fix=lambda: moving_plan(ctx, call, found),
        related=(Place(call.node.func, "the column is read here"),),
    )
