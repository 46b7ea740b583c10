"""What is put into containers after they were made: `d[key] = value`, `items.append(value)`."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.semantic.index import SyntaxIndex

_ADDING = {"append": 0, "add": 0, "insert": 1, "appendleft": 0}  # the place of what is added
_HIDDEN = ("extend", "update", "extendleft")  # add what is not written there as one value
_DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp)


@dataclass(frozen=True, slots=True)
class Stored:
    """One thing put into a container; None for a key or value that cannot be seen."""

    key: ast.expr | None
    value: ast.expr | None


def is_display(node: ast.expr) -> bool:
    """Whether an expression writes a container with its elements."""
    return isinstance(node, _DISPLAYS)


def stored_items(index: SyntaxIndex) -> dict[str, list[Stored]]:
    """What a module puts into containers, by the name under which it does."""
    found: dict[str, list[Stored]] = {}
    for node in index.set_subscripts:
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            parent = index.parents[node]
            value = parent.value if isinstance(parent, ast.Assign) else None
            found.setdefault(node.value.id, []).append(Stored(node.slice, value))
    for call in index.calls.get("setdefault", ()):
        if (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and len(call.args) == 2
        ):
            found.setdefault(call.func.value.id, []).append(Stored(*call.args))
    for method in (*_ADDING, *_HIDDEN):
        for call in index.calls.get(method, ()):
            if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                place = _ADDING.get(method, len(call.args))
                value = call.args[place] if place < len(call.args) else None
                found.setdefault(call.func.value.id, []).append(Stored(None, value))
    return found
