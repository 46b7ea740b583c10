"""`global` statements: the names they declare, who writes these, and where a name stands in the statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Binding, Context, Frame, FunctionNode, Span
from mllint_rules.rules.structure._captures import Bindings, writer_of


@dataclass(frozen=True, slots=True)
class GlobalName:
    """One name in a `global` statement of a function, with all bindings of the name at module level."""

    statement: ast.Global
    function: FunctionNode
    name: str
    span: Span
    bindings: Bindings
    written: Bindings
    """The bindings that this function makes."""

    @property
    def is_written(self) -> bool:
        """Whether the function assigns the name: only then does the statement do anything."""
        return bool(self.written)


def global_names(ctx: Context) -> Iterator[GlobalName]:
    """Every name that a `global` statement inside a function declares, in source order."""
    scopes = ctx.model.names.scopes
    for statement in ctx.model.index.nodes(ast.Global):
        scope = scopes.scope_of(statement)
        if not isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        for name, span in _places(ctx, statement):
            bindings = tuple(ctx.module_scope.bindings.get(name, ()))
            written = tuple(each for each in bindings if writer_of(ctx, each) is scope.node)
            yield GlobalName(statement, scope.node, name, span, bindings, written)


def writers(ctx: Context, bindings: Bindings) -> set[Frame]:
    """The functions that make some of the bindings."""
    return {writer for each in bindings if (writer := writer_of(ctx, each)) is not None}


def module_level(ctx: Context, bindings: Bindings) -> list[Binding]:
    """The bindings that the module makes itself, outside of functions."""
    return [each for each in bindings if writer_of(ctx, each) is None]


def _places(ctx: Context, statement: ast.Global) -> Iterator[tuple[str, Span]]:
    source, start = ctx.source(statement), ctx.model.span(statement).start
    words = list(re.finditer(r"\w+", source))[1:]
    for name, word in zip(statement.names, words, strict=False):
        yield name, Span(start + word.start(), start + word.end())
