"""Fixtures tried out on rules."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mllint_rules.engine.parsing import parse
from mllint_rules.kit.rule import Rule
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.types import describe
from mllint_rules.source.document import Document
from mllint_rules.testkit.documents import document_of, text_lines, written_lines
from mllint_rules.testkit.fixtures import Expectation, Fixture
from mllint_rules.testkit.sandbox import Sandbox, show_difference

_REVEAL = re.compile(r"#\s*reveal:\s*(.+?)\s*\Z")


def check_fixture(fixture: Fixture, rules: Sequence[Rule[Any]]) -> None:
    """Check that the rules find in a fixture what it expects, and repair it as it says.

    Raises `AssertionError` with all that is missing, all that is too much, and what to write for it.
    """
    sandbox = Sandbox(rules, fixture.settings)
    document = document_of(fixture.text, fixture.path)
    _check_findings(fixture, document, sandbox.check(document))
    _check_reveals(document, sandbox)
    for is_unsafe, text in fixture.fixed.items():
        _check_repair(document, document_of(text, fixture.path), sandbox, is_unsafe=is_unsafe)


def rules_of_fixture(fixture: Fixture, folder: str, rules: Mapping[str, Rule[Any]]) -> list[Rule[Any]]:
    """The rules a fixture is about: those it names, else the one whose file the folder is named after.

    Raises `AssertionError` for a rule that does not exist.
    """
    names = (folder.replace("_", "-"),) if fixture.rules is None else fixture.rules
    for name in names:
        if name not in rules:
            raise AssertionError(
                f"there is no rule `{name}` (the folder or `rules=` in the first line says so)"
            )
    return [rules[name] for name in names]


def _check_findings(fixture: Fixture, document: Document, found: Sequence[Diagnostic]) -> None:
    written = written_lines(fixture.text, fixture.path)
    missing = list(fixture.expected)
    surplus: list[Expectation] = []
    for actual in (_as_expectation(each, document, written) for each in found):
        match = next((each for each in missing if _agrees(each, actual)), None)
        if match is None:
            surplus.append(actual)
        else:
            missing.remove(match)
    if missing or surplus:
        parts = [f"expected, but not reported: {each}" for each in missing]
        lines = text_lines(fixture.text)
        for each in surplus:
            shown = lines[each.line - 1].rstrip() if each.line <= len(lines) else ""
            parts.append(f"reported, but not expected: {each}\n    {shown}\n    {_mark(each)}")
        raise AssertionError("\n".join(parts))


def _as_expectation(found: Diagnostic, document: Document, written: Sequence[int]) -> Expectation:
    line, first = document.lines.position(found.span.start)
    end_line, end_column = document.lines.position(found.span.end)
    # Carets stand under the first line only.
    end = end_column if end_line == line else len(document.lines.line_text(line)) + 1
    return Expectation(written[line - 1], first, max(end - 1, first), found.code, found.message)


def _agrees(expected: Expectation, actual: Expectation) -> bool:
    place = (expected.line, expected.first, expected.last, expected.code)
    return (
        place == (actual.line, actual.first, actual.last, actual.code)
        and expected.fragment in actual.fragment
    )


def _mark(actual: Expectation) -> str:
    """The comment line that expects a finding, as it is written in a fixture."""
    width = actual.last - actual.first + 1
    if actual.first > 2:
        marks = "#" + " " * (actual.first - 2) + "^" * width
    elif actual.first == 1 and width > 1:
        marks = "#" + "^" * (width - 1)
    else:
        marks = f"# @{actual.first}-{actual.last}"
    return f"{marks} {actual.code} {actual.fragment}"


def _check_repair(document: Document, expected: Document, sandbox: Sandbox, *, is_unsafe: bool) -> None:
    kind = "all" if is_unsafe else "safe"
    outcome = sandbox.fix(document, unsafe=is_unsafe)
    if outcome.reverted:
        raise AssertionError("\n".join(outcome.reverted))
    if outcome.document.text != expected.text:
        raise AssertionError(
            f"{kind} fixes give other text:\n{show_difference(expected.text, outcome.document.text)}"
        )
    again = sandbox.fix(outcome.document, unsafe=is_unsafe)
    if again.document.text != expected.text:
        raise AssertionError(
            f"fixing again changes the text:\n{show_difference(expected.text, again.document.text)}"
        )


def _check_reveals(document: Document, sandbox: Sandbox) -> None:
    if "reveal:" not in document.text:
        return
    tree = parse(document)
    if not isinstance(tree, ast.Module):
        raise AssertionError("a fixture with `reveal:` must parse")
    model = SemanticModel(document, tree, sandbox.project)
    wrong = []
    for line, expected in _reveals(document):
        value = _value_at(tree, line)
        if value is None:
            raise AssertionError(f"line {line}: `reveal:` stands behind no expression, assignment or return")
        actual = describe(model.type_of(value))
        if actual != expected:
            wrong.append(f"line {line}: the value is taken for {actual}, not for {expected}")
    if wrong:
        raise AssertionError("\n".join(wrong))


def _reveals(document: Document) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(document.code).readline):
        if token.type == tokenize.COMMENT and (match := _REVEAL.match(token.string)):
            yield token.start[0], match[1]


def _value_at(tree: ast.Module, line: int) -> ast.expr | None:
    """The value of the statement that ends on a line."""
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return))
            and node.end_lineno == line
        ):
            return node.value
    return None
