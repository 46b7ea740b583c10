"""What comes out of a container: by iteration, by unpacking, by subscript."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import FunctionFacts
from mllint_rules.knowledge.library import find_member
from mllint_rules.semantic.overloads import call_type
from mllint_rules.semantic.types import INT, STR, UNKNOWN, Instance, Type, alternatives, union

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

_ITERABLES = frozenset(
    {
        "builtins.list", "builtins.set", "builtins.frozenset", "collections.abc.Iterator", "collections.abc.Iterable",
        "collections.abc.Generator", "collections.abc.Sequence", "collections.abc.Collection", "collections.deque",
        "builtins.reversed", "builtins.dict", "collections.abc.Mapping", "collections.OrderedDict",
        "collections.defaultdict",
    }
)  # fmt: skip
_SEQUENCES = frozenset({"builtins.list", "collections.abc.Sequence", "collections.deque"})
_MAPPINGS = frozenset(
    {"builtins.dict", "collections.abc.Mapping", "collections.OrderedDict", "collections.defaultdict"}
)


def element_type(inference: Inference, container: Type) -> Type:
    """What a loop over the container binds."""
    return union(_element(inference, member) for member in alternatives(container))


def _element(inference: Inference, container: Type) -> Type:
    if not isinstance(container, Instance):
        return UNKNOWN
    if container.name in _ITERABLES:
        return container.arguments[0] if container.arguments else UNKNOWN
    if container.name == "builtins.tuple":
        return union(container.arguments)
    if container.name == "builtins.str":
        return STR
    if container.name == "builtins.range":
        return INT
    known = find_member(container.name, "__iter__")
    if isinstance(known, FunctionFacts):
        iterator = call_type(inference, known, None, container)
        return iterator.arguments[0] if isinstance(iterator, Instance) and iterator.arguments else UNKNOWN
    return UNKNOWN


def unpacked_type(inference: Inference, value: Type, path: tuple[int | None, ...]) -> Type:
    """What arrives at a target of an unpacking, by the way that leads to it."""
    for step in path:
        if step is None:
            return UNKNOWN
        value = union(_at(inference, member, step) for member in alternatives(value))
    return value


def _at(inference: Inference, container: Type, position: int) -> Type:
    if isinstance(container, Instance) and container.name == "builtins.tuple" and container.arguments:
        inside = -len(container.arguments) <= position < len(container.arguments)
        return container.arguments[position] if inside else UNKNOWN
    return _element(inference, container)


def item_type(inference: Inference, container: Instance, key: ast.expr) -> Type | None:
    """What a subscript of a built-in container gives; None where the stubs have to say."""
    if container.name == "builtins.tuple":
        position = inference.literal(key)
        return _at(inference, container, position) if isinstance(position, int) else UNKNOWN
    if container.name in _SEQUENCES:
        if isinstance(key, ast.Slice):
            return container
        return container.arguments[0] if container.arguments else UNKNOWN
    if container.name in _MAPPINGS:
        return container.arguments[1] if len(container.arguments) == 2 else UNKNOWN
    if container.name == "builtins.str":
        return STR
    return None
