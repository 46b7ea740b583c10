"""What comes out of a container: by iteration, by unpacking, by subscript."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.types import (
    ELLIPSIS,
    INT,
    NEVER,
    STR,
    UNKNOWN,
    Instance,
    Type,
    alternatives,
    tuple_of,
    union,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

_ABSTRACT = "collections.abc."
_ITERABLES = frozenset(
    {
        "builtins.list", "builtins.set", "builtins.frozenset", "builtins.reversed", "builtins.dict", "builtins.map",
        "builtins.filter", "builtins.zip", "collections.deque", "collections.OrderedDict", "collections.defaultdict",
        *(
            _ABSTRACT + name
            for name in (
                "Iterator", "Iterable", "Generator", "Sequence", "MutableSequence", "Collection", "Set", "MutableSet",
                "Mapping", "MutableMapping", "KeysView", "ValuesView", "AsyncIterator", "AsyncIterable",
                "AsyncGenerator",
            )
        ),
    }
)  # fmt: skip
_SEQUENCES = frozenset(
    {"builtins.list", "collections.deque", _ABSTRACT + "Sequence", _ABSTRACT + "MutableSequence"}
)
_MAPPINGS = frozenset(
    {
        "builtins.dict", "collections.OrderedDict", "collections.defaultdict", _ABSTRACT + "Mapping",
        _ABSTRACT + "MutableMapping",
    }
)  # fmt: skip


def element_type(inference: Inference, container: Type) -> Type:
    """What a loop over the container binds."""
    return union(_element(inference, member) for member in alternatives(container))


def _element(inference: Inference, container: Type) -> Type:
    if not isinstance(container, Instance):
        return UNKNOWN
    if container.name in _ITERABLES:
        return container.arguments[0] if container.arguments else UNKNOWN
    if container.name == "builtins.tuple":
        return union(each for each in container.arguments if each != ELLIPSIS)
    if container.labels and not container.name.endswith(".Bunch"):
        return union(container.arguments)
    if container.name == "builtins.enumerate":
        return tuple_of(INT, container.arguments[0] if container.arguments else UNKNOWN)
    if container.name == _ABSTRACT + "ItemsView":
        return tuple_of(*container.arguments) if container.arguments else UNKNOWN
    if container.name == "builtins.str":
        return STR
    if container.name == "builtins.range":
        return INT
    return _iterated(inference, container)


def _iterated(inference: Inference, container: Instance) -> Type:
    """What `__iter__`, `__aiter__` or else `__getitem__` of the class give."""
    if container.name.startswith(HERE):
        fields = inference.model.classes.tuple_fields(container.name)
        if fields is not None:
            return union(fields)
    for method in ("__iter__", "__aiter__"):
        iterator = inference.call_member(container, method)
        if iterator == container:
            step = inference.call_member(container, "__next__" if method == "__iter__" else "__anext__")
            return step if method == "__iter__" else awaited_type(step)
        if iterator not in (UNKNOWN, NEVER):
            known = isinstance(iterator, Instance) and iterator.name in (*_ITERABLES, "builtins.enumerate")
            if known:
                return _element(inference, iterator)
            return inference.call_member(iterator, "__next__")
    return inference.call_member(container, "__getitem__") if container.name.startswith(HERE) else UNKNOWN


def awaited_type(awaitable: Type) -> Type:
    """What `await` gives."""
    return union(
        member.arguments[-1]
        if isinstance(member, Instance) and member.name == "collections.abc.Coroutine" and member.arguments
        else UNKNOWN
        for member in alternatives(awaitable)
    )


def unpacked_type(inference: Inference, value: Type, path: tuple[int | None, ...]) -> Type:
    """What arrives at a target of an unpacking, by the way that leads to it."""
    for step in path:
        if step is None:
            return UNKNOWN
        value = union(_at(inference, member, step) for member in alternatives(value))
    return value


def _at(inference: Inference, container: Type, position: int) -> Type:
    if not isinstance(container, Instance):
        return UNKNOWN
    parts: tuple[Type, ...] | None = None
    if container.name == "builtins.tuple":
        parts = container.arguments
        if parts[1:] == (ELLIPSIS,):
            return parts[0]
    elif container.name.startswith(HERE):
        parts = inference.model.classes.tuple_fields(container.name)
    if parts is not None:
        return parts[position] if -len(parts) <= position < len(parts) else UNKNOWN
    return _element(inference, container)


def item_type(inference: Inference, container: Instance, key: ast.expr) -> Type | None:
    """What a subscript of a built-in container gives; None where the stubs have to say."""
    if container.name == "builtins.tuple":
        return _tuple_item(inference, container, key)
    if container.name in _SEQUENCES:
        if isinstance(key, ast.Slice):
            return container
        return container.arguments[0] if container.arguments else UNKNOWN
    if container.name in _MAPPINGS:
        return container.arguments[1] if len(container.arguments) == 2 else UNKNOWN
    if container.name == "builtins.str":
        return STR
    return None


def _tuple_item(inference: Inference, container: Instance, key: ast.expr) -> Type:
    parts = container.arguments
    if isinstance(key, ast.Slice):
        bounds = [
            None if bound is None else inference.literal(bound) for bound in (key.lower, key.upper, key.step)
        ]
        if parts[1:] == (ELLIPSIS,):
            return container
        known = [bound for bound in bounds if bound is None or isinstance(bound, int)]
        if len(known) < len(bounds) or known[2] == 0:
            return Instance("builtins.tuple")
        return tuple_of(*parts[slice(*known)])
    position = inference.literal(key)
    if isinstance(position, int):
        return _at(inference, container, position)
    return union(each for each in parts if each != ELLIPSIS)
