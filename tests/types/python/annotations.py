# Annotations: what parameters, variables and attributes are said to be
from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Dict, Final, List, Literal, NewType, Optional, Tuple, TypeVar, Union

import numpy as np
import numpy.typing as npt
import pandas as pd
import torch
from torch import Tensor
from typing_extensions import Self, TypeAlias

if TYPE_CHECKING:
    import polars as pl

Frame = pd.DataFrame
MaybeFrame = Optional[pd.DataFrame]
Frames: TypeAlias = "list[pd.DataFrame]"
Table = Union[pd.DataFrame, pd.Series]
Modern = pd.DataFrame | None
Rows = NewType("Rows", pd.DataFrame)
F = TypeVar("F", bound=pd.DataFrame)
Free = TypeVar("Free")
Either = TypeVar("Either", pd.DataFrame, pd.Series)


def read(
    plain: pd.DataFrame,
    quoted: "pd.DataFrame",
    optional: Optional[pd.DataFrame],
    bar: pd.DataFrame | None,
    either: Union[pd.DataFrame, pd.Series],
    listed: List[pd.DataFrame],
    modern: list[pd.DataFrame],
    mapped: Dict[str, Tensor],
    paired: Tuple[pd.DataFrame, np.ndarray],
    many: tuple[pd.DataFrame, ...],
    noted: Annotated[pd.DataFrame, "rows"],
    final: Final[int],
    literal: Literal["a", "b"],
    anything: Any,
    obj: object,
    late: pl.DataFrame,
    made: Callable[[str], pd.DataFrame],
    sequence: Sequence[torch.Tensor],
    iterable: Iterable[pd.Series],
    mapping: Mapping[str, pd.DataFrame],
    module: t.Optional[t.List[int]],
    array: npt.NDArray[np.float64],
    default: pd.DataFrame = None,
    bare=3,
    *args: pd.DataFrame,
    only: torch.nn.Module,
    **kwargs: float,
):
    plain  # reveal: pandas.DataFrame
    quoted  # reveal: pandas.DataFrame
    optional  # reveal: None | pandas.DataFrame
    optional.head()  # reveal: pandas.DataFrame
    bar  # reveal: None | pandas.DataFrame
    either  # reveal: pandas.DataFrame | pandas.Series
    listed  # reveal: list[pandas.DataFrame]
    modern[0]  # reveal: pandas.DataFrame
    mapped["x"]  # reveal: torch.Tensor
    mapped.items()  # reveal: collections.abc.ItemsView[str, torch.Tensor]
    paired[1]  # reveal: numpy.ndarray
    many  # reveal: tuple[pandas.DataFrame, ...]
    many[3]  # reveal: pandas.DataFrame
    noted  # reveal: pandas.DataFrame
    final  # reveal: int
    literal  # reveal: str
    anything  # reveal: unknown
    obj  # reveal: unknown
    late  # reveal: polars.DataFrame
    made("a")  # reveal: pandas.DataFrame
    sequence[0]  # reveal: torch.Tensor
    next(iter(iterable))  # reveal: pandas.Series
    mapping["a"]  # reveal: pandas.DataFrame
    mapping.values()  # reveal: collections.abc.ValuesView[pandas.DataFrame]
    module  # reveal: None | list[int]
    array  # reveal: numpy.ndarray
    default  # reveal: pandas.DataFrame
    bare  # reveal: unknown
    args  # reveal: tuple[pandas.DataFrame, ...]
    args[0]  # reveal: pandas.DataFrame
    only  # reveal: torch.nn.Module
    kwargs  # reveal: dict[str, float]
    kwargs["x"]  # reveal: float
    for one in many:
        one  # reveal: pandas.DataFrame
    for one in args:
        one  # reveal: pandas.DataFrame


def aliases(a: Frame, b: MaybeFrame, c: Frames, d: Table, e: Modern, f: Rows, g: F, h: Free, i: Either, j: type[pd.DataFrame]):
    a  # reveal: pandas.DataFrame
    b  # reveal: None | pandas.DataFrame
    c  # reveal: list[pandas.DataFrame]
    d  # reveal: pandas.DataFrame | pandas.Series
    e  # reveal: None | pandas.DataFrame
    f  # reveal: pandas.DataFrame
    g  # reveal: pandas.DataFrame
    h  # reveal: unknown
    i  # reveal: pandas.DataFrame | pandas.Series
    j  # reveal: type[pandas.DataFrame]


declared: pd.DataFrame = load()
declared  # reveal: pandas.DataFrame
narrowed: pd.DataFrame | None = pd.DataFrame()
narrowed  # reveal: pandas.DataFrame
loose: Any = pd.DataFrame()
loose  # reveal: pandas.DataFrame
pending: pd.Series
pending  # reveal: pandas.Series
