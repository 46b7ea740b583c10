"""Handing a value of the module down as a parameter: through every call, to every function that needs it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mllint_rules.kit import (
    AddArgument,
    BindingKind,
    CallSite,
    Context,
    FixUnavailable,
    FunctionNode,
    Scope,
    Verb,
    add_parameter,
    position,
    takes_only_keywords,
    wrap,
)
from mllint_rules.rules.structure._captures import Bindings, writer_of
from mllint_rules.rules.structure._routes import Route

_BINDS_VALUE = frozenset(
    {BindingKind.ASSIGNMENT, BindingKind.AUGMENTED, BindingKind.WITH, BindingKind.ANNOTATION}
)


@dataclass(frozen=True, slots=True)
class Value:
    """What a function gets: the name of its parameter, and what those pass that do not have this parameter.

    `expression` is right at module level, and in functions that get the whole object of which it is a part.
    """

    parameter: str
    expression: str
    annotation: str | None = None
    keyword_only: bool = False
    verbs: tuple[Verb, ...] = ()


Needs = Mapping[FunctionNode, Mapping[str, Value]]


@dataclass(slots=True)
class Threading:
    """The parameters that functions get, and the uses of these functions that pass them."""

    needs: dict[FunctionNode, dict[str, Value]] = field(default_factory=dict)
    sites: dict[ast.Name, CallSite] = field(default_factory=dict)

    def add(self, route: Route, value: Value) -> None:
        """Give a value to every function of a route."""
        for function in route.functions:
            self.needs.setdefault(function, {}).setdefault(value.parameter, value)
        for site in route.sites:
            self.sites[site.reference] = site

    def verbs(self, ctx: Context) -> Iterator[Verb]:
        """The changes of signatures and calls, with the imports they need."""
        for function, values in self.needs.items():
            yield _parameters(function, values.values())
            for value in values.values():
                yield from value.verbs
        ordered = sorted(self.sites.values(), key=lambda site: position(site.reference))
        references = [site for site in ordered if site.call is None]
        if references:
            name, verbs = _partial(ctx)
            yield from verbs
            # Before the arguments: behind `run(step)` the bracket of the partial comes first.
            for site in references:
                yield wrap(site.reference, f"{name}(", f", {self._arguments(site)})")
        for site in ordered:
            if site.call is not None:
                yield AddArgument(site.call, self._arguments(site))

    def _arguments(self, site: CallSite) -> str:
        held = self.needs.get(site.frame, {}) if site.frame is not None else {}
        return ", ".join(
            f"{name}={name if held.get(name) == value else value.expression}"
            for name, value in self.needs[site.function].items()
        )


def _parameters(function: FunctionNode, values: Iterable[Value]) -> Verb:
    values = list(values)
    keyword_only = takes_only_keywords(function) or any(value.keyword_only for value in values)
    # One insertion for all: a second one could not see the `*` of the first.
    declared = [f"{v.parameter}: {v.annotation}" if v.annotation else v.parameter for v in values]
    return add_parameter(function, ", ".join(declared), keyword_only=keyword_only)


def _partial(ctx: Context) -> tuple[str, tuple[Verb, ...]]:
    """`partial` as the document imports it, else through its module, and the import that this needs."""
    partial = ctx.reach("functools", "partial")
    if not partial.verbs:
        return partial.text, ()
    module = ctx.reach("functools")
    return f"{module.text}.partial", module.verbs


# Whether the value is the same when it is passed as when it is read


def check_names(ctx: Context, name: str, route: Route) -> None:
    """Raises `FixUnavailable` when the name means something else, or is declared global, in a place of the route."""
    scopes = ctx.model.names.scopes
    places = [scopes.scope_of(each) for each in ctx.model.index.nodes(ast.Global) if name in each.names]
    places += [binding.scope for binding in scopes.every_binding if binding.name == name]
    if any(_is_within(scope, function) for scope in places for function in route.functions):
        raise FixUnavailable(f"{name} means something else in one of the functions")
    for site in route.outer:
        if scopes.lookup(name, scopes.scope_of(site.reference)) is not scopes.module:
            raise FixUnavailable(f"{name} means something else where {site.function.name} is used")


def _is_within(scope: Scope | None, function: FunctionNode) -> bool:
    while scope is not None:
        if scope.node is function:
            return True
        scope = scope.parent
    return False


def check_bindings(ctx: Context, name: str, bindings: Bindings, route: Route) -> None:
    """Raises `FixUnavailable` unless the variable surely is there at every use, and stays while it is in use."""
    if any(each.kind not in _BINDS_VALUE or writer_of(ctx, each) is not None for each in bindings):
        raise FixUnavailable(f"{name} is rebound by a function or a loop")
    statements = [ctx.statement(each.node) for each in bindings if each.kind is not BindingKind.ANNOTATION]
    sites = [site for site in route.outer if not site.is_deferred]
    for site in sites:
        if not any(comes_before(ctx, statement, site.reference) for statement in statements):
            raise FixUnavailable(f"{name} may not be there yet where {site.function.name} is used")
    for statement in statements:
        _check_rebinding(ctx, name, statement, sites)


def _check_rebinding(ctx: Context, name: str, statement: ast.stmt, sites: list[CallSite]) -> None:
    """Refuse a binding between two uses, or behind one that reads the variable only later."""
    # `with open(...) as source:` binds before its block.
    end = position(statement.body[0]) if isinstance(statement, (ast.With, ast.AsyncWith)) else _end(statement)
    loops = {*_loops(ctx, statement)}
    for site in sites:
        shares_loop = not loops.isdisjoint(_loops(ctx, site.reference))
        is_rebound = position(site.reference) < end
        is_used_again = shares_loop or any(end <= position(other.reference) for other in sites)
        reads_later = site.call is None or _is_generator(ctx, site.function)
        if (is_rebound and is_used_again) or (reads_later and (is_rebound or shares_loop)):
            raise FixUnavailable(f"{name} is bound again between two uses of {site.function.name}")


def comes_before(ctx: Context, binding: ast.stmt, use: ast.AST) -> bool:
    """Whether a statement has surely run when a later place is reached: it stands in a block around that place."""
    parent = ctx.parent(binding)
    node: ast.AST | None = use
    while node is not None and ctx.parent(node) is not parent:
        node = ctx.parent(node)
    if node is binding:
        # `with open(…) as source:` binds for what stands in its block.
        return isinstance(binding, ast.With) and position(use) >= position(binding.body[0])
    if node is None or parent is None:
        return False
    for _, block in ast.iter_fields(parent):
        if isinstance(block, list) and binding in block:
            return node in block and block.index(binding) < block.index(node)
    return False


def _loops(ctx: Context, node: ast.AST) -> list[ast.AST]:
    return [
        parent for parent in ctx.ancestors(node) if isinstance(parent, (ast.For, ast.AsyncFor, ast.While))
    ]


def _is_generator(ctx: Context, function: FunctionNode) -> bool:
    if isinstance(function, ast.AsyncFunctionDef):
        return True
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ctx.model.own_nodes(function))


def _end(node: ast.AST) -> tuple[int, int]:
    return (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
