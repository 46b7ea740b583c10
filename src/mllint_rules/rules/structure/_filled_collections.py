"""Collections of a module that its functions fill while the program runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context, FunctionNode
from mllint_rules.rules.structure._captures import Capture, captures
from mllint_rules.rules.structure._data_kinds import is_configuration_name

_MAKERS = {
    "builtins.list": "list", "builtins.dict": "dict", "builtins.set": "set", "collections.defaultdict": "dict",
    "collections.OrderedDict": "dict", "collections.deque": "queue", "collections.Counter": "counter",
}  # fmt: skip
_LITERALS = {ast.List: "list", ast.Dict: "dict", ast.Set: "set"}
_FILLING = frozenset({"append", "appendleft", "extend", "insert", "add", "update"})
# What is filled once per process on purpose.
_SHARED = re.compile(
    r"regist|cache|memo|plugin|hook|handler|factor|backend|callback|_?mapping|warned|patch|loaded|_seen|initiali[sz]ed"
    r"|alias|table|converter|pool|lock|instance|singleton|entrypoint|implement|once|stack|context|thread|worker", re.I
)  # fmt: skip
# A mapping with such a name collects; others mostly remember what was worked out.
_COLLECTING = re.compile(
    r"histor|result|score|metric|loss|log(?:s|$)|error|buffer|stat(?:s|istics)|record|output|predict|accurac|count",
    re.I,
)
_REGISTERING = re.compile(
    r"^_*(?:register|add|set|install|patch|load|init|enable|configure|import|define|declare)(?:_|$)", re.I
)


@dataclass(frozen=True, slots=True)
class FilledCollection:
    """A collection, the functions that use it, and the first write of one of them."""

    kind: str
    captures: tuple[Capture, ...]
    writer: Capture
    write: ast.Name


def filled_collections(ctx: Context) -> Iterator[FilledCollection]:
    """The collections of the module into which functions certainly write while the program runs."""
    if not any(
        _kind(ctx, each.value)
        for each in ctx.model.tree.body
        if isinstance(each, (ast.Assign, ast.AnnAssign))
    ):
        return
    by_name: dict[str, list[Capture]] = {}
    for capture, _ in captures(ctx, _collection_kind):
        by_name.setdefault(capture.name, []).append(capture)
    for name, found in by_name.items():
        for capture in found:
            write = next((read for read in capture.reads if _is_fill(ctx, read)), None)
            if write is not None and not _is_shared_on_purpose(ctx, capture, write):
                kind = _collection_kind(ctx, name, capture.bindings)
                yield FilledCollection(kind or "", tuple(found), capture, write)
                break


def _collection_kind(ctx: Context, name: str, bindings: tuple[object, ...]) -> str | None:
    """What people call the collection that a name is bound to, once and empty or nearly so; None for others."""
    if len(bindings) != 1 or is_configuration_name(name) or _SHARED.search(name):
        return None
    kind = _kind(ctx, getattr(bindings[0], "statement_value", None))
    return kind if kind not in ("dict", "counter") or _COLLECTING.search(name) else None


def _kind(ctx: Context, value: ast.expr | None) -> str | None:
    literal = _LITERALS.get(type(value))
    if literal is not None:
        # What is written out is a table; what starts empty is to be filled.
        return literal if not (getattr(value, "elts", None) or getattr(value, "keys", None)) else None
    if not isinstance(value, ast.Call):
        return None
    kind = _MAKERS.get(ctx.called(value) or "")
    return kind if kind in ("queue", "counter") or not value.args or kind == "dict" else None


def _is_fill(ctx: Context, read: ast.Name) -> bool:
    parent = ctx.parent(read)
    if isinstance(parent, ast.Subscript) and parent.value is read:
        if isinstance(parent.ctx, ast.Store):
            return True
        # `history["loss"].append(…)`
        outer = ctx.parent(parent)
        return isinstance(outer, ast.Attribute) and _is_called_fill(ctx, outer)
    return isinstance(parent, ast.Attribute) and parent.value is read and _is_called_fill(ctx, parent)


def _is_called_fill(ctx: Context, attribute: ast.Attribute) -> bool:
    call = ctx.parent(attribute)
    return attribute.attr in _FILLING and isinstance(call, ast.Call) and call.func is attribute


def _is_shared_on_purpose(ctx: Context, capture: Capture, write: ast.Name) -> bool:
    """Whether a write registers something, fills a cache on first use, or happens while the module is imported."""
    function = capture.function
    if isinstance(function, ast.Lambda) or _REGISTERING.match(function.name):
        return True
    inner = ctx.function_of(write)
    if function.decorator_list or inner is not function or _decorates(ctx, function):
        return True
    # A question about the collection before the write: it is filled when something is missing.
    if any(read is not write and _is_question(ctx, read) for read in capture.reads):
        return True
    uses = ctx.model.index.names.get(function.name, ())
    return (
        bool(uses)
        and all(ctx.outermost_function(use) is None and not ctx.is_under_main_guard(use) for use in uses)
        and ctx.is_in_package
    )


def _decorates(ctx: Context, function: FunctionNode) -> bool:
    for use in ctx.model.index.names.get(function.name, ()):
        parent = ctx.parent(use)
        holder = ctx.parent(parent) if isinstance(parent, ast.Call) else parent
        child = parent if isinstance(parent, ast.Call) else use
        if (
            isinstance(holder, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            and child in holder.decorator_list
        ):
            return True
    return False


def _is_question(ctx: Context, read: ast.Name) -> bool:
    """`key in cache`, `cache.get(key)`, `if not buffer`, `len(buffer)`."""
    parent = ctx.parent(read)
    if isinstance(parent, ast.Compare):
        return True
    if isinstance(parent, ast.Attribute):
        return parent.attr in ("get", "setdefault", "pop", "clear", "popitem", "remove")
    return isinstance(parent, (ast.If, ast.UnaryOp, ast.BoolOp, ast.While))
