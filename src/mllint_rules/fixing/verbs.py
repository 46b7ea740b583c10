"""Verbs on expressions and statements."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mllint_rules.fixing.arguments import (
    add_keyword,
    add_parameter,
    remove_keyword,
    rename_keyword,
    set_keyword,
)
from mllint_rules.fixing.layout import (
    indentation,
    is_alone_on_lines,
    line_end,
    line_start,
    next_line,
    parenthesised_span,
    statement_start,
)
from mllint_rules.fixing.plan import FixUnavailable
from mllint_rules.model.text import Edit, Span
from mllint_rules.semantic.model import SemanticModel

if TYPE_CHECKING:
    import libcst

__all__ = [
    "add_keyword",
    "add_parameter",
    "delete",
    "insert_after",
    "insert_before",
    "remove_keyword",
    "rename_keyword",
    "replace",
    "replace_span",
    "rewrite",
    "set_keyword",
    "unwrap",
    "wrap",
]


@dataclass(frozen=True, slots=True)
class Replace:
    """Put other text in the place of a node or span."""

    where: ast.AST | Span
    text: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One replacement."""
        yield Edit(self.where if isinstance(self.where, Span) else model.span(self.where), self.text)


def replace(node: ast.AST, text: str) -> Replace:
    """Replace a node by text."""
    return Replace(node, text)


def replace_span(span: Span, text: str) -> Replace:
    """Replace a span (an empty one: insert) by text."""
    return Replace(span, text)


@dataclass(frozen=True, slots=True)
class Wrap:
    """Put text around an expression."""

    node: ast.expr
    before: str
    after: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """Two insertions, outside of brackets that the expression already has."""
        span = parenthesised_span(model, self.node)
        yield Edit(Span(span.start, span.start), self.before)
        yield Edit(Span(span.end, span.end), self.after)


def wrap(node: ast.expr, before: str, after: str) -> Wrap:
    """Put text before and behind an expression, as in `wrap(call, "sorted(", ")")`."""
    return Wrap(node, before, after)


@dataclass(frozen=True, slots=True)
class Unwrap:
    """Leave only an inner expression of an outer one."""

    outer: ast.expr
    inner: ast.expr

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """Two deletions around the inner expression."""
        outer, inner = model.span(self.outer), parenthesised_span(model, self.inner)
        text = model.document.text
        for gap in (Span(outer.start, inner.start), Span(inner.end, outer.end)):
            if "#" in text[gap.start : gap.end]:
                raise FixUnavailable("a comment would be lost")
            yield Edit(gap, "")


def unwrap(outer: ast.expr, inner: ast.expr) -> Unwrap:
    """Replace an expression by one of its parts, as `f(x)` by `x`."""
    return Unwrap(outer, inner)


@dataclass(frozen=True, slots=True)
class Insert:
    """Put lines before or behind a statement, with its indentation."""

    statement: ast.stmt
    lines: str
    behind: bool

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion of whole lines."""
        text = model.document.text
        indent = indentation(model, self.statement)
        lines = self.lines.removesuffix("\n").split("\n")  # the last line may have its line break or not
        block = "".join(f"{indent}{line}\n" if line.strip() else "\n" for line in lines)
        if not self.behind:
            place = line_start(text, statement_start(model, self.statement))
            yield Edit(Span(place, place), block)
            return
        end = model.span(self.statement).end
        rest = text[end : line_end(text, end)].strip()
        if rest and not rest.startswith("#"):
            raise FixUnavailable("another statement follows on the line")
        place = next_line(text, end)
        if place == line_end(text, end):  # the last line of the file has no line break
            block = "\n" + block.removesuffix("\n")
        yield Edit(Span(place, place), block)


def insert_before(statement: ast.stmt, lines: str) -> Insert:
    """Insert lines (without indentation of their own) before a statement and its decorators.

    Empty lines at the end stay: `"x = 1\\n\\n"` is a line and an empty one.
    """
    return Insert(statement, lines, behind=False)


def insert_after(statement: ast.stmt, lines: str) -> Insert:
    """Insert lines behind a statement; empty ones at the end stay."""
    return Insert(statement, lines, behind=True)


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a statement; the only one of a block becomes `pass`."""

    statement: ast.stmt

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One deletion of whole lines, or of the statement where a comment shares its line."""
        text = model.document.text
        span = Span(statement_start(model, self.statement), model.span(self.statement).end)
        if _is_only_statement(model, self.statement):
            yield Edit(span, "pass")
            return
        if not is_alone_on_lines(model, self.statement):
            raise FixUnavailable("the statement shares its line with another")
        rest = text[span.end : line_end(text, span.end)]
        if rest.strip():
            yield Edit(Span(span.start, span.end + len(rest) - len(rest.lstrip())), "")
            return
        yield Edit(Span(line_start(text, span.start), next_line(text, span.end)), "")


def _is_only_statement(model: SemanticModel, statement: ast.stmt) -> bool:
    parent = model.index.parents[statement]
    if isinstance(parent, ast.Module):
        return False
    for _, block in ast.iter_fields(parent):
        if isinstance(block, list) and statement in block:
            return len(block) == 1
    return True


def delete(statement: ast.stmt) -> Delete:
    """Remove a statement."""
    return Delete(statement)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Let libcst transform one expression or simple statement."""

    node: ast.AST
    transform: Callable[[libcst.CSTNode], libcst.CSTNode]

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One replacement by what libcst prints."""
        import libcst

        source = model.source(self.node)
        if isinstance(self.node, ast.expr):
            # Brackets let an expression of several lines parse by itself; they are not printed back.
            parsed: libcst.CSTNode = libcst.parse_expression(f"({source})")
            inner = parsed.with_changes(lpar=parsed.lpar[1:], rpar=parsed.rpar[:-1])  # type: ignore[attr-defined]
        else:
            inner = libcst.parse_statement(source + "\n")
        changed = self.transform(inner)
        yield Edit(model.span(self.node), libcst.Module(body=[]).code_for_node(changed).rstrip("\n"))


def rewrite(node: ast.AST, transform: Callable[[libcst.CSTNode], libcst.CSTNode]) -> Rewrite:
    """Transform an expression or a statement as a libcst tree and print it back."""
    return Rewrite(node, transform)
