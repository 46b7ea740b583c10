# Facts of NumPy 2.5.
from typing import Any

from numpy import dtype as DTypeLike
from numpy import ndarray as NDArray

ArrayLike: Any
