"""Text is read without types by an engine that guesses them in its own way.

## Why is this bad?

Text carries no types, so every engine guesses, and each differently. Dask looks at the start of the file and works on
each partition by itself: one that does not fit stops the run after hours. pyarrow decides by the first block, DuckDB by
a sample. `numpy.genfromtxt` takes every cell for a number and makes `nan` of what is none, without a word; with
`dtype=None` the text of this one file decides about the type of every column, and so about the shape of the result.

With declared types a file that does not fit is an error where it is read, in every engine the same.

## When to ignore it

The file is looked at once and thrown away.

## Fix safety

The types come from what the code does with the columns in pandas (see `untyped-csv-read`), written in the words of the
engine. A file that holds something else stops loading. `genfromtxt` gets `dtype=float`, which is what it did, now for
all to see.

## References

- Dask documentation, "CSV Files: Type inference"
- pyarrow documentation of `pyarrow.csv.ConvertOptions`
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule, table
from mllint_rules.rules.data._engines import engine_plan, is_untyped_engine_read

_FACTS = table("engines")
_NUMPY: list[str] = _FACTS["numpy"]["readers"]


@rule(
    code="MLD105",
    name="untyped-engine-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(
        *_FACTS["pandas"]["csv"],
        *_FACTS["pandas"]["json"],
        *_FACTS["pyarrow"]["csv"],
        *_FACTS["pyarrow"]["json"],
        *_FACTS["duckdb"]["readers"],
        *_NUMPY,
    ),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import dask.dataframe as dd

                orders = dd.read_csv("orders-*.csv")
                local = orders[orders["zip"].str.startswith("10")]
                mean = local["price"].mean().compute()
                """,
            good="""
                import dask.dataframe as dd

                ORDERS_DTYPES = {"zip": "string", "price": "float64"}

                orders = dd.read_csv("orders-*.csv", dtype=ORDERS_DTYPES)
                local = orders[orders["zip"].str.startswith("10")]
                mean = local["price"].mean().compute()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pyarrow.csv as pv

                a = pv.read_csv("a").to_pandas()
                late = a[a["by"] == "sea"]
                """,
            good="""
                import pyarrow.csv as pv
                import pyarrow as pa

                a = pv.read_csv("a", convert_options=pv.ConvertOptions(column_types={"by": pa.string()})).to_pandas()
                late = a[a["by"] == "sea"]
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import numpy as np

                grid = np.genfromtxt("grid.csv", delimiter=",")
                """,
            good="""
                import numpy as np

                grid = np.genfromtxt("grid.csv", delimiter=",", dtype=float)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not is_untyped_engine_read(ctx, call):
        return
    name = (call.name or "").removeprefix("duckdb.DuckDBPyConnection.")
    if call.name not in _NUMPY:
        message = f"`{name}` without types for its columns guesses them from the text of this one file"
    elif call.argument("dtype") is None:
        message = f"`{name}` without `dtype` turns every cell that is no number into `nan` without a word"
    else:
        message = f"`{name}` with `dtype=None` takes the types of the columns from the text of this one file"
    yield Finding(call.node.func, message, fix=lambda: engine_plan(ctx, call))
