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
    ScopeKind,
    Verb,
    add_keyword,
    add_parameter,
    insert_before,
)
from mllint_rules.rules.reproducibility._seeds import find_seed, outer_function
from mllint_rules.rules.reproducibility._shared import FunctionNode, position


@dataclass
class Threading:
    """Which of the functions that use an object can be given it. `users` are nodes that use it themselves."""

    ctx: Context
    users: tuple[ast.AST, ...]
    needing: set[FunctionNode] = field(default_factory=set)
    _blocked: set[FunctionNode] = field(default_factory=set)
    _sites: dict[FunctionNode, list[ast.Call] | None] = field(default_factory=dict)

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

        `constructor` makes the object, with `{seed}` where the seed belongs. Raises `FixUnavailable`.
        """
        sites = [site for function in self._threaded for site in self._sites_of(function) or ()]
        starts = [function.body for function in self.needing if self._is_entry(function)]
        outside = [node for node in (*self.users, *sites) if outer_function(self.ctx, node) is None]
        places = [_first(body) for body in starts]
        if outside:
            places.append(self._module_place(outside))
        for place in sorted(places, key=position):
            seed = find_seed(self.ctx, place)
            yield from seed.verbs
            yield insert_before(place, f"{name} = {constructor.format(seed=seed.text)}")
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
            for site in self._sites_of(function) or ():
                caller = outer_function(self.ctx, site)
                if caller is not None:
                    stack.append(caller)
        return found

    def _block(self, functions: set[FunctionNode]) -> None:
        """Take out those that cannot be given the object, and those that only these could hand it to."""
        remaining = {function for function in functions if not self._is_entry(function)}
        self._blocked = {function for function in remaining if not self._can_thread(function)}
        while True:
            further = {
                function
                for function in remaining - self._blocked
                if any(
                    outer_function(self.ctx, site) in self._blocked for site in self._sites_of(function) or ()
                )
            }
            if not further:
                return
            self._blocked |= further

    def _can_thread(self, function: FunctionNode) -> bool:
        arguments = function.args
        has_parameters = arguments.posonlyargs or arguments.args or arguments.kwonlyargs
        return (
            not function.decorator_list
            and arguments.vararg is None
            and arguments.kwarg is None
            and bool(has_parameters or not getattr(function, "type_params", None))
            and bool(self._sites_of(function))
            and not self.ctx.is_used_elsewhere(function.name)
        )

    def _is_entry(self, function: FunctionNode) -> bool:
        return is_entry_function(self.ctx, function)

    def _sites_of(self, function: FunctionNode) -> list[ast.Call] | None:
        if function not in self._sites:
            self._sites[function] = call_sites(self.ctx, function)
        return self._sites[function]

    def _module_place(self, nodes: list[ast.AST]) -> ast.stmt:
        """The statement before which the module has to make the object."""
        tops = list(dict.fromkeys(top_statement(self.ctx, node) for node in sorted(nodes, key=position)))
        first = tops[0]
        if len(tops) == 1 and isinstance(first, ast.If) and self.ctx.is_main_guard(first):
            return first.body[0]
        return first


def call_sites(ctx: Context, function: FunctionNode) -> list[ast.Call] | None:
    """All calls of a module-level function; None when it may be called in ways that cannot be seen."""
    binding = ctx.model.binding_at(function)
    if binding is None or binding.scope.kind is not ScopeKind.MODULE:
        return None
    if len(binding.scope.bindings[function.name]) != 1 or _is_exported(ctx, function.name):
        return None
    sites = []
    for use in ctx.uses(binding):
        parent = ctx.parent(use)
        if not isinstance(parent, ast.Call) or parent.func is not use:
            return None
        sites.append(parent)
    return sites


def _is_exported(ctx: Context, name: str) -> bool:
    for binding in ctx.model.names.scopes.module.bindings.get("__all__", ()):
        for node in ast.walk(ctx.statement(binding.node)):
            if isinstance(node, ast.Constant) and node.value == name:
                return True
    return False


def is_entry_function(ctx: Context, function: FunctionNode) -> bool:
    """Whether the program runs the function once: it is called `main`, or all that calls it is the main guard."""
    if not isinstance(ctx.parent(function), ast.Module):
        return False
    if function.name == "main":
        return True
    sites = call_sites(ctx, function)
    return (
        sites is not None
        and len(sites) == 1
        and outer_function(ctx, sites[0]) is None
        and ctx.is_under_main_guard(sites[0])
        and isinstance(ctx.parent(ctx.parent(sites[0]) or sites[0]), ast.If)
        and _takes_no_state(sites[0])
        and not ctx.is_used_elsewhere(function.name)
    )


def _takes_no_state(site: ast.Call) -> bool:
    return not site.args and not any(keyword.arg is None for keyword in site.keywords)


def top_statement(ctx: Context, node: ast.AST) -> ast.stmt:
    """The statement of the module's own body that holds a node."""
    top = ctx.statement(node)
    for parent in ctx.ancestors(top):
        if isinstance(parent, ast.stmt):
            top = parent
    return top


def _first(body: list[ast.stmt]) -> ast.stmt:
    """The first statement that is no docstring."""
    first = body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if is_docstring and len(body) == 1:
        raise FixUnavailable("the function does nothing")
    return body[1] if is_docstring else first


def first_statement(function: FunctionNode) -> ast.stmt:
    """The statement of a function before which a line can be put. Raises `FixUnavailable`."""
    return _first(function.body)
