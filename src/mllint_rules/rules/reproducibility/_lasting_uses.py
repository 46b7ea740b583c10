"""Where a hash goes: to something that should be the same in the next run, or nowhere that lasts."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, Instance, Type, table
from mllint_rules.rules.reproducibility._shared import name_words

SEEDING = frozenset(table("randomness")["seeding"]["calls"])
LASTING = frozenset(table("randomness")["lasting"]["words"])
STORING = frozenset(table("randomness")["lasting"]["paths"])
STABLE = frozenset({"builtins.int", "builtins.bool", "builtins.float", "builtins.complex"})
INNER = ("builtins.abs", "builtins.int", "builtins.str", "builtins.hex", "builtins.float")
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def is_stable(ctx: Context, type_: Type) -> bool:
    if not isinstance(type_, Instance):
        return False
    if type_.name == "builtins.tuple":
        return bool(type_.arguments) and all(is_stable(ctx, element) for element in type_.arguments)
    return type_.name in STABLE


def lasting_use(ctx: Context, node: ast.expr, depth: int = 0) -> str | None:
    """What the value decides that should be the same in the next run."""
    child: ast.expr = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, ast.BinOp):
            if (
                isinstance(parent.op, ast.Mod)
                and parent.left is child
                and not ctx.is_a(parent.left, "builtins.str")
            ):
                if _is_in_memory(ctx, parent) or _is_slot(ctx, parent):
                    return None
                return _named(ctx, parent) or "the bucket"
        elif isinstance(parent, ast.Compare):
            is_threshold = all(isinstance(op, ORDERED) for op in parent.ops)
            return "the side of the threshold" if is_threshold and _has_number(ctx, parent) else None
        elif isinstance(parent, ast.Call):
            name = ctx.called(parent)
            if name in SEEDING:
                return "the seed"
            if name in STORING:
                return "the name of the file"
            if name not in INNER:
                return None
        elif isinstance(parent, ast.keyword):
            return "the seed" if parent.arg in ("seed", "random_state") else None
        elif isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            return _use_of_target(ctx, parent.targets[0], depth)
        elif not isinstance(parent, (ast.UnaryOp, ast.JoinedStr, ast.FormattedValue)):
            return None
        if isinstance(parent, ast.expr):
            child = parent
    return None


def _named(ctx: Context, node: ast.expr) -> str | None:
    """What the name says to which the value goes."""
    statement = ctx.statement(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    named = LASTING & name_words(target.id) if isinstance(target, ast.Name) else frozenset()
    return f"the {min(named)}" if named else None


def _use_of_target(ctx: Context, target: ast.expr, depth: int) -> str | None:
    if not isinstance(target, ast.Name) or depth:
        return None
    named = LASTING & name_words(target.id)
    if named:
        return f"the {min(named)}"
    binding = ctx.model.binding_at(target)
    uses = ctx.uses(binding) if binding is not None else []
    return next((use for name in uses if (use := lasting_use(ctx, name, depth + 1)) is not None), None)


def _has_number(ctx: Context, node: ast.Compare) -> bool:
    values = [ctx.value_of(side) for side in (node.left, *node.comparators)]
    return any(isinstance(value, (int, float)) for value in values)


def _is_in_memory(ctx: Context, node: ast.expr) -> bool:
    """Whether the value only picks an element of a list or dictionary that lives as long as the process."""
    parent = ctx.parent(node)
    if (
        not isinstance(parent, ast.Subscript)
        or parent.slice is not node
        or not isinstance(parent.ctx, ast.Load)
    ):
        return False
    return ctx.is_a(parent.value, "builtins.dict", "builtins.list")


def _is_slot(ctx: Context, node: ast.expr) -> bool:
    """Whether a name for the value only finds a slot that is read and filled again: a memo of this process."""
    statement = ctx.parent(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    slots = [ctx.parent(use) for use in ctx.uses(binding)] if binding is not None else []
    kinds = {
        (ast.unparse(slot.value), isinstance(slot.ctx, ast.Store))
        for slot in slots
        if isinstance(slot, ast.Subscript) and not _is_counted(ctx, slot)
    }
    is_only_index = all(isinstance(slot, ast.Subscript) for slot in slots)
    return is_only_index and len(kinds) == 2 and len({container for container, _ in kinds}) == 1


def _is_counted(ctx: Context, slot: ast.Subscript) -> bool:
    """`slots[place] += 1` and `slots[place] = slots[place] + 1`: the place is a bucket after all."""
    statement = ctx.parent(slot)
    if isinstance(statement, ast.Assign) and slot in statement.targets:
        return any(ast.unparse(part) == ast.unparse(slot) for part in ast.walk(statement.value))
    return isinstance(statement, ast.AugAssign)
