# Facts read from Keras 3.15.1.
import numpy

def load_data(path='mnist.npz') -> tuple[tuple[numpy.ndarray, numpy.ndarray], tuple[numpy.ndarray, numpy.ndarray]]: ...
