"""Which findings a comment silences."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mllint_rules.model.text import Span
from mllint_rules.source.document import Document
from mllint_rules.source.logical_lines import logical_lines
from mllint_rules.source.reading import read_bytes, read_text
from mllint_rules.source.suppression_comments import find_markers
from mllint_rules.source.suppressions import SuppressionKind, find_suppressions

CODE, NAME = "MLX101", "torch-load-without-weights-only"


def _document(code: str) -> Document:
    return read_text(textwrap.dedent(code), "a.py")


def _is_suppressed(document: Document, place: str, code: str = CODE, name: str = NAME) -> bool:
    start = document.text.index(place)
    return find_suppressions(document).match(code, name, Span(start, start + len(place))) is not None


@pytest.mark.parametrize(
    "comment",
    [
        f"# mllint: ignore[{NAME}]",
        "# mllint: ignore[MLX101]",
        "# mllint: ignore[mlx101]",
        "# mllint: ignore[other-rule, MLX101] -- we made the file",
        "# mllint: ignore",
        "# mllint:ignore [MLX101]",
        "#mllint: ignore",
        "# noqa",
        "# NOQA",
        "# noqa: MLX101",
        "# noqa:MLX101,E501",
        "# noqa: E501, mlx101",
        "# noqa: E501 MLX101 both",
        "# noqa: MLX",
        "# noqa: ML",
        "# noqa: because",
        "# type: ignore # mllint: ignore[MLX101]",
        "# type: ignore[x]  # noqa: E501  # mllint: ignore[MLX101] -- see #12 # nosec",
        "# mllint: ignore[MLA101] # mllint: ignore[MLX101]",
        "## mllint: ignore",
    ],
)
def test_comments_that_silence_their_line(comment: str) -> None:
    document = _document(f"a\nload(f)  {comment}\nb\n")
    assert _is_suppressed(document, "load(f)")
    assert not _is_suppressed(document, "a")
    assert not _is_suppressed(document, "b\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# mllint: ignore[MLX102]",
        "# mllint: ignore[MLX]",
        "# mllint: ignore[]",
        "# mllint: ignored",
        "# mllint: ignore-all",
        "# noqa: MLX102",
        "# noqa: E501",
        "# noqa-file",
        "# write '# mllint: ignore' to silence it",
        "# mllint",
        "# mllint: ignore-next[MLX101]",
    ],
)
def test_comments_that_do_not(comment: str) -> None:
    assert not _is_suppressed(_document(f"load(f)  {comment}\n"), "load(f)")


def test_text_in_a_string_is_no_comment() -> None:
    assert not _is_suppressed(_document("load(f, '# mllint: ignore')\n"), "load")
    assert not _is_suppressed(_document("s = '''\nload # noqa\n'''\n"), "load")
    assert not _is_suppressed(_document("load(f'{x:# noqa}')\n"), "load")


def test_a_long_finding_is_silenced_where_it_starts_or_ends() -> None:
    first = _document("load(  # noqa\n    f,\n    g)\n")
    middle = _document("load(\n    f,  # noqa\n    g)\n")
    last = _document("load(\n    f,\n    g)  # noqa\n")
    for document, expected in [(first, True), (middle, False), (last, True)]:
        assert _is_suppressed(document, document.text[: document.text.index(")") + 1]) is expected


def test_at_the_end_of_a_statement_it_speaks_for_all_of_it() -> None:
    document = _document("x = [\n    load(f),\n    load(g),\n]  # mllint: ignore[MLX101]\nload(h)\n")
    assert _is_suppressed(document, "load(f)")
    assert _is_suppressed(document, "load(g)")
    assert not _is_suppressed(document, "load(h)")


def test_within_a_statement_it_speaks_for_its_line() -> None:
    document = _document("x = [\n    load(f),  # noqa\n    load(g),\n]\n")
    assert _is_suppressed(document, "load(f)")
    assert not _is_suppressed(document, "load(g)")


def test_behind_the_head_of_a_function_it_does_not_speak_for_the_body() -> None:
    document = _document("def f(\n    a=load(),\n):  # mllint: ignore\n    read()\n")
    assert _is_suppressed(document, "load()")
    assert _is_suppressed(document, "def f(\n    a=load(),\n):  # mllint: ignore\n    read()")
    assert not _is_suppressed(document, "read()")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_next_line_of_code(end: str) -> None:
    text = f"# mllint: ignore-next[MLX101] -- why{end}{end}# more{end}x = [{end} load(f)]{end}load(g){end}"
    document = read_text(text, "a.py")
    assert _is_suppressed(document, "load(f)")
    assert not _is_suppressed(document, "load(g)")


def test_the_next_definition_with_its_decorators() -> None:
    document = _document("# mllint: ignore-next\n@a\n@b(\n  c)\ndef f():\n    load()\n")
    assert _is_suppressed(document, "b(")
    assert _is_suppressed(document, "f()")
    assert not _is_suppressed(document, "load()")


def test_the_next_line_within_a_statement() -> None:
    document = _document("x = [\n  a,\n  # mllint: ignore-next\n  # why\n  load(f),\n  load(g),\n]\n")
    assert not _is_suppressed(document, "a,")
    assert _is_suppressed(document, "load(f)")
    assert not _is_suppressed(document, "load(g)")


def test_no_next_line() -> None:
    assert not _is_suppressed(_document("load()\n# mllint: ignore-next"), "load()")


def test_the_whole_file() -> None:
    document = _document("load(f)\nif x:\n    # mllint: ignore-file[MLX101]\n    load(g)\n")
    assert _is_suppressed(document, "load(f)")
    assert _is_suppressed(document, "load(g)")
    assert not _is_suppressed(document, "load(g)", "MLX102", "other")


def test_in_a_notebook_next_stays_in_its_cell(make_notebook: Callable[..., bytes]) -> None:
    data = make_notebook("# mllint: ignore-next", "load(f)\n!ls # noqa\n# mllint: ignore-file[MLA101]")
    document = read_bytes(data, "a.ipynb")
    assert not _is_suppressed(document, "load(f)")
    assert _is_suppressed(document, "load(f)", "MLA101", "any")
    assert len(find_suppressions(document)) == 2  # what is handed to the shell is no comment


def test_the_nearest_and_most_exact_suppression_counts() -> None:
    document = _document("# mllint: ignore-file[MLX101]\nload()  # noqa # mllint: ignore[MLX101]\n")
    used = find_suppressions(document).match(CODE, NAME, Span(30, 34))
    assert used is not None
    assert (used.suppression.kind, used.word) == (SuppressionKind.IGNORE, "MLX101")
    assert find_suppressions(document).match("MLA101", "any", Span(30, 34)) is not None


def test_what_a_suppression_knows_about_itself() -> None:
    text = "load()  # type: ignore # noqa: MLX101,E501 -- see #12 # nosec\n"
    (suppression,) = find_suppressions(read_text(text, "a.py"))
    marker = suppression.marker
    assert suppression.kind is SuppressionKind.NOQA
    assert suppression.rules == ("MLX101",)
    assert text[suppression.span.start : suppression.span.end] == "# noqa: MLX101,E501 -- see #12"
    assert text[suppression.comment.start : suppression.comment.end] == text[8:-1]
    assert [
        (word.text, text[word.span.start : word.span.end]) for word in (*marker.words, *marker.foreign)
    ] == [
        ("MLX101", "MLX101"),
        ("E501", "E501"),
    ]
    assert (marker.is_blanket, marker.reason) == (False, "see #12")


def test_code_that_does_not_parse_is_read_all_the_same() -> None:
    assert _is_suppressed(_document("def f(:\n'open\nload()  # noqa\n"), "load()")


def test_no_suppressions_are_false() -> None:
    assert not find_suppressions(_document("x = 1  # a comment\n"))
    assert find_suppressions(_document("x = 1  # noqa\n"))


@given(st.text(st.sampled_from("# :[],-\nx\"'")), st.integers(0, 30))
def test_markers_in_any_surroundings(around: str, position: int) -> None:
    text = f"{around[:position]}# mllint: ignore[a]{around[position:]}"
    for suppression in find_suppressions(read_text(text, "a.py")):
        span = suppression.span
        assert text[span.start] == "#"
        assert suppression.comment.start <= span.start < span.end <= suppression.comment.end
        for word in suppression.marker.words:
            assert text[word.span.start : word.span.end] == word.text


@pytest.mark.parametrize(
    ("comment", "with_findings", "without"),
    [
        ("# noqa: F401, E501", 0, 0),
        ("# noqa", 1, 0),
        ("# NoQA", 1, 0),
        ("# noqa: MLX101", 1, 1),
        ("# noqa: F401  # noqa: MLX101", 1, 1),
        ("# mllint: ignore", 1, 1),
        ("#noqa:ML", 1, 1),
        ('" noqa and mllint"', 0, 0),
    ],
)
def test_without_findings_only_what_may_be_unused_is_looked_for(
    comment: str, with_findings: int, without: int
) -> None:
    document = _document(f"import os\nx = f(1){comment}\n")
    assert len(find_suppressions(document)) == with_findings
    assert len(find_suppressions(document, with_findings=False)) == without


@given(st.text(st.sampled_from("#noqaMLX1F, :mlint\n\r[]\"'"), max_size=40))
def test_the_look_at_the_lines_misses_no_marker(text: str) -> None:
    document = read_text(f"x = 1# noqa{text}", "a.py")
    quick = {suppression.span for suppression in find_suppressions(document)}
    comments = [comment for line in logical_lines(document.code) for comment in line.comments]
    markers = {m.span for c in comments for m in find_markers(document.code[c.start : c.end], c.start)}
    assert quick == markers
