"""The result of `transform` or `predict` is thrown away.

## Why is this bad?

An estimator never changes the data it is given: `scaler.transform(X)` returns the scaled values and leaves `X` as it
was. Called as a statement it does nothing, and the model behind it is trained on raw values.

## When to ignore it

The call warms something up or is timed. Say so with a suppression.

## Fix safety

The result is assigned back to the argument, so what follows works with the transformed data: what the line was written
for, and different from what the program did.
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Span,
    calls,
    discarded,
    replace_span,
    rule,
    unsafe_fix,
)

_PURE = (
    "transform",
    "inverse_transform",
    "predict",
    "predict_proba",
    "predict_log_proba",
    "decision_function",
)


@rule(
    code="MLS109",
    name="discarded-transform-result",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*(f"sklearn.base.BaseEstimator.{method}" for method in _PURE), only=discarded),
    in_tests=False,
    examples=(
        Example(
            bad="""
                from sklearn.preprocessing import StandardScaler

                def scaled(X):
                    scaler = StandardScaler().fit(X)
                    scaler.transform(X)
                    return X
                """,
            good="""
                from sklearn.preprocessing import StandardScaler

                def scaled(X):
                    scaler = StandardScaler().fit(X)
                    X = scaler.transform(X)
                    return X
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from sklearn.linear_model import LinearRegression

                model = LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0])
                model.predict([[3.0]])
                """,
            good="""
                from sklearn.linear_model import LinearRegression

                model = LinearRegression().fit([[1.0], [2.0]], [1.0, 2.0])
                print(model.predict([[3.0]]))
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    # In tests a bare call is a smoke test; in a `try` or a `with` it is there to fail or to be timed.
    if not ctx.is_discarded(call.node) or _is_observed(call.node, ctx):
        return
    if ctx.value_of(_copies(call, ctx)) is False:
        return
    method = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
    yield Finding(
        call.node,
        f"`{method}` returns its result and changes nothing in place, so this call has no effect",
        fix=_assigned_back(call, method, ctx),
    )


def _is_observed(node: ast.AST, ctx: Context) -> bool:
    """Whether somebody watches the call itself: its exceptions, or its time."""
    statement = ctx.statement(node)
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.With, ast.AsyncWith, ast.Try)):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
            break
    block = getattr(ctx.parent(statement), "body", [])
    around = (
        [other for other in block if abs(other.lineno - statement.lineno) <= 3]
        if isinstance(block, list)
        else []
    )
    clocks = ("time.time", "time.perf_counter", "time.monotonic", "time.process_time")
    return any(
        isinstance(inner, ast.Call) and ctx.called(inner) in clocks
        for other in around
        for inner in ast.walk(other)
    )


def _copies(call: Call, ctx: Context) -> ast.expr | None:
    """The `copy=` argument of the constructor of the transformer, or of the call."""
    if isinstance(call.receiver, ast.Name):
        for binding in ctx.definitions(call.receiver):
            if isinstance(binding.value, ast.Call):
                made = ctx.call(binding.value).argument("copy")
                if made is not None:
                    return made
    return call.argument("copy")


def _assigned_back(call: Call, method: str, ctx: Context) -> FixPlan | None:
    """`X = scaler.transform(X)`."""
    argument = call.positional(0)
    if method not in ("transform", "inverse_transform") or not isinstance(argument, ast.Name):
        return None
    start = ctx.model.span(call.node).start
    return unsafe_fix("Assign the result back", replace_span(Span(start, start), f"{argument.id} = "))
