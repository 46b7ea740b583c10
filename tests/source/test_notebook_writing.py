"""A repaired notebook differs from the original in the changed lines of source, and in nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.model.text import Edit, Span
from mllint_rules.source.document import Document
from mllint_rules.source.errors import UnwritableFile
from mllint_rules.source.notebook_writing import notebook_bytes
from mllint_rules.source.reading import read_bytes

MakeNotebook = Callable[..., bytes]

# Odd on purpose: indentation, key order, escapes, duplicate keys, numbers, outputs, no line break at the end.
ODD = r"""{"nbformat":4, "metadata":{"x":1e5,"source":["a = 1\n"]},
   "cells" : [
  {"source":"# Title \u00e9", "cell_type":"markdown"},
  {"outputs":[{"text":["a = 1\n","[{\"source\": \"a = 1\"}]"]}],"cell_type":"code","source":["lost"],
     "source" : [ "a = 1\n",
        "b = '\u00e9\/'\n" , "c = 3" ]},
  {"cell_type":"code",	"source":"d = 4\ne = 5","execution_count":null} ] , "nbformat_minor":5}"""


def _replace(document: Document, old: str, new: str) -> Document:
    start = document.text.index(old)
    return document.with_edits([Edit(Span(start, start + len(old)), new)])


def _repair(data: bytes, *changes: tuple[str, str]) -> bytes:
    document = read_bytes(data, "a.ipynb")
    for old, new in changes:
        document = _replace(document, old, new)
    result = notebook_bytes(data, document)
    assert read_bytes(result, "a.ipynb").text == document.text
    return result


@pytest.mark.parametrize(
    ("old", "new", "literal", "written"),
    [
        ("a = 1", "a = 2", r'[ "a = 1\n"', r'[ "a = 2\n"'),
        ("c = 3", "c = 'ü'", '"c = 3"', r'''"c = '\u00fc'"'''),
        ("c = 3", "c = 3\nd = 4", '"c = 3"', '"c = 3\\n",\n        "d = 4"'),
        ("a = 1\n", "", '"a = 1\\n",\n        ', ""),
        ("\nc = 3", "", '\\u00e9\\/\'\\n" , "c = 3"', "\\u00e9/'\""),
        ("d = 4\n", "", r'"d = 4\ne = 5"', '"e = 5"'),
    ],
)
def test_only_the_changed_literals_change(old: str, new: str, literal: str, written: str) -> None:
    assert ODD.count(literal) == 1
    expected = ODD.replace(literal, written)
    assert _repair(ODD.encode(), (old, new)).decode() == expected


def test_nothing_changes_without_a_change() -> None:
    data = ODD.encode()
    assert notebook_bytes(data, read_bytes(data, "a.ipynb")) == data


def test_changes_in_several_cells() -> None:
    expected = ODD.replace('[ "a = 1', '[ "a = 7').replace(r'"d = 4\ne = 5"', r'"d = 4\ne = 6"')
    assert _repair(ODD.encode(), ("a = 1", "a = 7"), ("e = 5", "e = 6")).decode() == expected


def test_characters_are_written_raw_where_the_notebook_does(make_notebook: MakeNotebook) -> None:
    data = make_notebook(["x = 'é'\n", "y = 1"])
    assert _repair(data, ("1", "'ü😀'")) == data.replace(b"y = 1", "y = 'ü😀'".encode())


def test_characters_are_written_raw_in_a_plain_notebook(make_notebook: MakeNotebook) -> None:
    data = make_notebook(["x = r'\\u00e9'\n", "y = 1"])
    assert _repair(data, ("1", "'ü'")) == data.replace(b"y = 1", "y = 'ü'".encode())


def test_lone_surrogates_are_always_escaped() -> None:
    data = '{"cells": [{"cell_type": "code", "source": "é = \'\\ud800\'"}], "nbformat": 4}'.encode()
    assert _repair(data, ("é", "ü")) == data.replace("é".encode(), "ü".encode())


def test_a_byte_order_mark_stays(make_notebook: MakeNotebook) -> None:
    data = b"\xef\xbb\xbf" + make_notebook("a")
    assert _repair(data, ("a", "b")) == data.replace(b'"a"', b'"b"')


def test_an_empty_list_is_filled_in_the_layout_of_the_others(make_notebook: MakeNotebook) -> None:
    data = make_notebook([], ["x\n", "y"])
    document = read_bytes(data, "a.ipynb").with_edits([Edit(Span(0, 0), "a\nb")])
    assert notebook_bytes(data, document) == make_notebook(["a\n", "b"], ["x\n", "y"])


def test_a_source_that_is_gone_is_an_empty_list(make_notebook: MakeNotebook) -> None:
    data = make_notebook(["x\n", "y"], "z")
    assert json.loads(_repair(data, ("x\ny", "")))["cells"][0]["source"] == []


def test_a_list_divided_otherwise_keeps_what_did_not_change(make_notebook: MakeNotebook) -> None:
    data = make_notebook(["a\nb\n", "c\n", "d\ne"])
    assert _repair(data, ("c", "x")) == make_notebook(["a\nb\n", "x\n", "d\ne"])
    assert _repair(make_notebook(["ab", "c"]), ("c", "d")) == make_notebook(["abd"])


def test_a_longer_last_line_stays_one_line(make_notebook: MakeNotebook) -> None:
    assert _repair(make_notebook(["a\n", "b"]), ("b", "ab")) == make_notebook(["a\n", "ab"])
    assert _repair(make_notebook(["a"]), ("a", "ab")) == make_notebook(["ab"])


def test_deep_and_odd_values_around_the_cells() -> None:
    deep = "[" * 300 + '"]"' + "]" * 300
    data = (
        f'{{"a": {deep}, "b": [NaN, -1.5e9, true, null, {{}}, []],'
        ' "cells": [{"cell_type": "raw", "source": null}, 3, {"source": "a", "cell_type": "code"}]}'
    ).encode()
    assert _repair(data, ("a", "b")) == data.replace(b'"source": "a"', b'"source": "b"')


def test_a_cell_that_is_not_there(make_notebook: MakeNotebook) -> None:
    document = read_bytes(make_notebook("a", "b"), "a.ipynb")
    with pytest.raises(UnwritableFile, match=r"^the notebook has no source in cell 2$"):
        notebook_bytes(make_notebook("a"), document)


@given(
    st.lists(st.lists(st.text(st.sampled_from('ab\n\r\fé😀"\\ ')), max_size=4) | st.text("a\n"), min_size=1),
    st.data(),
    st.booleans(),
    st.sampled_from([None, 2]),
)
def test_any_change_arrives(
    sources: list[list[str] | str], data: st.DataObject, is_ascii: bool, indent: int | None
) -> None:
    notebook = {"cells": [{"cell_type": "code", "source": source} for source in sources], "nbformat": 4}
    original = json.dumps(notebook, ensure_ascii=is_ascii, indent=indent).encode()
    document = read_bytes(original, "a.ipynb")
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    edited = document.with_edits([Edit(Span(start, end), data.draw(st.text("xé\n")))])
    written = notebook_bytes(original, edited)
    assert read_bytes(written, "a.ipynb").text == edited.text
    kinds = [type(cell["source"]) for cell in json.loads(written)["cells"]]
    assert kinds == [type(source) for source in sources]
