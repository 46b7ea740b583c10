# Methods, inheritance and protocols of the document's own classes
from abc import ABC, abstractmethod
from typing import Self

import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from torch.utils.data import Dataset


class Base(ABC):
    def __init__(self):
        self.frame = pd.DataFrame()

    def fit(self, x):
        return self

    def typed(self) -> Self: ...

    @classmethod
    def load(cls, path):
        return cls()

    @classmethod
    def named(cls):
        cls  # reveal: type[<here>.Base]
        return "a"

    @staticmethod
    def read(path):
        return pd.read_csv(path)

    @abstractmethod
    def predict(self):
        pass

    @abstractmethod
    def shape(self) -> tuple[int, int]: ...

    def missing(self):
        raise NotImplementedError


class Child(Base):
    def __init__(self):
        super().__init__()
        self.extra = pd.Series()

    def predict(self):
        super().fit(1)  # reveal: <here>.Base
        super().read("a")  # reveal: pandas.DataFrame
        return self.frame["a"]


child = Child()
child.frame  # reveal: pandas.DataFrame
child.fit(1)  # reveal: <here>.Child
child.fit(1).extra  # reveal: pandas.Series
child.typed()  # reveal: <here>.Child
child.predict()  # reveal: pandas.Series
child.read("a")  # reveal: pandas.DataFrame
child.shape()  # reveal: tuple[int, int]
child.missing()  # reveal: unknown
Base.load("a")  # reveal: <here>.Base
Child.load("a")  # reveal: <here>.Child
Child.named()  # reveal: str
Child.read("a")  # reveal: pandas.DataFrame
Base().predict()  # reveal: unknown
type(child)  # reveal: type[<here>.Child]


class Frames(Dataset):
    def __getitem__(self, index):
        return pd.DataFrame(), index

    def __len__(self):
        return 3


frames = Frames()
frames[0]  # reveal: tuple[pandas.DataFrame, unknown]
frames[0][0]  # reveal: pandas.DataFrame
len(frames)  # reveal: int
for frame, index in frames:
    frame  # reveal: pandas.DataFrame


class Reader:
    def __iter__(self):
        for path in self.paths:
            yield pd.read_csv(path)


class Cursor:
    def __iter__(self):
        return self

    def __next__(self):
        return pd.DataFrame()


class Vector:
    def __add__(self, other):
        return Vector()

    def __matmul__(self, other):
        return 2.5

    def __enter__(self):
        return pd.DataFrame()


for frame in Reader():
    frame  # reveal: pandas.DataFrame
for frame in Cursor():
    frame  # reveal: pandas.DataFrame
next(iter(Reader()))  # reveal: pandas.DataFrame
list(Reader())  # reveal: list[pandas.DataFrame]
Vector() + 1  # reveal: <here>.Vector
Vector() + 1 + 2  # reveal: <here>.Vector
Vector() @ 1  # reveal: float
with Vector() as frame:
    frame  # reveal: pandas.DataFrame


class Scale(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.mean_ = X.mean()
        return self

    def transform(self, X):
        return pd.DataFrame(X)


scale = Scale()
scale.fit(1)  # reveal: <here>.Scale
scale.fit(1).transform(2)  # reveal: pandas.DataFrame
scale.get_params()  # reveal: dict[str, unknown]
scale.set_params(a=1)  # reveal: <here>.Scale


class Circle:
    def a(self):
        return self.b()

    def b(self):
        return self.a()


Circle().a()  # reveal: unknown
