"""What a name or a column says it holds: the truth or a prediction."""

from __future__ import annotations

import ast
from typing import Any

from mllint_rules.kit import BindingKind, Context, table
from mllint_rules.rules.leakage._words import words_of


def is_named_prediction(node: ast.expr, ctx: Context) -> bool:
    """Whether the name of a value says that it is a prediction."""
    return _role(name_of(node, ctx)) == "prediction"


def is_named_truth(node: ast.expr, ctx: Context, *, only: bool = False) -> bool:
    """Whether the name of a value says that it is the truth; with `only`, that it can be nothing else."""
    name = name_of(node, ctx)
    is_either = only and not set(words_of(name)).isdisjoint(_facts()["words"]["either"])
    return _role(name) == "truth" and not is_either


def is_truth_by_flow(node: ast.expr, ctx: Context) -> bool:
    """Whether a value certainly is the target: a column of a frame, or the second array of a split."""
    node = _stripped(node)
    if isinstance(node, ast.Subscript):
        is_column = isinstance(ctx.value_of(node.slice), str) and ctx.is_a(node.value, "pandas.DataFrame")
        return is_column and not is_named_prediction(node, ctx)
    if not isinstance(node, ast.Name):
        return False
    bindings = ctx.definitions(node)
    if len(bindings) != 1 or bindings[0].kind is not BindingKind.ASSIGNMENT:
        return False
    binding = bindings[0]
    if binding.statement_value is not None:
        return isinstance(binding.value, ast.Subscript) and is_truth_by_flow(binding.value, ctx)
    is_split = (
        isinstance(binding.value, ast.Call)
        and ctx.called(binding.value) == "sklearn.model_selection.train_test_split"
        and not ctx.call(binding.value).unpacks
    )
    return is_split and binding.path in ((2,), (3,))


def name_of(node: ast.expr, ctx: Context) -> str:
    """The name under which a value goes: of a variable, an attribute or a column; empty when it has none."""
    node = _stripped(node)
    while isinstance(node, ast.Subscript):
        key = ctx.value_of(node.slice)
        if isinstance(key, str):
            return key
        node = _stripped(node.value)
    if isinstance(node, ast.Attribute):
        is_indexer = node.attr in _facts()["array_methods"]["indexers"]
        return name_of(node.value, ctx) if is_indexer else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _stripped(node: ast.expr) -> ast.expr:
    """The value under methods and attributes that leave it the same data."""
    arrays = _facts()["array_methods"]
    while True:
        if isinstance(node, ast.Attribute) and node.attr in arrays["attributes"]:
            node = node.value
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in arrays["same"] + arrays["labels"]
        ):
            node = node.func.value
        else:
            return node


def _role(name: str) -> str | None:
    known = _facts()["words"]
    words = set(words_of(name))
    is_prediction = not words.isdisjoint(known["prediction"])
    if is_prediction and not words.isdisjoint(known["contradiction"]):
        return None
    if is_prediction:
        return "prediction"
    is_truth = not words.isdisjoint(known["truth"])
    # A bare `y` is the target where nothing else is said, or where the part of the data is.
    is_target = "y" in words and words <= {"y", *known["parts"]}
    return "truth" if is_truth or is_target else None


def _facts() -> Any:
    return table("predictions")
