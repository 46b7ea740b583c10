"""Spark reads text without a schema.

## Why is this bad?

Without a schema a CSV file gives columns of text only, and JSON gives whatever the records of the day suggest; with
`inferSchema=True` Spark goes through all the data one more time and takes the types from there. A column that was a
number yesterday is text today because one row says `n/a`, a field that no record has today is no column at all, and
the jobs behind fail or cast everything to null. With a schema the same columns have the same types every day, and the
second pass is saved.

## When to ignore it

Somebody looks at a file that nobody knows yet.

## References

- Spark documentation, "CSV Files" and "JSON Files"
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    Span,
    calls,
    rule,
    table,
)
from mllint_rules.rules.data._spark_reads import inference, is_untyped_text, reads_records

_FACTS = table("spark_reads")


@rule(
    code="MLD104",
    name="untyped-spark-read",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_FACTS["readers"], *_FACTS["loaders"]),
    in_tests=False,
    imports=("pyspark",),
    examples=(
        Example(
            bad="""
                from pyspark.sql import SparkSession

                spark = SparkSession.builder.getOrCreate()
                orders = spark.read.csv("orders/", header=True, inferSchema=True)
                """,
            good="""
                from pyspark.sql import SparkSession

                spark = SparkSession.builder.getOrCreate()
                orders = spark.read.schema("zip STRING, price DOUBLE").csv("orders/", header=True)
                """,
        ),
        Example(
            bad="""
                from pyspark.sql import SparkSession


                def events(spark: SparkSession, path: str):
                    return spark.readStream.format("json").load(path)
                """,
            good="""
                from pyspark.sql import SparkSession


                def events(spark: SparkSession, path: str):
                    return spark.readStream.format("json").schema("at TIMESTAMP, kind STRING").load(path)
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not is_untyped_text(ctx, call):
        return
    if reads_records(ctx, call):
        return
    asked = inference(ctx, call)
    method = (call.name or "").rpartition(".")[2]
    if asked is not None:
        message = "`inferSchema` goes through the data twice and takes the types from what is there today"
    else:
        message = (
            f"`{method}` without a schema leaves the types of the columns to what the source holds today"
        )
    related = (Place(asked, "the types are inferred here"),) if asked is not None else ()
    end = ctx.model.span(call.node.func).end
    yield Finding(Span(end - len(method), end), message, related=related)
