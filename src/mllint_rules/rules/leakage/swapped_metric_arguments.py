"""A metric gets the prediction where it wants the truth, and the truth where it wants the prediction.

## Why is this bad?

`precision_score(y_pred, y_true)` is the recall, `r2_score` divides by the variance of the predictions, a confusion
matrix is transposed, and `cross_entropy(target, logits)` raises or trains on nonsense. Nothing warns, because both
arguments have the same shape. scikit-learn and Keras take the truth first, PyTorch and TorchMetrics the prediction.

## When to ignore it

Two models are compared, and one of them stands in for the truth. Pass the arguments by name to say so.

## Fix safety

The arguments change places, so the number changes to the one that the name of the metric promises.

## References

- scikit-learn user guide, "Metrics and scoring"
- PyTorch documentation of `torch.nn.functional.cross_entropy`
"""

import ast
from collections.abc import Iterator
from typing import Any

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    Practice,
    calls,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.leakage._origins import prediction
from mllint_rules.rules.leakage._roles import is_named_prediction, is_named_truth, is_truth_by_flow

_ORDERS: dict[str, Any] = {
    kind: table("metric_arguments")[kind] for kind in ("truth_first", "prediction_first")
}
_CONDITIONS: dict[str, Any] = table("metric_arguments")["symmetric_unless"]
_APIS = tuple(name for order in _ORDERS.values() for names in order.values() for name in names)
_UPDATES = ("update", "update_state", "forward")


@rule(
    code="MLL122",
    name="swapped-metric-arguments",
    category=Category.CORRECTNESS,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_APIS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from sklearn.metrics import precision_score

                def precision(model, X_test, y_test):
                    y_pred = model.predict(X_test)
                    return precision_score(y_pred, y_test)
                """,
            good="""
                from sklearn.metrics import precision_score

                def precision(model, X_test, y_test):
                    y_pred = model.predict(X_test)
                    return precision_score(y_test, y_pred)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch.nn as nn

                criterion = nn.CrossEntropyLoss()

                def step(model: nn.Module, images, labels):
                    logits = model(images)
                    return criterion(labels, logits)
                """,
            good="""
                import torch.nn as nn

                criterion = nn.CrossEntropyLoss()

                def step(model: nn.Module, images, labels):
                    logits = model(images)
                    return criterion(logits, labels)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.name is None:
        return
    order = next(
        (kind for kind, names in _ORDERS.items() if call.name in (*names["functions"], *names["classes"])), ""
    )
    if not order:
        return
    is_class = call.name in _ORDERS[order]["classes"]
    for node in _calls_of_object(call.node, ctx) if is_class else [call.node]:
        if any(isinstance(argument, ast.Starred) for argument in node.args) or len(node.args) < 2:
            continue
        if not _is_asymmetric(call, ctx) or _is_read_along_axes(node, ctx):
            continue
        first, second = node.args[:2]
        truth, predicted = (first, second) if order == "truth_first" else (second, first)
        if not _are_swapped(truth, predicted, ctx):
            continue
        made = prediction(truth, ctx)
        yield Finding(
            node,
            f"`{_short(node.func, ctx)}` takes the {'truth' if order == 'truth_first' else 'prediction'} first, "
            f"but here the {'prediction' if order == 'truth_first' else 'truth'} comes first",
            fix=unsafe_fix(
                "Swap the arguments",
                replace(first, ctx.source(second)),
                replace(second, ctx.source(first)),
            ),
            related=() if made is None or made.node is truth else (Place(made.node, "predicted here"),),
        )


def _are_swapped(truth: ast.expr, predicted: ast.expr, ctx: Context) -> bool:
    """Whether what stands in the place of the truth is a prediction, and the other way round."""
    if prediction(predicted, ctx) is not None or is_named_prediction(predicted, ctx):
        return False
    if prediction(truth, ctx) is not None and not is_named_truth(truth, ctx, only=True):
        return is_named_truth(predicted, ctx) or is_truth_by_flow(predicted, ctx)
    return is_named_prediction(truth, ctx) and is_named_truth(predicted, ctx)


def _is_asymmetric(call: Call, ctx: Context) -> bool:
    """Whether the order matters with the options of this call."""
    for option, condition in _CONDITIONS.items():
        if call.name in condition["functions"]:
            return ctx.value_of(call.argument(option)) in condition["values"]
    return True


def _is_read_along_axes(node: ast.Call, ctx: Context) -> bool:
    """Whether rows or columns of a matrix are read as such: the code knows on which side of it the truth lies."""
    assign = ctx.parent(node)
    if (
        not isinstance(assign, ast.Assign)
        or len(assign.targets) != 1
        or not isinstance(assign.targets[0], ast.Name)
    ):
        return False
    binding = ctx.model.binding_at(assign.targets[0])
    for use in ctx.uses(binding) if binding is not None else ():
        around = ctx.parent(use)
        if isinstance(around, ast.Subscript) and isinstance(around.slice, ast.Tuple):
            if any(isinstance(each, ast.Slice) for each in around.slice.elts):
                return True
        elif isinstance(around, ast.Attribute) and around.attr == "sum":
            call = ctx.parent(around)
            if isinstance(call, ast.Call) and (call.args or call.keywords):
                return True
    return False


def _calls_of_object(constructor: ast.Call, ctx: Context) -> Iterator[ast.Call]:
    """The calls and updates of the object that a constructor makes, where it is bound to one name or attribute."""
    parent = ctx.parent(constructor)
    if isinstance(parent, ast.Call) and parent.func is constructor:
        yield parent
    if not isinstance(parent, ast.Assign) or len(parent.targets) != 1:
        return
    target = parent.targets[0]
    if isinstance(target, ast.Name):
        binding = ctx.model.binding_at(target)
        objects: list[ast.expr] = (
            [] if binding is None else [use for use in ctx.uses(binding) if len(ctx.definitions(use)) == 1]
        )
    elif isinstance(target, ast.Attribute):
        objects = _same_attribute(target, ctx)
    else:
        return
    for each in objects:
        around = ctx.parent(each)
        if isinstance(around, ast.Attribute) and around.attr in _UPDATES:
            each, around = around, ctx.parent(around)
        if isinstance(around, ast.Call) and around.func is each:
            yield around


def _same_attribute(target: ast.Attribute, ctx: Context) -> list[ast.expr]:
    """The reads of `self.<attribute>` in the class, where nothing else is assigned to it."""
    owner = ctx.class_of(target)
    if owner is None or not isinstance(target.value, ast.Name):
        return []
    same = [
        node
        for node in ctx.walk(owner)
        if isinstance(node, ast.Attribute)
        and node.attr == target.attr
        and isinstance(node.value, ast.Name)
        and node.value.id == target.value.id
    ]
    if sum(isinstance(node.ctx, ast.Store) for node in same) != 1:
        return []
    return [node for node in same if isinstance(node.ctx, ast.Load)]


def _short(function: ast.expr, ctx: Context) -> str:
    return ctx.source(function).rpartition(".")[2]
