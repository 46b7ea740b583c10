"""Any small table gives a module that imports, and that its own file passes."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.kinds import DataTable
from mllint_rules.datafiles.reading import ReadOptions, read_table
from mllint_rules.schemas.module import Library, schema_module

_SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=6
)
_NAMES = st.one_of(
    st.sampled_from(
        ["id", "class", "zip", "a b", 'say "hi"', "line\nbreak", "int", "validate", "Config", "model_x", "json", "dt",
         "é", "1st", "__x__", "_y", "copy", "Any", "pd", "$", "%", "date", "a,b", "a'b", "None", "schema", "Path"]
    ),
    _TEXT.filter(lambda text: bool(text.strip())),
)  # fmt: skip
_CELLS = (
    st.integers(-(2**70), 2**70).map(str),
    st.integers(0, 99).map(str),
    st.floats().map(str),
    st.sampled_from(["007", "01234", "10115"]),
    st.sampled_from(["True", "False"]),
    st.sampled_from(["true", "false", "TRUE"]),
    st.dates().map(str),
    st.datetimes().map(str),
    st.datetimes().map(lambda moment: moment.strftime("%d/%m/%Y")),
    st.sampled_from(["2020-01-02T10:00:00Z", "2020-01-02T10:00:00+02:00", "1999-12-31T00:00:00Z"]),
    st.sampled_from(["NA", "None", "nan", "?", "-", "1", "2.5"]),
    st.just(""),
    _TEXT,
)


@st.composite
def _tables(draw: st.DrawFn, cells: tuple[st.SearchStrategy[Any], ...]) -> tuple[list[str], list[list[Any]]]:
    header = draw(st.lists(_NAMES, min_size=1, max_size=5, unique=True))
    columns = [st.one_of(draw(st.lists(st.sampled_from(cells), min_size=1, max_size=2))) for _ in header]
    rows = draw(st.lists(st.tuples(*columns), min_size=1, max_size=6))
    repeats = draw(st.sampled_from([1, 1, 1, 25]))
    return header, [list(row) for row in rows] * repeats


def _rows_read(table: DataTable, library: Library) -> int:
    """How many rows the reader of the module gives for the file that the module was written for."""
    text = schema_module([table], library)
    module = ModuleType("schema_of_table")
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, "<schema>", "exec", dont_inherit=True), module.__dict__)
        found = module.read_table(table.source.path)
        return len(found) if library is not Library.PYDANTIC else sum(1 for _ in found)
    finally:
        del sys.modules[module.__name__]


@pytest.fixture(params=Library, ids=lambda library: library.value)
def library(request: pytest.FixtureRequest) -> Library:
    """Each library that schemas are written for, as far as it is installed."""
    found: Library = request.param
    pytest.importorskip("pandera.pandas" if found is Library.PANDERA else found.value)
    return found


@given(_tables(_CELLS))
@_SETTINGS
def test_separated_cells(
    library: Library, tmp_path: Path, content: tuple[list[str], list[list[str]]]
) -> None:
    header, rows = content
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    table = read_table(path, ReadOptions(delimiter=","))
    assert [column.name for column in table.columns] == header
    assert _rows_read(table, library) == table.rows


_VALUES = (
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    _TEXT,
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.lists(st.integers(0, 9), max_size=2),
    st.dictionaries(st.sampled_from("xy"), st.integers(0, 9), min_size=1),
)


@pytest.mark.parametrize("is_lines", [False, True])
@given(_tables(_VALUES))
@_SETTINGS
def test_records(
    library: Library, is_lines: bool, tmp_path: Path, content: tuple[list[str], list[list[Any]]]
) -> None:
    header, rows = content
    records = [dict(zip(header, row, strict=True)) for row in rows]
    path = tmp_path / ("table.jsonl" if is_lines else "table.json")
    text = "\n".join(map(json.dumps, records)) if is_lines else json.dumps(records)
    path.write_text(text, encoding="utf-8")
    table = read_table(path, ReadOptions())
    assert [column.name for column in table.columns] == header
    assert _rows_read(table, library) == len(rows)


_MOMENTS = st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2200, 1, 1))
_COLUMNS = (
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.booleans(),
    _TEXT,
    _MOMENTS,
    st.dates(min_value=date(1700, 1, 1), max_value=date(2200, 1, 1)),
    st.lists(st.integers(0, 9), max_size=2),
    st.binary(max_size=3),
    st.none(),
)


@st.composite
def _typed_tables(draw: st.DrawFn, columns: tuple[st.SearchStrategy[Any], ...]) -> dict[str, list[Any]]:
    header = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    number = draw(st.integers(1, 6))
    repeats = draw(st.sampled_from([1, 1, 25]))
    found = {}
    for name in header:
        cells = draw(st.sampled_from(columns))
        cells = st.one_of(cells, st.none()) if draw(st.booleans()) else cells
        found[name] = draw(st.lists(cells, min_size=number, max_size=number)) * repeats
    return found


@given(_typed_tables(_COLUMNS))
@_SETTINGS
def test_parquet(library: Library, tmp_path: Path, content: dict[str, list[Any]]) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "table.parquet"
    parquet.write_table(pyarrow.table(content), path)
    table = read_table(path, ReadOptions())
    assert [column.name for column in table.columns] == list(content)
    assert _rows_read(table, library) == table.rows


_SHEET = st.text(st.characters(codec="ascii", min_codepoint=32), min_size=1, max_size=6)


@given(
    _typed_tables(
        (st.integers(-(2**40), 2**40), st.floats(-1e9, 1e9), st.booleans(), _SHEET, st.just("007"), _MOMENTS)
    )
)
@_SETTINGS
def test_workbooks(library: Library, tmp_path: Path, content: dict[str, list[Any]]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    names = [f"column {number}" for number in range(len(content))]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("one")
    sheet.append(names)
    for row in zip(*content.values(), strict=True):
        sheet.append(["'" + cell if isinstance(cell, str) and cell[0] == "=" else cell for cell in row])
    path = tmp_path / "table.xlsx"
    book.save(path)
    try:
        table = read_table(path, ReadOptions())
    except DataFileError as error:
        assert "no rows" in str(error)  # noqa: PT017 -- a sheet of empty cells only
        return
    assert _rows_read(table, library) == table.rows
