# Not pandas: what only looks like frames and series
import dask.dataframe as dd
import cudf
import geopandas as gpd
import modin.pandas as mpd
import polars as pl
import pyspark.pandas as ps
import vaex
import xarray as xr
from django.contrib.auth.models import User
from unittest import mock
from unittest.mock import MagicMock

record = {"a": 1, "b": 2}
record.values()  # reveal: collections.abc.ValuesView[int]
record.items()  # reveal: collections.abc.ItemsView[str, int]
record.copy()  # reveal: dict[str, int]
record.pop("a")  # reveal: int
record.get("a").values  # reveal: unknown
"a,b".replace("a", "b")  # reveal: str
"a,b".split(",")  # reveal: list[str]
"abc".count("a")  # reveal: int
[1].append(2)  # reveal: None
[1].copy()  # reveal: list[int]
[1].sort()  # reveal: None
{1}.pop()  # reveal: int
User.objects.filter(name="a")  # reveal: unknown
User.objects.filter(name="a").values("id")  # reveal: unknown
User.objects.all().count()  # reveal: unknown
session.query(User).filter(User.id == 3).all()  # reveal: unknown
xr.open_dataset("a.nc")  # reveal: unknown
xr.open_dataset("a.nc")["t"].values  # reveal: unknown
xr.DataArray([1]).mean()  # reveal: unknown
dd.read_csv("a.csv")  # reveal: dask.dataframe.DataFrame
dd.read_csv("a.csv")["a"]  # reveal: dask.dataframe.Series
dd.read_csv("a.csv").head()  # reveal: pandas.DataFrame
dd.read_csv("a.csv").compute()  # reveal: pandas.DataFrame
cudf.read_csv("a.csv")  # reveal: unknown
cudf.read_csv("a.csv").dropna()  # reveal: unknown
mpd.read_csv("a.csv")  # reveal: unknown
ps.read_csv("a.csv")  # reveal: unknown
ps.DataFrame({"a": [1]}).groupby("a")  # reveal: unknown
gpd.read_file("a.shp")  # reveal: unknown
vaex.open("a.hdf5").a.values  # reveal: unknown
pl.DataFrame({"a": [1]}).drop("a")  # reveal: polars.DataFrame
pl.DataFrame({"a": [1]}).dropna()  # reveal: unknown
pl.Series([1]).apply(len)  # reveal: polars.Series
MagicMock(spec=pd.DataFrame)  # reveal: unknown
MagicMock().read_csv("a.csv")  # reveal: unknown
mock.Mock().groupby("a").mean()  # reveal: unknown
client.read_csv("a.csv")  # reveal: unknown
df.groupby("a").mean()  # reveal: unknown
df["a"].values  # reveal: unknown


class DataFrame:
    """A frame of the user's own."""

    def __init__(self):
        self.values = {"a": 1}
        self.columns = ["a"]

    def groupby(self, by):
        return {by: self}

    def head(self):
        return [1]


own = DataFrame()
own  # reveal: <here>.DataFrame
own.values  # reveal: dict[str, int]
own.columns  # reveal: list[str]
own.groupby("a")  # reveal: dict[unknown, <here>.DataFrame]
own.head()  # reveal: list[int]
own.merge(own)  # reveal: unknown
own["a"]  # reveal: unknown


class Registry(dict):
    def drop(self, name):
        return self.pop(name)


Registry().drop("a")  # reveal: unknown
Registry().values()  # reveal: collections.abc.ValuesView


def shadowed(pd, DataFrame):
    pd.read_csv("a.csv")  # reveal: unknown
    DataFrame()  # reveal: unknown


def rebound():
    import pandas as pd

    pd = wrapper(pd)
    return pd.read_csv("a.csv")  # reveal: unknown


def looped():
    for pd in modules:
        pd.read_csv("a.csv")  # reveal: unknown
