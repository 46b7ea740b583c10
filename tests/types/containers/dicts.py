# Dictionaries: keys, values, items and what methods take out
from collections import Counter, OrderedDict, defaultdict

import pandas as pd

frames = {"train": pd.DataFrame(), "test": pd.DataFrame()}
frames  # reveal: dict[str, pandas.DataFrame]
frames["train"]  # reveal: pandas.DataFrame
frames.values()  # reveal: collections.abc.ValuesView[pandas.DataFrame]
frames.keys()  # reveal: collections.abc.KeysView[str]
frames.items()  # reveal: collections.abc.ItemsView[str, pandas.DataFrame]
frames.get("train")  # reveal: None | pandas.DataFrame
frames.get("train", 0)  # reveal: int | pandas.DataFrame
frames.pop("train")  # reveal: pandas.DataFrame
frames.setdefault("more", pd.DataFrame())  # reveal: pandas.DataFrame
frames.popitem()  # reveal: tuple[str, pandas.DataFrame]
frames.copy()  # reveal: dict[str, pandas.DataFrame]
list(frames)  # reveal: list[str]
list(frames.values())  # reveal: list[pandas.DataFrame]
sorted(frames.items())  # reveal: list[tuple[str, pandas.DataFrame]]
next(iter(frames.values()))  # reveal: pandas.DataFrame
for name, frame in frames.items():
    name  # reveal: str
    frame  # reveal: pandas.DataFrame
for key in frames:
    key  # reveal: str
for place, (name, frame) in enumerate(frames.items()):
    place  # reveal: int
    frame.shape  # reveal: tuple[int, int]

{key: value for key, value in frames.items()}  # reveal: dict[str, pandas.DataFrame]
{name: len(frame) for name, frame in frames.items()}  # reveal: dict[str, int]
dict(zip(["a"], [pd.Series()]))  # reveal: dict[str, pandas.Series]
dict(frames)  # reveal: dict[str, pandas.DataFrame]
dict([("a", 1)])  # reveal: dict[str, int]
dict(a=1)  # reveal: dict
dict.fromkeys(["a", "b"], 0)  # reveal: dict[str, int]
{"a": 1} | {"b": 2.0}  # reveal: dict[str, float | int]
{}  # reveal: dict
{**frames}  # reveal: dict

scores = defaultdict(list)
scores["a"]  # reveal: list
counts = Counter("banana")
counts["a"]  # reveal: int
counts.most_common(2)  # reveal: list[tuple[str, int]]
OrderedDict()  # reveal: collections.OrderedDict

record = {"rows": 3}
record["frame"] = pd.DataFrame()
record["frame"]  # reveal: int | pandas.DataFrame
hidden = {"rows": 3}
hidden.update(load())
hidden["rows"]  # reveal: int | unknown
