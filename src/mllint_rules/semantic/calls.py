"""A call and its arguments, bound by the signature of what it calls."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts, Signature
from mllint_rules.knowledge.library import canonical_name, find, find_member, linear_bases
from mllint_rules.semantic.types import NONE, Instance, Symbol, alternatives

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel


class Call:
    """One call in the code under analysis."""

    def __init__(self, node: ast.Call, model: SemanticModel) -> None:
        self.node = node
        self._model = model

    @property
    def receiver(self) -> ast.expr | None:
        """The expression before the last dot: the object of a method call, or a module."""
        return self.node.func.value if isinstance(self.node.func, ast.Attribute) else None

    @cached_property
    def targets(self) -> tuple[frozenset[str], ...]:
        """What may be called: for each possibility its canonical names, its own first and those it overrides.

        A possibility nobody knows is an empty set; a call of something unknown has just that one.
        """
        model, function = self._model, self.node.func
        name = model.qualified_name(function)
        if name is not None:
            return (self._symbol_names(name),)
        if isinstance(function, ast.Attribute):
            possible = [t for t in alternatives(model.type_of(function.value)) if t != NONE]
            found = [self._member_names(type_, function.attr) for type_ in possible]
        elif isinstance(function, ast.Name):
            # Several definitions: `from one import f` in a `try`, `from other import f` in its handler.
            possible = [t for t in alternatives(model.type_of(function)) if t != NONE]
            found = [
                self._symbol_names(t.name) if isinstance(t, Symbol) else frozenset[str]() for t in possible
            ]
        else:
            found = []
        return tuple(found) or (frozenset(),)

    def _symbol_names(self, name: str) -> frozenset[str]:
        head, _, last = name.rpartition(".")
        bases = self._model.bases(head) if head else ()
        # `Net.load_from_checkpoint` is its base's class method as well.
        return frozenset({name, *(canonical_name(f"{base}.{last}") for base in bases[1:])})

    def _member_names(self, type_: object, attribute: str) -> frozenset[str]:
        if isinstance(type_, (Instance, Symbol)):
            return frozenset(f"{base}.{attribute}" for base in self._model.bases(type_.name))
        return frozenset()

    def matches(self, apis: frozenset[str]) -> bool:
        """Whether this certainly calls one of these APIs."""
        return all(not apis.isdisjoint(names) for names in self.targets)

    @cached_property
    def name(self) -> str | None:
        """The canonical name of what is called, when there is one possibility only."""
        own = self._model.qualified_name(self.node.func)
        if own is not None:
            return own
        if len(self.targets) != 1 or not self.targets[0] or not isinstance(self.node.func, ast.Attribute):
            return None
        member = self.node.func.attr
        for type_ in alternatives(self._model.type_of(self.node.func.value)):
            if isinstance(type_, (Instance, Symbol)):
                return next(
                    (
                        f"{base}.{member}"
                        for base in self._model.bases(type_.name)
                        if find_member(base, member)
                    ),
                    f"{type_.name}.{member}",
                )
        return None

    @cached_property
    def function(self) -> FunctionFacts | None:
        """What is known of the function, method or constructor called."""
        for names in self.targets:
            for name in [n for n in (self.name,) if n] + sorted(names):
                known = find(name)
                if isinstance(known, ClassFacts):
                    known = find_member(known.name, "__init__")
                if isinstance(known, FunctionFacts):
                    return known
        return None

    @cached_property
    def signature(self) -> Signature | None:
        """The widest known way to make this call."""
        if self.function is None:
            return None
        return max(self.function.signatures, key=lambda signature: len(signature.parameters))

    @property
    def unpacks(self) -> bool:
        """Whether `*args` or `**kwargs` may carry arguments that cannot be seen."""
        return any(isinstance(argument, ast.Starred) for argument in self.node.args) or any(
            keyword.arg is None for keyword in self.node.keywords
        )

    def keyword(self, name: str) -> ast.keyword | None:
        """The keyword argument of that name as written."""
        return next((keyword for keyword in self.node.keywords if keyword.arg == name), None)

    def argument(self, name: str) -> ast.expr | None:
        """The value given for a parameter, by keyword or by position."""
        keyword = self.keyword(name)
        if keyword is not None:
            return keyword.value
        if self.signature is None:
            return None
        for position, parameter in enumerate(self.signature.positional):
            if parameter.name == name:
                return self.positional(position)
        return None

    def positional(self, position: int) -> ast.expr | None:
        """The positional argument at that place; None when absent or behind a star."""
        for index, argument in enumerate(self.node.args):
            if isinstance(argument, ast.Starred):
                return None
            if index == position:
                return argument
        return None

    def argument_at(self, place: int) -> ast.expr | None:
        """The value given for the parameter at that place (0: the first), by position or by keyword."""
        given = self.positional(place)
        if given is not None or self.signature is None or place >= len(self.signature.positional):
            return given
        keyword = self.keyword(self.signature.positional[place].name)
        return keyword.value if keyword is not None else None

    def bases(self) -> tuple[str, ...]:
        """For a constructor: the class called and its known bases."""
        return linear_bases(self.name) if self.name else ()
