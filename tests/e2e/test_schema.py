"""`mllint schema`, as people run it: the module it writes, and what it says of files it cannot use."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Outcome, Workspace

ORDERS = """\
order_id,zip,price,quantity,status,ordered_at,is_gift
1,01234,1.5,1,new,2020-01-02 10:00:00,True
2,10115,2.5,,paid,2020-01-02 10:00:01,False
3,00501,,3,new,2020-01-03 10:00:02,False
"""
LIBRARIES = ("pandera", "pydantic", "polars")


def read_back(workspace: Workspace, data: str, *flags: str, library: str = "pandera") -> Outcome:
    """Write the schema of a file, and read the file by it: the number of rows on stdout."""
    pytest.importorskip("pandera.pandas" if library == "pandera" else library)
    written = workspace.run("schema", data, "--library", library, "--output-file", "written.py", *flags)
    assert written.code == 0, written.err
    code = (
        "import sys, written\n"
        "read = next(value for name, value in vars(written).items() if name.startswith('read_'))\n"
        "found = read(sys.argv[1])\n"
        "print(len(found) if hasattr(found, '__len__') else sum(1 for _ in found))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, data],
        cwd=workspace.root,
        env={**workspace.environment, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def test_a_pandera_module(workspace: Workspace) -> None:
    workspace.write("orders.csv", ORDERS)
    written = workspace.run("schema", "orders.csv")
    assert (written.code, written.err) == (0, "")
    assert (
        written.out
        == '''\
"""Schemas of data files, written by `mllint schema`.

orders.csv: 3 rows, all of them were looked at.
"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.typing import DataFrame


class OrdersSchema(pa.DataFrameModel):
    """The columns of orders.csv."""

    order_id: int
    zip: pd.StringDtype = pa.Field(str_matches=r"^[0-9]{5}$")
    price: float = pa.Field(nullable=True)
    quantity: pd.Int64Dtype = pa.Field(nullable=True)
    status: pd.StringDtype
    ordered_at: pa.DateTime
    is_gift: bool

    class Config:
        coerce = True
        strict = False


def read_orders(path: str | Path) -> DataFrame[OrdersSchema]:
    """Read a file like orders.csv; what does not fit the schema is an error."""
    frame = pd.read_csv(
        path,
        dtype={
            "order_id": "int64",
            "zip": "string",
            "price": "float64",
            "quantity": "Int64",
            "status": "string",
            "is_gift": "bool",
        },
        parse_dates=["ordered_at"],
        date_format="ISO8601",
    )
    return OrdersSchema.validate(frame, lazy=True)
'''
    )


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_file_passes_its_own_schema(workspace: Workspace, library: str) -> None:
    workspace.write("orders.csv", ORDERS)
    read = read_back(workspace, "orders.csv", library=library)
    assert (read.code, read.out) == (0, "3\n"), read.err


@pytest.mark.parametrize("library", LIBRARIES)
def test_another_file_does_not(workspace: Workspace, library: str) -> None:
    workspace.write("orders.csv", ORDERS)
    assert read_back(workspace, "orders.csv", library=library).code == 0
    workspace.write("orders.csv", ORDERS.replace("00501", "501"))
    code = "import written; list(written.read_orders('orders.csv'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace.root, env={**workspace.environment, "PYTHONPATH": "."}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "zip" in done.stderr


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolons.csv", 'name;price\n"a;b";1,5\nc;2,25\n'),
        ("tabs.tsv", "a\tb\n1\tx\n2\ty\n"),
        ("padded.csv", "age, work, income\n39, State-gov, <=50K\n50, Private, >50K\n"),
        ("marked.csv", "mpg,power\n18,130\n15,?\n"),
        ("dates.csv", "day,other\n13/02/2020,Jan 1 2000\n01/03/2020,Feb 2 2001\n"),
        ("zones.csv", "at\n2020-01-02T10:00:00Z\n2020-01-02T10:00:00+02:00\n"),
        ("far.csv", "until,n\n9999-12-31,1\n2020-01-01,2\n"),
        ("lines.csv", 'text,n\n"two\nlines",1\n"say ""hi""",2\n'),
        ("blank.csv", "a,b\n1,2\n\n3,4\n   \n"),
        ("index.csv", ",a\n0,1\n1,2\n"),
        ("marked_bom.csv", "\ufeffa,b\n1,2\n3,4\n"),
        ("quoted.csv", '"a ""b""",class\n1,2\n2,3\n'),
        ("records.json", '[{"a": 1, "b": "x"},\n {"a": null, "b": "2020-01-01", "c": [1, 2]}]'),
        ("records.jsonl", '{"id": "007", "n": 1.5}\n\n{"id": "008", "n": NaN}\n'),
    ],
)
def test_files_of_many_kinds(workspace: Workspace, library: str, name: str, content: str) -> None:
    workspace.write(name, content)
    read = read_back(workspace, name, library=library)
    assert (read.code, read.out) == (0, "2\n"), read.err


@pytest.mark.parametrize("library", LIBRARIES)
def test_other_encodings_and_compressed_files(workspace: Workspace, library: str) -> None:
    text = "name,n\nJosé,1\nZoë,2\n"
    workspace.write("latin.csv", text.encode("cp1252"))
    assert read_back(workspace, "latin.csv", "--encoding", "cp1252", library=library).out == "2\n"
    workspace.write("wide.csv", text.encode("utf-16"))
    assert read_back(workspace, "wide.csv", library=library).out == "2\n"
    workspace.write("packed.csv.gz", gzip.compress(text.encode()))
    assert read_back(workspace, "packed.csv.gz", library=library).out == "2\n"


@pytest.mark.parametrize("library", LIBRARIES)
def test_parquet(workspace: Workspace, library: str) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table(
        {
            "id": [1, None, 3],
            "name": ["a", "007", None],
            "at": pyarrow.array([1, 2, None], pyarrow.timestamp("ns", "UTC")),
            "share": [0.5, float("nan"), None],
            "gone": pyarrow.array([None, None, None], pyarrow.float32()),
            "many": [[1], [], None],
            "kind": pyarrow.array(["x", "y", "x"]).dictionary_encode(),
        }
    )
    parquet.write_table(table, workspace.root / "table.parquet")
    read = read_back(workspace, "table.parquet", library=library)
    assert (read.code, read.out) == (0, "3\n"), read.err


@pytest.mark.parametrize("library", LIBRARIES)
def test_workbooks(workspace: Workspace, library: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "first"
    for row in (
        ["code", "n", "at", "share"],
        ["007", 1, datetime(2020, 1, 2), 1],
        ["NA", None, None, 0.5],
        [None],
    ):
        sheet.append(row)
    book.create_sheet("second").append(["a"])
    book.save(workspace.root / "book.xlsx")
    read = read_back(workspace, "book.xlsx", library=library)
    assert (read.code, read.out) == (0, "2\n"), read.err
    said = workspace.run("schema", "book.xlsx").err
    assert said == "mllint: note: book.xlsx: only the sheet 'first' of 2 is read; --sheet names another\n"
    wrong = workspace.run("schema", "book.xlsx", "--sheet", "third")
    assert (wrong.code, "it has no sheet 'third'; it has 'first', 'second'" in wrong.err) == (2, True)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_module_passes_ruff_and_mypy(workspace: Workspace, library: str) -> None:
    pytest.importorskip("pandera.pandas" if library == "pandera" else library)
    names = 'class,"say ""hi""","line\nbreak",1st,int,validate,_x,model_a,é'
    rows = "".join(f"{n},{n / 8},{'ab'[n % 2]},0{n:03d},2020-01-01,,{n % 3},x y,True\n" for n in range(60))
    workspace.write("hostile names.csv", names + "\n" + rows)
    workspace.write("orders.csv", ORDERS)
    written = workspace.run(
        "schema", "hostile names.csv", "orders.csv", "--library", library, "--output-file", "written.py"
    )
    assert written.code == 0, written.err
    for tool in (
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        ("mypy", "--strict", "--ignore-missing-imports"),
    ):
        isolated = ("--isolated",) if tool[0] == "ruff" else ("--config-file", os.devnull)
        done = subprocess.run(
            [sys.executable, "-m", *tool, *isolated, "written.py"], cwd=workspace.root, env=workspace.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_large_file_is_sampled_and_promises_less(workspace: Workspace) -> None:
    from mllint_rules.datafiles.kinds import Kind
    from mllint_rules.datafiles.reading import ReadOptions, read_table

    rows = "".join(f'{n},0{n % 10},"a, b"\n' for n in range(60_000))
    path = workspace.write("many.csv", "id,code,text\n" + rows)
    table = read_table(path, ReadOptions(large=1000))
    assert (table.rows, table.is_sample) == (60_000, True)
    assert [column.kind for column in table.columns] == [Kind.INTEGER, Kind.TEXT, Kind.TEXT]
    assert table.columns[0].rows < 60_000


# What cannot be used


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.csv", "", "it is empty"),
        ("blank.csv", " \n\n", "it is empty"),
        ("head.csv", "a,b\n", "it has no rows, only the names of columns"),
        ("nameless.csv", ",,\n1,2,3\n", "it has no columns: the first line holds no names"),
        ("twice.csv", "a,b,a\n1,2,3\n", "the columns 1, 3 are all called 'a': rename them"),
        ("ragged.csv", "a,b\n1,2\n3,4,5\n", "there are 2 columns, but line 3 or one near it has 3 cells ('3,4,5'…)"),
        ("latin.csv", "a\né\n".encode("cp1252"), "it is not UTF-8 text (byte 0xe9); say how it is encoded"),
        ("binary.csv", b"a,b\n\0\1\2", "it is a binary file, not text (it holds null bytes)"),
        ("zip.csv", b"PK\x03\x04abc", "it is a zip archive, as Excel workbooks are, not CSV: is its ending wrong?"),
        ("gone.csv", "<!DOCTYPE html>\n<html>", "it is a page of HTML or XML, not a table: was the download refused?"),
        ("lfs.csv", "version https://git-lfs.github.com/spec/v1\n", "it is only the pointer of a file in Git LFS"),
        ("json.csv", '[{"a": 1}]', "it looks like JSON, not like CSV; if so, say `--format json`"),
        ("gz.csv", gzip.compress(b"a\n1\n"), "it is compressed with gzip, though its name does not end with .gz"),
        ("plain.csv.gz", "a\n1\n", "it is not compressed with gzip, as its name says: rename it"),
        ("cut.csv.gz", gzip.compress(b"a\n1\n")[:-6], "its compressed data is damaged"),
        ("broken.json", '[{"a": 1}, {"a": }]', "it is broken JSON: Expecting value (line 1)"),
        ("open.json", '[{"a": 1}', "it is broken JSON: after element 1 (line 1) a comma is missing"),
        ("one.json", '{"a": 1}', "it holds one object, not a list of records"),
        ("numbers.json", "[1, 2]", "element 1 is a single value, not an object with named values"),
        ("lines.json", '{"a": 1}\n{"a": 2}\n', "it looks like JSON Lines, not like JSON; if so, say `--format jsonl`"),
        ("array.jsonl", '[{"a": 1}]\n', "it is one JSON array, not JSON Lines; say `--format json`"),
        ("broken.jsonl", '{"a": 1}\n{"a"\n', "line 2 is broken JSON: Expecting ':' delimiter (column 5)"),
        ("deep.json", "[" * 100_000, "its values are nested too deeply"),
        ("empty.json", "[]", "it holds no records"),
        ("data.xyz", "a\n", "the ending '.xyz' is not known; say what it is with --format"),
        ("data.parquet", "a,b\n1,2\n", "it is something else, not a Parquet file: is its ending wrong?"),
        ("data.xlsx", "a,b\n1,2\n", "it is something else, not an Excel workbook (.xlsx): is its ending wrong?"),
        ("old.xls", b"\xd0\xcf\x11\xe0", "old Excel workbooks (.xls) cannot be read: save it as .xlsx"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(
    workspace: Workspace, name: str, content: str | bytes, message: str
) -> None:
    workspace.write(name, content)
    outcome = workspace.run("schema", name, "--output-file", "written.py")
    assert outcome.code == 2
    assert outcome.err.startswith(f"mllint: error: {name}: {message}")
    assert outcome.err.count("\n") == 1
    assert not (workspace.root / "written.py").exists()


def test_missing_files_folders_and_wrong_options(workspace: Workspace) -> None:
    assert workspace.run("schema", "gone.csv").err == "mllint: error: gone.csv: there is no such file\n"
    (workspace.root / "folder.csv").mkdir()
    assert (
        workspace.run("schema", "folder.csv").err == "mllint: error: folder.csv: it is a folder, not a file\n"
    )
    for flags, message in (
        ((), "the following arguments are required: DATA"),
        (("a.csv", "--library", "panderra"), "there is no library 'panderra'; did you mean pandera?"),
        (("a.csv", "--margin", "wide"), "'wide' is no number from 0 to 1000"),
        (("a.csv", "--delimiter", "ab"), "'ab' is no single character that can separate cells"),
    ):
        outcome = workspace.run("schema", *flags)
        assert (outcome.code, message in outcome.err) == (2, True), outcome.err
    workspace.write("a.csv", "a\n1\n")
    unknown = workspace.run("schema", "a.csv", "--encoding", "utf-99")
    assert (unknown.code, unknown.err) == (2, "mllint: error: a.csv: there is no encoding 'utf-99'\n")


def test_settings_choose_the_library(workspace: Workspace) -> None:
    workspace.write("pyproject.toml", '[tool.mllint]\nschema-library = "pydantic"\n')
    workspace.write("a.csv", "a\n1\n")
    assert "class ARecord(BaseModel):" in workspace.run("schema", "a.csv").out
    assert "class ASchema(pa.DataFrameModel):" in workspace.run("schema", "a.csv", "--isolated").out


def test_the_schema_of_a_file_takes_no_library(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write("orders.csv", ORDERS)
    code = (
        "import sys\nfrom mllint_rules.frontends.cli import main\n"
        "main(['schema', 'orders.csv', '--output-file', 'written.py'])\n"
        "print(sorted({'pandas', 'pandera', 'polars', 'pyarrow', 'numpy', 'libcst'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace.root, env=workspace.environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.stdout == "[]\n", done.stderr
