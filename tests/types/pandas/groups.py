# Groups and windows: chains of groupby, rolling, resample, expanding
import pandas as pd

df = pd.DataFrame()
g = df.groupby("a")
g  # reveal: pandas.api.typing.DataFrameGroupBy[pandas.Series]
g["b"]  # reveal: pandas.api.typing.SeriesGroupBy[pandas.Series]
g[["b", "c"]]  # reveal: pandas.api.typing.DataFrameGroupBy[pandas.Series]
g.mean()  # reveal: pandas.DataFrame
g["b"].mean()  # reveal: pandas.Series
g["b"].transform("mean")  # reveal: pandas.Series
g["b"].cumsum()  # reveal: pandas.Series
g["b"].shift(1)  # reveal: pandas.Series
g["b"].rolling(3)  # reveal: pandas.api.typing.Rolling[pandas.Series]
g["b"].rolling(3).mean()  # reveal: pandas.Series
g.rolling(3).mean()  # reveal: pandas.DataFrame
g["b"].expanding().mean()  # reveal: pandas.Series
g.agg({"b": "mean"})  # reveal: pandas.DataFrame
g.agg(mean=("b", "mean")).reset_index()  # reveal: pandas.DataFrame
g.size()  # reveal: pandas.Series
g.apply(f)  # reveal: unknown
g.get_group("x")  # reveal: pandas.DataFrame
g.head(1)  # reveal: pandas.DataFrame
g.ngroup()  # reveal: pandas.Series
g.fillna(0)  # reveal: pandas.DataFrame
g.nth(0)  # reveal: pandas.DataFrame
g.resample("D").sum()  # reveal: pandas.DataFrame
df.groupby(["a", "b"])["c"].sum().unstack()  # reveal: pandas.DataFrame
df["a"].groupby(df["b"])  # reveal: pandas.api.typing.SeriesGroupBy[pandas.Series]
df.rolling(3).mean()  # reveal: pandas.DataFrame
df["a"].rolling(3).mean()  # reveal: pandas.Series
df["a"].rolling(3).mean().shift(1)  # reveal: pandas.Series
df["a"].rolling(window=7, min_periods=1).std().fillna(0)  # reveal: pandas.Series
df["a"].ewm(span=3).mean()  # reveal: pandas.Series
df["a"].expanding().max()  # reveal: pandas.Series
df.expanding().max()  # reveal: pandas.DataFrame
df.resample("D").mean()  # reveal: pandas.DataFrame
df.resample("D")["a"].mean()  # reveal: pandas.Series
df["a"].resample("D").mean()  # reveal: pandas.Series
df.rolling(3)["a"].mean()  # reveal: pandas.Series
for name, group in g:
    group["b"].diff()  # reveal: pandas.Series
for name, group in g["b"]:
    group  # reveal: pandas.Series
{name: group for name, group in g}  # reveal: dict[unknown, pandas.DataFrame]
df.groupby("a", as_index=False)["b"].mean()  # reveal: pandas.DataFrame
df.groupby("a", as_index=flag)["b"].mean()  # reveal: pandas.DataFrame | pandas.Series | unknown
df.groupby("a")["b"].agg("mean")  # reveal: pandas.Series
df.groupby("a")["b"].agg(["mean", "std"])  # reveal: pandas.DataFrame
df.groupby("a")["b"].value_counts()  # reveal: pandas.Series
