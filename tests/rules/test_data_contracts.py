"""Repairs of the rules on loaded data: what they write, and that the repaired programs run."""

from __future__ import annotations

import ast
import logging
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mllint_rules.kit import Rule
from mllint_rules.rules.data import (
    discarded_validation_result,
    inert_schema_annotation,
    masked_mixed_types,
    silently_skipped_rows,
    untyped_csv_read,
    untyped_polars_read,
    unvalidated_loaded_frame,
)
from mllint_rules.source.reading import read_text
from mllint_rules.testkit.sandbox import Sandbox

UNTYPED: Rule[Any] = untyped_csv_read.check
UNVALIDATED: Rule[Any] = unvalidated_loaded_frame.check
MASKED: Rule[Any] = masked_mixed_types.check
SKIPPED: Rule[Any] = silently_skipped_rows.check
INERT: Rule[Any] = inert_schema_annotation.check
DISCARDED: Rule[Any] = discarded_validation_result.check
POLARS: Rule[Any] = untyped_polars_read.check


def fixed(code: str, *rules: Rule[Any], settings: dict[str, object] | None = None) -> str:
    """The code with all fixes of these rules, none of which had to be undone."""
    sandbox = Sandbox(rules, settings)
    outcome = sandbox.fix(read_text(dedent(code).lstrip("\n"), "orders.py"))
    assert outcome.reverted == ()
    assert sandbox.fix(outcome.document).document.text == outcome.document.text
    return outcome.document.text


def titles(code: str, *rules: Rule[Any]) -> list[str | None]:
    """The titles of the fixes that are offered, in order of the findings."""
    found = Sandbox(rules).check(read_text(dedent(code).lstrip("\n"), "orders.py"))
    return [each.fix.title if each.fix is not None else None for each in found]


def run(code: str) -> dict[str, Any]:
    """Run a program and give its names."""
    names: dict[str, Any] = {"__name__": "orders"}
    exec(compile(code, "orders.py", "exec", dont_inherit=True), names)
    return names


REPORT = """
    import pandas as pd


    def load_orders(path: str) -> pd.DataFrame:
        return pd.read_csv(path)


    def report(path: str) -> tuple[list[str], float, int]:
        orders = load_orders(path)
        zips = orders["zip"].astype(str).str.zfill(5)
        recent = orders[orders["created_at"] > "2020-01-01"]
        chosen = recent[recent["order_id"] != 3]
        return sorted(zips.dropna()), recent["price"].mean(), len(chosen[chosen["paid"]])
"""


def test_both_load_rules_are_settled_by_one_run_of_fixes() -> None:
    assert fixed(REPORT, UNTYPED, UNVALIDATED) == dedent(
        '''\
        import pandas as pd
        import pandera.pandas as pa


        ORDERS_DTYPES = {
            "zip": "string",
            "order_id": "Int64",
            "price": "float64",
            "paid": "boolean",
        }


        class OrdersSchema(pa.DataFrameModel):
            """Columns that the program reads from orders."""

            zip: pd.StringDtype = pa.Field(nullable=True)
            created_at: pa.DateTime = pa.Field(nullable=True)
            order_id: pd.Int64Dtype = pa.Field(nullable=True)
            price: float = pa.Field(nullable=True)
            paid: pd.BooleanDtype = pa.Field(nullable=True)

            class Config:
                coerce = True
                strict = False


        def load_orders(path: str) -> pd.DataFrame:
            return OrdersSchema.validate(pd.read_csv(path, dtype=ORDERS_DTYPES, parse_dates=["created_at"]), lazy=True)


        def report(path: str) -> tuple[list[str], float, int]:
            orders = load_orders(path)
            zips = orders["zip"].astype(str).str.zfill(5)
            recent = orders[orders["created_at"] > "2020-01-01"]
            chosen = recent[recent["order_id"] != 3]
            return sorted(zips.dropna()), recent["price"].mean(), len(chosen[chosen["paid"]])
        '''
    )


def test_a_repaired_program_reads_what_the_file_says(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pandera")
    path = tmp_path / "orders.csv"
    path.write_text(
        "zip,order_id,created_at,price,paid\n01234,1,2021-05-01,2.5,True\n"
        "00099,2,2019-01-01,9,True\n99999,3,2022-01-01,3.5,True\n,4,2021-01-01,,\n"
    )
    before = """
        import pandas as pd

        def first_zip(path):
            orders = pd.read_csv(path)
            return str(orders["zip"].str.slice(0, 5).iloc[0]), len(orders[orders["order_id"] != 3])
        """
    with pytest.raises(AttributeError):  # the column is a float, because one cell is empty
        run(dedent(before))["first_zip"](str(path))
    after = run(fixed(before, UNTYPED, UNVALIDATED))
    assert after["first_zip"](str(path)) == ("01234", 3)
    zips, price, paid = run(fixed(REPORT, UNTYPED, UNVALIDATED))["report"](str(path))
    # What `astype(str)` makes of the empty cell differs between pandas 2 and 3.
    assert [text for text in zips if text.isdigit()] == ["00099", "01234", "99999"]
    assert (price, paid) == (3.0, 1)


def test_a_repaired_program_stops_at_a_missing_column(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    errors = pytest.importorskip("pandera.errors")
    path = tmp_path / "orders.csv"
    path.write_text("zip,order_id,created_at,paid\n01234,1,2021-05-01,True\n")
    repaired = run(fixed(REPORT, UNVALIDATED))
    with pytest.raises(errors.SchemaErrors, match="price"):
        repaired["load_orders"](str(path))


def test_every_kind_of_column_type_passes_its_own_schema(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pandera")
    path = tmp_path / "data.csv"
    path.write_text("a,b,c,d,e,f,g h,class\nx,1,1.5,True,2020-01-01,k,3,7\ny,2,2.5,False,2020-01-02,k,4,8\n")
    code = """
        import pandas as pd

        def load(path):
            df = pd.read_csv(path)
            print(df["a"].str.len(), df["b"] == 1, df["c"].mean(), ~df["d"], df["f"].astype("category"))
            print(pd.to_datetime(df["e"]), df["g h"], df["class"].astype("int32"), df["b"] == 2)
            return df
        """
    frame = run(fixed(code, UNTYPED, UNVALIDATED))["load"](str(path))
    assert {name: str(dtype) for name, dtype in frame.dtypes.items() if name not in ("a", "e")} == {
        "b": "Int64",
        "c": "float64",
        "d": "boolean",
        "f": "category",
        "g h": "int64",
        "class": "int32",
    }
    assert str(frame["e"].dtype).startswith("datetime64")
    assert frame["a"].tolist() == ["x", "y"]


def test_a_kept_validation_result_is_the_converted_frame() -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pandera")
    code = """
        import pandera.pandas as pa

        class Orders(pa.DataFrameModel):
            price: float

            class Config:
                coerce = True

        def total(orders):
            Orders.validate(orders)
            return orders["price"].sum()
        """
    frame = pd.DataFrame({"price": ["1.5", "2.5"]}, dtype="object")
    assert run(dedent(code))["total"](frame) == "1.52.5"
    assert run(fixed(code, DISCARDED))["total"](frame) == 4.0


def test_a_decorated_function_checks_its_annotation() -> None:
    pd = pytest.importorskip("pandas")
    pytest.importorskip("pandera")
    code = """
        import pandera.pandas as pa
        from pandera.typing import DataFrame

        class Orders(pa.DataFrameModel):
            price: float

        def count(orders: DataFrame[Orders]) -> int:
            return len(orders)
        """
    wrong = pd.DataFrame({"cost": [1.0]})
    assert run(dedent(code))["count"](wrong) == 1
    with pytest.raises(Exception, match="price"):
        run(fixed(code, INERT))["count"](wrong)
    assert run(fixed(code, INERT))["count"](pd.DataFrame({"price": [1.0]})) == 1


def test_bad_lines_are_counted_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("pandas")
    path = tmp_path / "reviews.csv"
    path.write_text("id,text\n1,good\n2,too,many\n3,bad\n4,one,more\n")
    code = """
        import pandas as pd

        def load(path):
            return pd.read_csv(path, on_bad_lines="skip", low_memory=False)
        """
    with caplog.at_level(logging.WARNING):
        frame = run(fixed(code, SKIPPED))["load"](str(path))
    assert frame["id"].tolist() == [1, 3]
    assert [(record.getMessage(), record.__dict__["bad_lines"]) for record in caplog.records] == [
        ("lines not parsed: 2", 2)
    ]


def test_polars_reads_the_declared_types(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    path = tmp_path / "orders.csv"
    path.write_text("zip,price\n" + "01234,1\n" * 120 + "01234,1.5\n")
    code = """
        import polars as pl

        def load(path):
            return pl.scan_csv(path)

        def starts(path):
            orders = load(path)
            found = orders.filter(pl.col("zip").str.starts_with("0")).select(pl.col("price").mean())
            return found.collect().item()
        """
    with pytest.raises(Exception, match=r"str|dtype|type"):
        run(dedent(code))["starts"](str(path))
    assert run(fixed(code, POLARS))["starts"](str(path)) == pytest.approx(121.5 / 121)


def test_columns_nobody_knows_the_type_of_are_named_in_the_title() -> None:
    code = """
        import pandas as pd

        df = pd.read_csv("orders.csv")
        print(df["zip"].str.len(), df["payload"], df["other"])
        """
    assert titles(code, UNTYPED) == [
        "Declare the types of the columns that are used; not known: `payload`, `other`"
    ]


def test_the_schema_names_a_library_that_the_project_does_not_have() -> None:
    code = """
        import pandas as pd

        def total(path):
            df = pd.read_csv(path)
            return df["price"] * df["quantity"]
        """
    assert titles(code, UNVALIDATED) == ["Validate the frame by a schema `DataSchema` (needs pandera)"]
    assert titles(code.replace("import pandas as pd", "import pandas as pd, pandera"), UNVALIDATED) == [
        "Validate the frame by a schema `DataSchema`"
    ]


def test_an_old_pandera_is_imported_as_a_whole() -> None:
    code = """
        import pandas as pd

        def total(path):
            df = pd.read_csv(path)
            return df["price"] * df["quantity"]
        """
    old = fixed(code, UNVALIDATED, settings={"libraries": {"pandera": "<0.24"}})
    assert "import pandera\n" in old
    assert "class DataSchema(pandera.DataFrameModel):" in old
    new = fixed(code, UNVALIDATED, settings={"libraries": {"pandera": ">=0.24"}})
    assert "import pandera.pandas as pa\n" in new


def test_the_finding_points_at_the_reads_of_the_columns() -> None:
    code = dedent(
        """\
        import pandas as pd

        def total(path):
            df = pd.read_csv(path)
            return df["price"] * df["quantity"]
        """
    )
    (found,) = Sandbox((UNVALIDATED,)).check(read_text(code, "orders.py"))
    assert [(each.message, each.region.line, each.region.column) for each in found.related] == [
        ("`price` is read here", 5, 12),
        ("`quantity` is read here", 5, 26),
    ]


def test_several_loads_of_one_file_get_names_of_their_own() -> None:
    code = """
        import pandas as pd

        a = pd.read_csv("orders.csv", low_memory=False)
        b = pd.read_csv("orders.csv", sep=";")
        print(a["x"].str.len(), b["y"].mean())
        """
    assert fixed(code, UNTYPED, MASKED) == dedent(
        """\
        import pandas as pd

        ORDERS_DTYPES = {"x": "string"}

        a = pd.read_csv("orders.csv", dtype=ORDERS_DTYPES)

        ORDERS_DTYPES_2 = {"y": "float64"}

        b = pd.read_csv("orders.csv", sep=";", dtype=ORDERS_DTYPES_2)
        print(a["x"].str.len(), b["y"].mean())
        """
    )


def _annotated_names(tree: ast.Module) -> dict[str, str]:
    """The columns of the written schema with the attribute that stands for each."""
    (schema,) = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    found = {}
    for statement in schema.body:
        if isinstance(statement, ast.AnnAssign):
            assert isinstance(statement.target, ast.Name)
            assert isinstance(statement.value, ast.Call)
            alias = next((k.value for k in statement.value.keywords if k.arg == "alias"), None)
            column = ast.literal_eval(alias) if alias is not None else statement.target.id
            found[column] = statement.target.id
    return found


@hypothesis_settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
        | st.sampled_from(
            ["class", "validate", "float", "pd", "pa", "_id", "Config", "a b", "a-b", "1st", 'say "x"']
        ),
        min_size=2,
        max_size=6,
        unique=True,
    )
)
def test_any_column_name_gets_a_field_and_a_type(columns: list[str]) -> None:
    reads = ", ".join(f"df[{name!r}].str.len()" for name in columns)
    code = f"import pandas as pd\n\n\ndef load(path):\n    df = pd.read_csv(path)\n    return [{reads}]\n"
    sandbox = Sandbox((UNTYPED, UNVALIDATED))
    outcome = sandbox.fix(read_text(code, "orders.py"))
    assert outcome.reverted == ()
    assert outcome.remaining == ()
    tree = ast.parse(outcome.document.text)
    (mapping,) = [node.value for node in tree.body if isinstance(node, ast.Assign)]
    assert ast.literal_eval(mapping) == dict.fromkeys(columns, "string")
    fields = _annotated_names(tree)
    assert list(fields) == columns
    assert len(set(fields.values())) == len(columns)
    assert all(name.isidentifier() and not name.startswith("_") for name in fields.values())


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_comments_stay_with_their_statement_whatever_the_line_ends(newline: str) -> None:
    code = '# Orders.\nimport pandas as pd\n\n# the orders\ndf = pd.read_csv("orders.csv")\nprint(df["a"].mean())\n'
    text = Sandbox((UNTYPED,)).fix(read_text(code.replace("\n", newline), "orders.py")).document.text
    assert (
        newline.join(
            (
                'ORDERS_DTYPES = {"a": "float64"}',
                "",
                "# the orders",
                'df = pd.read_csv("orders.csv", dtype=ORDERS_DTYPES)',
            )
        )
        in text
    )
    assert set(text) & {"\r", "\n"} == set(newline)


@pytest.mark.parametrize(
    ("path", "is_reported"),
    [
        ('Path(__file__).parent / "data" / "shops.csv"', False),
        ('os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "shops.csv")', False),
        ('resources.files("shops") / "shops.csv"', False),
        ('Path(__file__).parent.parent / "data" / "shops.csv"', True),
        ('Path(__file__).parents[2] / "shops.csv"', True),
        ('os.path.join(os.path.dirname(__file__), "..", "shops.csv")', True),
        ('"data/shops.csv"', True),
    ],
)
def test_data_that_is_released_with_its_package_is_typed_by_that_release(
    path: str, is_reported: bool, tmp_path: Path
) -> None:
    module = tmp_path / "shops" / "loading.py"
    module.parent.mkdir()
    (module.parent / "__init__.py").touch()
    code = f"""
        import os
        from importlib import resources
        from pathlib import Path

        import pandas as pd


        def load():
            path = {path}
            return pd.read_csv(path)
    """
    found = Sandbox([UNTYPED]).check(read_text(dedent(code).lstrip("\n"), str(module)))
    assert len(found) == is_reported
    # The same line in a script reads what lies beside it, which may change any time.
    script = str(tmp_path / "loading.py")
    assert len(Sandbox([UNTYPED]).check(read_text(dedent(code).lstrip("\n"), script))) == 1
