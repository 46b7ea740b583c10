# Facts read from scikit-learn 1.9.1.
from typing import Self

import numpy
import sklearn.base

class KernelRidge(sklearn.base.MultiOutputMixin, sklearn.base.RegressorMixin, sklearn.base.BaseEstimator):
    def __init__(self, alpha=1, *, kernel='linear', gamma=None, degree=3, coef0=1, kernel_params=None) -> None: ...
    n_features_in_: int
    def fit(self, X, y, sample_weight=None) -> Self: ...
    def predict(self, X) -> numpy.ndarray: ...
