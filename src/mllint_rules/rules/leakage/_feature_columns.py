"""Which columns of a frame become features of a model and which its target, as far as they are written out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Context, table
from mllint_rules.rules.leakage._words import words_of


def feature_selection(column: str, frame: ast.Name, ctx: Context) -> ast.expr | None:
    """The list or the `drop` that makes a column of the frame a feature; None where none is seen to."""
    if column in _targets(ctx) or not {"fit", "train", "cross_val_score"} & ctx.model.call_names:
        return None
    for listing, names in _listings(ctx):
        if column in names:
            return listing
    for drop, dropped in _remainders(frame, ctx):
        if column not in dropped:
            return drop
    return None


def is_named_target(name: str) -> bool:
    """Whether a column or variable says that it is what a model is to predict."""
    return not set(words_of(name)).isdisjoint(table("ordered_rows")["targets"]["words"])


def _is_named_feature(name: str) -> bool:
    return not set(words_of(name)).isdisjoint(table("ordered_rows")["features"]["words"])


def _assigned_name(node: ast.AST, ctx: Context) -> str:
    """The name that a value is bound to as a whole."""
    parent = ctx.parent(node)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    return target.id if isinstance(target, ast.Name) else ""


def _targets(ctx: Context) -> set[str]:
    """The columns that are bound to a name such as `y`, alone or in a list."""
    return ctx.once(_bound_targets)


def _bound_targets(ctx: Context) -> set[str]:
    found = set()
    for node in ctx.model.index.nodes(ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if not any(map(is_named_target, names)):
            continue
        for part in ctx.walk(node.value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                found.add(part.value)
    return found


def _listings(ctx: Context) -> list[tuple[ast.expr, frozenset[str]]]:
    """The written lists of feature columns: by their name, or by what `frame[[…]]` is bound to."""
    return ctx.once(_written_listings)


def _written_listings(ctx: Context) -> list[tuple[ast.expr, frozenset[str]]]:
    found: list[tuple[ast.expr, frozenset[str]]] = []
    for node in ctx.model.index.nodes(ast.List):
        if _is_named_feature(_assigned_name(node, ctx)) or any(
            _is_given_to_model(each, ctx) for each in (node, *_named_uses(node, ctx))
        ):
            values = [element.value for element in node.elts if isinstance(element, ast.Constant)]
            found.append((node, frozenset(value for value in values if isinstance(value, str))))
    return found


def _named_uses(listing: ast.List, ctx: Context) -> Iterator[ast.expr]:
    """The uses of the name that a list is bound to."""
    parent = ctx.parent(listing)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    return iter(ctx.uses(binding) if binding is not None else ())


def _is_given_to_model(columns: ast.expr, ctx: Context) -> bool:
    """Whether `frame[columns]` gets the name of features, or is the first that a fit or a split is given."""
    around: ast.AST | None = ctx.parent(columns)
    if not isinstance(around, ast.Subscript) or around.slice is not columns:
        return False
    while isinstance(attribute := ctx.parent(around), ast.Attribute):  # `.values`, `.to_numpy()`
        call = ctx.parent(attribute)
        around = call if isinstance(call, ast.Call) else attribute
    if _is_named_feature(_assigned_name(around, ctx)):
        return True
    call = ctx.parent(around)
    name = call.func if isinstance(call, ast.Call) and call.args[:1] == [around] else None
    last = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
    return last in table("ordered_rows")["features"]["given_to"]


def _remainders(frame: ast.Name, ctx: Context) -> Iterator[tuple[ast.expr, set[str]]]:
    """`X = frame.drop(columns=[…])` with columns that are written out, where the target is one of them."""
    for node in ctx.model.calls_named("drop"):
        call = ctx.call(node)
        receiver = call.receiver
        columns = call.argument("columns") or (call.positional(0) if call.keyword("axis") else None)
        value = ctx.value_of(columns)
        names = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else []
        dropped = {name for name in names if isinstance(name, str)}
        is_same = isinstance(receiver, ast.Name) and receiver.id == frame.id
        is_same = is_same and ctx.function_of(node) is ctx.function_of(frame)
        leaves_target_out = bool(dropped & _targets(ctx)) or any(map(is_named_target, dropped))
        if is_same and leaves_target_out and _is_named_feature(_assigned_name(node, ctx)):
            yield node, dropped
