"""Whole objects: frames, arrays, tensors, models and their states, which no log record should carry."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.kit import Binding, BindingKind, Context, FunctionNode
from mllint_rules.rules.observability._metrics import is_metric

_DEPTH = 3
_FRAMES = ("pandas.DataFrame", "polars.DataFrame", "pyspark.sql.DataFrame")
_SERIES = ("pandas.Series", "polars.Series")
_LOADERS = ("torch.utils.data.DataLoader",)
_MODELS = ("torch.nn.Module",)
_PARTS = ("torch.nn.", "torchmetrics.")
_READERS = ("pandas.read_", "polars.read_", "numpy.load", "torch.load")
_KEEPING = frozenset({
    "copy", "dropna", "fillna", "reset_index", "sort_values", "assign", "merge", "join", "astype", "to", "cuda", "cpu",
    "detach", "float", "half",
})  # fmt: skip
_PREDICTING = frozenset(
    {"predict", "predict_proba", "decision_function", "transform", "fit_transform", "to_numpy"}
)
_STEPS = frozenset({"training_step", "validation_step", "test_step", "predict_step"})
_LIGHTNING = ("lightning.pytorch.LightningModule",)


@dataclass(frozen=True, slots=True)
class Payload:
    """What a value is, in words, and what may be logged in its place: names of fields and expressions of them."""

    what: str
    fields: tuple[tuple[str, str], ...] = ()


def payload(node: ast.expr, ctx: Context) -> Payload | None:
    """The whole object that an expression certainly is; None for anything that may be small."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "state_dict" and not node.args:
            return (
                Payload("a whole state")
                if ctx.is_a(node.func.value, *_MODELS, "torch.optim.Optimizer")
                else None
            )
        if node.func.attr in ("tolist", "to_dict", "to_string", "to_json") and not node.args:
            inner = payload(node.func.value, ctx)
            return None if inner is None else Payload(inner.what)
    if (
        isinstance(node, ast.Call)
        and ctx.called(node) in ("builtins.str", "builtins.repr")
        and len(node.args) == 1
    ):
        return payload(node.args[0], ctx)
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return None
    return _held(node, ctx)


def _held(node: ast.Name | ast.Attribute, ctx: Context) -> Payload | None:
    text = ctx.source(node)
    if ctx.is_a(node, *_FRAMES):
        is_spark = ctx.is_a(node, _FRAMES[2])
        columns = f"{text}.columns" if is_spark else f"list({text}.columns)"
        fields = (("columns", columns),) if is_spark else (("shape", f"{text}.shape"), ("columns", columns))
        return Payload("a whole frame", fields) if _is_data(node, ctx, _DEPTH) else None
    if ctx.is_a(node, *_SERIES):
        fields = (("shape", f"{text}.shape"), ("dtype", f"str({text}.dtype)"))
        return Payload("a whole column", fields) if _is_data(node, ctx, _DEPTH) else None
    if ctx.is_a(node, *_MODELS):
        return Payload("a whole model") if _is_model(node, ctx) else None
    if isinstance(node, ast.Name) and _is_data(node, ctx, _DEPTH) and not is_metric(node, ctx):
        fields = (("shape", f"tuple({text}.shape)"), ("dtype", f"str({text}.dtype)"))
        is_array = ctx.is_a(node, "numpy.ndarray", "torch.Tensor")
        is_computed = all(binding.kind is BindingKind.ASSIGNMENT for binding in ctx.definitions(node))
        return Payload("a whole array" if is_computed else "a whole batch", fields if is_array else ())
    return None


def _is_model(node: ast.expr, ctx: Context) -> bool:
    """Whether a module is a network and not one layer, loss or metric, whose text is short."""
    name = getattr(ctx.type_of(node), "name", "")
    return not name.startswith(_PARTS) or name in ("torch.nn.Sequential", "torch.nn.DataParallel")


def _is_data(node: ast.expr, ctx: Context, depth: int) -> bool:
    """Whether an expression certainly holds many rows: it was read, predicted, or comes out of a loader."""
    if depth == 0:
        return False
    if isinstance(node, ast.Name):
        bindings = list(ctx.definitions(node))
        return bool(bindings) and all(_binds_data(binding, ctx, depth) for binding in bindings)
    if isinstance(node, ast.Call):
        name = ctx.called(node) or ""
        if name.startswith(_READERS):
            return True
        if not isinstance(node.func, ast.Attribute):
            return False
        if node.func.attr in _PREDICTING:
            owner = node.func.value
            return ctx.is_a(owner, "sklearn.base.BaseEstimator", *_FRAMES, *_SERIES)
        return node.func.attr in _KEEPING and _is_data(node.func.value, ctx, depth - 1)
    if isinstance(node, ast.Attribute):
        return node.attr == "values" and ctx.is_a(node.value, *_FRAMES)
    return False


def _binds_data(binding: Binding, ctx: Context, depth: int) -> bool:
    if binding.path:
        return False  # a part of it: labels, names
    if binding.kind is BindingKind.LOOP:
        return _yields_batches(binding.value, ctx)
    if binding.kind is BindingKind.PARAMETER:
        return _is_given_data(binding, ctx)
    if binding.kind is not BindingKind.ASSIGNMENT or binding.value is None:
        return False
    return _is_data(binding.value, ctx, depth - 1)


def _yields_batches(source: ast.expr | None, ctx: Context) -> bool:
    if (
        isinstance(source, ast.Call)
        and source.args
        and ctx.called(source) in ("builtins.enumerate", "tqdm.tqdm")
    ):
        return False if ctx.called(source) == "builtins.enumerate" else _yields_batches(source.args[0], ctx)
    return source is not None and ctx.is_a(source, *_LOADERS)


def _is_given_data(binding: Binding, ctx: Context) -> bool:
    """Whether a parameter is a frame by its annotation, or the batch of a step of Lightning."""
    function = ctx.function_of(binding.node) or next(
        (
            each
            for each in ctx.ancestors(binding.node)
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
        ),
        None,
    )
    if function is None:
        return False
    if binding.annotation is not None:
        return ctx.model.is_instance(ctx.model.annotation_type(binding.annotation), *_FRAMES)
    return _is_step(function, ctx) and binding.name == "batch"


def _is_step(function: FunctionNode, ctx: Context) -> bool:
    owner = ctx.class_of(function)
    return function.name in _STEPS and owner is not None and ctx.derives_from(owner, *_LIGHTNING)
