"""What an export leaves of a notebook in a module: cell markers, and names that only IPython has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from mllint_rules.kit import Context, Span, table

_MARKER = re.compile(r"^# In\[[ \d]*\]:?[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*")


def cell_markers(ctx: Context) -> list[Span]:
    """The `# In[12]:` comments in the order of the text, without their line ends."""
    text = ctx.document.text
    if "# In[" not in text:
        return []
    strings = list(_strings(ctx))
    found = []
    for match in _MARKER.finditer(text):
        span = Span(match.start(), match.start() + len(match[0].rstrip()))
        if not any(string.start < span.start < string.end for string in strings):
            found.append(span)
    return found


def _strings(ctx: Context) -> Iterator[Span]:
    for node in [*ctx.model.index.nodes(ast.Constant), *ctx.model.index.nodes(ast.JoinedStr)]:
        if node.end_lineno != node.lineno:
            yield ctx.model.span(node)


def whole_lines(ctx: Context, markers: Sequence[Span]) -> list[Span]:
    """The markers with their line ends and the blank lines behind them; at the end of the file, before them."""
    text = ctx.document.text
    found: list[Span] = []
    for marker in markers:
        start, end = marker.start, marker.end
        while end < len(text) and text[end] not in "\r\n":
            end += 1
        blank = _BLANK_LINES.match(text, end)
        end = blank.end() if blank is not None else end
        if found and found[-1].end == start:
            start = found.pop().start
        if not text[end:].strip():
            kept = len(text[:start].rstrip())
            end, start = len(text), min(start, kept + len(_first_line_end(text[kept:])))
        found.append(Span(start, end))
    return found


def _first_line_end(text: str) -> str:
    match = re.match(r"\r\n|\r|\n", text)
    return match[0] if match is not None else ""


def notebook_calls(ctx: Context) -> Iterator[ast.Call]:
    """The calls of names that only IPython defines, where nothing asks whether IPython is there."""
    for name in table("notebook_names")["names"]:
        for node in ctx.model.index.calls.get(name, ()):
            if (
                isinstance(node.func, ast.Name)
                and _is_undefined(ctx, node.func)
                and not is_guarded(ctx, node)
            ):
                yield node


def _is_undefined(ctx: Context, node: ast.Name) -> bool:
    scopes = ctx.model.names.scopes
    return scopes.lookup(node.id, scopes.scope_of(node)) is None and not ctx.model.names.star_imports


def is_guarded(ctx: Context, node: ast.AST) -> bool:
    """Whether a `try` or a condition around a node deals with the absence of IPython."""
    child = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.Try) and child in parent.body and parent.handlers:
            return True
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test and _asks(ctx, parent.test):
            return True
        if isinstance(parent, ast.BoolOp) and any(
            _asks(ctx, value) for value in parent.values if value is not child
        ):
            return True
        if isinstance(child, ast.stmt) and any(
            _leaves(ctx, each) for each in _statements_before(parent, child)
        ):
            return True
        child = parent
    return False


def _statements_before(parent: ast.AST, child: ast.stmt) -> list[ast.stmt]:
    for _, block in ast.iter_fields(parent):
        if isinstance(block, list) and child in block:
            return block[: block.index(child)]
    return []


def _leaves(ctx: Context, statement: ast.stmt) -> bool:
    """Whether a statement ends the block where IPython is missing: `if not in_notebook(): return`."""
    return (
        isinstance(statement, ast.If)
        and isinstance(statement.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))
        and _asks(ctx, statement.test)
    )


def _asks(ctx: Context, test: ast.expr) -> bool:
    words = ctx.source(test)
    return any(word in words for word in table("notebook_names")["guard_words"])
