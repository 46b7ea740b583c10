# Not NumPy: what only looks like arrays
import array
import cupy as cp
import jax.numpy as jnp
import math
import operator
import pint
import sympy
import xarray as xr
from decimal import Decimal
from fractions import Fraction
from statistics import mean
from unittest.mock import Mock

import dask.array as da
import numpy as np

[1, 2] + [3]  # reveal: list[int]
[1, 2] * 2  # reveal: list[int]
[[1, 2], [3]][0]  # reveal: list[int]
[1, 2].index(1)  # reveal: int
[1, 2].copy()  # reveal: list[int]
(1, 2) + (3,)  # reveal: tuple[int, int, int]
"abc"[0]  # reveal: str
"abc" * 2  # reveal: str
range(3)[0]  # reveal: int
math.sqrt(2)  # reveal: unknown
math.log(2)  # reveal: unknown
mean([1, 2])  # reveal: unknown
sum([1.5])  # reveal: float | int
max([1, 2])  # reveal: int
abs(-1.5)  # reveal: float
round(1.5)  # reveal: int
Decimal(1) + 1  # reveal: unknown
Fraction(1, 2) * 2  # reveal: unknown
sympy.Matrix([1]).T  # reveal: unknown
sympy.sqrt(2)  # reveal: unknown
array.array("i", [1])[0]  # reveal: unknown
operator.add(1, 2)  # reveal: unknown
cp.zeros(3)  # reveal: unknown
cp.asarray([1]).mean()  # reveal: unknown
xr.DataArray([1]).values  # reveal: unknown
np.zeros(3) * quantity  # reveal: unknown
np.zeros(3) + unknown  # reveal: unknown
Mock().reshape(3)  # reveal: unknown
Mock().mean()  # reveal: unknown
a.reshape(3)  # reveal: unknown
a.T  # reveal: unknown
a.shape[0]  # reveal: unknown
a @ b  # reveal: unknown
-a  # reveal: unknown
{"shape": 3}["shape"]  # reveal: int
{"mean": 1.5}.get("mean")  # reveal: None | float


def scaled(quantity: pint.Quantity, field: xr.DataArray):
    np.zeros(3) * quantity  # reveal: unknown
    field * np.zeros(3)  # reveal: unknown
    field.values  # reveal: unknown


class Matrix:
    def __init__(self, rows):
        self.T = rows
        self.shape = (1, 2)

    def mean(self):
        return 1.5

    def __getitem__(self, key):
        return "cell"

    def __add__(self, other):
        return self


class ndarray: ...


matrix = Matrix([[1]])
matrix.mean()  # reveal: float
matrix.shape  # reveal: tuple[int, int]
matrix[0]  # reveal: str
matrix + 1  # reveal: <here>.Matrix
ndarray()  # reveal: <here>.ndarray


def shadowed(np):
    np.zeros(3)  # reveal: unknown
    np.random.rand(3)  # reveal: unknown


def either():
    try:
        import cupy as xp
    except ImportError:
        import numpy as xp
    return xp.zeros(3)  # reveal: unknown
