"""Polars infers the types of a text file from its first rows.

## Why is this bad?

Without `schema` or `schema_overrides` the readers of Polars look at the first hundred rows and decide. A column whose
first values are whole numbers becomes an integer column, and the first price with a decimal point further down stops
the program; codes with leading zeros become numbers; a file whose first rows are empty gives text. What the program
works on depends on how the file happens to be sorted.

## When to ignore it

The file is looked at once and thrown away.

## Fix safety

The types come from what the code does with a column (see `untyped-csv-read`). A file that holds something else stops
loading, and text that looked like numbers keeps its leading zeros. Columns that nobody knows the type of are left
out and named in the title.

## References

- Polars documentation of `read_csv`, parameters `schema_overrides` and `infer_schema_length`
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule, table
from mllint_rules.rules.data._columns import Columns
from mllint_rules.rules.data._polars import overrides_plan, read_polars_columns
from mllint_rules.rules.data._sources import is_made_in_program
from mllint_rules.rules.data._typed_reads import is_shown_only
from mllint_rules.rules.data._validation import is_coerced_first

_DECLARATIONS = ("schema", "schema_overrides", "dtypes")
_HEADER_ONLY = ("columns", "collect_schema", "schema")


@rule(
    code="MLD103",
    name="untyped-polars-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*table("frame_columns")["readers"]["polars_text"]),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import polars as pl

                orders = pl.scan_csv("orders.csv")
                local = orders.filter(pl.col("zip").str.starts_with("10"))
                mean = local.select(pl.col("price").mean()).collect()
                """,
            good="""
                import polars as pl

                orders = pl.scan_csv("orders.csv", schema_overrides={"zip": pl.String, "price": pl.Float64})
                local = orders.filter(pl.col("zip").str.starts_with("10"))
                mean = local.select(pl.col("price").mean()).collect()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import polars as pl

                orders = pl.read_csv("orders.csv")
                print(orders.height)
                """,
            good="""
                import polars as pl

                orders = pl.read_csv("orders.csv", schema={"order_id": pl.Int64, "price": pl.Float64})
                print(orders.height)
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or any(call.argument(name) is not None for name in _DECLARATIONS):
        return
    if _reads_text_only(call, ctx) or is_made_in_program(ctx, call) or is_shown_only(ctx, call):
        return
    around = ctx.parent(call.node)
    if isinstance(around, ast.Attribute) and around.attr in _HEADER_ONLY:
        return
    columns = read_polars_columns(ctx, call.node)
    if is_coerced_first(ctx, columns) or _is_cast_whole(ctx, columns):
        return
    rows = "the text of this one file" if _reads_all_rows(call, ctx) else "the first rows of the file"
    yield Finding(
        call.node.func,
        f"`{call.name}` without `schema_overrides` takes the types of the columns from {rows}",
        fix=lambda: overrides_plan(ctx, call, columns),
    )


def _reads_text_only(call: Call, ctx: Context) -> bool:
    """Whether nothing is inferred: every column is read as text, or no row at all."""
    for name in ("infer_schema", "infer_schema_length", "n_rows"):
        given = call.argument(name)
        value = ctx.value_of(given)
        if given is not None and value in (False, 0):
            return True
    return False


def _reads_all_rows(call: Call, ctx: Context) -> bool:
    """Whether the types are inferred from the whole file: `infer_schema_length=None`."""
    given = call.argument("infer_schema_length")
    return given is not None and ctx.value_of(given) is None


def _is_cast_whole(ctx: Context, columns: Columns) -> bool:
    """Whether `cast({…})` states the types of the frame's columns."""
    for node in columns.trace.states:
        attribute = ctx.parent(node)
        call = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
        if isinstance(attribute, ast.Attribute) and attribute.attr == "cast" and isinstance(call, ast.Call):
            return True
    return False
