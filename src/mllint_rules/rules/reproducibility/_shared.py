"""Questions that the rules on reproducibility share: test code, and draws that nobody wants repeated."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable

from mllint_rules.kit import Call, Context, FixPlan, table

Fix = Callable[[], FixPlan | None]
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_FOLLOWED = 2  # names through which a value is followed to its use


def is_test_code(ctx: Context, node: ast.AST) -> bool:
    """Whether a node lies in a test module, in a test function, or in what gives the tests their parameters."""
    if ctx.is_test:
        return True
    function = ctx.function_of(node)
    while function is not None:
        if function.name.startswith("test_") or function.name.endswith("get_test_params"):
            return True
        function = ctx.function_of(function)
    return False


def called_api(call: Call, apis: Iterable[str]) -> str:
    """Which of the APIs a call that matches them is; of several possibilities one that fits the first."""
    return next(api for api in apis if any(api in names for names in call.targets))


def written_call(ctx: Context, node: ast.Call) -> str:
    """How a call is written, for a message: without what stands before the last dot when that takes several lines."""
    written = ctx.source(node.func)
    return f".{written.rpartition('.')[2]}" if "\n" in written else written


def is_unrepeated(ctx: Context, node: ast.expr, depth: int = 0) -> bool:
    """Whether a drawn value only feeds something that nobody repeats: a pause, jitter, a name, a colour, a log."""
    words = frozenset(table("randomness")["unrepeated"]["words"])
    child: ast.AST = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.keyword) and _mentions(parent.arg, words):
            return True
        if isinstance(parent, ast.Dict) and _mentions(_key_of(parent, child), words):
            return True
        if isinstance(parent, ast.Call) and child is not parent.func and _is_sink(ctx, parent, words):
            return True
        if isinstance(parent, ast.stmt):
            return _is_unrepeated_statement(ctx, parent, child, words, depth)
        child = parent
    return False


def _is_unrepeated_statement(
    ctx: Context, statement: ast.stmt, child: ast.AST, words: frozenset[str], depth: int
) -> bool:
    function = ctx.function_of(statement)
    if function is not None and _mentions(function.name, words):
        return True
    if isinstance(statement, ast.If) and child is statement.test:
        return all(isinstance(inner, ast.Expr) and ctx.shows(inner.value) for inner in statement.body)
    if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return False
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if all(_mentions(_last_name(target), words) for target in targets):
        return True
    if depth == _FOLLOWED or len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return False
    binding = ctx.model.binding_at(targets[0])
    uses = ctx.uses(binding) if binding is not None else []
    return bool(uses) and all(is_unrepeated(ctx, use, depth + 1) for use in uses)


def _is_sink(ctx: Context, call: ast.Call, words: frozenset[str]) -> bool:
    sinks: list[str] = table("randomness")["unrepeated"]["calls"]
    return ctx.called(call) in sinks or _mentions(_last_name(call.func), words)


def _last_name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _key_of(node: ast.Dict, value: ast.AST) -> str | None:
    key = next((key for key, item in zip(node.keys, node.values, strict=True) if item is value), None)
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


def _mentions(name: str | None, words: frozenset[str]) -> bool:
    """Whether one of the words, or two of them in a row joined by `_`, is in a name."""
    if name is None:
        return False
    written = [word.lower() for word in _WORD.findall(name)]
    pairs = [f"{one}_{two}" for one, two in zip(written, written[1:], strict=False)]
    return not words.isdisjoint(written + pairs)


def name_words(name: str) -> frozenset[str]:
    """The words of a name in snake or camel case, in small letters."""
    return frozenset(word.lower() for word in _WORD.findall(name))
