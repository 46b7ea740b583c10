"""Calls that take a `random_state`: whether they draw with their options, and whether they get one another way."""

from __future__ import annotations

import ast
from typing import Any

from mllint_rules.kit import NOT_LITERAL, Call, Context, table

CONDITIONS: dict[str, dict[str, dict[str, Any]]] = table("randomness")["draws_when"]
STORED = frozenset(table("randomness")["storing"]["calls"])
STORING_METHODS = frozenset(table("randomness")["storing"]["methods"])


def may_be_given(call: Call, ctx: Context, parameter: str) -> bool:
    """Whether the seed is given, or may be by what stars carry."""
    if any(keyword.arg is None for keyword in call.node.keywords):
        return True
    has_star = any(isinstance(argument, ast.Starred) for argument in call.node.args)
    if has_star and not _is_keyword_only(call, parameter):
        return True
    return ctx.value_of(call.argument(parameter)) is not None


def _is_keyword_only(call: Call, parameter: str) -> bool:
    """Whether what stars carry cannot be the seed."""
    return call.function is not None and all(
        parameter in signature.by_name and not signature.by_name[parameter].is_positional
        for signature in call.function.signatures
    )


def draws(call: Call, ctx: Context, api: str) -> bool:
    """Whether the options of the call make it draw at all."""
    conditions = CONDITIONS.get(api)
    return conditions is None or any(_holds(call, ctx, name, facts) for name, facts in conditions.items())


def _holds(call: Call, ctx: Context, name: str, facts: dict[str, Any]) -> bool:
    given = call.argument(name)
    value = facts.get("default") if given is None else ctx.value_of(given)
    if value is NOT_LITERAL or value is None:
        return False
    values: list[object] = facts["values"]
    if "given" in values:
        return True
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "positive" in values and value > 0
    return value in values


def is_set_later(call: Call, ctx: Context) -> bool:
    """Whether `set_params(random_state=…)` follows on the object."""
    return is_object_set_later(call.node, ctx)


def is_object_set_later(node: ast.expr, ctx: Context) -> bool:
    """The same for what any expression makes, such as a copy."""
    target = _target(node, ctx)
    if target is None:
        return False
    written = ast.unparse(target)
    return any(
        isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == written and gives_state(call)
        for call in ctx.model.index.calls.get("set_params", ())
    )


def gives_state(call: ast.Call) -> bool:
    """Whether an argument is a random state, also one of a step of a pipeline, or may be."""
    return any(keyword.arg is None or keyword.arg.endswith("random_state") for keyword in call.keywords)


def _target(node: ast.expr, ctx: Context) -> ast.expr | None:
    parent = ctx.parent(node)
    return parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None


def is_stored(call: Call, ctx: Context) -> bool:
    """Whether a part of the split is written to disk: later runs can read it instead of drawing again."""
    target = _target(call.node, ctx)
    for name in ast.walk(target) if isinstance(target, ast.Tuple) else ():
        binding = ctx.model.binding_at(name)
        for use in ctx.uses(binding) if binding is not None else ():
            parent = ctx.parent(use)
            if isinstance(parent, ast.Attribute) and parent.attr in STORING_METHODS:
                return True
            if isinstance(parent, ast.Call) and use in parent.args and ctx.called(parent) in STORED:
                return True
    return False
