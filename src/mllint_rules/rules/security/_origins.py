"""Where a value was written: in the program, or in a file, on the command line, in the environment, in a frame."""

from __future__ import annotations

import ast

from mllint_rules.kit import BindingKind, Context, table

_FOLLOWED = 8  # steps from a value back to where it came from


def comes_from_outside(node: ast.expr, ctx: Context, depth: int = 0) -> bool:
    """Whether a value certainly comes from a file, the command line, the environment or a frame."""
    if depth > _FOLLOWED:
        return False
    node = ctx.expression_of(node)
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        if ctx.is_a(node.value, "argparse.Namespace", "pandas.Series", "pandas.DataFrame"):
            return True
        return ctx.qualified_name(node.value) == "os.environ" or comes_from_outside(
            node.value, ctx, depth + 1
        )
    if isinstance(node, ast.Name):
        lines = _gone_through(node, ctx)
        return lines is not None and _holds_lines(lines, ctx, depth + 1)
    if isinstance(node, ast.Call):
        return (
            ctx.called(node) in table("outside_data")["readers"]
            or _is_called_on_file(node, ctx, "read", "readline")
            or _is_piece_of_text(node, ctx, depth + 1)
            or _is_joined(node, ctx, depth + 1)
        )
    return False


def _gone_through(name: ast.Name, ctx: Context) -> ast.expr | None:
    """What a loop goes through that gives a name its only value."""
    bindings = ctx.definitions(name)
    is_element = len(bindings) == 1 and bindings[0].kind is BindingKind.LOOP and not bindings[0].path
    return bindings[0].value if is_element else None


def _is_joined(node: ast.Call, ctx: Context, depth: int) -> bool:
    """`"".join(pieces)`."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and len(node.args) == 1
        and ctx.is_a(node.func.value, "builtins.str")
        and comes_from_outside(node.args[0], ctx, depth)
    )


def _holds_lines(node: ast.expr, ctx: Context, depth: int) -> bool:
    """Whether going through a value gives text from outside: the lines of a file, the pieces of such text."""
    if ctx.is_a(node, *table("outside_data")["files"]):
        return True
    node = ctx.expression_of(node)
    if not isinstance(node, ast.Call):
        return False
    return _is_called_on_file(node, ctx, "readlines") or _is_piece_of_text(node, ctx, depth + 1)


def _is_called_on_file(node: ast.Call, ctx: Context, *methods: str) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and ctx.is_a(node.func.value, *table("outside_data")["files"])
    )


def _is_piece_of_text(node: ast.Call, ctx: Context, depth: int) -> bool:
    """Whether a call gives what stood in a text from outside: stripped, cut or split."""
    return (
        isinstance(node.func, ast.Attribute)
        and node.func.attr in table("outside_data")["pieces"]
        and ctx.is_a(node.func.value, "builtins.str")
        and comes_from_outside(node.func.value, ctx, depth)
    )
