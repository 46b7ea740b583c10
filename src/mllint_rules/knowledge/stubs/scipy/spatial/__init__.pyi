# Facts read from SciPy 1.17.1.
from typing import Any

import numpy

class KDTree:
    data: numpy.ndarray
    n: int
    def __init__(self, data, leafsize=10, compact_nodes=True, copy_data=False, balanced_tree=True, boxsize=None) -> None: ...
    def query(self, x, k=1, eps=0, p=2, distance_upper_bound=..., workers=1) -> Any: ...
    def query_ball_point(self, x, r, p=2.0, eps=0, workers=1, return_sorted=None, return_length=False) -> Any: ...

class cKDTree(KDTree): ...

class ConvexHull:
    vertices: numpy.ndarray
    simplices: numpy.ndarray
    area: float
    volume: float
    def __init__(self, points, incremental=False, qhull_options=None) -> None: ...

class Delaunay:
    simplices: numpy.ndarray
    def __init__(self, points, furthest_site=False, incremental=False, qhull_options=None) -> None: ...
