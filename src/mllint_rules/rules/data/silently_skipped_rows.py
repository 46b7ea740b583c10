"""Rows that cannot be parsed are dropped and nobody counts them.

## Why is this bad?

`on_bad_lines="skip"` and its relatives turn a broken file into a smaller one. A changed separator, a stray quotation
mark or an unescaped comma can remove a handful of rows or most of them, and often the same kind of rows: the longest
texts, one country, one shop. The program goes on with what is left, and neither the log nor the result says so.

## When to ignore it

The rows are known to be worthless, and their number is watched elsewhere.

## Fix safety

pandas then collects the lines and logs how many there were, which needs its slower `python` engine; what is read
stays nearly the same, but the engines differ in details such as the parsing of floats and of odd quotation marks.
Spark stops at the first bad record.

## References

- pandas documentation of `read_csv`, parameter `on_bad_lines`
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    calls,
    rule,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.data._bad_lines import (
    collecting_plan,
    is_row_count_watched,
    reader_of,
    telling_argument,
)

_FACTS = table("skipped_rows")
_PANDAS: list[str] = _FACTS["readers"]["pandas"]
_POLARS: list[str] = _FACTS["readers"]["polars"]
_SPARK: list[str] = _FACTS["spark"]["option_calls"]
_TENSORFLOW: list[str] = _FACTS["readers"]["tensorflow"]


@rule(
    code="MLD117",
    name="silently-skipped-rows",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_PANDAS, *_POLARS, *_SPARK, *_TENSORFLOW),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import logging

                import pandas as pd

                logger = logging.getLogger(__name__)


                def load_reviews(path: str) -> pd.DataFrame:
                    reviews = pd.read_csv(path, on_bad_lines="skip")
                    return reviews.dropna()
                """,
            good="""
                import logging

                import pandas as pd

                logger = logging.getLogger(__name__)


                def load_reviews(path: str) -> pd.DataFrame:
                    bad_lines: list[list[str]] = []
                    reviews = pd.read_csv(path, on_bad_lines=bad_lines.append, engine="python")
                    if bad_lines:
                        logger.warning("lines not parsed: %s", len(bad_lines), extra={"bad_lines": len(bad_lines)})
                    return reviews.dropna()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import polars as pl

                reviews = pl.read_csv("reviews.csv", ignore_errors=True)
                reviews.write_parquet("reviews.parquet")
                """,
            good="""
                import polars as pl

                reviews = pl.read_csv("reviews.csv")
                reviews.write_parquet("reviews.parquet")
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    reader = reader_of(call)
    if reader in _TENSORFLOW:
        logs = call.argument("log_warning")
        if logs is None or ctx.value_of(logs) is False:
            yield Finding(
                call.node, "`ignore_errors` drops every element that fails, and nobody learns how many"
            )
        return
    argument = telling_argument(call, ctx)
    if argument is None or is_row_count_watched(ctx, call):
        return
    text = ctx.source(argument)
    message = f"`{text}` drops the rows that cannot be parsed, and nobody learns how many"
    if reader in _PANDAS:
        yield Finding(argument, message, fix=lambda: collecting_plan(ctx, call))
    elif reader in _SPARK and call.keyword("mode") is not None:
        yield Finding(
            argument, message, fix=unsafe_fix("Stop at bad records", set_keyword(call, "mode", '"FAILFAST"'))
        )
    else:
        yield Finding(argument, message)
