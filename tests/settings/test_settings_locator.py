"""Errors about the configuration name the right line."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.settings.locator import locate
from mllint_rules.settings.toml import parse_toml

TEXT = '''\
# select = ["in a comment"]
[project]
name = "select"
description = """
[tool.mllint]
select = ["in a string"]
"""

[tool.mllint]
select = [
    "MLR",  # the family
    "MLX101",
]
seed = 4.2
"quoted-key" = 'it''s'
dotted.key.here = true
rules."loss-of-type" = { limit = 3, words = ["a", "b"] }

[tool.mllint.per-file-ignores]
"tests/*" = ["MLX101"]
'scripts/**' = [
  "MLO",
]

[[tool.other]]
select = 1
'''.replace("'it''s'", "'its'")


def test_a_key_is_found_where_it_is_written() -> None:
    assert locate(TEXT, ("tool", "mllint", "select")) == 10
    assert locate(TEXT, ("tool", "mllint", "seed")) == 14
    assert locate(TEXT, ("tool", "mllint", "quoted-key")) == 15
    assert locate(TEXT, ("tool", "mllint", "dotted", "key", "here")) == 16
    assert locate(TEXT, ("tool", "mllint", "rules", "loss-of-type", "limit")) == 17
    assert locate(TEXT, ("tool", "mllint", "per-file-ignores", "scripts/**")) == 21
    assert locate(TEXT, ("tool", "other", "select")) == 26


def test_a_word_in_a_list_is_found_in_its_own_line() -> None:
    assert locate(TEXT, ("tool", "mllint", "select"), "MLX101") == 12
    assert locate(TEXT, ("tool", "mllint", "per-file-ignores", "tests/*"), "MLX101") == 20
    assert locate(TEXT, ("tool", "mllint", "per-file-ignores"), "MLO") == 22
    assert locate(TEXT, ("tool", "mllint", "rules"), "b") == 17


def test_what_is_not_written_falls_back_to_the_nearest_table() -> None:
    assert locate(TEXT, ("tool", "mllint", "ignore")) == 9
    assert locate(TEXT, ("tool", "mllint", "select"), "MLQ") == 10
    assert locate(TEXT, ("nothing", "here")) is None
    assert locate("", ("select",)) is None


def test_strings_with_escapes_and_triple_quotes_are_compared_by_their_value() -> None:
    text = 'a = 1\r\n"\\u0062" = [\r\n"x\\ty",\r\n"""z""",\r\n]\r\n'
    assert locate(text, ("b",)) == 2
    assert locate(text, ("b",), "x\ty") == 3
    assert locate(text, ("b",), "z") == 4


KEYS = st.from_regex(re.compile(r"[a-z][a-z0-9-]{0,6}", re.A), fullmatch=True)
VALUES = st.sampled_from(
    [
        "1",
        "1.5",
        "-2e3",
        "true",
        "1979-05-27T07:32:00Z",
        '"]"',
        "'{'",
        '"a#b"',
        "[[1, 2],\n  [3]]",
        '"""\n[x]\ny = 1\n"""',
        "{ q = [1, { z = '}' }], w.v = 2 }",
        "[] # comment ]",
        "[\n # ]\n 'a',\n]",
    ]
)


@given(st.lists(st.tuples(KEYS, VALUES), min_size=1, max_size=8, unique_by=lambda pair: pair[0]), st.data())
def test_whatever_stands_before_a_key_does_not_confuse_its_line(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "[t.sub]\n" + "".join(f"{key} = {value}\n" for key, value in pairs)
    assert parse_toml(text)["t"]["sub"].keys() == {key for key, _ in pairs}
    index = data.draw(st.integers(0, len(pairs) - 1))
    line = 2 + sum(value.count("\n") + 1 for _, value in pairs[:index])
    assert locate(text, ("t", "sub", pairs[index][0])) == line
