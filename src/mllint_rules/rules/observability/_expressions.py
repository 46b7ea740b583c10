"""Expressions as they are written into a record: their text, what they are, whether they may stand there twice."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, Instance, alternatives
from mllint_rules.rules.observability._formats import Kind

_UNBRACKETED = (ast.Tuple, ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.GeneratorExp)
_NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.bool"})
_CHEAP_FUNCTIONS = frozenset({"len", "str", "int", "float", "round", "abs", "repr", "type", "bool"})
_CHEAP_METHODS = frozenset(
    {"item", "detach", "cpu", "numpy", "tolist", "strip", "lower", "upper", "size", "dim", "mean"}
)


def written(node: ast.expr, ctx: Context) -> str:
    """The text of an expression on one line, fit to be an argument.

    Positions inside f-strings are wrong in some releases of Python: where the text is not the expression, the
    expression is written anew.
    """
    if isinstance(node, _UNBRACKETED):
        return ast.unparse(node)
    text = ctx.source(node)
    if "\n" in text or "\r" in text or "#" in text:
        return ast.unparse(node)
    try:
        same = ast.dump(ast.parse(text, mode="eval").body) == ast.dump(node)
    except (SyntaxError, ValueError):
        same = False
    return text if same else ast.unparse(node)


def operand(node: ast.expr, ctx: Context) -> str:
    """The text of an expression to which `.attribute` or `[item]` can be appended."""
    text = written(node, ctx)
    return text if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)) else f"({text})"


def kind_of(node: ast.expr, ctx: Context) -> Kind:
    """Whether an expression certainly is text or a number."""
    names = {
        member.name if isinstance(member, Instance) else "" for member in alternatives(ctx.type_of(node))
    }
    if names == {"builtins.str"}:
        return "text"
    return "number" if names and names <= _NUMBERS else "unknown"


def is_repeatable(node: ast.expr) -> bool:
    """Whether evaluating an expression twice certainly costs little and changes nothing."""
    if isinstance(node, (ast.Name, ast.Constant)):
        return True
    if isinstance(node, ast.Attribute):
        return is_repeatable(node.value)
    if isinstance(node, ast.Subscript):
        return is_repeatable(node.value) and is_repeatable(node.slice)
    if isinstance(node, ast.UnaryOp):
        return is_repeatable(node.operand)
    if isinstance(node, ast.BinOp):
        return is_repeatable(node.left) and is_repeatable(node.right)
    if isinstance(node, ast.Call) and not node.keywords and all(map(is_repeatable, node.args)):
        if isinstance(node.func, ast.Name):
            return node.func.id in _CHEAP_FUNCTIONS
        return (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in _CHEAP_METHODS
            and is_repeatable(node.func.value)
        )
    return False


def quoted(text: str) -> str:
    """A text as a string literal, in double quotes unless it is full of them."""
    literal = repr(text)
    if literal[0] == '"' or ('"' in text and "'" not in text):
        return literal  # either it is in double quotes, or single ones save escaping
    return '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
