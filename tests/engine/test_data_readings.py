"""`mllint why`: which rows the values of a line hold, and what was learned on the way to them."""

from __future__ import annotations

import ast
import json
import textwrap
from pathlib import Path

import pytest

from mllint_rules.engine.data_readings import DataReading, RowsReading, read_data
from mllint_rules.engine.explanation import explain
from mllint_rules.engine.focus import focus_on
from mllint_rules.engine.session import Session
from mllint_rules.model.text import Region
from mllint_rules.report.data import DataPage
from mllint_rules.report.explanation_json import explanation_json
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.provenance.observation import observed
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.source.reading import read_text

CODE = """\
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
data = pd.read_csv("a.csv", dtype=float)
data["z"] = data["a"] - data["a"].mean()
scaled = StandardScaler().fit_transform(data[["a"]])
X_train, X_test, y_train, y_test = train_test_split(scaled, data["y"], random_state=0)
model = Ridge().fit(X_train, y_train)
guess = model.predict(X_test)
score = r2_score(y_test, guess)
for kind in (1, 2, 3):
    Ridge().fit(data[["z"]], data["y"])
"""


def model_of(code: str) -> SemanticModel:
    document = read_text(textwrap.dedent(code), "module.py")
    return SemanticModel(document, ast.parse(document.text))


def readings(code: str, line: int) -> dict[str, DataReading]:
    """What is known of the expressions of a line, by their text."""
    model = model_of(code)
    return {each.expression: each for each in read_data(model, focus_on(model, line))}


def way(rows: RowsReading) -> str:
    own = f"{rows.role or rows.kind}@{rows.region.line}"
    return own if not rows.above else f"{own} < {' + '.join(map(way, rows.above))}"


def test_parts_of_a_split() -> None:
    """The names that a split binds hold its parts, with what was learned before it."""
    known = readings(CODE, 9)
    assert {text: [way(rows) for rows in each.rows] for text, each in known.items()} == {
        "X_train": ["train@9 < source@6"],
        "X_test": ["test@9 < source@6"],
        "y_train": ["train@9 < source@6"],
        "y_test": ["test@9 < source@6"],
        "scaled": ["source@6"],
        "data": ["source@6"],
        'data["y"]': ["source@6"],
    }
    (lesson,) = known["X_test"].lessons
    assert (lesson.kind, lesson.api, lesson.region.line) == (
        "statistics",
        "sklearn.preprocessing.StandardScaler",
        8,
    )
    assert [way(rows) for rows in lesson.rows] == ["source@6"]
    assert known["y_test"].lessons == ()


def test_models_and_predictions() -> None:
    """A prediction names the model, where it was fitted, and the rows of both."""
    known = readings(CODE, 11)
    model = known["model"].model
    assert model is not None
    assert model.classes == ("sklearn.linear_model.Ridge",)
    assert [(fit.region.line, [way(rows) for rows in fit.rows]) for fit in model.fits] == [
        (10, ["train@9 < source@6"])
    ]
    prediction = known["guess"].prediction
    assert prediction is not None
    assert (prediction.method, prediction.region.line) == ("predict", 11)
    assert prediction.model == model
    assert [way(rows) for rows in prediction.rows] == ["test@9 < source@6"]
    unfitted = readings(CODE, 10)["Ridge()"].model
    assert unfitted is not None
    assert unfitted.fits == ()


def test_columns_that_a_statistic_went_into() -> None:
    known = readings(CODE, 14)
    (lesson,) = known['data[["z"]]'].lessons
    assert (lesson.kind, lesson.region.line, lesson.columns) == ("statistic", 7, ("z",))
    assert known['data["y"]'].lessons == ()


def test_where_no_rule_asks_there_is_nothing() -> None:
    """A module that neither splits nor judges is not run for this either; a line without data tells nothing."""
    assert readings('import pandas as pd\ndata = pd.read_csv("a.csv")\n', 2) == {}
    assert readings(CODE, 1) == {}


def test_what_was_reached_through_calls_is_told_where_it_stands() -> None:
    """A function that is called twice holds the rows of both calls."""
    known = readings(
        """\
        import pandas as pd
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split
        def fitted(rows):
            return Ridge().fit(rows, y)
        train, test = train_test_split(pd.read_csv("a.csv"))
        fitted(train)
        fitted(test)
        """,
        5,
    )
    assert [way(rows) for rows in known["rows"].rows] == ["test@6 < source@6", "train@6 < source@6"]


def test_observing_changes_nothing() -> None:
    """The run that is watched gives the same events; what it does not come past is missing."""
    model = model_of(CODE + "if 0:\n    pass\ndef unused():\n    return data\n")
    before = [type(event) for event in model.trace.events]
    names = frozenset(model.index.names["data"])
    with observed(model, names) as values:
        assert 0 < len(values) <= len(names)
        assert all(value.rows for value in values.values())
    assert [type(event) for event in model.trace.events] == before


@pytest.mark.parametrize("width", [60, 120])
def test_the_page(width: int) -> None:
    """Expressions of which the same is known stand together; no line is wider than asked for."""
    model = model_of(CODE)

    def where(region: Region) -> str:
        return f"line {region.line}"

    lines = list(DataPage(width, where).lines(read_data(model, focus_on(model, 12))))
    assert all(len(line) <= width for line in lines)
    text = " ".join(" ".join(lines).split())
    assert (
        "y_test rows: the test part of the split in line 9 < all of line 6 guess predicted (predict" in text
    )
    assert text.startswith(
        "score, r2_score(y_test, guess) computed from predictions (predict, line 11) for rows: "
    )
    assert (
        "predicted (predict, line 11) for rows: the test part of the split in line 9 < all of line 6; by"
        in text
    )
    assert "Ridge, fitted in line 10 on rows: the train part of the split in line 9 < all of line 6" in text
    assert (
        "learned: statistics by sklearn.preprocessing.StandardScaler, line 8, from rows: all of line 6"
        in text
    )
    parts = list(DataPage(width, where).lines(read_data(model, focus_on(model, 9))))
    assert [line.strip() for line in parts if not line.startswith("    ")] == [
        "X_train",
        "X_test",
        "y_train",
        "y_test",
        "scaled",
        "data",
        'data["y"]',
    ]
    fit = list(DataPage(width, where).lines(read_data(model, focus_on(model, 10))))
    assert fit[0] == "  model, Ridge().fit(X_train, y_train)"


def test_json(tmp_path: Path) -> None:
    """The object for programs has the same in its key `data`."""
    path = tmp_path / "train.py"
    path.write_text(CODE)
    session = Session(SettingsFinder(isolated=True), [])
    explanation = explain(read_text(CODE, str(path)), path, 11, session)
    found = {each["expression"]: each for each in json.loads(explanation_json(explanation))["data"]}
    assert set(found) == {"guess", "model", "X_test", "model.predict(X_test)"}
    rows = found["X_test"]["rows"][0]
    assert (rows["kind"], rows["part"], rows["place"]["line"]) == ("part", "test", 9)
    assert [(each["kind"], each["place"]["line"], each["from"]) for each in rows["from"]] == [
        ("source", 6, [])
    ]
    assert found["X_test"]["learned"][0]["columns"] is None
    assert found["guess"]["prediction"]["model"]["fits"][0]["place"]["line"] == 10
    assert found["model"]["model"]["classes"] == ["sklearn.linear_model.Ridge"]
