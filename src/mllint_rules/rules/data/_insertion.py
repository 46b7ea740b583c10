"""Where a fix puts a definition that a statement is to use: right above it at module level."""

from __future__ import annotations

import ast
import re

from mllint_rules.kit import Context, FixUnavailable, Reach, Span, Verb, replace_span

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMMENT = re.compile(r"[ \t]*#(?!\s*%%)")


def define_above(ctx: Context, node: ast.AST, lines: str, *, is_class: bool = False) -> Verb:
    """Put a definition (whole lines without indentation) above the module-level statement that holds a node.

    Comments and decorators right above the statement stay with it. Raises `FixUnavailable` when the statement shares
    its line with another.
    """
    statement = ctx.top_statement(node)
    place = _start(ctx, statement)
    text = ctx.document.text
    gap = 2 if is_class or isinstance(statement, _DEFINITIONS) else 1
    wanted = 2 if is_class else 1
    block = lines.rstrip("\n") + "\n" * (gap + 1)
    if place > _floor(ctx, place):
        above = text[:place]
        blank = len(re.findall(r"\n[ \t]*(?=\r?\n)", above[len(above.rstrip()) :]))
        block = "\n" * max(0, wanted - blank) + block
    return replace_span(Span(place, place), block)


def _floor(ctx: Context, place: int) -> int:
    """Where the cell begins that holds an offset; in a script the text itself."""
    return max((cell.span.start for cell in ctx.document.cells if cell.span.start <= place), default=0)


def _start(ctx: Context, statement: ast.stmt) -> int:
    text = ctx.document.text
    first: ast.AST = statement
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    if decorators:
        first = min(decorators, key=lambda decorator: decorator.lineno)
    line_start = ctx.document.lines.line_start
    place = line_start(ctx.model.span(first).start)
    if text[place : ctx.model.span(first).start].strip(" \t@"):
        raise FixUnavailable("the statement shares its line with another")
    floor = _floor(ctx, place)
    while place > floor:
        above = line_start(place - 1)
        if above < floor or not _COMMENT.match(text, above):
            break
        place = above
    return place


def free_name(ctx: Context, name: str, ordinal: int = 0, separator: str = "_") -> str:
    """The name, or with a number behind it the `ordinal`-th one that the document does not use."""
    number = 1
    while True:
        candidate = name if number == 1 else f"{name}{separator}{number}"
        if ctx.fresh_name(candidate) == candidate:
            if ordinal == 0:
                return candidate
            ordinal -= 1
        number += 1


def reach_above(ctx: Context, node: ast.AST, module: str, name: str | None = None) -> Reach:
    """`ctx.reach` for code that runs where the module-level statement around `node` runs.

    Raises `FixUnavailable` when the import stands further down.
    """
    reach = ctx.reach(module, name)
    if not reach.verbs:
        head = reach.text.partition(".")[0]
        scope = ctx.module_scope
        statement = ctx.top_statement(node)
        for binding in scope.bindings[head]:
            if binding.node.lineno >= statement.lineno:  # type: ignore[attr-defined]
                raise FixUnavailable(f"`{head}` is imported further down")
    return reach
