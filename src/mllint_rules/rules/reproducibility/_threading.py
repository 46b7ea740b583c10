"""Handing one object from where a program starts to every function that needs it.

A function needs the object when it uses it itself or calls a function that needs it. An entry function, which the
module runs once, makes the object; the others get it as keyword-only parameter from all of their callers. Where a
caller cannot be reached or changed, nothing below it is threaded.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mllint_rules.kit import (
    Context,
    FixUnavailable,
    FunctionNode,
    Verb,
    add_keyword,
    add_parameter,
    first_statement,
    insert_before,
    plain_function,
    position,
)
from mllint_rules.rules.reproducibility._seeds import find_seed, outer_function


@dataclass
class Threading:
    """Which of the functions that use an object can be given it. `users` are nodes that use it themselves."""

    ctx: Context
    users: tuple[ast.AST, ...]
    needing: set[FunctionNode] = field(default_factory=set)
    _blocked: set[FunctionNode] = field(default_factory=set)
    _sites: dict[FunctionNode, list[ast.Call]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        owners = [owner for user in self.users if (owner := outer_function(self.ctx, user)) is not None]
        self._block(self._callers(owners))
        self.needing = self._callers(owner for owner in owners if owner not in self._blocked)

    def reaches(self, user: ast.AST) -> bool:
        """Whether the object can be brought to that use."""
        owner = outer_function(self.ctx, user)
        return owner is None or owner not in self._blocked

    def verbs(self, name: str, annotation: str, constructor: str) -> Iterator[Verb]:
        """The changes that bring the object, called `name`, to all uses that `reaches` grants.

        `constructor` makes the object, with `{seed}` where a seed is to be found for it. Raises `FixUnavailable`.
        """
        sites = [site for function in self._threaded for site in self._sites_of(function)]
        starts = [function for function in self.needing if self._is_entry(function)]
        outside = [node for node in (*self.users, *sites) if outer_function(self.ctx, node) is None]
        places = [place for function in starts if (place := first_statement(function)) is not None]
        if outside:
            places.append(self._module_place(outside))
        for place in sorted(places, key=position):
            made = constructor
            if "{seed}" in constructor:
                seed = find_seed(self.ctx, place)
                yield from seed.verbs
                made = constructor.format(seed=seed.text)
            yield insert_before(place, f"{name} = {made}")
        for function in self._threaded:
            yield add_parameter(function, name, annotation, keyword_only=True)
        for site in sites:
            yield add_keyword(site, name, name)

    @property
    def _threaded(self) -> list[FunctionNode]:
        return sorted((f for f in self.needing if not self._is_entry(f)), key=position)

    def _callers(self, functions: Iterable[FunctionNode]) -> set[FunctionNode]:
        """The functions, and all that would have to get the object to hand it to them."""
        found: set[FunctionNode] = set()
        stack = list(functions)
        while stack:
            function = stack.pop()
            if function in found:
                continue
            found.add(function)
            if self._is_entry(function):
                continue
            for site in self._sites_of(function):
                caller = outer_function(self.ctx, site)
                if caller is not None:
                    stack.append(caller)
        return found

    def _block(self, functions: set[FunctionNode]) -> None:
        """Take out those that cannot be given the object, and those that only these could hand it to."""
        remaining = {function for function in functions if not self._is_entry(function)}
        self._blocked = {function for function in remaining if not self._can_thread(function)}
        self._blocked |= remaining - self._started(remaining)
        while True:
            further = {
                function
                for function in remaining - self._blocked
                if any(outer_function(self.ctx, site) in self._blocked for site in self._sites_of(function))
            }
            if not further:
                return
            self._blocked |= further

    def _started(self, functions: set[FunctionNode]) -> set[FunctionNode]:
        """Those that the module or an entry function runs, directly or through others; some only call each other."""
        started: set[FunctionNode] = set()
        while True:
            owners = {
                function: [outer_function(self.ctx, site) for site in self._sites_of(function)]
                for function in functions - started
            }
            further = {
                function
                for function, callers in owners.items()
                if any(owner is None or owner in started or self._is_entry(owner) for owner in callers)
            }
            if not further:
                return started
            started |= further

    def _can_thread(self, function: FunctionNode) -> bool:
        arguments = function.args
        has_parameters = arguments.posonlyargs or arguments.args or arguments.kwonlyargs
        return (
            not function.decorator_list
            and bool(has_parameters or not getattr(function, "type_params", None))
            and bool(self._sites_of(function))
            # Stricter than for the call sites: draws are repaired in library code, where words are all that is known.
            and not self.ctx.is_used_elsewhere(function.name)
        )

    def _is_entry(self, function: FunctionNode) -> bool:
        return self.ctx.is_entry_function(function)

    def _sites_of(self, function: FunctionNode) -> list[ast.Call]:
        """All calls of a function; none when it may be called in ways that cannot hand it the object."""
        if function not in self._sites:
            try:
                found = self.ctx.call_sites(plain_function(self.ctx, function))
            except FixUnavailable:
                found = ()
            # A callback may run in another process, with a copy of the object.
            calls = [site.call for site in found if site.call is not None and site.is_direct]
            self._sites[function] = calls if len(calls) == len(found) else []
        return self._sites[function]

    def _module_place(self, nodes: list[ast.AST]) -> ast.stmt:
        """The statement before which the module has to make the object."""
        tops = list(dict.fromkeys(self.ctx.top_statement(node) for node in sorted(nodes, key=position)))
        first = tops[0]
        if len(tops) == 1 and isinstance(first, ast.If) and self.ctx.is_main_guard(first):
            return first.body[0]
        return first
