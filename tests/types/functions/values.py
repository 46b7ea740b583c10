# Functions as values: lambdas, partial, callables, parameters
import functools
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

load = lambda path: pd.read_csv(path)
load  # reveal: collections.abc.Callable[unknown, pandas.DataFrame]
load("a")  # reveal: pandas.DataFrame
(lambda: [1])()  # reveal: list[int]
reader = partial(pd.read_csv, sep=";")
reader  # reveal: functools.partial[pandas.DataFrame]
reader("a")  # reveal: pandas.DataFrame
functools.partial(np.zeros, 3)()  # reveal: numpy.ndarray
read = pd.read_csv
read("a")  # reveal: pandas.DataFrame
method = pd.DataFrame().head
method()  # reveal: unknown
make = pd.DataFrame
make()  # reveal: pandas.DataFrame
chosen = pd.read_csv if flag else pd.read_json
chosen("a")  # reveal: pandas.DataFrame
readers = {"csv": pd.read_csv, "parquet": pd.read_parquet}
readers["csv"]("a")  # reveal: pandas.DataFrame


def given(function: Callable[[str], pd.DataFrame], bare: Callable, other):
    function("a")  # reveal: pandas.DataFrame
    bare("a")  # reveal: unknown
    other  # reveal: unknown
    other("a")  # reveal: unknown


def _private(frame):
    return frame  # reveal: unknown


_private(pd.DataFrame())  # reveal: unknown


class Reader:
    def __call__(self, path):
        return pd.read_csv(path)


Reader()("a")  # reveal: pandas.DataFrame
list(map(Reader(), ["a"]))  # reveal: list[pandas.DataFrame]
