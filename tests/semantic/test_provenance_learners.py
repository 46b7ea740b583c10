"""Objects that are fitted: on which rows, what they teach, and which fit a prediction comes from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mllint_rules.semantic.provenance.evaluation import evaluations
from mllint_rules.semantic.provenance.events import (
    CrossValidation,
    Fit,
    Metric,
    Predict,
    Resample,
    Score,
    Transform,
)

from .conftest import Run

TABLE = """
import pandas as pd
from sklearn.linear_model import Ridge, SGDRegressor
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler, scale
data = pd.read_csv("a.csv", dtype=float)
X, y = data[["a"]], data["y"]
train, test, y_train, y_test = train_test_split(X, y)
"""  # the next line is line 10


def test_what_a_transformer_learned_goes_with_the_data(run: Callable[..., Run]) -> None:
    """Fitted on all rows before the split: both parts carry the lesson, and whose transform they went through."""
    events = run(
        TABLE
        + """
scaler = StandardScaler()
scaled = scaler.fit_transform(X)
one, two, a, b = train_test_split(scaled, y)
model = Ridge().fit(one, a)
model.score(two, b)
"""
    )
    scaling, fit, score = events.one(Fit, 12), events.one(Fit, 14), events.one(Score)
    assert scaling.method == "fit_transform"
    assert scaling.learner.classes == {"sklearn.preprocessing.StandardScaler"}
    assert events.rows(scaling.data) == ["source@7"]
    assert events.lessons(fit.data) == [("statistics", 12, ["source@7"])]
    assert events.lessons(score.data) == [("statistics", 12, ["source@7"])]
    (lesson,) = fit.data.lessons
    assert lesson.api == "sklearn.preprocessing.StandardScaler"
    assert lesson.learner is not None
    assert [node.lineno for node in fit.data.transformers] == [11]  # type: ignore[attr-defined]


def test_fitted_on_one_part_applied_to_both(run: Callable[..., Run]) -> None:
    """`fit` on the training part, `transform` of either: the lesson speaks of training rows alone."""
    events = run(
        TABLE
        + """
scaler = StandardScaler().fit(train)
first, second = scaler.transform(train), scaler.transform(test)
Ridge().fit(first, y_train).score(second, y_test)
"""
    )
    assert events.lines(Transform) == [12, 12]
    assert [events.rows(event.data) for event in events.all(Transform)] == [
        ["train@9 < source@7"],
        ["test@9 < source@7"],
    ]
    assert events.lessons(events.one(Score).data) == [("statistics", 11, ["train@9 < source@7"])]


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ("scale(X)", "statistics"),
        ("OneHotEncoder().fit_transform(X)", "categories"),
        ("make_pipeline(OneHotEncoder(), StandardScaler()).fit_transform(X)", "statistics"),
        ("Pipeline([('a', StandardScaler())]).fit_transform(X)", "statistics"),
    ],
)
def test_the_kind_of_a_lesson(run: Callable[..., Run], made: str, kind: str) -> None:
    """It is what `estimators.toml` says of the class; of a pipeline the most that a step learns."""
    events = run(f"{TABLE}\nRidge().fit({made}, y)\n")
    model = next(
        event for event in events.all(Fit) if event.learner.classes == {"sklearn.linear_model.Ridge"}
    )
    assert events.lessons(model.data) == [(kind, 11, ["source@7"])]


def test_a_pipeline_fits_its_steps_with_the_model(run: Callable[..., Run]) -> None:
    """One fit on the training part; nothing is learned before it."""
    events = run(f"{TABLE}\npipe = make_pipeline(StandardScaler(), Ridge())\npipe.fit(train, y_train)\n")
    fit = events.one(Fit)
    assert fit.learner.classes == {"sklearn.pipeline.Pipeline"}
    assert fit.learner.inner == {"sklearn.preprocessing.StandardScaler", "sklearn.linear_model.Ridge"}
    assert events.rows(fit.data) == ["train@9 < source@7"]
    assert events.lessons(fit.data) == []


@pytest.mark.parametrize(
    ("copy", "has_learned"),
    [("sklearn.base.clone(model)", False), ("copy.deepcopy(model)", True), ("model", True)],
)
def test_a_clone_has_learned_nothing(run: Callable[..., Run], copy: str, has_learned: bool) -> None:
    """A deep copy knows what the model was fitted on then; a clone is only of the same kind."""
    events = run(
        f"{TABLE}\nimport copy, sklearn.base\nmodel = Ridge().fit(train, y_train)\n{copy}.score(test, y_test)\n"
    )
    score = events.one(Score)
    assert score.learner.classes == {"sklearn.linear_model.Ridge"}
    assert bool(score.learner.fits) is has_learned
    assert len(list(evaluations(events.trace))) == has_learned


def test_a_new_fit_forgets_and_a_partial_fit_does_not(run: Callable[..., Run]) -> None:
    """A prediction comes from the last `fit`, or from every `partial_fit` so far."""
    events = run(
        TABLE
        + """
model = SGDRegressor()
model.fit(X, y)
model.fit(train, y_train)
model.predict(test)
other = SGDRegressor()
other.partial_fit(X[:5], y[:5])
other.partial_fit(X[5:], y[5:])
other.predict(test)
"""
    )
    again, partly = events.all(Predict)
    assert [fit.site.node.lineno for fit in again.learner.fits] == [13]  # type: ignore[attr-defined]
    assert sorted(fit.site.node.lineno for fit in partly.learner.fits) == [16, 17]  # type: ignore[attr-defined]


def test_a_search_fits_what_is_inside(run: Callable[..., Run]) -> None:
    """The search is fitted; `best_estimator_` is a learner of the class inside."""
    events = run(
        TABLE
        + """
search = GridSearchCV(Ridge(), {"alpha": [1, 2]}, cv=3)
search.fit(train, y_train)
search.best_estimator_.score(test, y_test)
search.predict(test)
"""
    )
    fit = events.one(Fit)
    assert fit.learner.classes == {"sklearn.model_selection.GridSearchCV"}
    assert fit.learner.inner == {"sklearn.linear_model.Ridge"}
    assert events.one(Score).learner.classes == {"sklearn.linear_model.Ridge"}
    assert [fitted.rows for fitted in events.one(Predict).learner.fits] == [fit.data.rows]


def test_cross_validation(run: Callable[..., Run]) -> None:
    """The functions fit and score on folds; `cross_val_predict` gives a prediction for every row."""
    events = run(
        TABLE
        + """
from sklearn.metrics import r2_score
cross_val_score(Ridge(), X, y, cv=3)
r2_score(y, cross_val_predict(Ridge(), X, y))
"""
    )
    first, second = events.all(CrossValidation)
    assert first.api == "sklearn.model_selection.cross_val_score"
    assert first.learner is not None
    assert first.learner.classes == {"sklearn.linear_model.Ridge"}
    assert events.rows(first.data) == ["source@7"]
    assert second.site.node.lineno == 13  # type: ignore[attr-defined]
    prediction = events.one(Metric).predicted.prediction
    assert prediction is not None
    assert prediction.method == "cross_val_predict"


def test_a_metric_knows_the_model_and_the_data(run: Callable[..., Run]) -> None:
    """Rounding and the like keep the prediction; the evaluation is the metric, not the call of `predict`."""
    events = run(
        TABLE
        + """
from sklearn.metrics import mean_squared_error
model = Ridge().fit(train, y_train)
guess = model.predict(test).round(2)
mean_squared_error(y_test, guess)
"""
    )
    metric = events.one(Metric)
    assert metric.api == "sklearn.metrics.mean_squared_error"
    assert metric.predicted.prediction is not None
    assert metric.predicted.prediction.method == "predict"
    assert events.rows(metric.predicted.prediction.data) == ["test@9 < source@7"]
    (evaluation,) = evaluations(events.trace)
    assert evaluation.event is metric
    assert evaluation.fit is events.one(Fit)
    assert evaluation.asked.node.lineno == 13  # type: ignore[attr-defined]
    assert evaluation.is_disjoint
    assert [events.origin(rows) for rows in evaluation.shared] == ["source@7"]


@pytest.mark.parametrize(
    ("sampler", "kind"),
    [("over_sampling.SMOTE", "copies"), ("under_sampling.RandomUnderSampler", "fewer")],
)
def test_resampling(run: Callable[..., Run], sampler: str, kind: str) -> None:
    """Rows are copied or left out, of features and target alike."""
    events = run(
        f"{TABLE}\nimport imblearn.over_sampling, imblearn.under_sampling\n"
        f"more, target = imblearn.{sampler}().fit_resample(train, y_train)\nRidge().fit(more, target)\n"
    )
    assert events.one(Resample).api == f"imblearn.{sampler}"
    fit = events.one(Fit)
    assert events.rows(fit.data) == [f"{kind}@12 < train@9 < source@7"]
    assert fit.target is not None
    assert fit.target.rows == fit.data.rows


def test_a_loss_that_is_sent_back_fits_the_network(run: Callable[..., Run]) -> None:
    """`backward` is the fit: of the network whose output the loss was made of, on the rows it was given."""
    events = run("""
        import torch
        from torch.utils.data import DataLoader, TensorDataset, random_split
        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(3, 1)
            def forward(self, x):
                return self.layer(x)
        data = TensorDataset(torch.load("x.pt"), torch.load("y.pt"))
        train, test = random_split(data, [0.8, 0.2])
        net = Net()
        for epoch in range(3):
            for x, y in DataLoader(train, shuffle=True):
                loss = torch.nn.functional.mse_loss(net(x), y)
                loss.backward()
        for x, y in DataLoader(test):
            net(x)
        """)
    fit = events.one(Fit)
    assert (fit.method, fit.site.node.lineno) == ("backward", 16)  # type: ignore[attr-defined]
    assert {each.split(" < ", 2)[1] for each in events.rows(fit.data)} == {
        "train@11"
    }  # shuffled for each epoch
    last = events.one(Predict, 18)
    assert [fitted.site for fitted in last.learner.fits] == [fit.site]
    assert {each.split(" < ")[0] for each in events.rows(last.data)} == {"test@11"}


def test_keras_watches_with_held_out_data(run: Callable[..., Run]) -> None:
    """`validation_data` is held out; what a layer adapted to is built into the model."""
    events = run("""
        import keras
        import numpy as np
        X, y = np.load("x.npy"), np.load("y.npy")
        norm = keras.layers.Normalization()
        norm.adapt(X)
        model = keras.Sequential([norm, keras.layers.Dense(1)])
        model.compile(loss="mse")
        model.fit(X[:80], y[:80], validation_data=(X[80:90], y[80:90]))
        model.evaluate(X[90:], y[90:])
        """)
    adapt, fit = events.all(Fit)
    assert (adapt.method, adapt.site.node.lineno) == ("adapt", 6)  # type: ignore[attr-defined]
    assert fit.learner.classes == {"keras.Sequential"}
    assert [events.rows(value) for value in fit.held_out] == [["selection@9 < source@4"]] * 2
    assert events.lessons(fit.data) == [("statistics", 6, ["source@4"])]
    assert events.one(Score).method == "evaluate"


def test_a_function_that_trains(run: Callable[..., Run]) -> None:
    """`xgboost.train` fits a new model on its second argument."""
    events = run(f"{TABLE}\nimport xgboost\nbooster = xgboost.train({{}}, xgboost.DMatrix(train, y_train))\n"
                 "booster.predict(xgboost.DMatrix(test))\n")  # fmt: skip
    fit = events.one(Fit)
    assert fit.learner.classes == {"xgboost.Booster"}
    assert events.rows(fit.data) == ["train@9 < source@7"]
    (evaluation,) = evaluations(events.trace)
    assert evaluation.is_disjoint
