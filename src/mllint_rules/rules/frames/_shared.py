"""What the frame rules have in common: methods by what becomes of their result, and tests of exceptions."""

from __future__ import annotations

import ast

from mllint_rules.kit import Call, Context, SyntaxIndex, table

FRAME = "pandas.DataFrame"
SERIES = "pandas.Series"


def methods(section: str) -> tuple[str, ...]:
    """The full names of the methods in a section of the `frames` table."""
    return tuple(f"{owner}.{name}" for owner, names in table("frames")[section].items() for name in names)


def is_inplace(call: Call, ctx: Context) -> bool:
    """Whether a call certainly asks to work in place."""
    return ctx.value_of(call.argument("inplace")) is True


def asks_in_place(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a call that may ask to work in place: by keyword, unpacked, or by a `True` in its place."""
    names = {keyword.arg for keyword in node.keywords}
    return "inplace" in names or None in names or any(map(_is_true, node.args))


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def is_tried(node: ast.AST, ctx: Context) -> bool:
    """Whether code runs to see it fail or warn: under `with pytest.raises(…)`, or in a `try` with handlers."""
    if ctx.expects_failure(node):
        return True
    child = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.Try) and parent.handlers and child in parent.body:
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        child = parent
    return False


def is_literal_key(node: ast.expr, ctx: Context) -> bool:
    """Whether a subscript is one column by name."""
    return isinstance(ctx.value_of(node), str)


def is_mask(node: ast.expr, ctx: Context) -> bool:
    """Whether a subscript certainly selects rows by truth values."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return is_mask(node.operand, ctx)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        return is_mask(node.left, ctx) and is_mask(node.right, ctx)
    if isinstance(node, ast.Compare):
        return ctx.is_a(node, SERIES, FRAME, "numpy.ndarray")
    if isinstance(node, ast.Call):
        return ctx.call(node).matches(_TESTS)
    if isinstance(node, ast.Name):
        bindings = ctx.definitions(node)
        return bool(bindings) and all(
            binding.statement_value is not None and is_mask(binding.statement_value, ctx)
            for binding in bindings
        )
    return False


_TESTS = frozenset(
    f"{owner}.{name}"
    for owner in (SERIES, FRAME)
    for name in (
        "isna",
        "isnull",
        "notna",
        "notnull",
        "isin",
        "between",
        "duplicated",
        "eq",
        "ne",
        "gt",
        "lt",
        "ge",
        "le",
    )
)
