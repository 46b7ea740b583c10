# Not scikit-learn: what only looks like estimators
import statsmodels.api as sm
from cuml.ensemble import RandomForestClassifier as GpuForest
from pygam import LinearGAM
from river import linear_model
from unittest.mock import Mock

import numpy as np
import pandas as pd
from mymodels import LogisticRegression, Pipeline, train_test_split
from prophet import Prophet


class Model:
    def fit(self, x, y=None):
        self.history = [x]

    def predict(self, x):
        return {"label": 1}

    def transform(self, x):
        return "text"

    def score(self, x):
        return "good"

    def set_params(self, **params):
        return params


class Chained:
    def fit(self, x):
        return self

    def fit_transform(self, x):
        return [x]


class StandardScaler:
    mean_ = "m"

    def fit(self, x):
        return 3


model = Model()
model.fit(1)  # reveal: None
model.predict(1)  # reveal: dict[str, int]
model.transform(1)  # reveal: str
model.score(1)  # reveal: str
model.set_params(a=1)  # reveal: dict[str, unknown]
model.best_estimator_  # reveal: unknown
model.history  # reveal: list[unknown]
Chained().fit(1)  # reveal: <here>.Chained
Chained().fit_transform(1)  # reveal: list[unknown]
StandardScaler().fit(1)  # reveal: int
StandardScaler().mean_  # reveal: str
GpuForest().fit(x, y)  # reveal: unknown
GpuForest().predict(x)  # reveal: unknown
LogisticRegression().fit(x)  # reveal: unknown
Pipeline([("a", 1)])["a"]  # reveal: unknown
train_test_split(pd.DataFrame())  # reveal: unknown
Prophet().fit(pd.DataFrame())  # reveal: unknown
Prophet().fit(pd.DataFrame()).predict(x)  # reveal: unknown
LinearGAM().fit(x, y).predict(x)  # reveal: unknown
linear_model.LinearRegression().learn_one(x, y)  # reveal: unknown
Mock().fit(x).predict(x)  # reveal: unknown
Mock(spec=Model).predict(x)  # reveal: unknown
clf.fit(x, y)  # reveal: unknown
clf.predict(x)  # reveal: unknown
pipe["model"]  # reveal: unknown
pipe.named_steps["model"]  # reveal: unknown
search.best_estimator_  # reveal: unknown
{"fit": 1}["fit"]  # reveal: int
{"steps": [("a", 1)]}["steps"]  # reveal: list[tuple[str, int]]
[("scale", Model())][0][1]  # reveal: <here>.Model
"a b".partition(" ")  # reveal: tuple[str, str, str]
"fit".transform()  # reveal: unknown


def fitted(estimator, make_pipeline, train_test_split):
    estimator.fit(x)  # reveal: unknown
    make_pipeline(1)  # reveal: unknown
    train_test_split(np.zeros(3))  # reveal: unknown


def train_test_split(frame):
    return frame, "test"


train_test_split(pd.DataFrame())  # reveal: tuple[unknown, str]
