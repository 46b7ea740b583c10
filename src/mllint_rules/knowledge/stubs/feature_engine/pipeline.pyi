# Facts read from feature_engine 1.9.4.
from typing import Any

import sklearn.pipeline

class Pipeline(sklearn.pipeline.Pipeline):
    def __init__(self, steps, *, memory=None, verbose=False) -> None: ...
    def transform_x_y(self, X, y, **params) -> Any: ...

def make_pipeline(*steps, memory=None, verbose=False) -> Pipeline: ...
