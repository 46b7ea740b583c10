"""A metric that ranks by scores gets class labels.

## Why is this bad?

`roc_auc_score`, `average_precision_score` and their curves ask how well the scores order the rows; `log_loss` and
`brier_score_loss` how good the probabilities are. The labels of `predict` are all 0 or 1: the ROC curve has one corner,
its area is the balanced accuracy at one threshold, and the log loss punishes every error like total certainty. The
number is lower than the model deserves and models are compared by the wrong thing.

## When to ignore it

The classifier has no scores and one point of the curve is what you want to know.

## Fix safety

The metric is computed from `predict_proba` or `decision_function`, so the number changes. The positive class is taken
to be the second one in `classes_`.

## References

- scikit-learn user guide, "Receiver operating characteristic (ROC)"
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
    FixPlan,
    Place,
    Practice,
    add_keyword,
    calls,
    position,
    replace,
    rule,
    table,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.leakage._classifiers import scoring_method
from mllint_rules.rules.leakage._origins import Kind, Prediction, prediction

_METRICS: dict[str, Any] = table("ranking_metrics")
_PARAMETERS = ("y_score", "y_pred", "y_prob", "y_proba")
_HOW = "Score by the probabilities instead of the labels"


@rule(
    code="MLL123",
    name="hard-predictions-in-ranking-metric",
    category=Category.CORRECTNESS,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_METRICS),
    in_tests=False,
    see=("mlguard:MLG017",),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import roc_auc_score

                def area(X_train, X_test, y_train, y_test):
                    model = LogisticRegression().fit(X_train, y_train)
                    return roc_auc_score(y_test, model.predict(X_test))
                """,
            good="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.metrics import roc_auc_score

                def area(X_train, X_test, y_train, y_test):
                    model = LogisticRegression().fit(X_train, y_train)
                    return roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from sklearn.metrics import average_precision_score

                def precision(network, images, labels):
                    scores = network.predict(images).ravel()
                    return average_precision_score(labels, (scores > 0.5).astype(int))
                """,
            good="""
                from sklearn.metrics import average_precision_score

                def precision(network, images, labels):
                    scores = network.predict(images).ravel()
                    return average_precision_score(labels, scores)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or call.name not in _METRICS:
        return
    scores = _scores(call)
    if scores is None:
        return
    labels = prediction(scores, ctx)
    if labels is None or labels.kind is not Kind.LABELS:
        return
    wants = _METRICS[call.name]["wants"]
    yield Finding(
        scores,
        f"`{call.name.rpartition('.')[2]}` needs {'probabilities' if wants != 'positive' else 'scores to rank by'}, "
        f"and {_made_by(labels)} gives class labels",
        fix=lambda: _asking_for_scores(scores, labels, wants, ctx),
        related=() if _lies_within(labels.node, scores, ctx) else (Place(labels.node, "made labels here"),),
    )


def _scores(call: Call) -> ast.expr | None:
    """The argument with the scores, by position or under any of the names it has had."""
    keywords = [keyword.value for name in _PARAMETERS if (keyword := call.keyword(name)) is not None]
    return keywords[0] if keywords else call.positional(_METRICS[call.name or ""]["parameter"])


def _made_by(labels: Prediction) -> str:
    node = labels.node
    if isinstance(node, ast.Compare):
        return "a threshold"
    function = node.func if isinstance(node, ast.Call) else node
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "this")
    return f"`{name}`"


def _lies_within(node: ast.AST, outer: ast.AST, ctx: Context) -> bool:
    return node is outer or outer in ctx.ancestors(node)


def _asking_for_scores(scores: ast.expr, labels: Prediction, wants: str, ctx: Context) -> FixPlan | None:
    """The argument computed by the method of the classifier that gives scores."""
    node = labels.node
    if labels.before is not None and wants == "positive" and _lies_within(node, scores, ctx):
        return unsafe_fix(
            "Score by what is compared with the threshold", replace(scores, ctx.source(labels.before))
        )
    if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Attribute, ast.Name)):
        return None
    if scores is node and ctx.called(node) == "sklearn.model_selection.cross_val_predict":
        return _cross_predicted(node, wants, ctx)
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "predict":
        return None
    model = node.func.value
    method = scoring_method(model, ctx)
    if method is None or (method == "decision_function" and wants != "positive"):
        return None
    column = "[:, 1]" if wants != "all" and method == "predict_proba" else ""
    name = f"{ctx.source(model)}.{method}"
    if scores is node:
        return unsafe_fix(_HOW, replace(node.func, name), *([wrap(node, "", column)] if column else []))
    if not isinstance(scores, ast.Name) or not _means_the_same(node, scores, ctx):
        return None
    arguments = ", ".join(ctx.source(part) for part in (*node.args, *node.keywords))
    return unsafe_fix(_HOW, replace(scores, f"{name}({arguments}){column}"))


def _cross_predicted(node: ast.Call, wants: str, ctx: Context) -> FixPlan | None:
    call = ctx.call(node)
    estimator = call.argument("estimator")
    is_probable = estimator is not None and scoring_method(estimator, ctx) == "predict_proba"
    if not is_probable or call.argument("method") is not None:
        return None
    column = [wrap(node, "", "[:, 1]")] if wants != "all" else []
    return unsafe_fix(_HOW, add_keyword(call, "method", '"predict_proba"'), *column)


def _means_the_same(call: ast.Call, place: ast.Name, ctx: Context) -> bool:
    """Whether the call of `predict` would give the same where its result is used.

    It is made of plain names, and between the two places none of them is rebound and no model is fitted.
    """
    if ctx.function_of(call) is not ctx.function_of(place) or ctx.loops_around(call) != ctx.loops_around(
        place
    ):
        return False
    between = [node for node in _nodes_between(call, place, ctx) if isinstance(node, ast.Name)]
    names = {node.id for node in ctx.walk(call) if isinstance(node, ast.Name)}
    is_plain = not any(
        isinstance(node, (ast.Call, ast.NamedExpr)) for part in call.args for node in ctx.walk(part)
    )
    return is_plain and not any(
        node.id in names and (isinstance(node.ctx, ast.Store) or _is_fitted(node, ctx)) for node in between
    )


def _nodes_between(first: ast.AST, last: ast.AST, ctx: Context) -> Iterator[ast.AST]:
    around = ctx.function_of(first) or ctx.model.tree
    return (node for node in ctx.walk(around) if position(first) < position(node) < position(last))


def _is_fitted(name: ast.Name, ctx: Context) -> bool:
    parent = ctx.parent(name)
    return isinstance(parent, ast.Attribute) and parent.attr in ("fit", "partial_fit", "set_params")
