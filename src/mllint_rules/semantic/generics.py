"""Type variables of stubs: what they stand for in one call or on one object."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.knowledge.library import linear_bases, type_variables
from mllint_rules.semantic.types import (
    ELLIPSIS,
    NONE,
    UNKNOWN,
    Instance,
    Type,
    Union,
    Variable,
    alternatives,
    union,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

CALLABLE = "collections.abc.Callable"
_MANAGER = "contextlib.AbstractContextManager"
ITERABLES = frozenset(
    f"collections.abc.{name}" for name in ("Iterable", "Iterator", "Sequence", "Collection", "Generator")
)
Solution = dict[str, Type]


def own_arguments(receiver: Type) -> Solution:
    """The type variables of the class of an object, as far as the object says what they are."""
    if not isinstance(receiver, Instance) or not receiver.arguments or receiver.labels:
        return {}
    return dict(zip(type_variables(receiver.name), receiver.arguments, strict=False))


def solve(inference: Inference, expected: Type, node: ast.expr, found: Solution) -> None:
    """Learn from an argument what the variables in the type of its parameter stand for."""
    for member in alternatives(expected):
        if isinstance(member, Instance) and member.name == CALLABLE and member.arguments:
            _match(inference, member.arguments[-1], inference.result_of(node), found)
            return
    _match(inference, expected, inference.type_of(node), found)


def _match(inference: Inference, expected: Type, actual: Type, found: Solution) -> None:
    if isinstance(expected, Variable):
        _learn(found, expected.name, actual)
    elif isinstance(expected, Union):
        _match_union(inference, expected, actual, found)
    elif isinstance(expected, Instance) and expected.arguments:
        for member in alternatives(actual):
            for part, known in _parts(inference, expected, member):
                _match(inference, part, known, found)


def _match_union(inference: Inference, expected: Union, actual: Type, found: Solution) -> None:
    """`T | None` and `list[T] | T`: what fits a class there is by that; a bare variable takes the rest."""
    variable = next((each for each in expected.members if isinstance(each, Variable)), None)
    rest = []
    for member in alternatives(actual):
        fitting = [
            each for each in expected.members if isinstance(each, Instance) and _is_a(member, each.name)
        ]
        for each in fitting:
            _match(inference, each, member, found)
        if not fitting and member != NONE:
            rest.append(member)
    if variable is not None and rest:
        _learn(found, variable.name, union(rest))


def _learn(found: Solution, name: str, actual: Type) -> None:
    earlier = found.get(name)
    found[name] = actual if earlier is None else union([earlier, actual])


def _is_a(actual: Type, name: str) -> bool:
    return isinstance(actual, Instance) and name in linear_bases(actual.name)


def _parts(inference: Inference, expected: Instance, actual: Type) -> list[tuple[Type, Type]]:
    """The type arguments of the expected class with what the actual object has in their places."""
    if expected.name in ITERABLES:
        from mllint_rules.semantic.elements import element_type

        return [(expected.arguments[0], element_type(inference, actual))]
    if expected.name == _MANAGER:
        return [(expected.arguments[0], inference.entered_type(actual))]
    if not isinstance(actual, Instance):
        return [(part, UNKNOWN) for part in expected.arguments]
    if expected.name == "builtins.tuple" and actual.name == "builtins.tuple":
        return _positions(expected, actual)
    known = own_arguments(actual)
    names = type_variables(expected.name)
    return [(part, known.get(name, UNKNOWN)) for name, part in zip(names, expected.arguments, strict=False)]


def _positions(expected: Instance, actual: Instance) -> list[tuple[Type, Type]]:
    if expected.arguments[1:] == (ELLIPSIS,):
        known = union(each for each in actual.arguments if each != ELLIPSIS)
        return [(expected.arguments[0], known)]
    if actual.arguments[1:] == (ELLIPSIS,):
        return [(part, actual.arguments[0]) for part in expected.arguments]
    if len(actual.arguments) != len(expected.arguments):
        return [(part, UNKNOWN) for part in expected.arguments]
    return list(zip(expected.arguments, actual.arguments, strict=True))
