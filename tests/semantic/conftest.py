"""A model from a few lines of code, and questions to it by the text of a node."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable

import pytest

from mllint_rules.semantic.model import SemanticModel
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


@pytest.fixture
def probe() -> Callable[..., Probe]:
    return Probe
