# Frames and series: reading, selecting, changing
import numpy as np
import pandas as pd

df = pd.read_csv("a.csv")
df  # reveal: pandas.DataFrame
pd.DataFrame({"a": [1]})  # reveal: pandas.DataFrame
pd.read_csv("a.csv", chunksize=10)  # reveal: pandas.io.parsers.TextFileReader
pd.read_csv("a.csv", iterator=True)  # reveal: pandas.io.parsers.TextFileReader
pd.read_parquet("a.parquet")  # reveal: pandas.DataFrame
pd.read_excel("a.xlsx")  # reveal: pandas.DataFrame
pd.read_excel("a.xlsx", sheet_name=None)  # reveal: dict[unknown, pandas.DataFrame]
pd.read_json("a.json")  # reveal: pandas.DataFrame
pd.read_sql("select 1", con)  # reveal: pandas.DataFrame
pd.read_pickle("a.pkl")  # reveal: unknown

df["a"]  # reveal: pandas.Series
df[["a", "b"]]  # reveal: pandas.DataFrame
columns = ["a", "b"]
df[columns]  # reveal: pandas.DataFrame
df[df["a"] > 3]  # reveal: pandas.DataFrame
df[(df["a"] > 3) & (df["b"] == "x")]  # reveal: pandas.DataFrame
df[~df["a"].isna()]  # reveal: pandas.DataFrame
df[df.columns]  # reveal: pandas.DataFrame
df[df.columns[:-1]]  # reveal: pandas.DataFrame
df[:10]  # reveal: pandas.DataFrame
df[name]  # reveal: pandas.DataFrame | pandas.Series | unknown
df.price  # reveal: unknown
df.loc[3:5]  # reveal: pandas.DataFrame
df.loc[df["a"] > 3]  # reveal: pandas.DataFrame
df.loc[df["a"] > 3, "b"]  # reveal: pandas.Series
df.loc[:, "b"]  # reveal: pandas.Series
df.loc[:, ["b", "c"]]  # reveal: pandas.DataFrame
df.loc[:, "b":"d"]  # reveal: pandas.DataFrame
df.loc[[1, 2], ["b", "c"]]  # reveal: pandas.DataFrame
df.loc[df["a"] > 3, ["b"]]  # reveal: pandas.DataFrame
df.loc[3, "b"]  # reveal: unknown
df.loc[rows, "b"]  # reveal: pandas.Series | unknown
df.loc[:, df.columns != "y"]  # reveal: pandas.DataFrame
df.iloc[:, 0]  # reveal: pandas.Series
df.iloc[:, -1]  # reveal: pandas.Series
df.iloc[0]  # reveal: pandas.Series
df.iloc[-1]  # reveal: pandas.Series
df.iloc[:3]  # reveal: pandas.DataFrame
df.iloc[:, :-1]  # reveal: pandas.DataFrame
df.iloc[[0, 1]]  # reveal: pandas.DataFrame
df.iloc[:, [0, 1]]  # reveal: pandas.DataFrame
df.iloc[0, 1]  # reveal: unknown
df.iloc[:, 0].values  # reveal: numpy.ndarray | pandas.api.extensions.ExtensionArray
df["a"].loc[3:]  # reveal: pandas.Series
df["a"].iloc[0]  # reveal: unknown
df.at[0, "a"]  # reveal: unknown
df.values  # reveal: numpy.ndarray
df["a"].values  # reveal: numpy.ndarray | pandas.api.extensions.ExtensionArray
df["a"].to_numpy()  # reveal: numpy.ndarray
df["a"][0]  # reveal: unknown
df["a"][df["a"] > 3]  # reveal: pandas.Series
df["a"][:3]  # reveal: pandas.Series
df.columns  # reveal: pandas.Index
df.index  # reveal: pandas.Index
df.shape  # reveal: tuple[int, int]
df.shape[0]  # reveal: int
df.T  # reveal: pandas.DataFrame
df.dtypes  # reveal: pandas.Series
df.empty  # reveal: bool
len(df)  # reveal: int

df.head()  # reveal: pandas.DataFrame
df.dropna()  # reveal: pandas.DataFrame
df.dropna(inplace=True)  # reveal: None
df.drop(columns=["a"])  # reveal: pandas.DataFrame
df.drop("a", axis=1, inplace=True)  # reveal: None
df.drop("a", axis=1, inplace=flag)  # reveal: None | pandas.DataFrame
df.rename(columns={"a": "b"}).reset_index(drop=True).sort_values("b")  # reveal: pandas.DataFrame
df.assign(c=1).query("c > 0").sample(frac=1)  # reveal: pandas.DataFrame
df.pop("a")  # reveal: pandas.Series
df.astype(float)  # reveal: pandas.DataFrame
df.fillna(0)  # reveal: pandas.DataFrame
df.isna().sum()  # reveal: pandas.Series
df.mean()  # reveal: pandas.Series
df.describe()  # reveal: pandas.DataFrame
df.corr()  # reveal: pandas.DataFrame
df.apply(f)  # reveal: unknown
df.merge(df, on="a")  # reveal: pandas.DataFrame
df.join(df)  # reveal: pandas.DataFrame
df.copy()  # reveal: pandas.DataFrame
df.to_dict()  # reveal: dict
df.to_dict("records")  # reveal: list[dict]
df.to_csv("a.csv")  # reveal: None
df.to_csv()  # reveal: str
df.pivot_table(index="a")  # reveal: pandas.DataFrame
df.melt()  # reveal: pandas.DataFrame
df.select_dtypes("number").columns.tolist()  # reveal: list

pd.merge(df, df)  # reveal: pandas.DataFrame
pd.concat([df, df])  # reveal: pandas.DataFrame
pd.concat([df["a"], df["b"]])  # reveal: pandas.Series
pd.concat([df["a"], df["b"]], axis=1)  # reveal: pandas.DataFrame
pd.concat([df, df["a"]], axis=1)  # reveal: pandas.DataFrame
pd.concat(frames)  # reveal: pandas.DataFrame | pandas.Series
pd.concat({"a": df})  # reveal: pandas.DataFrame
pd.concat(pd.read_csv(path) for path in paths)  # reveal: pandas.DataFrame
pd.concat([pd.read_csv(path) for path in paths], ignore_index=True)  # reveal: pandas.DataFrame
pd.get_dummies(df)  # reveal: pandas.DataFrame
pd.to_datetime(df["a"])  # reveal: pandas.Series
pd.to_numeric(df["a"])  # reveal: pandas.Series
pd.to_datetime("2020-01-01")  # reveal: pandas.Timestamp
pd.cut(df["a"], 3)  # reveal: pandas.Series
pd.date_range("2020", periods=3)  # reveal: pandas.DatetimeIndex
pd.isna(df)  # reveal: pandas.DataFrame
pd.isna(df["a"])  # reveal: pandas.Series
