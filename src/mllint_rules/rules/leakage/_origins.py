"""Where a prediction was made: from the value that is scored back to the model that gave it.

Followed are names, unpacking, arrays made of it, `argmax`, thresholds and lists that a loop fills. Where several
definitions reach, all of them have to be predictions.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from mllint_rules.kit import Binding, BindingKind, Context, table
from mllint_rules.rules.leakage._classifiers import is_classifier
from mllint_rules.rules.leakage._roles import is_named_prediction

_FOLLOWED = 9  # steps from a value back to the model
_ORDERINGS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)


class Kind(Enum):
    """What a prediction says of a row."""

    LABELS = "class labels"
    SCORES = "scores"
    VALUES = "labels or values"  # `predict` of something that may be a regressor


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction and the expression that made it what it is: the model's method, the `argmax`, the threshold.

    `before` are the scores that the labels are the upper part of, where a threshold made them.
    """

    kind: Kind
    node: ast.expr
    before: ast.expr | None = None


def prediction(node: ast.expr, ctx: Context, depth: int = 0) -> Prediction | None:
    """The prediction that a value certainly is; None for all else."""
    if depth > _FOLLOWED:
        return None
    if isinstance(node, ast.Name):
        return _common(_of_binding(binding, ctx, depth + 1) for binding in ctx.definitions(node))
    if isinstance(node, ast.Call):
        return _of_call(node, ctx, depth + 1)
    if isinstance(node, ast.Subscript):
        return prediction(node.value, ctx, depth + 1)
    if isinstance(node, ast.Attribute):
        is_same = node.attr in _facts()["array_methods"]["attributes"]
        return prediction(node.value, ctx, depth + 1) if is_same else None
    if isinstance(node, ast.Compare):
        return _cut(node, ctx)
    if isinstance(node, ast.IfExp):
        if isinstance(node.body, ast.Constant) and isinstance(node.orelse, ast.Constant):
            found = prediction(node.test, ctx, depth + 1)
            return None if found is None else replace(found, before=None)
        return _common(prediction(part, ctx, depth + 1) for part in (node.body, node.orelse))
    if isinstance(node, ast.ListComp):
        return prediction(node.elt, ctx, depth + 1)
    if isinstance(node, (ast.List, ast.Tuple)):
        return _common(prediction(element, ctx, depth + 1) for element in node.elts[:3])
    if isinstance(node, ast.BinOp):
        # Sums and means of predictions are no labels any more, whatever the parts are.
        parts = [part for part in (node.left, node.right) if not isinstance(ctx.value_of(part), (int, float))]
        found = _common(prediction(part, ctx, depth + 1) for part in parts)
        return None if found is None else Prediction(Kind.VALUES, found.node)
    return None


def _common(found: Iterator[Prediction | None]) -> Prediction | None:
    """What all have in common; None when one of them is no prediction, or there are none."""
    first: Prediction | None = None
    for each in found:
        if each is None:
            return None
        if first is None:
            first = each
        elif each.kind is not first.kind:
            first = Prediction(Kind.VALUES, first.node)
    return first


def _of_binding(binding: Binding, ctx: Context, depth: int) -> Prediction | None:
    value = binding.value
    if value is None:
        return None
    if binding.kind is BindingKind.LOOP:
        return prediction(value, ctx, depth) if not binding.path else None
    if binding.kind is BindingKind.AUGMENTED:
        return prediction(value, ctx, depth)
    if binding.kind is not BindingKind.ASSIGNMENT:
        return None
    value, path = _unpacked(value, binding.path)
    if path:
        is_place = path == (1,) and isinstance(value, ast.Call) and _is_best_of_row(value, ctx)
        return Prediction(Kind.LABELS, value) if is_place else None
    if _is_empty(value, ctx):
        return _common(prediction(each, ctx, depth) for each in _filled_with(binding, ctx))
    return prediction(value, ctx, depth)


def _unpacked(value: ast.expr, path: tuple[int | None, ...]) -> tuple[ast.expr, tuple[int | None, ...]]:
    """The part of a written tuple that a target gets (`a, b = [], []`), and the rest of the way."""
    while path and path[0] is not None and isinstance(value, ast.Tuple) and path[0] < len(value.elts):
        value, path = value.elts[path[0]], path[1:]
    return value, path


def _is_empty(node: ast.expr, ctx: Context) -> bool:
    """Whether a value is a container that is filled later: an empty list, an array of zeros."""
    if isinstance(node, ast.List):
        return not node.elts
    if not isinstance(node, ast.Call):
        return False
    containers, name = _facts()["containers"], ctx.called(node)
    first = node.args[0] if node.args else None
    is_nothing = first is None or (isinstance(first, ast.List) and not first.elts)
    return name in containers["filled"] or (name in containers["taking_content"] and is_nothing)


def _filled_with(binding: Binding, ctx: Context) -> Iterator[ast.expr]:
    """What is put into a container: by `append`, `extend`, `+=` and assigned items."""
    for use in ctx.uses(binding):
        parent = ctx.parent(use)
        if isinstance(parent, ast.Attribute) and parent.attr in ("append", "extend"):
            call = ctx.parent(parent)
            if isinstance(call, ast.Call) and len(call.args) == 1:
                yield call.args[0]
        elif isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            assign = ctx.parent(parent)
            if isinstance(assign, (ast.Assign, ast.AugAssign)):
                yield assign.value


def _of_call(node: ast.Call, ctx: Context, depth: int) -> Prediction | None:
    functions = _facts()["functions"]
    name = ctx.qualified_name(node.func)
    if name == "sklearn.model_selection.cross_val_predict":
        return _cross_predicted(node, ctx)
    if name in functions["scores"]:
        return Prediction(Kind.SCORES, node)
    if name in functions["where"] and len(node.args) == 3:
        is_constant = all(isinstance(each, ast.Constant) for each in node.args[1:])
        found = prediction(node.args[0], ctx, depth) if is_constant else None
        return None if found is None else replace(found, before=None)
    if name in functions["same"] and node.args:
        return prediction(node.args[0], ctx, depth)
    if name in functions["means"] and node.args and (node.args[1:] or node.keywords):
        found = prediction(node.args[0], ctx, depth)
        return None if found is None else Prediction(Kind.VALUES, found.node)
    if name in functions["labels"] and node.args:
        return _made_labels(node, node.args[0], ctx, depth)
    if name in functions["cut"] and node.args:
        is_whole = len(node.args) == 1 and not node.keywords  # rounded to decimals, scores stay scores
        return (
            _made_labels(node, node.args[0], ctx, depth) if is_whole else prediction(node.args[0], ctx, depth)
        )
    if isinstance(node.func, ast.Attribute):
        found = _of_method(node, node.func, ctx, depth)
        if found is not None:
            return found
    is_network = ctx.is_a(node.func, *_facts()["networks"]["classes"])
    return Prediction(Kind.SCORES, node) if is_network and not _is_loss(node.func, ctx) else None


def _of_method(node: ast.Call, function: ast.Attribute, ctx: Context, depth: int) -> Prediction | None:
    methods, arrays = _facts()["methods"], _facts()["array_methods"]
    attribute, receiver = function.attr, function.value
    if attribute in methods["scores"] or attribute in arrays["scores"]:
        return Prediction(Kind.SCORES, node)
    if attribute in methods["values"]:
        options = _facts()["classifiers"]["unless"]["arguments"]
        is_plain = not any(keyword.arg is None or keyword.arg in options for keyword in node.keywords)
        return Prediction(Kind.LABELS if is_plain and is_classifier(receiver, ctx) else Kind.VALUES, node)
    if attribute in arrays["same"]:
        return prediction(receiver, ctx, depth)
    if attribute in arrays["of_argument"] and node.args:
        return prediction(node.args[0], ctx, depth)
    if attribute in arrays["labels"] or (attribute in arrays["cut"] and not node.args and not node.keywords):
        return _made_labels(node, receiver, ctx, depth)
    if attribute in arrays["cut"]:
        return prediction(receiver, ctx, depth)
    return None


def _made_labels(
    node: ast.expr, scores: ast.expr, ctx: Context, depth: int, *, is_upper_part: bool = False
) -> Prediction | None:
    """Labels, where what they are made of is a prediction."""
    found = prediction(scores, ctx, depth)
    if found is None and not is_named_prediction(scores, ctx):
        return None
    if found is not None and found.kind is Kind.LABELS:
        return found
    return Prediction(Kind.LABELS, node, scores if is_upper_part else None)


def _cut(node: ast.Compare, ctx: Context) -> Prediction | None:
    """Labels made by a threshold on scores."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], _ORDERINGS):
        return None
    left, right = node.left, node.comparators[0]
    for side, other in ((left, right), (right, left)):
        if prediction(other, ctx) is None:
            is_upper = isinstance(node.ops[0], (ast.Gt, ast.GtE)) is (side is left)
            found = _made_labels(node, side, ctx, 0, is_upper_part=is_upper)
            if found is not None:
                return found
    return None


def _cross_predicted(node: ast.Call, ctx: Context) -> Prediction | None:
    call = ctx.call(node)
    method, estimator = call.argument("method"), call.argument("estimator")
    if call.unpacks or estimator is None:
        return None
    how = "predict" if method is None else ctx.value_of(method)
    if how == "predict":
        return Prediction(Kind.LABELS if is_classifier(estimator, ctx) else Kind.VALUES, node)
    return Prediction(Kind.SCORES, node)


def _is_best_of_row(node: ast.Call, ctx: Context) -> bool:
    """Whether a call gives the best value of each row and its place, as `torch.max(outputs, 1)`."""
    name = ctx.qualified_name(node.func)
    if name in _facts()["functions"]["pairs"]:
        return len(node.args) == 2 or bool(node.keywords)
    is_method = isinstance(node.func, ast.Attribute) and node.func.attr in _facts()["array_methods"]["pairs"]
    return is_method and name is None and bool(node.args or node.keywords)


def _is_loss(node: ast.expr, ctx: Context) -> bool:
    """Whether a module is a loss or a metric, whose result is no prediction."""
    return ctx.is_a(node, "torchmetrics.Metric") or any(
        word in ctx.source(node).lower() for word in ("loss", "criterion", "metric")
    )


def _facts() -> Any:
    return table("predictions")
