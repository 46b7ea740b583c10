"""What a field of a record is called: after the expression, or after the label before it."""

from __future__ import annotations

import ast
import keyword
import re

_PASSING = frozenset({
    "item", "detach", "cpu", "numpy", "tolist", "copy", "clone", "float", "data", "values", "strip", "format",
    "upper", "lower", "to_dict", "squeeze", "flatten", "hex", "title", "rstrip", "lstrip", "ljust", "rjust",
})  # fmt: skip
_WRAPPERS = frozenset({
    "str", "repr", "float", "int", "round", "bool", "list", "tuple", "dict", "set", "sorted", "abs", "format",
    "item", "to_numpy", "pformat", "asarray", "array", "humanize", "dumps", "join",
})  # fmt: skip
_WORDS = re.compile(r"[A-Za-z0-9]+")
_FILLERS = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "the", "to", "was", "are",
    "with", "using", "than", "that", "be", "now", "has", "got", "your", "this",
})  # fmt: skip
_LABEL_WORDS = 3


def snake(text: str) -> str:
    """The words of a text as one name in snake case; empty when it holds no word."""
    name = "_".join(word.lower() for word in _WORDS.findall(text))
    return f"_{name}" if name[:1].isdigit() else name


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word.lower() for word in _WORDS.findall(text)]


def is_filler(word: str) -> bool:
    """Whether a word says nothing by itself: an article, a preposition."""
    return word.lower() in _FILLERS


def label_name(text: str) -> str | None:
    """The name that a literal label before a value gives (`"test accuracy:"`); None when it is a sentence."""
    label = words(re.split(r"[,;|.!?)\]}\n]\s", text.rstrip())[-1])
    if not 0 < len(label) <= _LABEL_WORDS or label[-1] in _FILLERS or label[0][0].isdigit():
        return None
    return "_".join(label)


def is_announcement(text: str) -> bool:
    """Whether a label says what is going on (`"loading"`) and not what the value is."""
    return text.rstrip()[-1:].isalpha() and len(words(text)) == 1 and words(text)[0].endswith(("ing", "ed"))


def expression_name(node: ast.expr) -> str | None:
    """The name an expression suggests (`args.lr` → `lr`, `len(df)` → `len_df`); None when it suggests none."""
    if isinstance(node, ast.Name):
        return node.id.lstrip("_") or None
    if isinstance(node, ast.Attribute):
        return expression_name(node.value) if node.attr in _PASSING else node.attr.strip("_") or None
    if isinstance(node, ast.Subscript):
        return _item_name(node)
    if isinstance(node, ast.Call):
        return _call_name(node)
    if isinstance(node, (ast.Starred, ast.Await, ast.NamedExpr)):
        return expression_name(node.value)
    if isinstance(node, ast.UnaryOp):
        return expression_name(node.operand)
    if isinstance(node, ast.BinOp):
        # A constant only scales or shifts: `epoch + 1` is the epoch.
        if isinstance(node.right, ast.Constant):
            return expression_name(node.left)
        return expression_name(node.right) if isinstance(node.left, ast.Constant) else None
    return None


def exception_name(node: ast.expr) -> str | None:
    """The variable that an expression shows as it is or as text (`e`, `str(e)`, `repr(e)`); None for all else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        node = node.args[0] if node.func.id in ("str", "repr") else node
    return node.id if isinstance(node, ast.Name) else None


def _item_name(node: ast.Subscript) -> str | None:
    if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        key = node.slice.value
        return (snake(key) if key.isascii() else "") or expression_name(node.value)
    return expression_name(node.value)


def _call_name(node: ast.Call) -> str | None:
    function = node.func
    if isinstance(function, ast.Attribute):
        if function.attr in _WRAPPERS and function.attr not in _PASSING and node.args:
            return expression_name(node.args[0])
        if function.attr in _PASSING:
            return expression_name(function.value)
        if not node.args and not node.keywords:
            owner = expression_name(function.value)
            return f"{owner}_{function.attr}" if owner and owner != "self" else function.attr.strip("_")
        return function.attr.strip("_") or None
    if not isinstance(function, ast.Name):
        return None
    inner = expression_name(node.args[0]) if len(node.args) == 1 else None
    if function.id in _WRAPPERS and node.args:
        return expression_name(node.args[0])
    return f"{function.id}_{inner}" if inner else function.id


def qualified(node: ast.expr) -> str | None:
    """A longer name for an expression whose short name is taken (`x.shape` → `x_shape`)."""
    if isinstance(node, ast.Attribute):
        owner = expression_name(node.value)
        return f"{owner}_{node.attr}" if owner else None
    if isinstance(node, ast.Subscript):
        owner, key = expression_name(node.value), node.slice
        if isinstance(key, (ast.Constant, ast.Name)) and owner:
            return f"{owner}_{snake(str(key.value)) if isinstance(key, ast.Constant) else key.id}"
    return None


def allowed(name: str, reserved: frozenset[str]) -> str:
    """The name, with an underscore behind it where Python or the logging library has a use for it."""
    return f"{name}_" if name in reserved or keyword.iskeyword(name) else name
