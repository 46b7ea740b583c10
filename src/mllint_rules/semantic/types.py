"""What a value can be said to be. *Unknown* is an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known about the value."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class, by its canonical name, as `pandas.DataFrame`.

    `arguments` are its type arguments: the elements of a list, key and value of a dict, and for a tuple one per
    position (none: unknown length; `tuple[int, ...]` holds `int` and `ELLIPSIS`). `labels` name the arguments
    where they have names of their own: the steps of a pipeline.
    """

    name: str
    arguments: tuple[Type, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A module, class or function itself, by its canonical name."""

    name: str


@dataclass(frozen=True, slots=True)
class Union:
    """One of several; none of them a union."""

    members: frozenset[Type]


@dataclass(frozen=True, slots=True)
class Variable:
    """A type variable of a stub: stands for what is known where the function or class is used, at least `bound`."""

    name: str
    bound: Unknown | Instance = Unknown()


Type = Unknown | Instance | Symbol | Union | Variable

UNKNOWN = Unknown()
NEVER = Union(frozenset())
"""The answer to a question that is being answered: a value defined by itself adds nothing to what it is."""
NONE = Instance("builtins.NoneType")
BOOL = Instance("builtins.bool")
INT = Instance("builtins.int")
FLOAT = Instance("builtins.float")
STR = Instance("builtins.str")
BYTES = Instance("builtins.bytes")
SLICE = Instance("builtins.slice")
ELLIPSIS = Instance("builtins.ellipsis")
"""In the second place of a tuple: any number of what is in the first."""


def union(types: Iterable[Type]) -> Type:
    """The type of a value that is one of these; no types at all make it unknown."""
    members: dict[Type, None] = {}
    is_circular = False
    for type_ in types:
        if type_.__class__ is not Union:
            members[type_] = None
        elif type_.members:
            members.update(dict.fromkeys(type_.members))
        else:
            is_circular = True
    if not members:
        return NEVER if is_circular else UNKNOWN
    return next(iter(members)) if len(members) == 1 else Union(frozenset(members))


def alternatives(type_: Type) -> Iterator[Type]:
    """The members of a union, always in the same order, or the type itself."""
    if isinstance(type_, Union):
        yield from sorted(type_.members, key=describe)
    else:
        yield type_


def without_none(type_: Type) -> Type:
    """The type where the value is used as an object: there `None` would have raised."""
    return NEVER if type_ == NEVER else union(member for member in alternatives(type_) if member != NONE)


def for_each(type_: Type, answer: Callable[[Type], Type]) -> Type:
    """What something done to the value gives, by what it gives for each member of its type."""
    return NEVER if type_ == NEVER else union(map(answer, alternatives(type_)))


def list_of(element: Type) -> Instance:
    """A list with such elements."""
    return Instance("builtins.list", (element,))


def tuple_of(*elements: Type) -> Instance:
    """A tuple with these elements by position."""
    return Instance("builtins.tuple", elements)


def has_variables(type_: Type) -> bool:
    """Whether a type variable occurs in the type."""
    if isinstance(type_, Instance):
        return any(map(has_variables, type_.arguments)) if type_.arguments else False
    return isinstance(type_, Variable) or (
        isinstance(type_, Union) and any(map(has_variables, type_.members))
    )


def substitute(type_: Type, known: Mapping[str, Type]) -> Type:
    """The type with its variables replaced; those that nobody knows become unknown."""
    if isinstance(type_, Variable):
        found = known.get(type_.name, UNKNOWN)
        return type_.bound if found == UNKNOWN else found
    if isinstance(type_, Union):
        return union(substitute(member, known) for member in type_.members)
    if isinstance(type_, Instance) and type_.arguments:
        return instance(type_.name, *(substitute(argument, known) for argument in type_.arguments))
    return type_


def instance(name: str, *arguments: Type) -> Instance:
    """An instance with type arguments; none where all are unknown (the positions of a tuple say its length)."""
    if name != "builtins.tuple" and all(isinstance(argument, Unknown) for argument in arguments):
        arguments = ()
    return Instance(name, arguments)


def describe(type_: Type) -> str:
    """The type as people write it, for `why` and the testkit's `reveal`."""
    if isinstance(type_, Unknown) or type_ == NEVER:
        return "unknown"
    if isinstance(type_, Variable):
        return type_.name
    if isinstance(type_, Symbol):
        return (
            f"type[{type_.name}]" if type_.name.rpartition(".")[2][:1].isupper() else f"symbol {type_.name}"
        )
    if isinstance(type_, Union):
        return " | ".join(sorted(describe(member) for member in type_.members))
    name = type_.name.removeprefix("builtins.")
    name = {"NoneType": "None", "ellipsis": "..."}.get(name, name)
    if type_.labels:
        pairs = zip(type_.labels, type_.arguments, strict=True)
        return f"{name}[{', '.join(f'{label}: {describe(argument)}' for label, argument in pairs)}]"
    if type_.arguments:
        return f"{name}[{', '.join(describe(argument) for argument in type_.arguments)}]"
    return name
