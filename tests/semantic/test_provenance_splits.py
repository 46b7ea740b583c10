"""Cutting data into parts: which part is for what, and from where its rows come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mllint_rules.semantic.provenance.events import Fit, Predict, Score, Split
from mllint_rules.semantic.provenance.rows import RowSet, are_disjoint

from .conftest import Run


def test_both_parts_of_every_array(run: Callable[..., Run]) -> None:
    """`train_test_split` cuts all arrays in one way: features and target of one part are the same rows."""
    events = run("""
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        data = pd.read_csv("a.csv")
        X_train, X_test, y_train, y_test = train_test_split(data[["a"]], data["y"], stratify=data["y"])
        X_train, X_val, y_train, y_val = train_test_split(X_train, y_train)
        model = Ridge().fit(X_train, y_train)
        model.score(X_val, y_val)
        model.score(X_test, y_test)
        """)
    first, second = events.all(Split)
    assert first.api == "sklearn.model_selection.train_test_split"
    assert [events.rows(value) for value in first.inputs] == [["source@5"], ["source@5"]]
    assert [events.rows(value) for value in second.inputs] == [["train@6 < source@5"]] * 2
    fit, (inner, outer) = events.one(Fit), events.all(Score)
    assert events.rows(fit.data) == ["train@7 < train@6 < source@5"]
    assert fit.target is not None
    assert fit.target.rows == fit.data.rows
    assert events.rows(inner.data) == ["test@7 < train@6 < source@5"]
    assert events.rows(outer.data) == ["test@6 < source@5"]
    assert outer.target is not None
    assert outer.target.rows == outer.data.rows
    (trained,) = fit.data.rows
    assert all(are_disjoint(trained, rows) for score in (inner, outer) for rows in score.data.rows)


def test_folds_of_a_splitter(run: Callable[..., Run]) -> None:
    """A loop over `split` is run once for the record; its positions take the same part of every array."""
    events = run("""
        import numpy as np
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import KFold
        X, y = np.load("x.npy"), np.load("y.npy")
        folds = KFold(5, shuffle=True, random_state=0)
        for number, (fit, hold) in enumerate(folds.split(X, y)):
            model = Ridge()
            model.fit(X[fit], y[fit])
            model.score(X[hold], y[hold])
        """)
    split = events.one(Split, 7)
    assert split.api == "sklearn.model_selection.KFold.split"
    assert split.splitter is not None
    assert split.splitter.lineno == 6  # type: ignore[attr-defined]
    assert events.rows(events.one(Fit, 9).data) == ["train@7 < source@5"]
    assert events.rows(events.one(Score, 10).data) == ["test@7 < source@5"]


TORCH = """
import torch
from torch.utils.data import DataLoader, Subset, random_split
from torchvision.datasets import MNIST
data = MNIST("d")
{split}
net = torch.nn.Linear(3, 1)
net({first})
net({second})
"""


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("one, two = random_split(data, [0.8, 0.2])", ("train@6", "test@6")),
        ("one, _, two = random_split(data, [80, 10, 10])", ("train@6", "test@6")),
        ("_, one, two = random_split(data, (80, 10, 10))", ("validation@6", "test@6")),
    ],
)
def test_parts_by_size(run: Callable[..., Run], split: str, expected: tuple[str, str]) -> None:
    """`random_split` gives training and test part, or a validation part between them."""
    events = run(TORCH.format(split=split, first="one", second="two"))
    found = [events.rows(event.data)[0].split(" < ")[0] for event in events.all(Predict)]
    assert tuple(found) == expected
    assert events.lines(Split) == [6]


@pytest.mark.parametrize(
    ("library", "made", "first", "second"),
    [
        (
            "import tensorflow as tf",
            "tf.data.Dataset.from_tensor_slices(x)",
            "data.take(80)",
            "data.skip(80)",
        ),
        ("import tensorflow as tf", "tf.data.Dataset.from_tensor_slices(x)", "data.take(n)", "data.skip(n)"),
        (
            "from datasets import load_dataset",
            'load_dataset("a", split="train")',
            "data.take(80)",
            "data.skip(80)",
        ),
    ],
)
def test_rows_taken_and_skipped(
    run: Callable[..., Run], library: str, made: str, first: str, second: str
) -> None:
    """`take(n)` and `skip(n)` of one data set share nothing."""
    events = run(f"""
        {library}
        from sklearn.linear_model import Ridge
        data = {made}
        Ridge().fit({first}, y).score({second}, y)
        """)
    (trained,), (judged,) = events.one(Fit).data.rows, events.one(Score).data.rows
    assert events.origin(trained) == "selection@5 < source@4"
    assert are_disjoint(trained, judged)


@pytest.mark.parametrize(
    ("first", "second", "is_apart"),
    [
        ("data.take(80)", "data.take(80)", False),
        ("data.take(80)", "data.skip(70)", False),
        ("data.shuffle(9).take(80)", "data.skip(80)", False),
    ],
)
def test_not_every_take_is_apart_from_every_skip(
    run: Callable[..., Run], first: str, second: str, is_apart: bool
) -> None:
    events = run(f"""
        import tensorflow as tf
        from sklearn.linear_model import Ridge
        data = tf.data.Dataset.from_tensor_slices(x)
        Ridge().fit({first}, y).score({second}, y)
        """)
    trained: RowSet
    (trained,), (judged,) = events.one(Fit).data.rows, events.one(Score).data.rows
    assert are_disjoint(trained, judged) is is_apart


def test_parts_at_places(run: Callable[..., Run]) -> None:
    """`numpy.split` with two places gives three parts."""
    events = run("""
        import numpy as np
        from sklearn.linear_model import Ridge
        data = np.load("a.npy")
        train, val, test = np.split(data, [60, 80])
        Ridge().fit(train, y).score(test, y)
        """)
    assert events.one(Split).api == "numpy.split"
    assert events.rows(events.one(Fit).data) == ["train@5 < source@4"]
    assert events.rows(events.one(Score).data) == ["test@5 < source@4"]


def test_folds_made_by_a_function_of_the_project(run: Callable[..., Run]) -> None:
    """A generator that yields both sides keeps them apart, by position."""
    events = run("""
        import pandas as pd
        from sklearn.linear_model import Ridge
        def folds(table):
            for place in range(3):
                yield table[:place], table[place:]
        data = pd.read_csv("a.csv")
        for train, test in folds(data):
            Ridge().fit(train, train["y"]).score(test, test["y"])
        """)
    (trained,), (judged,) = events.one(Fit).data.rows, events.one(Score).data.rows
    assert events.origin(trained) == "selection@6 < source@7"
    assert are_disjoint(trained, judged)


def test_names_that_are_all_turned_round_say_the_roles(run: Callable[..., Run]) -> None:
    """`test, train = train_test_split(…)`: the part that trains is the one called so."""
    events = run("""
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        test, train = train_test_split(pd.read_csv("a.csv"))
        Ridge().fit(train, y).score(test, y)
        """)
    assert events.rows(events.one(Fit).data) == ["train@5 < source@5"]
    assert events.rows(events.one(Score).data) == ["test@5 < source@5"]
