# Facts of pandas 3.1.1; what only pandas 1.5 had stays readable (removed parameters, positional order).
from typing import Any

class ExtensionDtype:
    name: str
    type: Any
    na_value: Any

class ExtensionArray:
    dtype: ExtensionDtype
    shape: tuple[int]
    size: int
    nbytes: int

def register_dataframe_accessor(name) -> Any: ...
def register_index_accessor(name) -> Any: ...
def register_series_accessor(name) -> Any: ...
