"""Columns of a table, and what lessons become of columns that go or are written anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mllint_rules.semantic.provenance.domain import Columns
from mllint_rules.semantic.provenance.events import Distinct, Fit, Group

from .conftest import Run

TABLE = """
import pandas as pd
from sklearn.linear_model import Ridge
data = pd.read_csv("a.csv", dtype=float)
y = data["y"]
{code}
Ridge().fit({given}, y)
"""


def fitted(run: Callable[..., Run], code: str, given: str = "data") -> tuple[Run, Fit]:
    """The fit on `given` after some code that stands on line 6."""
    events = run(TABLE.format(code=code, given=given))
    return events, events.all(Fit)[-1]


@pytest.mark.parametrize(
    ("code", "given", "held", "gone"),
    [
        ("", "data", {"a", "y"}, set()),
        ("", 'data[["a", "b"]]', {"a", "b"}, {"y", "c"}),
        ("", 'data["a"].to_frame()', {"a"}, {"y"}),
        ("", 'data.loc[:, ["a"]]', {"a"}, {"y"}),
        ("", 'data.drop(columns=["y"])', {"a"}, {"y"}),
        ("", 'data.drop("y", axis=1)', {"a"}, {"y"}),
        ("", 'data.drop(["y", "a"], axis="columns")', {"b"}, {"y", "a"}),
        ('data.drop("y", axis=1, inplace=True)', "data", {"a"}, {"y"}),
        ('del data["y"]', "data", {"a"}, {"y"}),
        ('data.pop("y")', "data", {"a"}, {"y"}),
        ("", 'data.rename(columns={"y": "z"})', {"z", "a"}, {"y"}),
        ("", 'pd.get_dummies(data, columns=["c"])', {"y", "c_1"}, {"c"}),
        ('data = data[["a"]]\ndata["new"] = 1', "data", {"a", "new"}, {"y"}),
        ('data["new"] = 1\ndel data["new"]', "data", {"a"}, {"new"}),
        ('data["new"] = 1\ndata.pop("new")', "data", {"a"}, {"new"}),
        ('data = data[["a"]].assign(new=1)', "data", {"a", "new"}, {"y"}),
        ('del data["y"]\ndata["y"] = 1', "data", {"a", "y"}, set()),
        ('data = data[["a"]]', "data.copy().fillna(0)", {"a"}, {"y"}),
    ],
)
def test_which_columns_are_left(
    run: Callable[..., Run], code: str, given: str, held: set[str], gone: set[str]
) -> None:
    """Columns that were dropped, taken out or left behind are gone, those assigned since are there."""
    columns = fitted(run, code, given)[1].data.columns
    assert columns is not None
    assert columns.is_complete
    assert {name for name in held | gone if columns.may_hold(name)} == held


@pytest.mark.parametrize(
    "given", ["data[names]", "data.drop(columns=names)", "data.rename(columns=names)", "pd.get_dummies(data)"]
)
def test_changes_that_nobody_understands(run: Callable[..., Run], given: str) -> None:
    """Names that are not known leave the columns incomplete."""
    columns = fitted(run, "names = load_names()", given)[1].data.columns
    assert columns is None or not columns.is_complete


def test_other_tables_have_other_columns(run: Callable[..., Run]) -> None:
    """Columns know the table they are of."""
    events, fit = fitted(run, 'other = pd.read_csv("b.csv")', "other")
    assert isinstance(fit.data.columns, Columns)
    assert fit.data.columns.table.lineno == 6  # type: ignore[attr-defined]
    assert events.rows(fit.data) == ["source@6"]


MEAN = 'data["a"] - data["a"].mean()'


@pytest.mark.parametrize(
    ("code", "given", "lines"),
    [
        (f'data["z"] = {MEAN}', "data", [6]),
        (f'data["z"] = {MEAN}', 'data[["z"]]', [6]),
        (f'data["z"] = {MEAN}', 'data[["a"]]', []),
        (f'data["z"] = {MEAN}', 'data.drop(columns=["z"])', []),
        (f'data["z"] = {MEAN}\ndel data["z"]', "data", []),
        (f'data["z"] = {MEAN}\ndata.pop("z")', "data", []),
        (f'data["z"] = {MEAN}\ndata["z"] = 0', "data", []),
        (f'data["z"] = {MEAN}\ndata.z = 0', "data", []),
        (f'data.loc[:, "z"] = {MEAN}', "data", [6]),
        (f'other = data\nother["z"] = {MEAN}', "data", [7]),
        (f'other = data.copy()\nother["z"] = {MEAN}', "data", []),
        ('data["a"] -= data["a"].mean()', "data", [6]),
        ('data["a"].fillna(data["a"].median(), inplace=True)', "data", [6]),
        ('data["a"].fillna(data["a"].median(), inplace=True)', 'data[["b"]]', []),
        ("data.fillna(data.mean(), inplace=True)", 'data[["a"]]', [6]),
        ("data.fillna(0, inplace=True)", "data", []),
        ("mean = data.mean()\ndata = data - mean", "data", [6]),
        ("low, high = data.min(), data.max()\ndata = (data - low) / (high - low)", "data", [6, 6, 6]),
        (f'for name in ["z"]:\n    data[name] = {MEAN}', "data", [7]),
    ],
)
def test_a_statistic_goes_into_the_columns_it_was_written_to(
    run: Callable[..., Run], code: str, given: str, lines: list[int]
) -> None:
    """Where columns are assigned or changed in place, the table learns; where they are gone, it has not."""
    events, fit = fitted(run, code, given)
    lessons = events.lessons(fit.data)
    assert sorted({line for _, line, _ in lessons}) == sorted(set(lines))
    assert {kind for kind, _, _ in lessons} <= {"statistic"}
    assert all(rows == ["source@4"] for _, _, rows in lessons)


def test_groups_and_distinct_rows(run: Callable[..., Run]) -> None:
    """The keys are the literal names."""
    events, fit = fitted(
        run,
        'data["m"] = data.groupby("shop")["a"].transform("mean")\ndata = data.drop_duplicates(["a", "b"])',
    )
    assert events.one(Group).keys == {"shop"}
    assert events.one(Distinct).keys == {"a", "b"}
    assert events.rows(fit.data) == ["fewer@7 < source@4"]
    (lesson,) = fit.data.lessons
    assert (lesson.kind, lesson.is_group_wise) == ("statistic", True)
    assert lesson.columns == frozenset({"m"})


def test_stacked_and_joined_tables(run: Callable[..., Run]) -> None:
    """Stacked rows are a set of their own; columns side by side stay the same rows."""
    events, fit = fitted(run, 'more = pd.concat([data[:5], pd.read_csv("b.csv")])', "more")
    assert events.rows(fit.data) == ["mix@6 < (selection@6 < source@4 + source@6)"]
    events, fit = fitted(run, 'more = pd.concat([data[["a"]], data[["b"]]], axis=1)', "more")
    assert events.rows(fit.data) == ["source@4"]
