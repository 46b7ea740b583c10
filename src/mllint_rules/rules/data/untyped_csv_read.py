"""A CSV file read without `dtype` has whatever types this one file suggests.

## Why is this bad?

A CSV file carries no types, so `read_csv` guesses them from the text it happens to see. A ZIP code `01234` becomes
the number 1234, an identifier of twenty digits loses its last ones, one empty cell turns a column of integers into
floats, and one stray `n/a.` turns a column of prices into text. The code was written against the types of one file;
the next delivery has others, and the program then fails far from the cause or, worse, computes something else.

With the types declared in `dtype` and `parse_dates` a file that does not fit is an error at the place where it is
read, and it is read faster and smaller as well.

## When to ignore it

The file is looked at once and thrown away, or every column is meant to be whatever it is, as in a tool that shows
files of other people. A file that is released with the package that reads it (a package resource, or a path that
starts from `__file__` and stays in the package) is not reported.

## Fix safety

The types come from a schema in the document, from another typed read of the same file, or from what the code does
with a column: `.str` makes it text, `.mean()` a number, `== 3` an integer, `~` a truth value. A file that holds
something else stops loading (fractions in a column that the code only compares with integers, say), nullable types
replace those of NumPy, and text that looked like numbers keeps its leading zeros. Columns that nobody knows the type
of are left out and named in the title.

## References

- pandas user guide, "Specifying column data types"
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule
from mllint_rules.rules.data._typed_reads import is_guessed, typing_plan


@rule(
    code="MLD101",
    name="untyped-csv-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("pandas.read_csv", "pandas.read_table", "pandas.read_fwf"),
    in_tests=False,
    see=("sonar:S6740", "dslinter:R5503", "specdetect4ai:R21"),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def load_orders(path: str) -> pd.DataFrame:
                    return pd.read_csv(path)


                def mean_price(path: str, prefix: str) -> float:
                    orders = load_orders(path)
                    orders["created_at"] = pd.to_datetime(orders["created_at"])
                    local = orders[orders["zip"].str.startswith(prefix) & (orders["order_id"] != 0)]
                    return local["price"].mean()
                """,
            good="""
                import pandas as pd


                ORDERS_DTYPES = {"zip": "string", "order_id": "Int64", "price": "float64"}


                def load_orders(path: str) -> pd.DataFrame:
                    return pd.read_csv(path, dtype=ORDERS_DTYPES, parse_dates=["created_at"])


                def mean_price(path: str, prefix: str) -> float:
                    orders = load_orders(path)
                    orders["created_at"] = pd.to_datetime(orders["created_at"])
                    local = orders[orders["zip"].str.startswith(prefix) & (orders["order_id"] != 0)]
                    return local["price"].mean()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_csv("orders.csv")
                print(len(orders))
                """,
            good="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", dtype={"order_id": "Int64", "zip": "string"})
                print(len(orders))
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not is_guessed(ctx, call):
        return
    yield Finding(
        call.node.func,
        f"`{call.name}` without `dtype` guesses the types of the columns from the text of this one file",
        fix=lambda: typing_plan(ctx, call),
    )
