# What loops, comprehensions and `with` bind
from contextlib import ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch.utils.data import DataLoader
from tqdm import tqdm, trange

df = pd.read_csv("a.csv")
for column in df:
    column  # reveal: unknown
for index, row in df.iterrows():
    row  # reveal: pandas.Series
for name, column in df.items():
    column  # reveal: pandas.Series
for name, group in df.groupby("a"):
    group  # reveal: pandas.DataFrame
for name, group in df.groupby("a")["b"]:
    group  # reveal: pandas.Series
for name, group in tqdm(df.groupby("a")):
    group  # reveal: pandas.DataFrame
for chunk in pd.read_csv("a.csv", chunksize=10):
    chunk  # reveal: pandas.DataFrame
for value in df["a"]:
    value  # reveal: unknown
for row in np.zeros(3):
    row  # reveal: unknown
for row in torch.zeros(3):
    row  # reveal: torch.Tensor
loader = DataLoader(dataset)
for batch in loader:
    batch  # reveal: unknown
for step, batch in enumerate(loader):
    step  # reveal: int
for i in tqdm(range(3)):
    i  # reveal: int
for i in trange(3):
    i  # reveal: int
for file in Path(".").glob("*.csv"):
    file  # reveal: pathlib.Path
for line in open("a.txt"):
    line  # reveal: str
for i, (frame, name) in enumerate(zip([df], ["a"])):
    frame  # reveal: pandas.DataFrame
    name  # reveal: str
[group for _, group in df.groupby("a")]  # reveal: list[pandas.DataFrame]

with open("a.txt") as text:
    text.read()  # reveal: str
with open("a.bin", "rb") as data:
    data.read()  # reveal: bytes
with pd.read_csv("a.csv", chunksize=3) as reader:
    next(reader)  # reveal: pandas.DataFrame
with nullcontext(df) as same:
    same  # reveal: pandas.DataFrame
with closing(df) as same:
    same  # reveal: pandas.DataFrame
with ExitStack() as stack:
    stack.enter_context(open("a.txt"))  # reveal: io.TextIOWrapper
with open("a") as one, open("b", "rb") as two:
    two.read()  # reveal: bytes


@contextmanager
def loaded(path):
    yield pd.read_csv(path)


with loaded("a.csv") as frame:
    frame  # reveal: pandas.DataFrame


class Session:
    def __enter__(self):
        return self

    def frame(self):
        return pd.DataFrame()


with Session() as session:
    session  # reveal: <here>.Session
    session.frame()  # reveal: pandas.DataFrame
