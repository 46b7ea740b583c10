# Not polars: what only looks like frames and expressions
import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from sqlalchemy import select
from unittest.mock import Mock

import pandas as pd
from mylib import col, lit
from mylib import polars as pl

pl.read_csv("a.csv")  # reveal: unknown
pl.DataFrame({"a": [1]})  # reveal: unknown
pl.col("a") + 1  # reveal: unknown
col("a")  # reveal: unknown
lit(1) > 0  # reveal: unknown
pd.DataFrame().filter(["a"])  # reveal: pandas.DataFrame
pd.DataFrame().with_columns(a=1)  # reveal: unknown
pd.DataFrame().lazy()  # reveal: unknown
pd.DataFrame().group_by("a")  # reveal: unknown
pd.DataFrame()["a"].to_list()  # reveal: list
pd.Series([1]).alias("a")  # reveal: unknown
spark = SparkSession.builder.getOrCreate()
spark.read.csv("a.csv")  # reveal: pyspark.sql.DataFrame
spark.read.csv("a.csv").select("a")  # reveal: pyspark.sql.DataFrame
spark.read.csv("a.csv").filter("a > 3")  # reveal: pyspark.sql.DataFrame
spark.read.csv("a.csv").collect()  # reveal: list[pyspark.sql.Row]
spark.read.csv("a.csv").toPandas()  # reveal: pandas.DataFrame
F.col("a")  # reveal: pyspark.sql.Column
F.col("a") > 3  # reveal: pyspark.sql.Column
F.col("a").alias("b")  # reveal: pyspark.sql.Column
duckdb.sql("select 1").df()  # reveal: pandas.DataFrame
duckdb.sql("select 1").pl()  # reveal: unknown
ibis.table("a").filter(x)  # reveal: unknown
ibis.table("a").select("a").execute()  # reveal: unknown
pa.table({"a": [1]}).select(["a"])  # reveal: unknown
pq.read_table("a.parquet").to_pandas()  # reveal: unknown
select(x).where(x == 3)  # reveal: unknown
df.filter(x)  # reveal: unknown
df.with_columns(x)  # reveal: unknown
df.lazy().collect()  # reveal: unknown
list(filter(None, [1]))  # reveal: list[int]
filter(None, [1])  # reveal: filter[int]
[1].count(1)  # reveal: int
{"a": 1}.keys()  # reveal: collections.abc.KeysView[str]
"a".join(["b"])  # reveal: str
Mock().collect()  # reveal: unknown
Mock().group_by("a").agg(x)  # reveal: unknown


class LazyFrame:
    def filter(self, x):
        return self

    def collect(self):
        return {"a": [1]}


LazyFrame().filter(x)  # reveal: <here>.LazyFrame
LazyFrame().filter(x).collect()  # reveal: dict[str, list[int]]
LazyFrame().select("a")  # reveal: unknown


class QuerySet:
    def filter(self, **conditions):
        return [3]

    def select(self, name):
        return name


QuerySet().filter(a=1)  # reveal: list[int]
QuerySet().select("a")  # reveal: unknown


def shadowed(polars):
    polars.read_csv("a.csv")  # reveal: unknown
    polars.col("a")  # reveal: unknown
