"""A query takes whatever columns the table has today.

## Why is this bad?

`SELECT *` hands the shape of the frame to whoever changes the table. A column that is added there becomes a feature, a
column that is renamed is missing far from the query, the order of the columns follows the order in which the table was
altered, and everything is sent over the network although the program uses a part. Columns named in the query fail in
the database, where the reason can be seen.

## When to ignore it

The table is a view that was made for this program.

## Fix safety

The query names the columns that the program uses. A table that lacks one of them is an error at the query.

## References

- pandas documentation of `read_sql`
"""

import ast
import re
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
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.data._closed_frames import only_columns
from mllint_rules.rules.data._columns import Columns, read_columns
from mllint_rules.rules.data._queries import selects_star
from mllint_rules.rules.data._sinks import sinks
from mllint_rules.rules.data._validation import is_checked_by_decorator, validations

_PANDAS = ("pandas.read_sql", "pandas.read_sql_query")
_OTHERS = ("polars.read_database", "polars.read_database_uri", "pyspark.sql.SparkSession.sql")
_INSPECTION = re.compile(
    r"\blimit\s+[01]\b|\binformation_schema\b|\bsqlite_master\b|\bcount\s*\(", re.IGNORECASE
)
_PLAIN = re.compile(r"\A(\s*select\s+)\*(\s+from\s+)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_]\w*")


@rule(
    code="MLD124",
    name="select-star-into-frame",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_PANDAS, *_OTHERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd


                def revenue(connection) -> float:
                    orders = pd.read_sql("SELECT * FROM orders WHERE paid", connection)
                    return (orders["price"] * orders["quantity"]).sum()
                """,
            good="""
                import pandas as pd


                def revenue(connection) -> float:
                    orders = pd.read_sql("SELECT price, quantity FROM orders WHERE paid", connection)
                    return (orders["price"] * orders["quantity"]).sum()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import polars as pl

                orders = pl.read_database("select * from orders", connection)
                orders.write_parquet("orders.parquet")
                """,
            good="""
                import polars as pl

                orders = pl.read_database("select order_id, price from orders", connection)
                orders.write_parquet("orders.parquet")
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    given = call.positional(0) or next(
        (k.value for k in call.node.keywords if k.arg in ("sql", "query", "sqlQuery")), None
    )
    query = ctx.value_of(given)
    if given is None or not isinstance(query, str):
        return
    if not selects_star(query) or _INSPECTION.search(query):
        return
    if call.name not in _PANDAS:
        if not ctx.is_discarded(call.node) and not _is_shown(ctx, call):
            yield Finding(given, _message())
        return
    columns = read_columns(ctx, call.node)
    frames = columns.trace.states
    if validations(ctx, frames) or is_checked_by_decorator(ctx, frames):
        return
    if columns.names or next(sinks(ctx, columns.trace), None) is not None:
        yield Finding(given, _message(), fix=_plan(ctx, given, query, columns))


def _message() -> str:
    return "`SELECT *` gives the frame whatever columns the table has today"


def _is_shown(ctx: Context, call: Call) -> bool:
    """Whether the result is only looked at: `.show()`, `.printSchema()`."""
    attribute = ctx.parent(call.node)
    return isinstance(attribute, ast.Attribute) and attribute.attr in (
        "show",
        "printSchema",
        "columns",
        "schema",
    )


def _plan(ctx: Context, given: ast.expr, query: str, columns: Columns) -> FixPlan | None:
    """The columns that the program uses in the place of the star, where the query is written out at the call."""
    names = only_columns(ctx, columns)
    if not isinstance(given, ast.Constant) or not names or not all(_NAME.fullmatch(name) for name in names):
        return None
    source = ctx.source(given)
    quote = '"""' if source.startswith('"""') else source[:1]
    inner = source[len(quote) :]
    if quote not in ('"', "'", '"""') or not _PLAIN.match(inner) or not _PLAIN.match(query):
        return None
    written = _PLAIN.sub(lambda found: f"{found.group(1)}{', '.join(names)}{found.group(2)}", inner, count=1)
    return unsafe_fix("Name the columns that are used", replace(given, quote + written))
