"""Which part of the data a place is about: training, validation or test."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FunctionNode, position, table
from mllint_rules.rules.observability._names import snake

_SPLITS: dict[str, list[str]] = table("metrics")["splits"]


def split_in(text: str) -> str | None:
    """The one part of the data that the words of a name speak of."""
    words = set(snake(text).split("_"))
    found = [split for split, spellings in _SPLITS.items() if not words.isdisjoint(spellings)]
    return found[0] if len(found) == 1 else None


def split_at(node: ast.AST, value: ast.expr, ctx: Context) -> str | None:
    """The part of the data that a value logged at a node is about; None when nothing says so, or not clearly.

    The names of the value speak first, then what the loops around run over, the function, and the mode of the model.
    """
    for spoken in (_names_in(value), _loops_at(node, ctx), _function_at(node, ctx)):
        if spoken:
            return spoken.pop() if len(spoken) == 1 else None
    return _mode_at(node, ctx)


def _names_in(node: ast.AST) -> set[str]:
    texts = [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    texts += [inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)]
    return {split for text in texts if (split := split_in(text)) is not None}


def _loops_at(node: ast.AST, ctx: Context) -> set[str]:
    for loop in ctx.loops_around(node):
        spoken = _names_in(loop.iter) if isinstance(loop, (ast.For, ast.AsyncFor)) else set()
        if spoken:
            return spoken
    return set()


def _function_at(node: ast.AST, ctx: Context) -> set[str]:
    function = ctx.function_of(node)
    split = None if function is None or _does_both(function) else split_in(function.name)
    return set() if split is None else {split}


def _does_both(function: FunctionNode) -> bool:
    """Whether a function that says `train` in its name validates as well, by the names in it."""
    spoken = {
        split
        for inner in ast.walk(function)
        if isinstance(inner, ast.Name) and (split := split_in(inner.id)) is not None
    }
    return len(spoken) > 1


def _mode_at(node: ast.AST, ctx: Context) -> str | None:
    """The mode that `model.train()` or `model.eval()` set last before a node in its function."""
    function, last = ctx.function_of(node), None
    for name, split in (("train", "train"), ("eval", "val")):
        for call in ctx.model.index.calls.get(name, ()):
            if (
                isinstance(call.func, ast.Attribute)
                and not call.args
                and isinstance(ctx.parent(call), ast.Expr)
                and ctx.function_of(call) is function
                and position(call) < position(node)
                and (last is None or position(call) > last[0])
            ):
                last = (position(call), split)
    return None if last is None else last[1]
