"""Estimators that never draw themselves: copies of them get their state from an estimator around, or at another place.

An object is followed through names, dictionaries, lists and loops to its uses. It is a prototype when each use copies
it, sets its state, hands it to an estimator that sets it, or only asks for its parameters.
"""

from __future__ import annotations

import ast

from mllint_rules.kit import Call, Context, table
from mllint_rules.rules.reproducibility._random_states import gives_state, is_object_set_later

_HANDED_ON: dict[str, list[str]] = table("randomness")["sets_random_state"]
NESTING = frozenset(_HANDED_ON["of_arguments"])
SETTERS = frozenset(_HANDED_ON["from_outside"])
PARAMETERS = frozenset(_HANDED_ON["parameters"])
COPYING = frozenset(_HANDED_ON["copies"])
INSPECTING = frozenset(_HANDED_ON["inspects"])
_ASKED = frozenset({"get_params", "__class__", "__doc__", "__module__"})
_KEYS_ONLY = frozenset({"builtins.len", "builtins.sorted", "builtins.list", "builtins.tuple", "builtins.set"})
_FOLLOWED = 4  # names and containers through which an object is followed


def is_prototype(call: Call, ctx: Context) -> bool:
    """Whether the object is only copied or looked at, and never draws with a state of its own."""
    if not SETTERS.isdisjoint(ctx.model.index.calls):
        return True
    if isinstance(ctx.parent(call.node), ast.arguments) or _is_in_ensemble(call.node, ctx):
        return True
    return _is_class_attribute(call.node, ctx) or _is_copied(call.node, ctx, 0)


def _is_in_ensemble(node: ast.expr, ctx: Context) -> bool:
    """Whether a subclass of an ensemble makes it: `_make_estimator` of the ensemble sets the states of its members."""
    class_ = ctx.class_of(node)
    return class_ is not None and ctx.derives_from(class_, *NESTING)


def _is_class_attribute(node: ast.expr, ctx: Context) -> bool:
    return isinstance(ctx.parent(ctx.statement(node)), ast.ClassDef)


def _is_copied(node: ast.expr, ctx: Context, depth: int) -> bool:
    """Whether this use of an estimator leaves its own generator alone."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.keyword):
        parent = ctx.parent(parent)
    if isinstance(parent, ast.Attribute):
        return _is_asked(parent, ctx)
    if isinstance(parent, ast.Call) and node is not parent.func:
        call = ctx.call(parent)
        if call.matches(COPYING):
            return is_object_set_later(parent, ctx) or _is_copied(parent, ctx, depth)
        return call.matches(NESTING | INSPECTING)
    if depth == _FOLLOWED:
        return False
    if isinstance(parent, ast.Dict):
        return _is_argument(parent, node, ctx) or _holds_prototypes(parent, ctx, depth + 1)
    if isinstance(parent, (ast.List, ast.Tuple, ast.Set)):
        return _holds_prototypes(parent, ctx, depth + 1)
    if isinstance(parent, ast.Assign):
        uses = _uses_of(_only_target(parent), ctx)
        return bool(uses) and all(_is_copied(use, ctx, depth + 1) for use in uses)
    return False


def _is_asked(attribute: ast.Attribute, ctx: Context) -> bool:
    """`.get_params()` and `.set_params(random_state=…)`."""
    if attribute.attr in _ASKED:
        return True
    call = ctx.parent(attribute)
    return attribute.attr == "set_params" and isinstance(call, ast.Call) and gives_state(call)


def _is_argument(node: ast.Dict, value: ast.expr, ctx: Context) -> bool:
    """`{"estimator": value, …}` that carries a random state as well: the arguments of an estimator around it."""
    keys = {
        ctx.value_of(key): item for key, item in zip(node.keys, node.values, strict=True) if key is not None
    }
    if all(keys.get(name) is not value for name in PARAMETERS):
        return False
    if "random_state" in keys or _is_unpacked(node, ctx):
        return True
    target = _target_of(node, ctx)
    if target is None:
        return False
    return any(_is_state_of(use, ctx) or _is_unpacked(use, ctx) for use in _uses_of(target, ctx))


def _is_unpacked(node: ast.expr, ctx: Context) -> bool:
    """`**node` in the call of an estimator that sets the state of what it is given."""
    keyword = ctx.parent(node)
    call = ctx.parent(keyword) if isinstance(keyword, ast.keyword) and keyword.arg is None else None
    return isinstance(call, ast.Call) and ctx.call(call).matches(NESTING)


def _is_state_of(node: ast.expr, ctx: Context) -> bool:
    """`node["random_state"] = …`."""
    parent = ctx.parent(node)
    return (
        isinstance(parent, ast.Subscript)
        and isinstance(parent.ctx, ast.Store)
        and ctx.value_of(parent.slice) == "random_state"
    )


def _holds_prototypes(node: ast.expr, ctx: Context, depth: int) -> bool:
    """Whether each use of a container copies what it takes from it, and one does."""
    if depth > _FOLLOWED:
        return False
    parent = ctx.parent(node)
    if isinstance(parent, (ast.Dict, ast.List, ast.Tuple, ast.Set)):
        return _holds_prototypes(parent, ctx, depth + 1)
    if isinstance(parent, (ast.Subscript, ast.For, ast.comprehension)):
        uses: list[ast.expr] = [node]
    else:
        uses = list(_uses_of(_target_of(node, ctx), ctx))
    answers = [_is_held_prototype(use, ctx, depth) for use in uses]
    return True in answers and False not in answers


def _is_held_prototype(use: ast.expr, ctx: Context, depth: int) -> bool | None:
    """What a use of a container does with its elements; None when it takes none of them."""
    parent = ctx.parent(use)
    if isinstance(parent, ast.Compare):
        return None
    if isinstance(parent, ast.Subscript) and parent.value is use:
        return None if isinstance(parent.ctx, ast.Store) else _is_copied(parent, ctx, depth)
    if isinstance(parent, ast.Assign) and isinstance(ctx.parent(parent), ast.ClassDef):
        return True  # a table of the class: like one that is written there
    if isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is use:
        return None if ctx.is_a(use, "builtins.dict") else _are_copied(parent.target, ctx, depth)
    if isinstance(parent, ast.Call):
        return None if ctx.called(parent) in _KEYS_ONLY and ctx.is_a(use, "builtins.dict") else False
    if isinstance(parent, ast.Attribute) and ctx.is_a(use, "builtins.dict"):
        return _is_read_prototype(parent, ctx, depth)
    return False


def _is_read_prototype(method: ast.Attribute, ctx: Context, depth: int) -> bool | None:
    """The same for `.keys()`, `.get(…)`, `.values()` and `.items()` of a dictionary."""
    call = ctx.parent(method)
    if method.attr == "keys":
        return None
    if not isinstance(call, ast.Call):
        return False
    if method.attr == "get":
        return _is_copied(call, ctx, depth)
    loop = ctx.parent(call)
    if method.attr not in ("values", "items") or not isinstance(loop, (ast.For, ast.comprehension)):
        return False
    return _are_copied(loop.target, ctx, depth)


def _are_copied(target: ast.expr, ctx: Context, depth: int) -> bool:
    """Whether a loop copies each element: the last one of `name, estimator`."""
    if isinstance(target, (ast.Tuple, ast.List)) and target.elts:
        target = target.elts[-1]
    uses = _uses_of(target, ctx)
    return bool(uses) and depth < _FOLLOWED and all(_is_copied(use, ctx, depth + 1) for use in uses)


def _target_of(node: ast.expr, ctx: Context) -> ast.expr | None:
    parent = ctx.parent(node)
    return _only_target(parent) if isinstance(parent, ast.Assign) else None


def _only_target(statement: ast.Assign) -> ast.expr | None:
    return statement.targets[0] if len(statement.targets) == 1 else None


def _uses_of(target: ast.expr | None, ctx: Context) -> list[ast.Name]:
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    return ctx.uses(binding) if binding is not None else []
