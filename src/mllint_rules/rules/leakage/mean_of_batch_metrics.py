"""A metric is computed for each batch and averaged over the batches.

## Why is this bad?

F1, precision, recall, the areas under curves, R² and correlations are no means over rows: averaged over batches they
are another number, which depends on the batch size and on how the rows were shuffled, and which is undefined for a
batch with one class. Accuracy and loss are means over rows, but the last batch is usually smaller, and `len(loader)`
counts it in full.

The running loss of a training step is left alone: there the model changes from batch to batch anyway.

## When to ignore it

All batches have the same size and the metric is a mean over rows, or a batch is a unit of its own (a query, a user).

## Fix safety

Outputs are collected and the metric is computed once (more memory, another number), or every batch counts by its size.

## References

- scikit-learn user guide, "Metrics and scoring"
- TorchMetrics documentation, "Overview": metrics that accumulate over batches
"""

import ast
from collections.abc import Iterator
from typing import Any

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Instance,
    Place,
    Practice,
    Unknown,
    nodes,
    rule,
    table,
)
from mllint_rules.rules.leakage._batch_means import (
    BatchMean,
    ForLoop,
    batch_mean,
    batches_of,
    gathering_loops,
)
from mllint_rules.rules.leakage._batch_repair import collected, weighted

_FACTS: dict[str, Any] = table("batch_metrics")


@rule(
    code="MLL125",
    name="mean-of-batch-metrics",
    category=Category.CORRECTNESS,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=nodes(ast.For, ast.AsyncFor),
    in_tests=False,
    imports=("sklearn", "scipy", "torch", "torchmetrics", "tensorflow", "keras"),
    examples=(
        Example(
            bad="""
                import numpy as np
                from sklearn.metrics import f1_score

                def evaluate(model, loader):
                    scores = []
                    for features, labels in loader:
                        scores.append(f1_score(labels, model.predict(features), average="macro"))
                    return np.mean(scores)
                """,
            good="""
                import numpy as np
                from sklearn.metrics import f1_score

                def evaluate(model, loader):
                    truths, predictions = [], []
                    for features, labels in loader:
                        truths.append(labels)
                        predictions.append(model.predict(features))
                    return f1_score(np.concatenate(truths), np.concatenate(predictions), average="macro")
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch.nn.functional as F

                def validation_loss(model, loader):
                    total = 0.0
                    for images, labels in loader:
                        total += F.cross_entropy(model(images), labels).item()
                    return total / len(loader)
                """,
            good="""
                import torch.nn.functional as F

                def validation_loss(model, loader):
                    total = 0.0
                    for images, labels in loader:
                        total += F.cross_entropy(model(images), labels).item() * len(images)
                    return total / len(loader.dataset)
                """,
            fixed=True,
        ),
    ),
)
def check(loop: ForLoop, ctx: Context) -> Iterator[Finding]:
    if loop not in ctx.once(gathering_loops):
        return
    batches = batches_of(loop, ctx)
    if batches is None:
        return
    for node in ctx.walk(loop):
        if not isinstance(node, ast.Call) or ctx.loops_around(node)[:1] != [loop]:
            continue
        is_row_mean = _is_row_mean(node, ctx)
        if not is_row_mean and ctx.called(node) not in _FACTS["not_additive"]["functions"]:
            continue
        if is_row_mean and (_is_trained_in(loop, ctx) or _has_even_batches(batches, ctx)):
            continue
        found = batch_mean(node, loop, batches, ctx)
        if found is not None:
            yield _finding(node, found, is_row_mean, ctx)


def _finding(metric: ast.Call, found: BatchMean, is_row_mean: bool, ctx: Context) -> Finding:
    name = "accuracy" if _is_share_of_hits(metric, ctx) else ctx.source(metric.func).rpartition(".")[2]
    if is_row_mean:
        message = f"The mean of `{name}` over the batches weights a smaller last batch like the others"
    else:
        message = f"The mean of `{name}` over batches is not the `{name}` of all rows"
    return Finding(
        metric if found.statement in ctx.ancestors(metric) else found.statement,
        message,
        fix=lambda: weighted(found, ctx) if is_row_mean else collected(metric, found, ctx),
        related=(Place(found.mean, "averaged here"),),
    )


def _is_row_mean(node: ast.Call, ctx: Context) -> bool:
    """Whether a call computes the mean of something over the rows of a batch."""
    facts = _FACTS["row_means"]
    if _is_share_of_hits(node, ctx):
        return True
    if any(keyword.arg in (None, *facts["reduction"]) for keyword in node.keywords):
        return False
    if ctx.called(node) in facts["functions"]:
        return True
    if ctx.is_a(node.func, *facts["classes"]):
        made = ctx.expression_of(node.func)
        return (
            isinstance(node.func, ast.Name)
            and isinstance(made, ast.Call)
            and not made.args
            and not made.keywords
        )
    # A loss that is passed in goes by the names everybody gives it.
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_anything = ctx.type_of(node.func) in (Unknown(), Instance("torch.nn.Module"))
    return name in facts["names"] and is_anything and len(node.args) == 2 and ctx.called(node) is None


def _is_share_of_hits(node: ast.Call, ctx: Context) -> bool:
    """Whether a call is `(predicted == labels).float().mean()`, the comparison perhaps bound to a name."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "mean" or node.args or node.keywords:
        return False
    value = node.func.value
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        if value.func.attr not in table("predictions")["array_methods"]["same"]:
            return False
        value = value.func.value
    value = ctx.expression_of(value)
    if not isinstance(value, ast.Compare) or [type(op) for op in value.ops] != [ast.Eq]:
        return False
    return not any(isinstance(side, ast.Constant) for side in (value.left, *value.comparators))


def _is_trained_in(loop: ForLoop, ctx: Context) -> bool:
    """Whether the loop trains, so that its loss is a sign of progress and no result."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("backward", "step", "zero_grad", "manual_backward")
        for node in ctx.walk(loop)
    )


def _has_even_batches(batches: ast.expr, ctx: Context) -> bool:
    """Whether the loader is seen to give batches of one size, or made in a way that nobody knows."""
    made = ctx.expression_of(batches)
    if not isinstance(batches, ast.Name) or not isinstance(made, ast.Call):
        return False
    call = ctx.call(made)
    if call.name != "torch.utils.data.DataLoader" or call.unpacks:
        return True
    size = call.argument("batch_size")
    is_single = size is None or ctx.value_of(size) in (1, None)
    drops = [
        option for option in _FACTS["batches"]["options"] if ctx.value_of(call.argument(option)) is not None
    ]
    return is_single or any(ctx.value_of(call.argument(option)) is not False for option in drops)
