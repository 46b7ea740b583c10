"""A sheet, document or query result is read without types.

## Why is this bad?

Excel stores what somebody typed, JSON knows one kind of number, XML and HTML hold text only, and a database driver
gives whatever Python objects it likes. pandas makes columns of that by looking at the values: an integer column with
one empty cell becomes floating point, identifiers become numbers, and dates stay text or become dates by the name of
their column. The types follow the data of the day, and the code that was written against them does not.

## When to ignore it

The document is looked at once and thrown away, or it was written by the same program a moment ago.

## Fix safety

The types come from a schema in the document, from another typed read of the same source, or from what the code does
with a column (see `untyped-csv-read`). A document that holds something else stops loading. Columns that nobody knows
the type of are left out and named in the title.

## References

- pandas user guide, "IO tools"
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule, table
from mllint_rules.rules.data._queries import casts_everything, is_query
from mllint_rules.rules.data._typed_reads import is_guessed, typing_plan

_SQL = ("pandas.read_sql", "pandas.read_sql_query")
_UNTYPEABLE = "pandas.read_html"  # it takes no `dtype`


@rule(
    code="MLD102",
    name="untyped-document-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*table("frame_columns")["readers"]["documents"]),
    in_tests=False,
    see=("specdetect4ai:R21", "codesmile:columns_and_datatype_not_set"),
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_excel("orders.xlsx")
                local = orders[orders["zip"].str.startswith("10")]
                print(local["price"].mean())
                """,
            good="""
                import pandas as pd

                ORDERS_DTYPES = {"zip": "string", "price": "float64"}

                orders = pd.read_excel("orders.xlsx", dtype=ORDERS_DTYPES)
                local = orders[orders["zip"].str.startswith("10")]
                print(local["price"].mean())
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                events = pd.read_json("events.json", lines=True)
                recent = events[(events["at"] > "2024-01-01") & (events["kind"] == "login")]
                """,
            good="""
                import pandas as pd

                EVENTS_DTYPES = {"kind": "string"}

                events = pd.read_json("events.json", lines=True, dtype=EVENTS_DTYPES, convert_dates=["at"])
                recent = events[(events["at"] > "2024-01-01") & (events["kind"] == "login")]
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.argument("dtype_backend") is not None or not _takes_types(call, ctx):
        return
    if not is_guessed(ctx, call):
        return
    dates = "convert_dates" if call.name == "pandas.read_json" else "parse_dates"
    yield Finding(
        call.node.func,
        f"`{call.name}` without `dtype` takes the types of the columns from the values of the day",
        fix=None if call.name == _UNTYPEABLE else lambda: typing_plan(ctx, call, dates),
    )


def _takes_types(call: Call, ctx: Context) -> bool:
    """Whether the result is a frame whose types nobody states: no series, no whole table, no query that casts."""
    if call.name == "pandas.read_json":
        kind = call.argument("typ")
        is_frame = kind is None or ctx.value_of(kind) == "frame"
        return is_frame and call.argument("convert_dates") is None
    if call.name in _SQL:
        query = ctx.value_of(call.argument("sql"))
        # A single word is the name of a table, whose types the database gives.
        return not isinstance(query, str) or (is_query(query) and not casts_everything(query))
    return True
