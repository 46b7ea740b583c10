"""Scopes and the names in them, by Python's own rules."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property

from mllint_rules.semantic.bindings import Binding, BindingKind, collect
from mllint_rules.semantic.index import SyntaxIndex

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_IN_EXPRESSIONS = frozenset({ast.Lambda, *_COMPREHENSIONS})
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
        self.kind = _KINDS[node.__class__]
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


_KINDS = {
    ast.Module: ScopeKind.MODULE,
    ast.ClassDef: ScopeKind.CLASS,
    ast.FunctionDef: ScopeKind.FUNCTION,
    ast.AsyncFunctionDef: ScopeKind.FUNCTION,
    ast.Lambda: ScopeKind.LAMBDA,
    **dict.fromkeys(_COMPREHENSIONS, ScopeKind.COMPREHENSION),
}


class ScopeTree:
    """All scopes of a module, made as they are asked for, and the bindings in them."""

    def __init__(self, index: SyntaxIndex, package: str) -> None:
        self._index = index
        self.package = package
        self.module = Scope(index.tree, None)
        self._scopes: dict[ast.AST, Scope] = {index.tree: self.module}
        self._of_statement: dict[ast.AST, Scope] = {index.tree: self.module}
        self._place(index.tree.body, self.module)

    def _place(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Note the scope of every statement and import. From the top down that takes one look at each."""
        placed, scopes = self._of_statement, self._scopes
        waiting = [(body, scope)]
        while waiting:
            body, scope = waiting.pop()
            for statement in body:
                placed[statement] = scope
                kind = statement.__class__
                if kind in _DEFINITIONS:
                    inner = scopes[statement] = Scope(statement, scope)
                    waiting.append((statement.body, inner))  # type: ignore[attr-defined]
                elif kind is ast.Import or kind is ast.ImportFrom:
                    placed.update(dict.fromkeys(statement.names, scope))  # type: ignore[attr-defined]
                elif kind in _BLOCKS:
                    waiting += [(inside, scope) for inside in _bodies(statement)]

    def close(self) -> None:
        """Cut the circle of scopes and bindings."""
        for scope in self._scopes.values():
            scope.bindings.clear()

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope in which the node is evaluated.

        Decorators, defaults, annotations, class bases and the first iterable of a comprehension belong to the
        scope outside.
        """
        parents, placed = self._index.parents, self._of_statement
        child = node
        known = placed.get(child)
        while known is None:
            parent = parents.get(child)
            if parent is None:
                return self.module
            kind = parent.__class__
            if kind in _IN_EXPRESSIONS:
                if kind is not ast.Lambda or child is parent.body:  # type: ignore[attr-defined]
                    return self._scope_for(parent)
            elif kind is ast.comprehension and child is parent.iter:  # type: ignore[attr-defined]
                # The first iterable is evaluated outside the comprehension.
                owner = parents[parent]
                parent = owner if owner.generators[0] is parent else parent  # type: ignore[attr-defined]
            child = parent
            known = placed.get(child)
        return known

    def scope_for(self, node: ast.AST) -> Scope:
        """The scope that a module, class, function, lambda or comprehension opens."""
        self.by_node  # noqa: B018  (bindings are filled in once, before anyone looks at a scope's names)
        return self._scope_for(node)

    def _scope_for(self, node: ast.AST) -> Scope:
        scope = self._scopes.get(node)
        if scope is None:
            scope = self._scopes[node] = Scope(node, self.scope_of(node))
        return scope

    @cached_property
    def by_node(self) -> dict[ast.AST, Binding]:
        """Every binding by the node that makes it; fills `Scope.bindings` of all scopes on first use."""
        self._declare()
        found: dict[ast.AST, Binding] = {}
        placed, parents = self._of_statement, self._index.parents
        for binding in collect(self._index, self.package):
            # Most names are bound right in a statement, or are one.
            node = binding.node
            scope = placed.get(node) or placed.get(parents.get(node, node)) or self._binding_scope(node)
            if scope.declared_global or scope.declared_nonlocal:
                scope = self._owner(binding.name, scope)
            binding.scope = scope
            found[node] = binding
            scope.bindings[binding.name].append(binding)
        for parameter in self._parameters():
            found[parameter.node] = parameter
            parameter.scope.bindings[parameter.name].append(parameter)
        return found

    def _binding_scope(self, node: ast.AST) -> Scope:
        scope = self.scope_of(node)
        return scope.frame if isinstance(self._index.parents.get(node), ast.NamedExpr) else scope

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
                    argument.arg,
                    BindingKind.PARAMETER,
                    argument,
                    default,
                    annotation=argument.annotation,
                    scope=scope,
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


_BLOCKS = frozenset(
    {ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match}
    | ({ast.TryStar} if hasattr(ast, "TryStar") else set())  # Python 3.11
)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks right inside a compound statement that opens no scope."""
    for field in ("body", "orelse", "finalbody"):
        body = getattr(statement, field, None)
        if body:
            yield body
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield part.body


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
