"""Runs of statements at module level: indenting them, seeing what they bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mllint_rules.kit import Context, Edit, FixUnavailable, SemanticModel, Span

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Indent:
    """Move whole statements one level in, under `header`, which is put before the first."""

    statements: Sequence[ast.stmt]
    header: str

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """An insertion at the start of each line; the inner lines of strings and empty lines stay."""
        text = model.document.text
        start, end = (
            line_start(text, model.span(self.statements[0]).start),
            model.span(self.statements[-1]).end,
        )
        yield Edit(Span(start, start), self.header)
        for offset in indented_lines(model, self.statements, Span(start, end)):
            yield Edit(Span(offset, offset), INDENT)


def indented_lines(model: SemanticModel, statements: Sequence[ast.stmt], span: Span) -> Iterator[int]:
    """Where the lines of a span begin that move when its statements do: not blank ones, not those inside of strings."""
    text = model.document.text
    first_line, _ = model.document.lines.position(span.start)
    inside_strings = set(string_lines(statements))
    for number, offset in enumerate(line_starts(text, span.start, span.end), first_line):
        if number not in inside_strings and text[offset : line_end(text, offset)].strip():
            yield offset


def line_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Where the lines between two offsets begin."""
    offset = start
    while offset < end:
        yield offset
        following = line_end(text, offset)
        offset = following + (2 if text[following : following + 2] == "\r\n" else 1)


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, without its line break."""
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    return min(ends, default=len(text))


def line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def string_lines(statements: Sequence[ast.stmt]) -> Iterator[int]:
    """The lines that begin inside a string: an indentation would become part of it."""
    for statement in statements:
        for node in ast.walk(statement):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
            if is_text or isinstance(node, ast.JoinedStr):
                yield from range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)  # type: ignore[attr-defined]


def check_movable(ctx: Context, statements: Sequence[ast.stmt]) -> None:
    """Raises `FixUnavailable` when the lines of the statements hold something else too."""
    text = ctx.document.text
    for statement in statements:
        span = ctx.model.span(statement)
        before = text[line_start(text, span.start) : span.start]
        after = text[span.end : line_end(text, span.end)].strip()
        if before.strip() or (after and not after.startswith("#")):
            raise FixUnavailable("several statements share a line")


def bound_names(ctx: Context, statements: Sequence[ast.stmt]) -> set[str]:
    """The names that statements bind in their own frame."""
    inside = {node for statement in statements for node in ast.walk(statement)}
    scopes = ctx.model.names.scopes
    return {
        binding.name
        for binding in scopes.every_binding
        if binding.node in inside and binding.scope is scopes.module
    }
