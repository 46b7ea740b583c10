"""What IPython understands and Python does not is masked, and nothing else."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.source.magics import body_start, cell_language, mask_cell


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\nx = 1", "pass              \nx = 1"),
        ("!ls 'it\nx = 1", "pass   \nx = 1"),
        ("!!ls", "pass"),
        ("for f in y:\n    !rm {f}\n    %e\n", "for f in y:\n    pass   \n    __\n"),
        ("!", "_"),
        ("!pip install \\\n  torch\nx", "pass          \n       \nx"),
        ("!ls\r\nx = 1\r\n", "__ \r\nx = 1\r\n"),
        ("files = !ls *.py\nx", "files = __      \nx"),
        ("a, b = %sql 'x\nx", "a, b = __     \nx"),
        ("frame.merge?\nx", "pass        \nx"),
        ("frame.merge??  # why", "pass                "),
        ("?frame", "pass  "),
        (",f a b", "pass  "),
        ("/f 1", "pass"),
        ("%%time\nx = 1\n%who\n", "#     \nx = 1\npass\n"),
        ("\n  %%timeit y = 2\nx", "\n  #             \nx"),
        ("%%time?", "pass   "),
        ("😀?", "__"),
        ("x = 'a\0b\ud800'", "x = 'a\ufffdb\ufffd'"),
        ("  x = 1\n  if x:\n    y\nz", " \fx = 1\n \fif x:\n \f  y\nz"),
    ],
)
def test_masked(source: str, expected: str) -> None:
    assert mask_cell(source, cell_language(source)[1]) == expected
    ast.parse(expected)


@pytest.mark.parametrize(
    "source",
    [
        "x = a % b",
        "x = (a\n  % b)",
        "x = a != b",
        "x %= 2",
        "s = '''\n%time\n!ls\n'''",
        "x = a \\\n  % b",
        "print(f'{x=!r}', 'why?')  # really?",
        "# %matplotlib inline",
        "await x",
        "\nx = 1",
    ],
)
def test_python_comes_back_as_it_is(source: str) -> None:
    assert mask_cell(source) is source


def test_another_language_is_blank() -> None:
    source = "%%bash\r\necho 'it\n\tls"
    assert cell_language(source) == ("bash", "bash")
    assert mask_cell(source, "bash") == "      \r\n        \n   "


@pytest.mark.parametrize("magic", ["time", "timeit", "capture", "prun"])
def test_magics_around_python_keep_their_body(magic: str) -> None:
    assert cell_language(f"%%{magic} -o\nx") == (magic, "python")


def test_a_line_magic_is_no_cell_magic() -> None:
    assert cell_language("%time x\ny") == (None, "python")
    assert cell_language("x = 1\n%%bash") == (None, "python")


@pytest.mark.parametrize(
    ("source", "start"), [("%%time\nx", 7), ("\n%%time a\r\nx", 11), ("%%time", 6), ("x\n", 0)]
)
def test_where_the_body_of_a_cell_starts(source: str, start: int) -> None:
    assert body_start(source) == start


@given(st.text(st.sampled_from("ab=%!?,/ \t\r\n\\'\"#(){}f😀\0\ud800")))
def test_no_offset_and_no_line_break_moves(source: str) -> None:
    masked = mask_cell(source, cell_language(source)[1])
    assert len(masked) == len(source)
    assert [c for c in masked if c in "\r\n"] == [c for c in source if c in "\r\n"]
    assert all(masked[i] == c for i, c in enumerate(source) if c in "\r\n")
    masked.encode()
