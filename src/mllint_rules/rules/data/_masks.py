"""Whether an expression chooses rows of a frame."""

from __future__ import annotations

import ast
from collections.abc import Container

from mllint_rules.kit import Context, table

_DEPTH = 6


def is_mask(ctx: Context, node: ast.expr, frames: Container[ast.expr], depth: int = 0) -> bool:
    """Whether the value between the brackets of `df[…]` is a mask of rows: a comparison, `~`, `isin` and the like.

    `frames` are the expressions known to be the frame: one of its columns between the brackets is a mask too.
    """
    if depth > _DEPTH:
        return False
    if isinstance(node, ast.Compare):
        return True
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Invert, ast.Not)):
        return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor)):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in table("frame_columns")["masks"]
    if isinstance(node, ast.Subscript):
        return node.value in frames and isinstance(ctx.value_of(node.slice), str)
    if isinstance(node, ast.Name):
        definitions = ctx.definitions(node)
        values = [definition.statement_value for definition in definitions]
        return bool(values) and all(
            value is not None and is_mask(ctx, value, frames, depth + 1) for value in values
        )
    return False
