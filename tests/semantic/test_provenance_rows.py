"""Sets of rows: what two ways of taking rows have to do with each other."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from mllint_rules.semantic.provenance.events import Fit, Score
from mllint_rules.semantic.provenance.rows import (
    Role,
    RowKind,
    RowSet,
    RowSets,
    Selector,
    are_disjoint,
    nearest_common,
)

from .conftest import Run

TWO_SIDES = """
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
data = pd.read_csv("a.csv", dtype=float)
cut = int(len(data) * 0.8)
first = data{first}
second = data{second}
model = Ridge().fit(first, first["y"])
model.score(second, second["y"])
"""


def sides(run: Callable[..., Run], first: str, second: str) -> tuple[RowSet, RowSet]:
    """The rows a model is fitted on and those it is scored on, taken from one table in two ways."""
    events = run(TWO_SIDES.format(first=first, second=second))
    (trained,) = events.one(Fit).data.rows
    (judged,) = events.one(Score).data.rows
    return trained, judged


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[:80]", "[80:]"),
        ("[:80]", "[90:]"),
        ("[:cut]", "[cut:]"),
        ("[0:cut]", "[cut:]"),
        (".iloc[:-20]", ".iloc[-20:]"),
        ("[:80]", ".iloc[80:]"),
        (".head(80)", "[80:]"),
        (".head(80)", ".tail(-80)"),
        (".head(cut)", ".tail(-cut)"),
        ("[:-20]", ".tail(20)"),
        ('[data["day"] < 7]', '[data["day"] >= 7]'),
        ('[data["day"] < 7]', '[data["day"] > 7]'),
        ('[data["day"] <= "2020-01-01"]', '[data["day"] > "2020-01-01"]'),
        ('[data["part"] == "train"]', '[data["part"] != "train"]'),
        ('[data["part"] == "train"]', '[data["part"] == "test"]'),
        ('[data["day"] < cut]', '[~(data["day"] < cut)]'),
        ('[data["shop"].isin(known)]', '[~data["shop"].isin(known)]'),
        ('[data["y"].isna()]', '[data["y"].notna()]'),
        (".loc[data.day < 7]", ".loc[data.day >= 7]"),
        ("[:80].dropna()", "[80:].sample(10)"),
    ],
)
def test_complements_share_no_row(run: Callable[..., Run], first: str, second: str) -> None:
    """Two sides of one cut are disjoint, in either order, and share the table they were taken from."""
    trained, judged = sides(run, first, second)
    assert are_disjoint(trained, judged)
    assert are_disjoint(judged, trained)
    common = nearest_common(trained, judged)
    assert common is not None
    assert common.kind is RowKind.SOURCE
    assert common.node.lineno == 5  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("[:80]", "[70:]"),
        ("[:80]", "[cut:]"),
        ("[:-20]", "[20:]"),
        (".head(80)", ".tail(80)"),
        ('[data["day"] < 7]', '[data["day"] >= 6]'),
        ('[data["day"] <= 7]', '[data["day"] >= 7]'),
        ('[data["day"] < 7]', '[data["hour"] >= 7]'),
        ('[data["part"] == "train"]', '[data["kind"] == "test"]'),
        ('[data["part"] != "train"]', '[data["part"] != "test"]'),
        (".sample(frac=0.8)", ".sample(frac=0.2)"),
        (".dropna()", ".dropna()"),
        ("", "[80:]"),
    ],
)
def test_other_ways_may_share_rows(run: Callable[..., Run], first: str, second: str) -> None:
    """What is not certainly apart is not called so."""
    assert not are_disjoint(*sides(run, first, second))


@pytest.mark.parametrize(
    ("first", "second"),
    [("[:80]", "[:80]"), ("[:80]", ".iloc[0:80]"), (".head(80)", "[:80]"), ("[data.a > 1]", "[data.a > 1]")],
)
def test_the_same_way_leads_to_the_same_set(run: Callable[..., Run], first: str, second: str) -> None:
    """A selection is known by what it takes, however it is written."""
    trained, judged = sides(run, first, second)
    assert trained is judged


def test_every_set_above_holds_the_rows() -> None:
    """`supersets` and `lineage` go up to the load; what is stacked lies in none of its parents alone."""
    rows, node = RowSets(lambda each: each), ast.parse("x")
    load = rows.make(RowKind.SOURCE, node)
    train, test = (rows.make(RowKind.PART, node, [load], role=role) for role in (Role.TRAIN, Role.TEST))
    few = rows.make(RowKind.FEWER, node, [train])
    mix = rows.make(RowKind.MIX, node, [few, test])
    assert list(few.lineage()) == [few, train, load]
    assert few.supersets == {few, train, load}
    assert few.part() is train
    assert mix.supersets == {mix}
    assert mix.part() is None
    assert set(mix.lineage()) == {mix, few, test, train, load}
    assert are_disjoint(few, test)
    assert not are_disjoint(mix, test)
    assert nearest_common(few, test) is load
    assert nearest_common(mix, load) is None
    assert rows.make(RowKind.PART, node, [load], role=Role.TRAIN) is train


@pytest.mark.parametrize(
    ("first", "second", "is_certain"),
    [
        (Selector(stop=80), Selector(start=70), True),
        (Selector(start=70), Selector(stop=80), True),
        (Selector(stop=80), Selector(start=80), False),
        (Selector(stop=80), Selector(stop=10), True),
        (Selector(stop="n"), Selector(start=70), False),
        (Selector("day", "<", 7), Selector(start=70), False),
    ],
)
def test_slices_overlap_where_the_places_are_known(
    first: Selector, second: Selector, is_certain: bool
) -> None:
    assert first.overlaps(second) is is_certain


MOVED = """
import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
X, y = np.load("x.npy"), np.load("y.npy")
order = np.random.permutation(len(X))
train, test = order[:80], order[80:]
Ridge().fit(X[train], y[train]).score(X[test], y[test])
"""


def test_positions_move_their_selection_to_other_data(run: Callable[..., Run]) -> None:
    """`X[order[:80]]` and `X[order[80:]]` are two sides of `X`, and `y` is cut in the same way."""
    events = run(MOVED)
    fit, score = events.one(Fit, 8), events.one(Score, 8)
    assert events.rows(fit.data) == ["selection@7 < source@5"]
    (trained,), (judged,) = fit.data.rows, score.data.rows
    assert are_disjoint(trained, judged)
    assert fit.target is not None
    (target,) = fit.target.rows
    assert target.selector == trained.selector
    assert target.parents != trained.parents


def test_labels_of_rows_name_the_rows(run: Callable[..., Run]) -> None:
    """`data.loc[part.index]` are the rows of the part, and `data.drop(part.index)` all the others."""
    events = run("""
        import pandas as pd
        from sklearn.linear_model import Ridge
        data = pd.read_csv("a.csv")
        part = data.sample(frac=0.8)
        rest = data.drop(part.index)
        again = data.loc[part.index]
        others = data[~data.index.isin(part.index)]
        Ridge().fit(again, y)
        Ridge().fit(rest, y)
        Ridge().fit(others, y)
        """)
    again, rest, others = (next(iter(fit.data.rows)) for fit in events.all(Fit))
    assert events.origin(again) == "sample@5 < source@4"
    assert are_disjoint(again, rest)
    assert are_disjoint(again, others)
