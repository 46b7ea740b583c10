"""A run that is watched at some expressions, for those who ask what the run knows of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mllint_rules.semantic.provenance.domain import Ref, Value, joined
from mllint_rules.semantic.provenance.interpreter import Interpreter

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel


class _Watched(Interpreter):
    """A run that keeps what some expressions give, and what some names are bound to."""

    def __init__(self, model: SemanticModel, wanted: frozenset[ast.AST]) -> None:
        super().__init__(model)
        self._wanted = wanted
        self.seen: dict[ast.AST, list[Value]] = {}

    def eval(self, node: ast.expr) -> Ref:
        """Run an expression; a reference to its value."""
        ref = super().eval(node)
        self._keep(node, ref)
        return ref

    def bind_node(self, node: ast.AST, name: str, ref: Ref) -> None:
        """Bind a name by the syntax that binds it."""
        super().bind_node(node, name, ref)
        self._keep(node, ref)

    def _keep(self, node: ast.AST, ref: Ref) -> None:
        if node in self._wanted and not self._silent:
            self.seen.setdefault(node, []).append(self.value(ref))


@contextmanager
def observed(model: SemanticModel, nodes: frozenset[ast.AST]) -> Iterator[dict[ast.AST, Value]]:
    """What the run knows of each of these expressions and names; of several times it came past, all together.

    Expressions that the run does not come past are missing. The sets of rows hold only inside the `with`.
    """
    run = _Watched(model, nodes)
    trace = run.run()
    try:
        yield {node: joined(values) for node, values in run.seen.items()}
    finally:
        trace.close()
