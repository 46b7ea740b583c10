"""Statements and comments are found as Python's own tokenizer finds them, and also where that gives up."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.source import logical_lines as module
from mllint_rules.source.logical_lines import logical_lines
from mllint_rules.source.positions import LineIndex


def _comments(code: str) -> list[str]:
    return [code[span.start : span.end] for line in logical_lines(code) for span in line.comments]


def _statements(code: str) -> list[str]:
    return [code[line.first : line.stop] for line in logical_lines(code) if line.has_code]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = 1  # a\n", ["# a"]),
        ("x = '# no'  # yes", ["# yes"]),
        ("x = '''\n# no\n''' # yes\n", ["# yes"]),
        ("x = r'\\' # no'\n", []),
        ("x = 'open # no\ny = 1  # yes\n", ["# yes"]),
        ("x = 'a\\\n# no'  # yes", ["# yes"]),
        ("x = f\"{d['#']}\"  # yes", ["# yes"]),
        ('x = f"{d["#"]}"  # yes', ["# yes"]),
        ("x = f'{y:\">10}'  # yes", ["# yes"]),
        ("x = f'{{ # no'  # yes", ["# yes"]),
        ("x = f'\\N{NUMBER SIGN} {y}' # yes", ["# yes"]),
        ("x = rf'\\N{y}' # yes", ["# yes"]),
        ("x = (1,  # a\n  2)  # b\n", ["# a", "# b"]),
        ("x = 1 # a\ry = 2 # b\r\nz # c", ["# a", "# b", "# c"]),
        ("x = 1  # a\x0c\u2028b\n", ["# a\x0c\u2028b"]),
    ],
)
def test_comments(code: str, expected: list[str]) -> None:
    assert _comments(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a\nb\n", ["a", "b"]),
        ("f(\n  a,\n)\nb", ["f(\n  a,\n)", "b"]),
        ("a = \\\n  1\nb", ["a = \\\n  1", "b"]),
        ("if a:\n    b  # c\n", ["if a:", "b  # c"]),
        ("# c\n\n  \n\fa", ["a"]),
        ("a = '''\nb'''\nc", ["a = '''\nb'''", "c"]),
        ("a)\nb", ["a)", "b"]),
        ("a = [\nb", ["a = [\nb"]),
    ],
)
def test_statements(code: str, expected: list[str]) -> None:
    assert _statements(code) == expected


@pytest.mark.parametrize(
    "path", sorted(Path(module.__file__).parent.glob("*.py")), ids=lambda path: path.name
)
def test_agrees_with_the_tokenizer(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    lines = LineIndex(code)
    tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    places = {
        kind: [lines.offset(token.start[0], token.start[1] + 1) for token in tokens if token.type == kind]
        for kind in (tokenize.COMMENT, tokenize.NEWLINE)
    }
    found = list(logical_lines(code))
    assert [span.start for line in found for span in line.comments] == places[tokenize.COMMENT]
    assert [line.stop for line in found if line.has_code] == places[tokenize.NEWLINE]


@given(st.text(st.sampled_from("ab'\"\\\r\n#f{}():=! ")))
def test_any_text_is_divided_without_gaps(code: str) -> None:
    position = 0
    for line in logical_lines(code):
        assert line.start == position < line.end
        position = line.end
    assert position == len(code)


def test_deeply_nested_format_strings_end_somewhere() -> None:
    code = "f'{" * 5000
    assert [(line.start, line.end) for line in logical_lines(code)] == [(0, len(code))]
