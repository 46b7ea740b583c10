"""What stands around a place in a module: functions, loops, the main guard, code that is to fail."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.semantic.index import SyntaxIndex
from mllint_rules.semantic.scopes import FunctionNode, Scope, ScopeKind, ScopeTree

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

Frame = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Loop = ast.For | ast.AsyncFor | ast.While
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def function_around(index: SyntaxIndex, node: ast.AST) -> FunctionNode | None:
    """The innermost function whose body holds a node (decorators and defaults lie outside)."""
    child = node
    for parent in index.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)) and isinstance(child, ast.stmt):
            return parent
        child = parent
    return None


def outermost_function(scopes: ScopeTree, node: ast.AST) -> Frame | None:
    """The function, method or lambda nearest to module level whose body holds a node; None outside of all."""
    found: Frame | None = None
    scope: Scope | None = scopes.scope_of(node)
    while scope is not None:
        if scope.kind in (ScopeKind.FUNCTION, ScopeKind.LAMBDA):
            found = scope.node  # type: ignore[assignment]
        scope = scope.parent
    return found


def top_statement(index: SyntaxIndex, node: ast.AST) -> ast.stmt:
    """The statement of the module's own body that holds a node (itself, if it is one)."""
    top = index.statement(node)
    for parent in index.ancestors(top):
        if isinstance(parent, ast.stmt):
            top = parent
    return top


def loops_around(index: SyntaxIndex, node: ast.AST) -> list[Loop]:
    """The loops of the same function whose body runs a node, innermost first."""
    found: list[Loop] = []
    child: ast.AST = node
    for parent in index.ancestors(node):
        if isinstance(parent, _SCOPES):
            break
        if isinstance(parent, _LOOPS) and isinstance(child, ast.stmt) and child in parent.body:
            found.append(parent)
        child = parent
    return found


def is_displayed(model: SemanticModel, statement: ast.stmt) -> bool:
    """Whether an expression statement is the last of its cell, whose value a notebook shows."""
    body = model.tree.body
    if not model.document.is_exploratory or statement not in body:
        return False
    end = model.span(statement).end
    for cell in model.document.cells:
        if cell.span.start <= end <= cell.span.end:
            return not any(end < model.span(other).start < cell.span.end for other in body)
    return False


def is_main_guard(node: ast.AST) -> bool:
    """Whether a node is `if __name__ == "__main__":`, in either order, or asks for it among other names."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare) or len(node.test.ops) != 1:
        return False
    sides = (node.test.left, node.test.comparators[0])
    if isinstance(node.test.ops[0], ast.In):
        return _is_name(sides[0]) and any(map(_is_main, ast.walk(sides[1])))
    return isinstance(node.test.ops[0], ast.Eq) and any(map(_is_name, sides)) and any(map(_is_main, sides))


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "__name__"


def _is_main(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "__main__"


def main_guard(tree: ast.Module) -> ast.If | None:
    """The first main guard of a module's own body."""
    return next((node for node in tree.body if isinstance(node, ast.If) and is_main_guard(node)), None)


def is_under_main_guard(index: SyntaxIndex, node: ast.AST) -> bool:
    """Whether a node only runs when the module is the program; what stands behind `else` does not."""
    child = node
    for parent in index.ancestors(node):
        if isinstance(parent, ast.If) and child in parent.body and is_main_guard(parent):
            return True
        child = parent
    return False


def expects_failure(index: SyntaxIndex, node: ast.AST) -> bool:
    """Whether code runs to see it fail or warn: under `with pytest.raises(…)`, `suppress(…)` and the like.

    Every test library has its own, so the words in the name decide.
    """
    for parent in index.ancestors(node):
        if isinstance(parent, (ast.With, ast.AsyncWith)) and any(map(_is_expectation, parent.items)):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
    return False


def _is_expectation(item: ast.withitem) -> bool:
    if not isinstance(item.context_expr, ast.Call):
        return False
    function = item.context_expr.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return any(word in name.lower() for word in ("raises", "warn", "suppress"))
