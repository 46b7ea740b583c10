# Series: accessors, arithmetic, comparisons, aggregation
import numpy as np
import pandas as pd

df = pd.DataFrame()
s = df["a"]
s + 1  # reveal: pandas.Series
1 - s  # reveal: pandas.Series
s / s  # reveal: pandas.Series
-s  # reveal: pandas.Series
~s  # reveal: pandas.Series
abs(s)  # reveal: pandas.Series
s > 3  # reveal: pandas.Series
3 <= s  # reveal: pandas.Series
s == "x"  # reveal: pandas.Series
(s > 1) & (s < 3)  # reveal: pandas.Series
(s > 1) | ~(s < 3)  # reveal: pandas.Series
s + np.zeros(3)  # reveal: pandas.Series
np.zeros(3) * s  # reveal: pandas.Series
s ** 2  # reveal: pandas.Series
s % 2  # reveal: pandas.Series
s // 2  # reveal: pandas.Series
s + other  # reveal: unknown
df + 1  # reveal: pandas.DataFrame
df - df.mean()  # reveal: pandas.DataFrame
(df - df.mean()) / df.std()  # reveal: pandas.DataFrame
df + other  # reveal: pandas.DataFrame
df > 3  # reveal: pandas.DataFrame
df == df  # reveal: pandas.DataFrame
df["a"] * df["b"]  # reveal: pandas.Series
df @ df  # reveal: pandas.DataFrame
df @ s  # reveal: pandas.Series
s @ s  # reveal: unknown
df.columns == "a"  # reveal: numpy.ndarray
df.columns != "a"  # reveal: numpy.ndarray
s is None  # reveal: bool
"a" in s  # reveal: bool
s += 1
s  # reveal: pandas.Series

s.str  # reveal: pandas.core.strings.accessor._SeriesStringMethods
s.str.lower()  # reveal: pandas.Series
s.str.strip().str.replace("a", "b")  # reveal: pandas.Series
s.str.contains("a")  # reveal: pandas.Series
s.str.split(",")  # reveal: pandas.Series
s.str.split(",", expand=True)  # reveal: pandas.DataFrame
s.str[0]  # reveal: pandas.Series
s.str.len()  # reveal: pandas.Series
s.str.extract("(a)")  # reveal: pandas.DataFrame
s.dt.year  # reveal: pandas.Series
s.dt.strftime("%Y")  # reveal: pandas.Series
s.dt.tz_localize(None).dt.floor("D")  # reveal: pandas.Series
s.cat.codes  # reveal: pandas.Series
s.map({"a": 1})  # reveal: pandas.Series
s.apply(len)  # reveal: unknown
s.astype("category")  # reveal: pandas.Series
s.isin([1])  # reveal: pandas.Series
s.between(1, 3)  # reveal: pandas.Series
s.value_counts()  # reveal: pandas.Series
s.unique()  # reveal: unknown
s.nunique()  # reveal: int
s.sum()  # reveal: unknown
s.tolist()  # reveal: list
s.to_frame()  # reveal: pandas.DataFrame
s.reset_index()  # reveal: pandas.DataFrame
s.reset_index(drop=True)  # reveal: pandas.Series
s.fillna(0).clip(0, 1).shift()  # reveal: pandas.Series
s.where(s > 0, 0)  # reveal: pandas.Series
s.quantile(0.5)  # reveal: unknown
s.quantile([0.1, 0.9])  # reveal: pandas.Series
s.index  # reveal: pandas.Index
s.rolling(3)  # reveal: pandas.api.typing.Rolling[pandas.Series]

np.log(s)  # reveal: pandas.Series
np.log1p(df)  # reveal: pandas.DataFrame
np.exp(-s)  # reveal: pandas.Series
np.sqrt(s ** 2 + 1)  # reveal: pandas.Series
np.abs(s)  # reveal: pandas.Series
np.maximum(s, 0)  # reveal: pandas.Series
np.where(s > 0, 1, 0)  # reveal: numpy.ndarray
np.array(s)  # reveal: numpy.ndarray
np.asarray(df)  # reveal: numpy.ndarray
np.isnan(s)  # reveal: pandas.Series
