"""The rules on leakage, judged on programs that were labelled apart from them, by what the programs do."""

from __future__ import annotations

from collections import Counter

import pytest

from mllint_rules.engine.registry import load_rules
from mllint_rules.kit.rule import AnyRule

from .scoring import (
    CODES,
    Program,
    Score,
    load_programs,
    overall,
    parse_program,
    score,
    show_errors,
    show_table,
)

PRECISION, RECALL = 0.95, 0.90


@pytest.fixture(scope="module")
def programs() -> tuple[Program, ...]:
    return load_programs()


@pytest.fixture(scope="module")
def rules() -> list[AnyRule]:
    return [rule for rule in load_rules(("mllint_rules.rules",)) if rule.code in CODES]


def test_rules_are_right_about_the_labelled_programs(
    programs: tuple[Program, ...], rules: list[AnyRule]
) -> None:
    assert {rule.code for rule in rules} == set(CODES)
    scores = score(programs, rules)
    result = overall(scores)
    report = f"{show_table(scores)}\n\n{show_errors(scores)}"
    assert result.precision >= PRECISION, report
    assert result.recall >= RECALL, report


def test_every_program_can_be_checked(programs: tuple[Program, ...], rules: list[AnyRule]) -> None:
    assert [each.program for each in score(programs, rules)] == list(programs)


def test_the_set_is_balanced(programs: tuple[Program, ...]) -> None:
    clean = [program for program in programs if not program.leaks]
    labels = Counter(code for program in programs for code, _ in program.leaks)
    in_programs = Counter(code for program in programs for code in {code for code, _ in program.leaks})
    assert len(programs) >= 140
    assert len(clean) >= len(programs) / 2
    assert {code: in_programs[code] for code in CODES if in_programs[code] < 3} == {}
    assert set(labels) <= set(CODES)


def test_what_lies_in_clean_is_clean_and_nothing_else_is(programs: tuple[Program, ...]) -> None:
    misplaced = [each.name for each in programs if (each.kind == "clean") == bool(each.leaks)]
    assert misplaced == []


def test_marks_are_read_and_taken_out() -> None:
    program = parse_program(
        "# judge: MLL126\n"
        "a = fit(X)  # leak: MLL101, MLL103\n"
        "b = 1  # leak: MLL102; also: MLL104\n"
        'c = "# leak: MLL105"  # a remark\n'
    )
    assert program.text == '\na = fit(X)\nb = 1\nc = "# leak: MLL105"  # a remark\n'
    assert program.leaks == {("MLL101", 2), ("MLL103", 2), ("MLL102", 3)}
    assert program.alternatives == {("MLL104", 3)}
    assert program.judged == {"MLL126"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1  # leak: MLL1\n", "no mark"),
        ("a = 1  # leak: MLL101 MLL102\n", "no mark"),
        ("a = 1  # leak: MLL199\n", "there is no MLL199"),
        ("# leak: MLL101\na = 1\n", "a line of its own"),
        ("a = 1  # judge: MLL120\n", "a line of its own"),
    ],
)
def test_marks_that_make_no_sense_are_errors(text: str, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        parse_program(text)


def test_rules_are_run_on_the_program_without_its_marks(rules: list[AnyRule]) -> None:
    program = parse_program(
        "from sklearn.model_selection import train_test_split\n\n"
        "test, train = train_test_split(rows)  # leak: MLL121\n"
        "train_2, test_2 = train_test_split(train)  # leak: MLL121\n"
    )
    (result,) = score([program], [rule for rule in rules if rule.code == "MLL121"])
    assert result.right == {("MLL121", 3)}
    assert result.false == set()
    assert result.missed == {("MLL121", 4)}


def test_an_alternative_stands_in_for_one_leak_of_its_code() -> None:
    program = Program(
        "a.py", "\n" * 9, frozenset({("MLL101", 2), ("MLL101", 8), ("MLL102", 3)}), frozenset({("MLL101", 3)})
    )
    result = Score(program, frozenset({("MLL101", 3), ("MLL103", 5)}))
    assert result.right == {("MLL101", 3)}
    assert result.false == {("MLL103", 5)}
    assert result.missed == {("MLL101", 8), ("MLL102", 3)}
    total = overall([result])
    assert (total.precision, total.recall) == (0.5, 1 - 2 / 3)


def test_advisory_codes_are_in_no_figure_of_strict() -> None:
    program = Program("a.py", "\n" * 9, frozenset({("MLL120", 2)}), judged=frozenset({"MLL120"}))
    total = overall([Score(program, frozenset({("MLL120", 5)}))])
    assert (total.labelled, total.right, total.false, total.missed) == (0, 0, 0, 0)


def test_the_table_of_errors_names_places() -> None:
    program = Program("a.py", "first\n  second\n", frozenset({("MLL101", 2)}))
    assert show_errors([Score(program, frozenset({("MLL102", 1)}))]) == (
        "a.py:1: MLL102 false alarm: first\na.py:2: MLL101 missed: second"
    )
