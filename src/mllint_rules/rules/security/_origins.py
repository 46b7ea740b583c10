"""Where a value was written: in the program, or in a file, on the command line, in the environment, in a frame."""

from __future__ import annotations

import ast

from mllint_rules.kit import Binding, BindingKind, Context, table

_FOLLOWED = 8  # steps from a value back to where it came from


def comes_from_outside(node: ast.expr, ctx: Context, depth: int = 0) -> bool:
    """Whether a value certainly comes from a file, the command line, the environment or a frame."""
    if depth > _FOLLOWED:
        return False
    if isinstance(node, (ast.Attribute, ast.Subscript)):
        if ctx.is_a(node.value, "argparse.Namespace", "pandas.Series", "pandas.DataFrame"):
            return True
        return ctx.qualified_name(node.value) == "os.environ" or comes_from_outside(
            node.value, ctx, depth + 1
        )
    if isinstance(node, ast.Name):
        bindings = ctx.definitions(node)
        if len(bindings) != 1:
            return False
        value = _bound(bindings[0])
        if bindings[0].kind is BindingKind.LOOP and bindings[0].value is not None and not bindings[0].path:
            return _holds_lines(bindings[0].value, ctx, depth + 1)
        return value is not None and comes_from_outside(value, ctx, depth + 1)
    if isinstance(node, ast.Call):
        return (
            ctx.called(node) in table("outside_data")["readers"]
            or _is_called_on_file(node, ctx, "read", "readline")
            or _is_piece_of_text(node, ctx, depth + 1)
            or _is_joined(node, ctx, depth + 1)
        )
    return False


def _bound(binding: Binding) -> ast.expr | None:
    """What a statement gives a name, also as one of several: `name, value = parts[0], parts[1]`."""
    value = binding.value if binding.kind is BindingKind.ASSIGNMENT else None
    for step in binding.path:
        if not isinstance(value, (ast.Tuple, ast.List)) or step is None:
            return None
        if any(isinstance(each, ast.Starred) for each in value.elts):
            return None
        value = value.elts[step]
    return value


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
    if isinstance(node, ast.Name):
        bindings = ctx.definitions(node)
        value = bindings[0].statement_value if len(bindings) == 1 else None
        return depth <= _FOLLOWED and value is not None and _holds_lines(value, ctx, depth + 1)
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
