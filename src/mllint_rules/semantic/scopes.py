"""Scopes and the names in them, by Python's own rules."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from functools import cached_property

from mllint_rules.semantic.bindings import Binding, BindingKind, collect
from mllint_rules.semantic.index import SyntaxIndex

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPE_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Module, *_COMPREHENSIONS)
BUILTIN_NAMES = frozenset(dir(builtins))


class ScopeKind(Enum):
    """What kind of code a scope is."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    LAMBDA = "lambda"
    COMPREHENSION = "comprehension"


class Scope:
    """A region of code with names of its own."""

    __slots__ = ("bindings", "declared_global", "declared_nonlocal", "kind", "node", "parent")

    def __init__(self, node: ast.AST, parent: Scope | None) -> None:
        self.node = node
        self.parent = parent
        self.kind = _kind(node)
        self.bindings: defaultdict[str, list[Binding]] = defaultdict(list)
        self.declared_global: set[str] = set()
        self.declared_nonlocal: set[str] = set()

    def __repr__(self) -> str:
        return f"<Scope {self.kind.value} {getattr(self.node, 'name', '')}>"

    @property
    def frame(self) -> Scope:
        """The scope whose code runs this one in place: a comprehension belongs to what surrounds it."""
        scope = self
        while scope.kind is ScopeKind.COMPREHENSION and scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def function(self) -> Scope | None:
        """The innermost function (or lambda) this scope is or lies in; None at module and class level."""
        scope: Scope | None = self
        while scope is not None and scope.kind not in (ScopeKind.FUNCTION, ScopeKind.LAMBDA):
            scope = scope.parent
        return scope


def _kind(node: ast.AST) -> ScopeKind:
    if isinstance(node, ast.Module):
        return ScopeKind.MODULE
    if isinstance(node, ast.ClassDef):
        return ScopeKind.CLASS
    if isinstance(node, ast.Lambda):
        return ScopeKind.LAMBDA
    return ScopeKind.COMPREHENSION if isinstance(node, _COMPREHENSIONS) else ScopeKind.FUNCTION


class ScopeTree:
    """All scopes of a module, made as they are asked for, and the bindings in them."""

    def __init__(self, index: SyntaxIndex, package: str) -> None:
        self._index = index
        self.package = package
        self._scopes: dict[ast.AST, Scope] = {}
        self._of_statement: dict[ast.AST, Scope] = {}
        self.module = self._scope_for(index.tree)

    def close(self) -> None:
        """Cut the circle of scopes and bindings."""
        for scope in self._scopes.values():
            scope.bindings.clear()

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope in which the node is evaluated.

        Decorators, defaults, annotations, class bases and the first iterable of a comprehension belong to the
        scope outside.
        """
        parents = self._index.parents
        child, passed = node, []
        known = self._of_statement.get(node)
        while known is None:
            parent = parents.get(child)
            if parent is None:
                known = self.module
                break
            if isinstance(parent, _SCOPE_NODES) and _holds(parent, child):
                known = self._scope_for(parent)
            elif isinstance(parent, ast.comprehension) and child is parent.iter:
                owner = parents[parent]
                # The first iterable is evaluated outside the comprehension.
                child = owner if owner.generators[0] is parent else parent  # type: ignore[attr-defined]
                continue
            else:
                if isinstance(child, ast.stmt):
                    passed.append(child)
                child = parent
                known = self._of_statement.get(child)
                continue
            if isinstance(child, ast.stmt):
                passed.append(child)
        for statement in passed:
            self._of_statement[statement] = known
        return known

    def scope_for(self, node: ast.AST) -> Scope:
        """The scope that a module, class, function, lambda or comprehension opens."""
        self.by_node  # noqa: B018  (bindings are filled in once, before anyone looks at a scope's names)
        return self._scope_for(node)

    def _scope_for(self, node: ast.AST) -> Scope:
        scope = self._scopes.get(node)
        if scope is None:
            parent = None if isinstance(node, ast.Module) else self.scope_of(node)
            scope = self._scopes[node] = Scope(node, parent)
        return scope

    @cached_property
    def by_node(self) -> dict[ast.AST, Binding]:
        """Every binding by the node that makes it; fills `Scope.bindings` of all scopes on first use."""
        self._declare()
        found: dict[ast.AST, Binding] = {}
        for raw in collect(self._index, self.package):
            scope = self._owner(raw.name, self._binding_scope(raw.node))
            binding = Binding(
                raw.name, raw.kind, raw.node, scope, raw.value, raw.path, raw.annotation, raw.target
            )
            found[raw.node] = binding
            scope.bindings[raw.name].append(binding)
        for parameter in self._parameters():
            found[parameter.node] = parameter
            parameter.scope.bindings[parameter.name].append(parameter)
        return found

    def _binding_scope(self, node: ast.AST) -> Scope:
        parents = self._index.parents
        if isinstance(node, ast.alias):
            return self.scope_of(self._alias_statements[node])
        scope = self.scope_of(node)
        if isinstance(parents.get(node), ast.NamedExpr):
            return scope.frame
        return scope

    @cached_property
    def _alias_statements(self) -> dict[ast.alias, ast.stmt]:
        imports = self._index.nodes(ast.Import, ast.ImportFrom)
        return {alias: statement for statement in imports for alias in statement.names}

    def import_statement(self, alias: ast.alias) -> ast.stmt:
        """The import that an alias stands in."""
        return self._alias_statements[alias]

    def _declare(self) -> None:
        for declared in self._index.nodes(ast.Global):
            self.scope_of(declared).declared_global.update(declared.names)
        for nonlocal_ in self._index.nodes(ast.Nonlocal):
            self.scope_of(nonlocal_).declared_nonlocal.update(nonlocal_.names)

    def _owner(self, name: str, scope: Scope) -> Scope:
        if name in scope.declared_global:
            return self.module
        if name in scope.declared_nonlocal:
            outer = scope.parent
            while outer is not None and outer.kind is not ScopeKind.MODULE:
                if outer.kind is ScopeKind.FUNCTION and name not in outer.declared_nonlocal:
                    return outer
                outer = outer.parent
        return scope

    def _parameters(self) -> Iterator[Binding]:
        for function in self._index.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda):
            scope = self._scope_for(function)
            for argument, default in parameters_with_defaults(function.args):
                yield Binding(
                    argument.arg, BindingKind.PARAMETER, argument, scope, default, (), argument.annotation
                )

    def lookup(self, name: str, scope: Scope) -> Scope | None:
        """The scope whose binding a reference to `name` in `scope` means; None for builtins and unknowns."""
        self.by_node  # noqa: B018  (see scope_for)
        current: Scope | None = scope
        while current is not None:
            # Class bodies are not seen from the functions inside them.
            if current is scope or current.kind is not ScopeKind.CLASS:
                if name in current.declared_global:
                    return self.module if name in self.module.bindings else None
                if name in current.bindings:
                    return current
            elif scope.frame is current and name in current.bindings:
                return current
            current = current.parent
        return None


def _holds(scope_node: ast.AST, child: ast.AST) -> bool:
    if isinstance(scope_node, (*_COMPREHENSIONS, ast.Module)):
        return True
    if isinstance(scope_node, ast.Lambda):
        return child is scope_node.body
    return isinstance(child, ast.stmt)


def parameters_with_defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Every parameter, in order, with its default; `*args` and `**kwargs` have none."""
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    for position, argument in enumerate(positional):
        yield argument, arguments.defaults[position - missing] if position >= missing else None
    if arguments.vararg:
        yield arguments.vararg, None
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    if arguments.kwarg:
        yield arguments.kwarg, None
