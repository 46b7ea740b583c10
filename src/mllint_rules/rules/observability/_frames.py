"""Frames, arrays and tensors that are printed, and the fields that say the same."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.kit import Context
from mllint_rules.rules.observability._expressions import operand, written
from mllint_rules.rules.observability._names import expression_name

PANDAS = ("pandas.DataFrame", "pandas.Series")
POLARS = ("polars.DataFrame", "polars.Series")
LAZY = ("polars.LazyFrame", "pyspark.sql.DataFrame")
ARRAYS = ("numpy.ndarray", "torch.Tensor", "tensorflow.Tensor", "jax.Array")
_FRAMES = (*PANDAS, *POLARS, *LAZY)
_SELECTIONS = frozenset({"head", "tail", "sample", "copy", "limit", "to_string", "to_markdown"})
_SHAPES = frozenset({"shape", "dtypes", "columns", "size", "dtype", "schema"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A printed object: its fields (name and expression), and the words for the event when the line has none."""

    name: str
    fields: tuple[tuple[str, str], ...]
    event: str


def shown_object(node: ast.expr, ctx: Context) -> Shown | None:
    """What a printed value shows of a proven frame, array or tensor; None for anything else."""
    root = _root(node, ctx)
    if root is not None:
        return _about(root, ctx)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "describe" and ctx.is_a(node.func.value, *PANDAS, *POLARS):
            method = "to_dict" if ctx.is_a(node.func.value, *PANDAS) else "to_dicts"
            return Shown("describe", (("describe", f"{written(node, ctx)}.{method}()"),), "frame described")
        if node.func.attr in ("to_string", "to_markdown") and ctx.is_a(node.func.value, *PANDAS):
            return _computed(node.func.value, ctx)
    return _computed(node, ctx) if ctx.is_a(node, *_FRAMES) else None


def _root(node: ast.expr, ctx: Context) -> ast.expr | None:
    """The object behind `df`, `df.head()`, `df.to_string()` or `x.shape`, when it has a name."""
    if isinstance(node, ast.Attribute) and node.attr in _SHAPES:
        return node.value if _is_named(node.value) and ctx.is_a(node.value, *_FRAMES, *ARRAYS) else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        if node.func.attr == "size" and not node.args and ctx.is_a(owner, "torch.Tensor"):
            return owner if _is_named(owner) else None
        return _root(owner, ctx) if node.func.attr in _SELECTIONS and ctx.is_a(owner, *_FRAMES) else None
    return node if _is_named(node) and ctx.is_a(node, *_FRAMES) else None


def _is_named(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_named(node.value))


def _about(root: ast.expr, ctx: Context) -> Shown:
    text, name = written(root, ctx), expression_name(root) or "frame"
    if ctx.is_a(root, *ARRAYS):
        return Shown(
            name, (("shape", f"tuple({text}.shape)"), ("dtype", f"str({text}.dtype)")), "array shape"
        )
    if ctx.is_a(root, *LAZY):
        columns = f"{text}.collect_schema().names()" if ctx.is_a(root, LAZY[0]) else f"{text}.columns"
        return Shown(name, (("columns", columns),), "frame loaded")
    if ctx.is_a(root, "pandas.Series", "polars.Series"):
        return Shown(name, (("rows", f"len({text})"), ("dtype", f"str({text}.dtype)")), "column loaded")
    return Shown(name, (("rows", f"len({text})"), ("columns", f"list({text}.columns)")), "frame loaded")


def _computed(node: ast.expr, ctx: Context) -> Shown | None:
    """A frame without a name is a result: its values are what the line is about."""
    root = _root(node, ctx)
    if root is not None:
        return _about(root, ctx)
    name = expression_name(node) or "frame"
    if ctx.is_a(node, *PANDAS):
        return Shown(name, ((name, f"{operand(node, ctx)}.to_dict()"),), "frame computed")
    if ctx.is_a(node, "polars.DataFrame"):
        return Shown(name, ((name, f"{operand(node, ctx)}.to_dicts()"),), "frame computed")
    if ctx.is_a(node, "polars.Series"):
        return Shown(name, ((name, f"{operand(node, ctx)}.to_list()"),), "frame computed")
    return Shown(name, (), "frame computed")
