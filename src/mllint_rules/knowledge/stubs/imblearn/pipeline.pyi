# Facts read from imbalanced-learn 0.14.2.
from typing import Any

import sklearn.pipeline

class Pipeline(sklearn.pipeline.Pipeline):
    def __init__(self, steps, *, transform_input=None, memory=None, verbose=False) -> None: ...
    def fit_resample(self, X, y=None, **params) -> Any: ...

def make_pipeline(*steps, memory=None, transform_input=None, verbose=False) -> Pipeline: ...
