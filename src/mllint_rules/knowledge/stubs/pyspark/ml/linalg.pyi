# Facts read from PySpark 4.2.0.
import numpy

class Vector:
    def toArray(self) -> numpy.ndarray: ...

class DenseVector(Vector):
    values: numpy.ndarray
    def __init__(self, ar) -> None: ...

class SparseVector(Vector):
    def __init__(self, size, *args) -> None: ...

class Vectors:
    @staticmethod
    def dense(*elements) -> DenseVector: ...
    @staticmethod
    def sparse(size, *args) -> SparseVector: ...
