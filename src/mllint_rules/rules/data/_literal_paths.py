"""Paths that stand in the code, and whether they exist on one machine only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import Context, table

_DRIVE = re.compile(r"[A-Za-z]:[\\/]\w")
_FOLLOWED = 6
# Calls whose first argument begins the path that they give.
_STARTS = frozenset(
    {
        "builtins.str",
        "os.path.abspath",
        "os.path.expanduser",
        "os.path.join",
        "os.path.normpath",
        "pathlib.Path",
        "pathlib.PosixPath",
        "pathlib.PurePath",
    }
)


def path_start(ctx: Context, node: ast.expr | None, depth: int = 0) -> ast.Constant | None:
    """The literal that a path certainly begins with, through names, `/`, `+`, f-strings and `os.path.join`.

    None when it begins with something computed, or with what an argument or the environment may override.
    """
    if node is None or depth > _FOLLOWED:
        return None
    if isinstance(node, ast.Constant):
        return node if isinstance(node.value, str) else None
    inner: ast.expr | None = None
    if isinstance(node, ast.Name):
        definitions = ctx.definitions(node)
        inner = definitions[0].statement_value if len(definitions) == 1 else None
    elif isinstance(node, ast.JoinedStr):
        inner = node.values[0] if node.values else None
        if isinstance(inner, ast.FormattedValue):
            inner = inner.value if inner.format_spec is None and inner.conversion == -1 else None
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div, ast.Mod)):
        inner = node.left
    elif isinstance(node, ast.Call) and node.args:
        if ctx.called(node) in _STARTS:
            inner = node.args[0]
        elif isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "joinpath"):
            inner = node.func.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inner = node.func.value if node.func.attr in ("expanduser", "resolve", "absolute") else None
    elif isinstance(node, (ast.List, ast.Tuple)) and node.elts:
        inner = node.elts[0]
    elif isinstance(node, ast.Dict) and node.values:
        inner = node.values[0]
    return path_start(ctx, inner, depth + 1)


def is_of_one_machine(text: str) -> bool:
    """Whether a path leads to the home of somebody, to a mounted disc or to a drive of Windows."""
    facts = table("data_paths")["machines"]
    if text.startswith("~"):
        return len(text) > 2 and not text.startswith(tuple(facts["settings"])) and "/" in text
    if text.startswith(tuple(facts["starts"])):
        return True
    return _DRIVE.match(text) is not None and text[3:].partition("\\")[0] not in facts["windows"]


def path_arguments(call: ast.Call, position: int | None) -> Iterator[ast.expr]:
    """The arguments of a call that are paths."""
    if position is not None and len(call.args) > position:
        if not any(isinstance(argument, ast.Starred) for argument in call.args[: position + 1]):
            yield call.args[position]
        return
    names = table("data_paths")["parameters"]["names"]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in names)
