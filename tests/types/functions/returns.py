# What functions of the document return
import asyncio
import functools
from contextlib import asynccontextmanager, contextmanager
from typing import Iterator

import pandas as pd
import torch


def read(path):
    return pd.read_csv(path)


def maybe(path):
    if path:
        return pd.read_csv(path)


def either(flag):
    if flag:
        return pd.DataFrame()
    return pd.Series()


def both():
    return pd.DataFrame(), pd.Series()


def nothing():
    print("x")


def declared(path) -> pd.DataFrame: ...


def factorial(n):
    return 1 if n == 0 else n * factorial(n - 1)


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def frames(paths):
    for path in paths:
        yield pd.read_csv(path)


def delegated(paths):
    yield from frames(paths)


def typed(paths) -> Iterator[pd.DataFrame]:
    yield from paths


def pairs():
    yield "a", pd.DataFrame()


def always_raises():
    raise NotImplementedError


def unwritten(): ...


def nested():
    def inner():
        return pd.DataFrame()

    return inner


def looped():
    while True:
        if done():
            return 1


def tried(path):
    try:
        return pd.read_csv(path)
    except OSError:
        raise
    finally:
        print(path)


def within(path):
    with open(path) as file:
        return file.read()


read("a")  # reveal: pandas.DataFrame
read("a").head()["x"]  # reveal: pandas.Series
maybe("a")  # reveal: None | pandas.DataFrame
maybe("a").head()  # reveal: pandas.DataFrame
either(1)  # reveal: pandas.DataFrame | pandas.Series
both()  # reveal: tuple[pandas.DataFrame, pandas.Series]
both()[1]  # reveal: pandas.Series
frame, series = both()
series  # reveal: pandas.Series
nothing()  # reveal: None
declared("a")  # reveal: pandas.DataFrame
factorial(3)  # reveal: int
is_even(3)  # reveal: bool
frames([])  # reveal: collections.abc.Generator[pandas.DataFrame]
next(frames([]))  # reveal: pandas.DataFrame
delegated([])  # reveal: collections.abc.Generator[pandas.DataFrame]
typed([])  # reveal: collections.abc.Iterator[pandas.DataFrame]
for name, frame in pairs():
    frame  # reveal: pandas.DataFrame
always_raises()  # reveal: unknown
unwritten()  # reveal: unknown
nested()  # reveal: symbol <here>.nested.inner
nested()()  # reveal: pandas.DataFrame
looped()  # reveal: int
tried("a")  # reveal: pandas.DataFrame
within("a")  # reveal: str
list(map(read, ["a"]))  # reveal: list[pandas.DataFrame]
[read(path) for path in paths]  # reveal: list[pandas.DataFrame]


async def fetch():
    return pd.DataFrame()


async def stream():
    yield pd.DataFrame()


@asynccontextmanager
async def opened():
    yield pd.DataFrame()


async def main():
    fetch()  # reveal: collections.abc.Coroutine[unknown, unknown, pandas.DataFrame]
    await fetch()  # reveal: pandas.DataFrame
    async for frame in stream():
        frame  # reveal: pandas.DataFrame
    [frame async for frame in stream()]  # reveal: list[pandas.DataFrame]
    async with opened() as frame:
        frame  # reveal: pandas.DataFrame


@functools.lru_cache(maxsize=None)
def cached(path):
    return pd.read_csv(path)


@functools.cache
def kept(path):
    return pd.read_csv(path)


@torch.no_grad()
def evaluated():
    return 0.5


@torch.inference_mode()
def inferred():
    return torch.zeros(3)


@contextmanager
def loading(path):
    frame = pd.read_csv(path)
    try:
        yield frame
    finally:
        frame = None


@unknown_decorator
def replaced():
    return pd.DataFrame()


@unknown_decorator
def promised() -> pd.DataFrame:
    return pd.DataFrame()


@dask.delayed
def later() -> pd.DataFrame:
    return pd.DataFrame()


cached("a")  # reveal: pandas.DataFrame
kept("a")  # reveal: pandas.DataFrame
evaluated()  # reveal: float
inferred()  # reveal: torch.Tensor
with loading("a") as frame:
    frame  # reveal: pandas.DataFrame
replaced()  # reveal: unknown
promised()  # reveal: pandas.DataFrame
later()  # reveal: unknown
