# Polars: eager and lazy frames, expressions
import polars as pl

df = pl.read_csv("a.csv")
df  # reveal: polars.DataFrame
pl.DataFrame({"a": [1]})  # reveal: polars.DataFrame
pl.scan_csv("a.csv")  # reveal: polars.LazyFrame
pl.read_parquet("a.parquet")  # reveal: polars.DataFrame
df["a"]  # reveal: polars.Series
df[["a", "b"]]  # reveal: polars.DataFrame
df[:3]  # reveal: polars.DataFrame
df.head()  # reveal: polars.DataFrame
df.select("a")  # reveal: polars.DataFrame
df.filter(pl.col("a") > 3)  # reveal: polars.DataFrame
df.with_columns(b=pl.col("a") * 2)  # reveal: polars.DataFrame
df.drop("a").rename({"b": "c"})  # reveal: polars.DataFrame
df.sort("a").unique()  # reveal: polars.DataFrame
df.join(df, on="a")  # reveal: polars.DataFrame
df.group_by("a")  # reveal: polars.dataframe.group_by.GroupBy
df.group_by("a").agg(pl.col("b").mean())  # reveal: polars.DataFrame
for name, group in df.group_by("a"):
    group  # reveal: polars.DataFrame
df.lazy()  # reveal: polars.LazyFrame
df.lazy().filter(pl.col("a") > 1).collect()  # reveal: polars.DataFrame
pl.scan_csv("a.csv").select("a")  # reveal: polars.LazyFrame
pl.scan_csv("a.csv").group_by("a").agg(pl.len()).collect()  # reveal: polars.DataFrame
df.to_pandas()  # reveal: pandas.DataFrame
df.to_pandas()["a"]  # reveal: pandas.Series
df.to_numpy()  # reveal: numpy.ndarray
df["a"].to_numpy()  # reveal: numpy.ndarray
df["a"].to_list()  # reveal: list
df.columns  # reveal: list[str]
df.shape  # reveal: tuple[int, int]
df.height  # reveal: int
df.get_column("a")  # reveal: polars.Series
df["a"] + 1  # reveal: polars.Series
df["a"] > 3  # reveal: polars.Series
df["a"].cast(pl.Int64).fill_null(0)  # reveal: polars.Series
df["a"].str.to_lowercase()  # reveal: polars.Series
pl.col("a")  # reveal: polars.Expr
pl.col("a") + 1  # reveal: polars.Expr
(pl.col("a") > 1) & (pl.col("b") < 2)  # reveal: polars.Expr
pl.col("a").mean().over("b").alias("c")  # reveal: polars.Expr
pl.col("a").str.to_lowercase()  # reveal: polars.Expr
pl.when(pl.col("a") > 1).then(1).otherwise(0)  # reveal: polars.Expr
pl.lit(1)  # reveal: polars.Expr
pl.concat([df, df])  # reveal: polars.DataFrame
pl.Series([1, 2])  # reveal: polars.Series
[frame.height for frame in [df]]  # reveal: list[int]
pl.from_pandas(pandas_frame)  # reveal: polars.DataFrame | polars.Series | unknown
df.values  # reveal: unknown
df.loc  # reveal: unknown
df.iloc[0]  # reveal: unknown
df.groupby("a")  # reveal: polars.dataframe.group_by.GroupBy
