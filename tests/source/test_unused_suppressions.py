"""Suppressions that do nothing are reported, and removed without touching anything else."""

from __future__ import annotations

import pytest

from mllint_rules.model.text import Applicability
from mllint_rules.source.reading import read_text
from mllint_rules.source.suppressions import UnusedSuppression, find_suppressions, unused

ACTIVE = {"MLX101": "MLX101", "unsafe-load": "MLX101", "MLR101": "MLR101", "unseeded-draw": "MLR101"}
NOTHING = "is not reported here, so suppressing it does nothing"
KNOWN = {**ACTIVE, "MLA101": "MLA101", "lost-artefact": "MLA101"}


def _unused(text: str, *used: str, known: bool = True, all_active: bool = False) -> list[UnusedSuppression]:
    suppressions = find_suppressions(read_text(text, "a.py"))
    uses = {
        (suppression, word)
        for suppression in suppressions
        for word in used
        if word in suppression.rules or (word == "" and suppression.marker.is_blanket)
    }
    return unused(suppressions, uses, KNOWN if all_active else ACTIVE, KNOWN if known else None)


def _fixed(text: str, *used: str, **options: bool) -> str:
    document = read_text(text, "a.py")
    found = _unused(text, *used, **options)
    assert all(each.fix.applicability is Applicability.SAFE for each in found)
    return document.with_edits(sorted(edit for each in found for edit in each.fix.edits)).text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "x  # mllint: ignore[unsafe-load]",
            "`unsafe-load` is not reported here, so suppressing it does nothing",
        ),
        ("x  # noqa: MLX101", "`MLX101` is not reported here, so suppressing it does nothing"),
        (
            "x  # mllint: ignore[unsafe-lod]",
            "`unsafe-lod` is no rule, so suppressing it does nothing; did you mean `unsafe-load`?",
        ),
        ("x  # mllint: ignore[E501]", "`E501` is no rule, so suppressing it does nothing"),
        ("x  # noqa: MLX999", "`MLX999` is no rule, so suppressing it does nothing"),
        ("x  # mllint: ignore[]", "this suppression names no rule"),
        (
            "x  # mllint: ignore[MLX101, MLR101]",
            f"`MLX101` {NOTHING}; `MLR101` {NOTHING}",
        ),
    ],
)
def test_messages(text: str, message: str) -> None:
    assert [each.message for each in _unused(text)] == [message]


@pytest.mark.parametrize(
    "text",
    [
        "x  # noqa",
        "x  # noqa: E501",
        "x  # mllint: ignore",
        "x  # mllint: ignore[MLA101]",
        "x  # mllint: ignore[lost-artefact]",
        "x  # noqa: MLA101",
        "x  # noqa: ML",
        "x  # mllint: ignore[unused-suppression]",
        "x  # noqa: ML003",
    ],
)
def test_what_is_never_judged(text: str) -> None:
    assert _unused(text) == []


def test_rules_that_are_used_stay() -> None:
    assert _unused("x  # mllint: ignore[MLX101]", "MLX101") == []
    assert _unused("x  # mllint: ignore", "", all_active=True) == []


def test_a_blanket_comment_is_judged_when_all_rules_ran() -> None:
    (found,) = _unused("x  # mllint: ignore", all_active=True)
    assert found.message == "nothing is reported here, so this suppression does nothing"
    assert _unused("x  # noqa", all_active=True) == []


def test_a_prefix_is_judged_when_all_its_rules_ran() -> None:
    assert _fixed("x  # noqa: MLX\n") == "x\n"
    assert _fixed("x  # noqa: MLX\n", known=False) == "x  # noqa: MLX\n"


def test_without_all_rules_unknown_words_are_left_alone() -> None:
    assert _unused("x  # mllint: ignore[nonsense]", known=False) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x  # mllint: ignore[MLX101]\ny\n", "x\ny\n"),
        ("x\t # mllint: ignore[MLX101] -- why  \r\ny", "x\r\ny"),
        ("a\n    # mllint: ignore-next[MLX101]\nb\n", "a\nb\n"),
        ("# mllint: ignore-file[MLX101]\r\nx\r\n", "x\r\n"),
        ("# mllint: ignore-file[MLX101]\rx", "x"),
        ("x\n# mllint: ignore-file[MLX101]", "x\n"),
        ("x  # type: ignore # mllint: ignore[MLX101]\n", "x  # type: ignore\n"),
        ("x  # mllint: ignore[MLX101] -- why # type: ignore\n", "x  # type: ignore\n"),
        ("x  # noqa: MLX101 pylint: disable=y\n", "x  # pylint: disable=y\n"),
        ("x  # a # noqa: MLX101 # b\n", "x  # a # b\n"),
        ("f(  # noqa: MLX101\n)", "f(\n)"),
        ("# a\n# mllint: ignore-file[MLX101]\n# coding: x\n", "# a\n\n# coding: x\n"),
    ],
)
def test_a_dead_comment_goes(text: str, expected: str) -> None:
    assert _fixed(text) == expected


@pytest.mark.parametrize(
    ("words", "used", "expected"),
    [
        ("MLX101, MLR101", ["MLX101"], "MLX101"),
        ("MLX101, MLR101", ["MLR101"], "MLR101"),
        ("MLX101,MLA101,MLR101", [], "MLA101"),
        ("nope, MLA101 , MLR101 ", [], "MLA101 "),
        ("MLA101, nope, MLR101, MLX101", ["MLX101"], "MLA101, MLX101"),
        ("MLX101, MLX101", ["MLX101"], "MLX101, MLX101"),
    ],
)
def test_a_dead_word_goes(words: str, used: list[str], expected: str) -> None:
    text = "x  # mllint: ignore[{}] -- why\n"
    assert _fixed(text.format(words), *used) == text.format(expected)


def test_codes_of_other_tools_stay() -> None:
    assert _fixed("x  # noqa: E501,MLX101\n") == "x  # noqa: E501\n"
    assert _fixed("x  # noqa: MLX101 E501\n") == "x  # noqa: E501\n"
    assert _fixed("x  # noqa: E501,MLX101,F401,MLR101 -- why\n") == "x  # noqa: E501,F401 -- why\n"


def test_each_fix_also_works_alone() -> None:
    text = "x  # mllint: ignore[MLX101, MLA101, MLR101]\n"
    document = read_text(text, "a.py")
    assert [(each.fix.title, document.with_edits(each.fix.edits).text) for each in _unused(text)] == [
        ("Remove `MLX101` from the suppression", "x  # mllint: ignore[MLA101, MLR101]\n"),
        ("Remove `MLR101` from the suppression", "x  # mllint: ignore[MLX101, MLA101]\n"),
    ]


def test_the_place_is_the_word_or_the_comment() -> None:
    text = "x  # mllint: ignore[MLX101, MLA101] -- why\n"
    (found,) = _unused(text)
    assert text[found.span.start : found.span.end] == "MLX101"
    (found,) = _unused(text.replace(", MLA101", ""))
    assert text[found.span.start :][:9] == "# mllint:"


def test_the_last_line_of_a_cell_goes_without_the_next_cell() -> None:
    import json

    from mllint_rules.source.reading import read_bytes

    cells = [{"cell_type": "code", "source": source} for source in ("a\n# mllint: ignore-next[MLX101]", "b")]
    document = read_bytes(json.dumps({"nbformat": 4, "cells": cells}).encode(), "a.ipynb")
    (found,) = unused(find_suppressions(document), set(), ACTIVE, KNOWN)
    assert document.with_edits(found.fix.edits).text == "a\nb\n"
