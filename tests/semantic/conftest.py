"""A model from a few lines of code, and questions to it by the text of a node; its run over data, in words."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable

import pytest

from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.provenance.domain import Lesson, Site, Value
from mllint_rules.semantic.provenance.events import Kind, Trace
from mllint_rules.semantic.provenance.rows import RowKind, RowSet
from mllint_rules.semantic.types import describe
from mllint_rules.source.reading import read_text


class Probe:
    """A module under test."""

    def __init__(self, code: str, path: str = "module.py") -> None:
        self.document = read_text(textwrap.dedent(code), path)
        self.model = SemanticModel(self.document, ast.parse(self.document.text))

    def expression(self, text: str, line: int | None = None) -> ast.expr:
        """The last expression with that text (on that line, when given)."""
        found = [
            node
            for node in ast.walk(self.model.tree)
            if isinstance(node, ast.expr) and line in (None, node.lineno) and self._is_written(node, text)
        ]
        assert found, f"no expression {text!r}"
        return max(found, key=lambda node: (node.lineno, node.col_offset))

    def _is_written(self, node: ast.expr, text: str) -> bool:
        # Deep nodes cannot be unparsed; what is longer than twice the text cannot be it.
        written = self.model.source(node)
        return len(written) <= 2 * len(text) + 2 and ast.unparse(node) == text

    def reading(self, name: str, line: int | None = None) -> ast.Name:
        """The last place that reads a name."""
        found = [
            node
            for node in self.model.index.names[name]
            if isinstance(node.ctx, ast.Load) and line in (None, node.lineno)
        ]
        assert found, f"nothing reads {name!r}"
        return max(found, key=lambda node: (node.lineno, node.col_offset))

    def sources(self, name: str, line: int | None = None) -> list[int]:
        """The lines of the definitions that reach the last read of a name."""
        bindings = self.model.definitions(self.reading(name, line))
        return sorted(getattr(binding.node, "lineno", 0) for binding in bindings)

    def name(self, text: str) -> str | None:
        """The canonical name of an expression."""
        return self.model.qualified_name(self.expression(text))

    def type(self, text: str, line: int | None = None) -> str:
        """The type of an expression, as people write it."""
        return describe(self.model.type_of(self.expression(text, line)))


class Run(Probe):
    """What a module does with data, with rows and lessons in words."""

    @property
    def trace(self) -> Trace:
        """The events."""
        return self.model.trace

    def all(self, kind: type[Kind], line: int | None = None) -> list[Kind]:
        """The events of a kind, in order (on that line, when given)."""
        return [event for event in self.trace.of(kind) if line in (None, _line(event.site.node))]

    def one(self, kind: type[Kind], line: int | None = None) -> Kind:
        """The only event of a kind (on that line)."""
        (event,) = self.all(kind, line)
        return event

    def lines(self, kind: type[Kind]) -> list[int]:
        """Where events of a kind happen, in order."""
        return [_line(event.site.node) for event in self.trace.of(kind)]

    def way(self, site: Site) -> list[int]:
        """The lines of the calls that led to a place, and its own."""
        return [_line(node) for node in site.way]

    def rows(self, value: Value) -> list[str]:
        """The rows of a value, each set as the way back to where it came from: `train@5 < source@3`."""
        return sorted(self.origin(rows) for rows in value.rows)

    def origin(self, rows: RowSet) -> str:
        """The way of a set of rows."""
        kind = rows.role.value if rows.kind is RowKind.PART and rows.role is not None else rows.kind.value
        own = f"{kind}@{_line(rows.node)}"
        if not rows.parents:
            return own
        above = " + ".join(sorted(self.origin(parent) for parent in rows.parents))
        return f"{own} < {above}" if len(rows.parents) == 1 else f"{own} < ({above})"

    def lessons(self, value: Value) -> list[tuple[str, int, list[str]]]:
        """What was learned on the way to a value: the kind, the line, the rows."""
        return sorted(self._lesson(lesson) for lesson in value.lessons)

    def _lesson(self, lesson: Lesson) -> tuple[str, int, list[str]]:
        return lesson.kind, _line(lesson.site.node), sorted(self.origin(rows) for rows in lesson.rows)


def _line(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


@pytest.fixture
def run() -> Callable[..., Run]:
    return Run


@pytest.fixture
def probe() -> Callable[..., Probe]:
    return Probe
