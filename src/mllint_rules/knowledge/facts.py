"""The typed form of what a stub says."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property

UNWRITTEN = object()
"""Stands for a default that is not a literal (a stub's `...`)."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function. `default` is None when required, else the default's expression."""

    name: str
    annotation: ast.expr | None
    default: ast.expr | None
    is_positional: bool
    is_keyword: bool


@dataclass(frozen=True)
class Signature:
    """One way to call a function: one `def`, or one `@overload` of it."""

    parameters: tuple[Parameter, ...]
    returns: ast.expr | None
    has_varargs: bool
    has_kwargs: bool

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        """The parameters by name."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that a positional argument can reach, in order."""
        return tuple(parameter for parameter in self.parameters if parameter.is_positional)


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    """A function or method. `module` is the stub that its annotations are to be read in."""

    name: str
    module: str
    signatures: tuple[Signature, ...]
    kind: str = "function"  # function, method, classmethod, staticmethod, property


@dataclass(frozen=True, slots=True)
class VariableFacts:
    """A module variable or an attribute with its annotation."""

    name: str
    module: str
    annotation: ast.expr


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class: its bases by canonical name, its members and its type variables (same name, same meaning in a base)."""

    name: str
    module: str
    bases: tuple[str, ...]
    members: dict[str, FunctionFacts | VariableFacts] = field(default_factory=dict)
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AliasFacts:
    """A second name for something described elsewhere."""

    name: str
    target: str


Facts = FunctionFacts | VariableFacts | ClassFacts | AliasFacts
