"""Where control goes behind a block, and what the block certainly did."""

from __future__ import annotations

import ast

_EXITS = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def binds(body: list[ast.stmt], name: str) -> bool:
    """Whether a block certainly gives the name another value."""
    return any(
        isinstance(statement, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)
        for statement in body
    )


def leaves(body: list[ast.stmt]) -> bool:
    """Whether a block certainly does not go on behind its end."""
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and leaves(last.body) and leaves(last.orelse)
    if isinstance(last, (ast.With, ast.AsyncWith)):
        return leaves(last.body)
    if isinstance(last, ast.Try):
        return leaves(last.body) and all(leaves(handler.body) for handler in last.handlers)
    if isinstance(last, ast.While):
        return (
            isinstance(last.test, ast.Constant)
            and bool(last.test.value)
            and not any(isinstance(each, ast.Break) for each in ast.walk(last))
        )
    return isinstance(last, _EXITS)
