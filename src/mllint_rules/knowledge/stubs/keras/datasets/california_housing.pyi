# Facts read from Keras 3.15.1.
import numpy

def load_data(version='large', path='california_housing.npz', test_split=0.2, seed=113) -> tuple[tuple[numpy.ndarray, numpy.ndarray], tuple[numpy.ndarray, numpy.ndarray]]: ...
