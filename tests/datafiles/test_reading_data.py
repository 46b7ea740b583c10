"""What is made of the cells of data files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from mllint_rules.datafiles.delimited import BLOCK
from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.kinds import Column, DataTable, Kind
from mllint_rules.datafiles.reading import ReadOptions, read_table
from mllint_rules.datafiles.textcolumn import MOST_VALUES


def column_of(folder: Path, *cells: str, name: str = "x") -> Column:
    """The column of a CSV file with these cells, beside one that keeps empty cells from being empty lines."""
    path = folder / "table.csv"
    path.write_text(f"{name},n\n" + "".join(f'"{cell}",1\n' for cell in cells), encoding="utf-8")
    return read_table(path, ReadOptions()).columns[0]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("1", "-2", "0"), Kind.INTEGER),
        (("9223372036854775807",), Kind.INTEGER),
        (("9223372036854775808",), Kind.TEXT),
        (("1" * 5000,), Kind.TEXT),
        (("1", "01"), Kind.TEXT),
        (("0", "0"), Kind.INTEGER),
        (("+1",), Kind.TEXT),
        (("1_000",), Kind.TEXT),
        (("1,000",), Kind.TEXT),
        (("٣",), Kind.TEXT),
        ((" 1",), Kind.TEXT),
        (("1", "2.5"), Kind.FLOAT),
        (("1.", ".5", "1e-3", "-inf"), Kind.FLOAT),
        (("1.5", "007"), Kind.TEXT),
        (("1.5", "1,5"), Kind.TEXT),
        (("0x10",), Kind.TEXT),
        (("True", "False"), Kind.BOOLEAN),
        (("true",), Kind.BOOLEAN),
        (("True", "false"), Kind.TEXT),
        (("yes", "no"), Kind.TEXT),
        (("1", "True"), Kind.TEXT),
        (("2020-02-29",), Kind.DATE),
        (("2021-02-29",), Kind.TEXT),
        (("2020-13-01",), Kind.TEXT),
        (("2020-01-01 10:00", "2020-01-01 23:59"), Kind.DATETIME),
        (("2020-01-01 24:00",), Kind.TEXT),
        (("2020-01-01", "2020-01-01 10:00"), Kind.TEXT),
        (("2020-01-01T10:00:00", "2020-01-01T10:00:00.25"), Kind.DATETIME),
        (("13/02/2020", "01/02/2020"), Kind.DATE),
        (("01/02/2020",), Kind.TEXT),
        (("1.2.2020",), Kind.DATE),
        (("Jan 1 2000", "Feb 28 2001"), Kind.DATE),
        (("Feb 30 2001",), Kind.TEXT),
        (("", "NA", "null"), Kind.EMPTY),
        (("?", "-"), Kind.TEXT),
        (("1", "?"), Kind.INTEGER),
        (("a", "?"), Kind.TEXT),
        (("1\n2",), Kind.TEXT),
    ],
)
def test_kinds(tmp_path: Path, cells: tuple[str, ...], kind: Kind) -> None:
    assert column_of(tmp_path, *cells).kind is kind


def test_kinds_change_with_later_blocks(tmp_path: Path) -> None:
    whole = [str(n) for n in range(BLOCK)]
    assert column_of(tmp_path, *whole, "0.5").kind is Kind.FLOAT
    assert column_of(tmp_path, *whole, "0.5").high == BLOCK - 1
    assert column_of(tmp_path, *whole, "nonsense").kind is Kind.TEXT
    codes = column_of(tmp_path, *(f"{n}" for n in range(10_000, 10_000 + BLOCK)), "00001")
    assert (codes.kind, codes.is_code, codes.length) == (Kind.TEXT, True, 5)
    mixed = column_of(tmp_path, *(f"{n}" for n in range(1_000, 1_000 + BLOCK)), "00001")
    assert (mixed.kind, mixed.is_code, mixed.length) == (Kind.TEXT, True, None)
    signed = column_of(tmp_path, *(f"{-n}" for n in range(BLOCK)), "00001")
    assert (signed.kind, signed.is_code) == (Kind.TEXT, False)


def test_missing_cells_are_counted_also_when_values_are_many(tmp_path: Path) -> None:
    cells = ["NA", *(str(n) for n in range(MOST_VALUES * 5)), "", "NA", "?"]
    found = column_of(tmp_path, *cells)
    assert (found.kind, found.missing, found.gaps, found.marks) == (Kind.INTEGER, 4, ("", "NA"), ("?",))
    assert found.values is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("zip", Kind.TEXT), ("ZIP_CODE", Kind.TEXT), ("phoneNumber", Kind.TEXT), ("isbn", Kind.TEXT),
        ("zip_count", Kind.INTEGER), ("account_balance", Kind.INTEGER), ("order_id", Kind.INTEGER), ("x", Kind.INTEGER),
    ],
)  # fmt: skip
def test_digits_under_the_name_of_a_code_stay_text(tmp_path: Path, name: str, kind: Kind) -> None:
    assert column_of(tmp_path, "12345", "98765", name=name).kind is kind


def test_keys(tmp_path: Path) -> None:
    assert column_of(tmp_path, "1", "2", name="order_id").is_unique
    assert column_of(tmp_path, "1", "", "2", "", name="order_id").is_unique
    assert not column_of(tmp_path, "1", "2", "1", name="order_id").is_unique
    assert not column_of(tmp_path, "1", "2", name="price").is_unique
    many = [str(n) for n in range(3 * BLOCK)]
    assert column_of(tmp_path, *many, name="id").is_unique
    assert not column_of(tmp_path, *many, "0", name="id").is_unique


def test_an_order_of_day_and_month_that_nobody_knows(tmp_path: Path) -> None:
    assert column_of(tmp_path, "01/02/2020", "03/04/2020").has_unclear_order
    found = column_of(tmp_path, "01/02/2020", "31/04/2020", "01/31/2020")
    assert (found.kind, found.has_unclear_order) == (Kind.TEXT, False)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\n1,2\n", ","), ("a;b\n1,5;2\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"), ("a\n1;2\n", ","),
     ('a;b\n"x,y";1\n', ";"), ("a b\n1 2\n", ",")],
)  # fmt: skip
def test_delimiters(tmp_path: Path, text: str, delimiter: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    assert read_table(tmp_path / "t.csv", ReadOptions()).source.delimiter == delimiter


def test_decimal_commas_only_where_no_number_has_a_point(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a;b\n1,5;2\n2,25;3\n")
    first = read_table(tmp_path / "t.csv", ReadOptions()).columns[0]
    assert (first.kind, first.comma, first.low, first.high) == (Kind.FLOAT, True, 1.5, 2.25)
    (tmp_path / "t.csv").write_text("a;b\n1,5;2.5\n2,25;3\n")
    assert read_table(tmp_path / "t.csv", ReadOptions()).columns[0].kind is Kind.TEXT


# Records


def records(folder: Path, *rows: Any) -> DataTable:
    """The table of a JSON file with these records."""
    path = folder / "t.json"
    path.write_text(json.dumps(list(rows)))
    return read_table(path, ReadOptions())


def test_values_of_records(tmp_path: Path) -> None:
    table = records(
        tmp_path,
        {
            "i": 1,
            "f": 1,
            "t": "01",
            "d": "2020-01-01",
            "m": 1,
            "l": [1],
            "r": {"x": 1},
            "b": True,
            "e": None,
            "big": 2**70,
        },
        {
            "i": 2,
            "f": 1.5,
            "t": "",
            "d": None,
            "m": "x",
            "l": [],
            "r": {"x": None, "y": "s"},
            "b": False,
            "late": 1,
        },
    )
    kinds = {column.name: column.kind for column in table.columns}
    assert kinds == {
        "i": Kind.INTEGER, "f": Kind.FLOAT, "t": Kind.TEXT, "d": Kind.DATE, "m": Kind.MIXED, "l": Kind.LIST,
        "r": Kind.RECORD, "b": Kind.BOOLEAN, "e": Kind.EMPTY, "big": Kind.MIXED, "late": Kind.INTEGER,
    }  # fmt: skip
    by_name = {column.name: column for column in table.columns}
    assert (by_name["late"].missing, by_name["big"].missing, by_name["t"].missing) == (1, 1, 0)
    assert (by_name["l"].members, by_name["r"].parts) == (("int",), {"x": "int", "y": "str"})


def test_a_json_array_is_read_piece_by_piece(tmp_path: Path) -> None:
    long = [{"n": number, "text": 'a "quoted" [word], {brace} \\ é\u2028' * 40} for number in range(3_000)]
    (tmp_path / "t.json").write_text(json.dumps(long, ensure_ascii=False, indent=1), encoding="utf-8")
    table = read_table(tmp_path / "t.json", ReadOptions())
    assert (table.rows, table.columns[0].high) == (3_000, 2_999)


def test_a_broken_record_deep_in_an_array_is_found_at_once(tmp_path: Path) -> None:
    text = "[\n" + '{"a": 1},\n' * 50_000 + '{"a": 1,, },\n' + '{"a": 1},\n' * 400_000 + '{"a": 1}]'
    (tmp_path / "t.json").write_text(text)
    with pytest.raises(DataFileError, match=r"it is broken JSON: .* \(line 50002\)"):
        read_table(tmp_path / "t.json", ReadOptions())


def test_keys_of_a_mapping_are_no_columns(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="more than 10,000 different names"):
        records(tmp_path, *({f"key{n}": 1} for n in range(10_001)))


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no pipes")
    os.mkfifo(tmp_path / "p.csv")
    with pytest.raises(DataFileError, match="it is a pipe or a device"):
        read_table(tmp_path / "p.csv", ReadOptions())


# Samples


def test_what_is_passed_over_counts_as_rows(tmp_path: Path) -> None:
    rows = [f'{n},"a, {n}",{n / 2}' for n in range(5 * BLOCK)]
    (tmp_path / "t.csv").write_text("id,text,n\n" + "\n".join(rows) + "\n")
    whole = read_table(tmp_path / "t.csv", ReadOptions())
    sample = read_table(tmp_path / "t.csv", ReadOptions(large=10))
    assert (whole.rows, sample.rows) == (5 * BLOCK, 5 * BLOCK)
    assert (whole.is_sample, sample.is_sample) == (False, True)
    assert [c.kind for c in whole.columns] == [c.kind for c in sample.columns]
    assert 0 < sample.columns[0].rows < whole.columns[0].rows
    assert not read_table(tmp_path / "t.csv", ReadOptions(large=10, all_rows=True)).is_sample


def test_quotes_over_several_lines_are_not_cut_by_a_sample(tmp_path: Path) -> None:
    rows = [f'{n},"two\nlines, {n}"' for n in range(5 * BLOCK)]
    (tmp_path / "t.csv").write_text("id,text\n" + "\n".join(rows) + "\n")
    sample = read_table(tmp_path / "t.csv", ReadOptions(large=10))
    assert (sample.rows, [c.kind for c in sample.columns]) == (5 * BLOCK, [Kind.INTEGER, Kind.TEXT])


def test_a_wrong_row_is_found_also_where_rows_are_passed_over(tmp_path: Path) -> None:
    rows = [f"{n},x" for n in range(5 * BLOCK)]
    rows[BLOCK + 10] = "1,2,3"
    (tmp_path / "t.csv").write_text("id,text\n" + "\n".join(rows) + "\n")
    with pytest.raises(DataFileError, match="there are 2 columns, but line 4108 or one near it has 3 cells"):
        read_table(tmp_path / "t.csv", ReadOptions(large=10))
