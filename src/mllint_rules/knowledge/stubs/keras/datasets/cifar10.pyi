# Facts read from Keras 3.15.1.
import numpy

def load_data() -> tuple[tuple[numpy.ndarray, numpy.ndarray], tuple[numpy.ndarray, numpy.ndarray]]: ...
