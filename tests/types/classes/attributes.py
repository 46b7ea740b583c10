# Attributes of the document's own classes
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, NamedTuple, Optional, TypedDict

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression


class Data:
    limit = 10
    names: list[str] = []
    shared: ClassVar[pd.DataFrame]

    def __init__(self, path, frame: pd.DataFrame, given):
        self.frame = pd.read_csv(path)
        self.given = given
        self.typed: Optional[pd.DataFrame] = None
        self.passed = frame
        self.x, self.y = self.frame[["a"]], self.frame["b"]
        (self.first, *self.rest), self.last = (1, 2, 3), "z"
        self.model = None
        self.count = 0
        self.total: float = 0
        self.cache = {}
        self.a = self.b = np.zeros(3)
        with open(path) as self.file:
            pass
        for self.step in range(3):
            self.count += 1
        for self.key, self.part in self.frame.groupby("a"):
            pass

    def fit(self):
        self.model = LogisticRegression()
        return self

    @property
    def size(self):
        return len(self.frame)

    @cached_property
    def labels(self):
        return self.frame["label"]

    @size.setter
    def size(self, value): ...

    def head(self):
        return self.frame.head()

    def use(self):
        self  # reveal: <here>.Data
        self.frame  # reveal: pandas.DataFrame
        self.frame["a"].mean  # reveal: unknown
        self.given  # reveal: unknown
        self.typed  # reveal: None | pandas.DataFrame
        self.passed  # reveal: pandas.DataFrame
        self.x  # reveal: pandas.DataFrame
        self.y  # reveal: pandas.Series
        self.first  # reveal: int
        self.rest  # reveal: unknown
        self.last  # reveal: str
        self.model  # reveal: None | sklearn.linear_model.LogisticRegression
        self.count  # reveal: int
        self.total  # reveal: float
        self.a  # reveal: numpy.ndarray
        self.b  # reveal: numpy.ndarray
        self.file  # reveal: io.TextIOWrapper
        self.step  # reveal: int
        self.part  # reveal: pandas.DataFrame
        self.limit  # reveal: int
        self.names  # reveal: list[str]
        self.shared  # reveal: pandas.DataFrame
        self.head()  # reveal: pandas.DataFrame
        self.labels  # reveal: pandas.Series
        self.missing  # reveal: unknown


data = Data("a", frame, 3)
data  # reveal: <here>.Data
data.frame  # reveal: pandas.DataFrame
data.fit()  # reveal: <here>.Data
data.fit().head()  # reveal: pandas.DataFrame
data.size  # reveal: int
data.labels  # reveal: pandas.Series
data.__class__  # reveal: type[<here>.Data]
Data.limit  # reveal: int


@dataclass
class Config:
    path: str
    frame: pd.DataFrame
    names: list[str] = field(default_factory=list)
    rate: float = 0.1
    parent: "Config | None" = None


config = Config("a", pd.DataFrame())
config.frame  # reveal: pandas.DataFrame
config.names[0]  # reveal: str
config.rate  # reveal: float
config.parent.frame  # reveal: pandas.DataFrame


class Split(NamedTuple):
    train: pd.DataFrame
    test: pd.Series
    name: str = "a"


split = Split(pd.DataFrame(), pd.Series())
split.train  # reveal: pandas.DataFrame
split[1]  # reveal: pandas.Series
split[-1]  # reveal: str
train, test, name = split
test  # reveal: pandas.Series


class Batch(TypedDict):
    x: np.ndarray
    label: int


def use(batch: Batch):
    batch["x"]  # reveal: numpy.ndarray
    batch["label"]  # reveal: int
    batch["missing"]  # reveal: unknown
