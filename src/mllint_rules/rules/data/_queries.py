"""What a literal SQL query selects, read as far as that is plain."""

from __future__ import annotations

import re

_SELECT = re.compile(
    r"\s*(?:with\b.*?\)\s*)?select\s+(?:distinct\s+|all\s+)?(.*?)\s+from\b", re.IGNORECASE | re.DOTALL
)
_CAST = re.compile(r"\bcast\s*\(|::\s*\w|\b(?:try_)?cast\b|\bconvert\s*\(", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_STAR = re.compile(r"(?:\w+\.)?\*")
_SOURCE = re.compile(r"\bfrom\s+", re.IGNORECASE)


def selected(query: str) -> list[str]:
    """The items between `SELECT` and `FROM`; empty when the text is no such query."""
    found = _SELECT.match(_COMMENT.sub(" ", query))
    return _split(found.group(1)) if found is not None else []


def casts_everything(query: str) -> bool:
    """Whether every item of a query is given its type there."""
    items = selected(query)
    return bool(items) and all(_CAST.search(item) for item in items)


def is_query(text: str) -> bool:
    """Whether a text is more than the name of a table."""
    return bool(re.search(r"\s", text.strip()))


def selects_star(query: str) -> bool:
    """Whether a query takes every column of a table that it names: `SELECT * FROM orders`, not of a subquery."""
    text = _COMMENT.sub(" ", query)
    if not any(_STAR.fullmatch(item.strip()) for item in selected(query)):
        return False
    source = _SOURCE.search(text)
    return source is not None and not text[source.end() :].lstrip().startswith("(")


def _split(items: str) -> list[str]:
    """The parts of a list at the commas outside of brackets."""
    parts, depth, part = [], 0, ""
    for letter in items:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [part.strip() for part in [*parts, part] if part.strip()]
