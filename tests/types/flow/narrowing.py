# Tests that say what a value is: isinstance, None, early exits, match
import numpy as np
import pandas as pd
import torch


def branches(x):
    if isinstance(x, pd.DataFrame):
        x  # reveal: pandas.DataFrame
        x["a"]  # reveal: pandas.Series
    elif isinstance(x, (np.ndarray, torch.Tensor)):
        x  # reveal: numpy.ndarray | torch.Tensor
    else:
        x  # reveal: unknown
    x  # reveal: unknown


def early_return(x):
    if not isinstance(x, pd.DataFrame):
        return None
    x  # reveal: pandas.DataFrame
    return x.head()  # reveal: pandas.DataFrame


def early_raise(x, y: "pd.DataFrame | pd.Series"):
    if not isinstance(x, pd.Series):
        raise TypeError(x)
    else:
        pass
    x  # reveal: pandas.Series
    if isinstance(y, pd.Series):
        y  # reveal: pandas.Series
        raise TypeError(y)
    y  # reveal: pandas.DataFrame


def asserted(x):
    x  # reveal: unknown
    assert isinstance(x, pd.DataFrame), "a frame"
    x  # reveal: pandas.DataFrame


def conditions(x, y: "str | pd.DataFrame", frame: "pd.DataFrame | None"):
    isinstance(x, pd.DataFrame) and x.head()  # reveal: bool | pandas.DataFrame
    not isinstance(x, pd.DataFrame) or x.head()  # reveal: bool | pandas.DataFrame
    x.head() if isinstance(x, pd.DataFrame) else None  # reveal: None | pandas.DataFrame
    pd.read_csv(y) if isinstance(y, str) else y  # reveal: pandas.DataFrame
    frame if frame is not None else pd.DataFrame()  # reveal: pandas.DataFrame
    frame or pd.DataFrame()  # reveal: pandas.DataFrame
    if isinstance(x, pd.DataFrame) and len(x) > 3:
        x  # reveal: pandas.DataFrame
    else:
        x  # reveal: unknown
    if isinstance(x, pd.DataFrame) or len(x) > 3:
        x  # reveal: unknown
    if isinstance(x, str | int):
        x  # reveal: int | str
    [item for item in y if isinstance(item, str)]  # reveal: list[str]
    while isinstance(x, pd.Series):
        x  # reveal: pandas.Series
        x = x.next


def none(frame: "pd.DataFrame | None" = None, path: "str | None" = None):
    frame  # reveal: None | pandas.DataFrame
    if frame is None:
        frame  # reveal: None
        frame = pd.read_csv(path)
    frame  # reveal: pandas.DataFrame
    if path:
        path  # reveal: str
    if not path:
        return
    path  # reveal: str


def none_with_exit(frame: "pd.DataFrame | None"):
    if frame is None:
        raise ValueError
    frame  # reveal: pandas.DataFrame


def rebound(x):
    if isinstance(x, pd.DataFrame):
        x = compute(x)
        x  # reveal: unknown
    if isinstance(x, pd.DataFrame):
        for _ in range(3):
            x  # reveal: pandas.DataFrame | unknown
            x = compute(x)


def other_frame(x):
    if isinstance(x, pd.DataFrame):

        def later():
            return x  # reveal: unknown

    return later


def matched(x):
    match x:
        case pd.DataFrame():
            x  # reveal: pandas.DataFrame
        case pd.Series() as series:
            series  # reveal: pandas.Series
        case pd.Index() | np.ndarray():
            x  # reveal: numpy.ndarray | pandas.Index
        case [pd.DataFrame() as first, *rest]:
            first  # reveal: pandas.DataFrame
            rest  # reveal: list[unknown]
        case {"frame": frame}:
            frame  # reveal: unknown
        case str(text):
            text  # reveal: unknown
        case other:
            other  # reveal: unknown


def matched_parts(x: "list[pd.DataFrame]", point: "pd.DataFrame | int"):
    match x:
        case [first, *rest]:
            first  # reveal: pandas.DataFrame
            rest  # reveal: list[pandas.DataFrame]
    match point:
        case int():
            point  # reveal: int
        case pd.DataFrame(shape=shape):
            shape  # reveal: tuple[int, int]


class Base: ...


class Derived(Base):
    def frame(self):
        return pd.DataFrame()


def down(x: Base):
    if isinstance(x, Derived):
        x  # reveal: <here>.Derived
        x.frame()  # reveal: pandas.DataFrame
