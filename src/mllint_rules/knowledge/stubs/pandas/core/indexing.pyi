# Facts of pandas 3.1.1; what only pandas 1.5 had stays readable (removed parameters, positional order).
# The indexers of a frame and of a series are one class in pandas: told apart here by what they give.
from typing import Any, overload

import numpy
from pandas import DataFrame, Index, Series

class _LocationIndexer:
    def __getitem__(self, key, /) -> Any: ...

class _LocIndexer(_LocationIndexer):
    ...

class _iLocIndexer(_LocationIndexer):
    ...

class _AtIndexer(_LocationIndexer):
    ...

class _iAtIndexer(_LocationIndexer):
    ...

class _FrameLocIndexer(_LocIndexer):
    @overload
    def __getitem__(self, key: slice | list | Series | Index | numpy.ndarray, /) -> DataFrame: ...
    @overload
    def __getitem__(self, key, /) -> Any: ...

class _FrameILocIndexer(_iLocIndexer):
    @overload
    def __getitem__(self, key: slice | list | Series | Index | numpy.ndarray, /) -> DataFrame: ...
    @overload
    def __getitem__(self, key, /) -> Any: ...

class _SeriesLocIndexer(_LocIndexer):
    @overload
    def __getitem__(self, key: slice | list | Series | Index | numpy.ndarray, /) -> Series: ...
    @overload
    def __getitem__(self, key, /) -> Any: ...

class _SeriesILocIndexer(_iLocIndexer):
    @overload
    def __getitem__(self, key: slice | list | Series | Index | numpy.ndarray, /) -> Series: ...
    @overload
    def __getitem__(self, key, /) -> Any: ...
