"""Objects that are made of others: pipelines with their steps, networks with their layers (`steps` table)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.types import UNKNOWN, Instance, Type

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

_Pairs = list[tuple[str, ast.expr]]


def with_steps(inference: Inference, name: str, node: ast.Call) -> Instance | None:
    """The object that a constructor makes of visible steps; None when the call makes none or hides them."""
    made: dict[str, Any] | None = table("steps")["made"].get(name)
    if made is None:
        return None
    pairs = _named(inference, node, made["argument"]) if "argument" in made else _positional(node)
    if not pairs:
        return None
    types = tuple(inference.type_of(step) for _, step in pairs)
    if made["names"] == "class":
        return Instance(made["gives"], types, _class_names(types))
    return Instance(made["gives"], types, tuple(label for label, _ in pairs))


def _named(inference: Inference, node: ast.Call, parameter: str) -> _Pairs:
    """The steps of `[("scale", StandardScaler()), …]`."""
    keyword = next((each.value for each in node.keywords if each.arg == parameter), None)
    argument = keyword if keyword is not None else node.args[0] if node.args else None
    listed = inference.single_value(argument) if argument is not None else None
    if not isinstance(listed, (ast.List, ast.Tuple)):
        return []
    pairs = []
    for step in listed.elts:
        if not isinstance(step, ast.Tuple) or len(step.elts) < 2:
            return []
        label = inference.literal(step.elts[0])
        if not isinstance(label, str):
            return []
        pairs.append((label, step.elts[1]))
    return pairs


def _positional(node: ast.Call) -> _Pairs:
    if any(isinstance(step, ast.Starred) for step in node.args):
        return []
    return [(str(place), step) for place, step in enumerate(node.args)]


def _class_names(types: tuple[Type, ...]) -> tuple[str, ...]:
    """The names `make_pipeline` gives: the class in lower case, numbered where it occurs again."""
    names = [type_.name.rpartition(".")[2].lower() if isinstance(type_, Instance) else "?" for type_ in types]
    numbered = []
    for place, name in enumerate(names):
        number = names[: place + 1].count(name)
        numbered.append(f"{name}-{number}" if names.count(name) > 1 else name)
    return tuple(numbered)


def step_item(inference: Inference, owner: Instance, key: ast.expr) -> Type:
    """What a subscript of such an object gives: a step by name or place, a part of the object by a slice."""
    value = inference.literal(key)
    if isinstance(value, str):
        return labelled(owner, value)
    if owner.name == table("steps")["names"]["class"]:
        return UNKNOWN
    if isinstance(value, int) and not isinstance(value, bool):
        inside = -len(owner.arguments) <= value < len(owner.arguments)
        return owner.arguments[value] if inside else UNKNOWN
    if isinstance(key, ast.Slice):
        bounds = [
            None if bound is None else inference.literal(bound) for bound in (key.lower, key.upper, key.step)
        ]
        known = [bound for bound in bounds if bound is None or isinstance(bound, int)]
        if len(known) < len(bounds) or known[2] == 0:
            return Instance(owner.name)
        part = slice(*known)
        return Instance(owner.name, owner.arguments[part], owner.labels[part])
    return UNKNOWN


def step_attribute(owner: Instance, attribute: str) -> Type | None:
    """What an attribute of an object with steps gives; None where the stubs have to say."""
    names: dict[str, Any] = table("steps")["names"]
    if owner.name == names["class"]:
        return labelled(owner, attribute)
    if attribute in names["attributes"]:
        return Instance(names["class"], owner.arguments, owner.labels)
    if attribute in names["last"]:
        return owner.arguments[-1]
    return None


def labelled(owner: Instance, label: str) -> Type:
    """The step of that name."""
    known = dict(zip(owner.labels, owner.arguments, strict=True))
    return known.get(label, UNKNOWN)
