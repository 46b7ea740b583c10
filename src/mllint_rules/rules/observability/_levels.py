"""The level that a printed line deserves, by its words and the place where it stands."""

from __future__ import annotations

import ast
import re

from mllint_rules.kit import Context

# `error` is a metric more often than a failure in ML code; these words around it say so.
_METRIC_BEFORE = frozenset({
    "mean", "squared", "absolute", "percentage", "square", "relative", "standard", "test", "train", "training", "val",
    "validation", "valid", "reconstruction", "prediction", "approximation", "quantile", "median", "max", "min",
    "average", "avg", "total", "forecast", "estimation", "rms", "l1", "l2", "squares", "residual", "numerical", "rate",
    "no", "without", "zero", "0", "precise", "out", "best", "final", "generalization", "classification", "regression",
})  # fmt: skip
_METRIC_BEHIND = frozenset(
    {"rate", "rates", "bar", "bars", "term", "norm", "metric", "function", "analysis", "percent"}
)
_ERROR = re.compile(r"\berrors?\b", re.I)
_FAILED = re.compile(r"\b(?:failed|failure|fatal|could not|couldn't|cannot)\b", re.I)
_WARNING = re.compile(r"\b(?:warn|warning|warnings|deprecated|deprecation|caution)\b", re.I)
_DEBUG = re.compile(r"\b(?:debug|shapes?)\b", re.I)
_HERE = re.compile(r"\W*(?:\w+\W+)?here(?:\W+\w+)?\W*\Z", re.I)
_VALUE = "\0"
_NUMBER = re.compile(rf"\W*{_VALUE}")


def level_of(text: str, values: list[ast.expr], node: ast.AST, ctx: Context, *, to_stderr: bool) -> str:
    """The level of a line. `text` is its literal text, with a null character for each value."""
    if _prints_exception(values, node, ctx):
        return "exception"
    if to_stderr or _FAILED.search(text) or _is_failure(text):
        return "error"
    if _WARNING.search(text):
        return "warning"
    literal = text.replace(_VALUE, " ")
    if _DEBUG.search(literal) or _HERE.match(literal) or any(map(_is_shape, values)):
        return "debug"
    return "info"


def _is_failure(text: str) -> bool:
    for match in _ERROR.finditer(text):
        before = re.findall(r"\w+", text[: match.start()])
        behind = re.findall(r"\w+", text[match.end() :])
        if (before and before[-1].lower() in _METRIC_BEFORE) or (
            behind and behind[0].lower() in _METRIC_BEHIND
        ):
            continue
        # `error {x:.3f}` in the middle of a line is a value; at its head it introduces what went wrong.
        if not before or not _NUMBER.match(text, match.end()):
            return True
    return False


def _is_shape(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.Attribute) and inner.attr == "shape" for inner in ast.walk(node))


def _prints_exception(values: list[ast.expr], node: ast.AST, ctx: Context) -> bool:
    handler = _handler_around(node, ctx)
    if handler is None:
        return False
    return any(
        (isinstance(inner, ast.Name) and inner.id == handler.name)
        or ctx.called(inner) in ("traceback.format_exc", "sys.exc_info")
        for value in values
        for inner in ast.walk(value)
    )


def _handler_around(node: ast.AST, ctx: Context) -> ast.ExceptHandler | None:
    """The handler of the same function that runs a node."""
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.ExceptHandler):
            return parent
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            return None
    return None
