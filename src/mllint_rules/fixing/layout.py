"""Where things stand in the text: lines, indentation, brackets, the gaps between nodes."""

from __future__ import annotations

import ast

from mllint_rules.fixing.plan import FixUnavailable
from mllint_rules.model.text import Span
from mllint_rules.semantic.model import SemanticModel


def line_start(text: str, offset: int) -> int:
    """The offset at which the line of `offset` begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """The offset of the line break that ends the line of `offset`, or of the end of the text."""
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    return min(ends, default=len(text))


def next_line(text: str, offset: int) -> int:
    """The offset at which the line after that of `offset` begins."""
    end = line_end(text, offset)
    return end + 2 if text[end : end + 2] == "\r\n" else min(end + 1, len(text))


def statement_start(model: SemanticModel, node: ast.stmt) -> int:
    """The offset at which a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    if decorators:
        first = model.span(decorators[0]).start
        return model.document.text.rindex("@", 0, first)
    return model.span(node).start


def indentation(model: SemanticModel, node: ast.stmt) -> str:
    """The white space before a statement. Raises `FixUnavailable` when it shares its line with others before it."""
    text = model.document.text
    start = statement_start(model, node)
    indent = text[line_start(text, start) : start]
    if indent.strip(" \t\f"):
        raise FixUnavailable("the statement shares its line with another")
    return indent


def is_alone_on_lines(model: SemanticModel, node: ast.stmt) -> bool:
    """Whether nothing but white space and a comment shares the lines of a statement."""
    text = model.document.text
    span = model.span(node)
    before = text[line_start(text, statement_start(model, node)) : statement_start(model, node)]
    after = text[span.end : line_end(text, span.end)].strip()
    return not before.strip(" \t\f") and (not after or after.startswith("#"))


def parenthesised_span(model: SemanticModel, node: ast.expr) -> Span:
    """The span of an expression with the redundant brackets around it, inside its parent."""
    text = model.document.text
    span = model.span(node)
    parent = model.index.parents.get(node)
    limit = model.span(parent) if parent is not None and hasattr(parent, "end_lineno") else Span(0, len(text))
    if isinstance(parent, ast.Call) and node is not parent.func:
        limit = Span(model.span(parent.func).end + 1, limit.end - 1)
    while True:
        start = skip_back(text, span.start, limit.start)
        end = skip_blank(text, span.end, limit.end)
        if start <= limit.start or end >= limit.end or text[start - 1] != "(" or text[end] != ")":
            return span
        span = Span(start - 1, end + 1)


def skip_blank(text: str, offset: int, limit: int) -> int:
    """The next offset before `limit` that is neither white space, a comment nor a line continuation."""
    while offset < limit:
        if text[offset] == "#":
            offset = line_end(text, offset)
        elif text[offset].isspace() or text[offset] == "\\":
            offset += 1
        else:
            break
    return offset


def skip_back(text: str, offset: int, limit: int) -> int:
    """The offset after the previous character that is not white space (comments are not recognised)."""
    while offset > limit and (text[offset - 1].isspace() or text[offset - 1] == "\\"):
        offset -= 1
    return offset


def end_of_argument(model: SemanticModel, call: ast.Call, node: ast.expr) -> int:
    """The offset behind an argument and the brackets around it."""
    text = model.document.text
    close = model.span(call).end - 1
    offset = model.span(node).end
    while True:
        following = skip_blank(text, offset, close)
        if following >= close or text[following] != ")":
            return offset
        offset = following + 1
