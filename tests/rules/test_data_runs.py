"""Programs before and after the repairs of the rules on data: what they do stays, or differs as the page says."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from mllint_rules.engine.registry import rules_in_modules
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.sandbox import Sandbox

Program = Callable[..., Any]


def programs(rule: str, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The names of a program before and after all fixes of one rule, which must change it and settle."""
    before = dedent(code).lstrip("\n")
    sandbox = Sandbox(rules_in_modules([f"mllint_rules.rules.data.{rule}"]))
    outcome = sandbox.fix(read_text(before, "program.py"))
    assert outcome.reverted == ()
    after = outcome.document.text
    assert after != before
    assert sandbox.fix(outcome.document).document.text == after
    return run(before), run(after)


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(code, "program.py", "exec", dont_inherit=True), names)
    return names


@pytest.fixture
def orders(tmp_path: Path) -> str:
    path = tmp_path / "orders.csv"
    path.write_text(
        "zip,price,day,shop,n\n01234,2.5,2024-05-01,a,1\n10115,x,2024-06-01,b,2\n01234,4,2024-05-01,a,3\n"
    )
    return str(path)


def test_a_typed_document_is_read_as_the_code_expects(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    path = tmp_path / "events.json"
    path.write_text('{"zip": "01234", "price": 2}\n{"zip": "10115", "price": 3}\n')
    before, after = programs(
        "untyped_document_read",
        """
        import pandas as pd

        def means(path):
            events = pd.read_json(path, lines=True)
            local = events[events["zip"].astype("string").str.len() == 5]
            return local["price"].mean(), len(local)
        """,
    )
    # Without types the leading zero is lost, and with it the row.
    assert before["means"](str(path)) == (3.0, 1)
    assert after["means"](str(path)) == (2.5, 2)


def test_a_grid_of_numbers_stays_what_it_was(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy")
    path = tmp_path / "grid.csv"
    path.write_text("1,2\n3,x\n")
    before, after = programs(
        "untyped_engine_read",
        """
        import numpy as np

        def grid(path):
            return np.genfromtxt(path, delimiter=",")
        """,
    )
    assert numpy.array_equal(before["grid"](path), after["grid"](path), equal_nan=True)


@pytest.mark.parametrize(
    ("library", "load"),
    [
        ("pyarrow", "import pyarrow.csv as pv\ndef load(path):\n    return pv.read_csv(path).to_pandas()\n"),
        ("duckdb", "import duckdb\ndef load(path):\n    return duckdb.read_csv(path).df()\n"),
        ("dask", "import dask.dataframe as dd\ndef load(path):\n    return dd.read_csv(path)\n"),
    ],
)
def test_engines_keep_leading_zeros(library: str, load: str, orders: str) -> None:
    pytest.importorskip(library)
    use = '\ndef first(path):\n    orders = load(path)\n    return str(list(orders["zip"].str.slice(0, 5))[0])\n'
    _, after = programs("untyped_engine_read", load + use)
    assert after["first"](orders) == "01234"


def test_a_refused_frame_is_not_used(orders: str) -> None:
    pytest.importorskip("pandas")
    errors = pytest.importorskip("pandera.errors")
    before, after = programs(
        "ignored_validation_failure",
        """
        import pandas as pd
        import pandera.pandas as pa

        schema = pa.DataFrameSchema({"price": pa.Column(float)})

        def rows(path):
            orders = pd.read_csv(path)
            try:
                orders = schema.validate(orders)
            except pa.errors.SchemaError as error:
                print(error)
            return len(orders)
        """,
    )
    assert before["rows"](orders) == 3
    with pytest.raises(errors.SchemaError):
        after["rows"](orders)


def test_a_slip_of_the_pen_is_a_key_error_before(orders: str) -> None:
    pytest.importorskip("pandas")
    before, after = programs(
        "column_absent_from_schema",
        """
        import pandas as pd

        def total(path):
            orders = pd.read_csv(path, usecols=["zip", "n"])
            return int(orders["zpi"].count() + orders["n"].sum())
        """,
    )
    with pytest.raises(KeyError):
        before["total"](orders)
    assert after["total"](orders) == 9


def test_lost_values_are_logged(orders: str, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("pandas")
    before, after = programs(
        "silently_coerced_values",
        """
        import pandas as pd

        def prices(path):
            orders = pd.read_csv(path)
            orders["price"] = pd.to_numeric(orders["price"], errors="coerce")
            return orders["price"].dropna().tolist()
        """,
    )
    with caplog.at_level(logging.WARNING):
        assert before["prices"](orders) == [2.5, 4.0]
        assert not caplog.records
        assert after["prices"](orders) == [2.5, 4.0]
    (record,) = caplog.records
    assert (record.__dict__["column"], record.__dict__["lost"]) == ("price", 1)


def test_identifiers_keep_their_digits(orders: str) -> None:
    pytest.importorskip("pandas")
    before, after = programs(
        "identifier_parsed_as_number",
        """
        import pandas as pd

        def zips(path):
            orders = pd.read_csv(path)
            return [str(each) for each in orders["zip"]]
        """,
    )
    assert before["zips"](orders) == ["1234", "10115", "1234"]
    assert after["zips"](orders) == ["01234", "10115", "01234"]


def test_conversions_move_into_the_reader(orders: str) -> None:
    pandas = pytest.importorskip("pandas")
    before, after = programs(
        "dates_parsed_after_read",
        """
        import pandas as pd

        def load(path):
            orders = pd.read_csv(path)
            orders["day"] = pd.to_datetime(orders["day"], format="%Y-%m-%d")
            orders["n"] = orders["n"].astype("float32")
            return orders
        """,
    )
    old, new = before["load"](orders), after["load"](orders)
    pandas.testing.assert_frame_equal(old, new, check_dtype=False)
    assert [kind.kind for kind in old.dtypes] == [kind.kind for kind in new.dtypes]


def test_dates_are_read_in_the_order_that_they_are_written_in() -> None:
    pytest.importorskip("pandas")
    before, after = programs(
        "contradictory_date_order",
        """
        import warnings

        import pandas as pd

        def days():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return [str(each.date()) for each in (pd.to_datetime("13/01/2020", dayfirst=False),)]
        """,
    )
    assert before["days"]() == after["days"]() == ["2020-01-13"]


def test_the_row_numbers_are_gone(orders: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    before, after = programs(
        "index_column_roundtrip",
        """
        import pandas as pd

        def columns(path):
            orders = pd.read_csv(path)
            orders.to_csv("clean.csv")
            return list(pd.read_csv("clean.csv").columns)
        """,
    )
    assert before["columns"](orders) == ["Unnamed: 0", "zip", "price", "day", "shop", "n"]
    assert after["columns"](orders) == ["zip", "price", "day", "shop", "n"]


def test_a_query_names_its_columns() -> None:
    pytest.importorskip("pandas")
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE orders (price REAL, n INTEGER, note TEXT)")
    connection.execute("INSERT INTO orders VALUES (2.5, 2, 'x'), (1.0, 3, NULL)")
    before, after = programs(
        "select_star_into_frame",
        """
        import pandas as pd

        def revenue(connection):
            orders = pd.read_sql("SELECT * FROM orders", connection)
            return float((orders["price"] * orders["n"]).sum())
        """,
    )
    assert before["revenue"](connection) == after["revenue"](connection) == 8.0
    connection.execute("ALTER TABLE orders RENAME COLUMN n TO quantity")
    with pytest.raises(Exception, match="no such column"):
        after["revenue"](connection)


def test_columns_that_nobody_uses_are_not_read(orders: str) -> None:
    pytest.importorskip("pandas")
    before, after = programs(
        "unselected_columns",
        """
        import pandas as pd

        def shops(path):
            orders = pd.read_csv(path, parse_dates=["day"])
            late = orders[orders["day"] > "2024-04-01"].sort_values("n")
            return late.groupby("shop")["n"].sum().to_dict()
        """,
    )
    assert before["shops"](orders) == after["shops"](orders) == {"a": 4, "b": 2}


def test_the_program_passes_the_path(tmp_path: Path) -> None:
    before, after = programs(
        "absolute_data_path",
        """
        def first_line() -> str:
            with open("/home/nobody-here/orders.csv") as stream:
                return stream.readline()

        def main():
            return first_line()
        """,
    )
    (tmp_path / "orders.csv").write_text("zip\n")
    assert after["first_line"](orders_path=tmp_path / "orders.csv") == "zip\n"
    for names in (before, after):
        with pytest.raises(FileNotFoundError):
            names["main"]()


def test_the_missing_image_is_named(tmp_path: Path) -> None:
    pytest.importorskip("cv2")
    before, after = programs(
        "unchecked_opencv_image",
        """
        import cv2

        def width(path):
            image = cv2.imread(path)
            return image.shape[1]
        """,
    )
    path = str(tmp_path / "none.png")
    with pytest.raises(AttributeError):
        before["width"](path)
    with pytest.raises(FileNotFoundError, match=r"none\.png"):
        after["width"](path)


def test_a_request_without_a_feature_is_refused() -> None:
    flask = pytest.importorskip("flask")
    pytest.importorskip("pydantic")
    before, after = programs(
        "untyped_inference_endpoint",
        """
        from flask import Flask, request

        class Doubling:
            def predict(self, rows):
                return [2 * row[0] for row in rows]

        app = Flask(__name__)
        model = Doubling()

        @app.route("/predict", methods=["POST"])
        def predict():
            data = request.get_json()
            return {"y": model.predict([[float(data["x"])]])[0], "by": data.get("by", "me")}
        """,
    )
    assert flask is not None
    for names, refusal in ((before, 500), (after, 422)):
        client = names["app"].test_client()
        assert client.post("/predict", json={"x": 3}).json == {"y": 6.0, "by": "me"}
        assert client.post("/predict", json={"z": 3}).status_code == refusal


def test_a_record_without_a_key_is_refused_where_it_is_loaded() -> None:
    pydantic = pytest.importorskip("pydantic")
    before, after = programs(
        "unvalidated_json_record",
        """
        import json

        import pydantic

        def total(text):
            order = json.loads(text)
            return float(order["price"]) * int(order["count"]), order.get("note", "none")
        """,
    )
    good = '{"price": "2.5", "count": 2}'
    assert before["total"](good) == after["total"](good) == (5.0, "none")
    with pytest.raises(KeyError):
        before["total"]('{"price": 2.5}')
    with pytest.raises(pydantic.ValidationError):
        after["total"]('{"price": 2.5}')


def test_a_function_says_which_columns_it_needs() -> None:
    pandas = pytest.importorskip("pandas")
    errors = pytest.importorskip("pandera.errors")
    before, after = programs(
        "frame_parameter_without_schema",
        """
        import pandas as pd

        class Report:
            def __init__(self, rate):
                self.rate = rate

            def net(self, orders: pd.DataFrame, last: pd.DataFrame) -> float:
                kept = orders[orders["shop"].str.len() == 1].copy()
                kept["total"] = kept["price"] * kept["n"] * self.rate
                return float(kept["total"].sum() - (last["price"] * last["n"] * last["rate"]).sum())

        @staticmethod
        def prices(orders: pd.DataFrame, *, least: float = 0.0) -> list[float]:
            chosen = orders[(orders["price"] > least) & (orders["n"] > 0.5) & (orders["shop"] == "a")]
            return chosen["price"].tolist()
        """,
    )
    orders = pandas.DataFrame({"shop": ["a", "b"], "price": [2.5, 4.0], "n": [1, 2], "other": [0, 0]})
    last = pandas.DataFrame({"price": [1.0], "n": [1], "rate": [2]})
    given = orders.copy()
    for names in (before, after):
        assert names["Report"](2.0).net(orders, last) == 19.0
        assert names["prices"](orders, least=2.0) == [2.5]
    assert orders.equals(given)
    assert before["prices"](orders.assign(n=["1", "2"]).astype({"n": float})) == [2.5]
    with pytest.raises(TypeError):
        before["prices"](orders.assign(n=["1", "2"]))
    assert after["prices"](orders.assign(n=["1", "2"])) == [2.5]
    with pytest.raises(errors.SchemaErrors):
        after["Report"](2.0).net(orders, orders)


def test_settings_are_refused_at_the_load(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(
        '{"model": {"rate": 0.5, "layers": {"width": 4}}, "rows": 100, "name": "first", "kinds": {"a": 1}}'
    )
    before, after = programs(
        "stringly_typed_config",
        """
        import json

        def load_config(path: str) -> dict:
            with open(path) as file:
                return json.load(file)

        def rate(config: dict, step: int) -> float:
            model = config["model"]
            return model["rate"] * model.get("decay", 0.5) ** step / model["layers"]["width"]

        def title(config: dict) -> str:
            return f"{config['name']} of {config['rows']} {sum(config['kinds'].values())} {config.get('note')}"

        def main(path):
            config = load_config(path)
            return rate(config, 1), title(config)
        """,
    )
    assert before["main"](str(path)) == after["main"](str(path)) == (0.0625, "first of 100 1 None")
    path.write_text(path.read_text().replace('"rate"', '"raet"'))
    with pytest.raises(KeyError, match="rate"):
        before["main"](str(path))
    with pytest.raises(TypeError, match="raet"):
        after["main"](str(path))
