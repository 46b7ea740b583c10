"""Scopes and the names in them, by Python's own rules."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property

from mllint_rules.semantic.bindings import BINDING, INSIDE_EXPRESSIONS, Binding, BindingKind, bindings_of
from mllint_rules.semantic.index import SyntaxIndex, place, position

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DEFINITIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_STATEMENTS = frozenset(ast.stmt.__subclasses__())
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
    """A region of code with names of its own, whose bindings are worked out when somebody asks for them."""

    __slots__ = (
        "_bindings",
        "_tree",
        "declared_global",
        "declared_nonlocal",
        "is_filled",
        "kind",
        "node",
        "parent",
    )

    def __init__(self, node: ast.AST, parent: Scope | None, tree: ScopeTree) -> None:
        self.node = node
        self.parent = parent
        self.kind = _KINDS[node.__class__]
        self.declared_global: set[str] = set()
        self.declared_nonlocal: set[str] = set()
        self.is_filled = False
        self._tree: ScopeTree | None = tree
        self._bindings: defaultdict[str, list[Binding]] = defaultdict(list)

    @property
    def bindings(self) -> defaultdict[str, list[Binding]]:
        """What binds each name, in source order; parameters first."""
        if not self.is_filled and self._tree is not None:
            self._tree.fill(self)
        return self._bindings

    def close(self) -> None:
        """Cut the circles: bindings know their scope, and a scope its tree."""
        self._bindings.clear()
        self._tree = None

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
        self.module = Scope(index.tree, None, self)
        self._by_node: dict[ast.AST, Binding] = {}
        self._scopes: dict[ast.AST, Scope] = {index.tree: self.module}
        self._placed: dict[ast.AST, Scope] = {index.tree: self.module}

    def close(self) -> None:
        """Cut the circles of scopes and bindings."""
        for scope in self._scopes.values():
            scope.close()

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope in which the node is evaluated.

        Decorators, defaults, annotations, class bases and the first iterable of a comprehension belong to the
        scope outside.
        """
        parents, placed = self._index.parents, self._placed
        child = node
        known = placed.get(child)
        statement: ast.AST | None = None
        while known is None:
            parent = parents.get(child)
            if parent is None:
                return self.module
            kind = parent.__class__
            if child.__class__ in _STATEMENTS:
                statement = statement or child
                if kind in _DEFINITIONS or kind is ast.Module:
                    known = self.scope_for(parent)
                    break
            elif kind in _IN_EXPRESSIONS:
                if kind is not ast.Lambda or child is parent.body:  # type: ignore[attr-defined]
                    return self.scope_for(parent)
            elif kind is ast.comprehension and child is parent.iter:  # type: ignore[attr-defined]
                # The first iterable is evaluated outside the comprehension.
                owner = parents[parent]
                parent = owner if owner.generators[0] is parent else parent  # type: ignore[attr-defined]
            child = parent
            known = placed.get(child)
        if statement is not None:
            placed[statement] = known
        return known

    def scope_for(self, node: ast.AST) -> Scope:
        """The scope that a module, class, function, lambda or comprehension opens."""
        scope = self._scopes.get(node)
        if scope is None:
            scope = self._scopes[node] = Scope(node, self.scope_of(node), self)
        return scope

    # Bindings

    def binding_at(self, node: ast.AST) -> Binding | None:
        """The binding that a `Name`, `arg`, `alias`, definition, handler or pattern makes."""
        known = self._by_node.get(node)
        if known is None:
            scope = self._written_in(node)
            if not scope.is_filled:
                self.fill(scope)
                known = self._by_node.get(node)
        return known

    def binding_of(self, definition: FunctionNode | ast.ClassDef) -> Binding:
        """The binding that a function or class makes of its name."""
        known = self._by_node.get(definition)
        if known is None:
            self.fill(self.scope_of(definition))
            known = self._by_node[definition]
        return known

    def bindings_in(self, scope: Scope) -> dict[ast.AST, Binding]:
        """Bindings by the nodes that make them: all of this scope, and some of others."""
        if not scope.is_filled:
            self.fill(scope)
        return self._by_node

    @property
    def every_binding(self) -> Iterable[Binding]:
        """All bindings of the module."""
        kinds: list[type[ast.AST]] = [*_DEFINITIONS, *_IN_EXPRESSIONS]
        for kind in kinds:
            for node in self._index.nodes(kind):
                self.scope_for(node)
        for scope in self._scopes.values():
            if not scope.is_filled:
                self.fill(scope)
        return self._by_node.values()

    def fill(self, scope: Scope) -> None:
        """Work out the bindings of a scope."""
        moved, bindings = self._moved, scope._bindings
        found = self._made.pop(scope, None) or self._make(scope)
        scope.is_filled = True
        for binding in (*found, *moved.get(scope, ())):
            if binding.scope is scope:
                bindings[binding.name].append(binding)

    def _make(self, scope: Scope) -> list[Binding]:
        """The bindings that the code of a scope makes, each with the scope it belongs to."""
        found: list[Binding] = []
        node, package = scope.node, self.package
        if scope.kind is ScopeKind.FUNCTION or scope.kind is ScopeKind.LAMBDA:
            found += _parameters(node.args)  # type: ignore[attr-defined]
        if scope.kind is ScopeKind.COMPREHENSION:
            for generator in node.generators:  # type: ignore[attr-defined]
                found += bindings_of(generator, package)
        else:
            for statement in self._binding_statements(scope):
                found += bindings_of(statement, package)
        if scope in self._inside_expressions:
            found += self._inside_expressions[scope]
            found.sort(key=lambda binding: position(binding.node))
        by_node = self._by_node
        has_declared = bool(scope.declared_global or scope.declared_nonlocal)
        for binding in found:
            binding.scope = self._owner(binding.name, scope) if has_declared else scope
            by_node[binding.node] = binding
        return found

    def _binding_statements(self, scope: Scope) -> list[ast.stmt]:
        """The statements in a scope that bind names, in source order; notes the scope of each statement on the way."""
        body = scope.node.body  # type: ignore[attr-defined]
        if body.__class__ is not list:
            return []  # the expression of a lambda
        placed = self._placed
        found: list[ast.stmt] = []
        waiting = [body]
        while waiting:
            for statement in waiting.pop():
                placed[statement] = scope
                kind = statement.__class__
                if kind in BINDING:
                    found.append(statement)
                if kind in _BLOCKS:
                    waiting += _bodies(statement)
        found.sort(key=place)
        return found

    @cached_property
    def _moved(self) -> dict[Scope, list[Binding]]:
        """The bindings that `global` and `nonlocal` move into other scopes, by these."""
        self._made: dict[Scope, list[Binding]] = {}
        moved: dict[Scope, list[Binding]] = {}
        for scope in self._declare():
            self._made[scope] = self._make(scope)
            for binding in self._made[scope]:
                if binding.scope is not scope:
                    moved.setdefault(binding.scope, []).append(binding)
        return moved

    @cached_property
    def _inside_expressions(self) -> dict[Scope, list[Binding]]:
        """The bindings of `:=` and of patterns, by the scope whose code makes them."""
        found: dict[Scope, list[Binding]] = {}
        for node in self._index.nodes(*INSIDE_EXPRESSIONS):  # type: ignore[call-overload]
            for binding in bindings_of(node, self.package):
                found.setdefault(self._written_in(binding.node), []).append(binding)
        return found

    def _written_in(self, node: ast.AST) -> Scope:
        """The scope whose code makes a binding."""
        if node.__class__ is ast.alias:
            return self.scope_of(self.import_statement(node))
        if node.__class__ is ast.arg:
            return self.scope_for(self._index.parents[self._index.parents[node]])
        scope = self.scope_of(node)
        return scope.frame if isinstance(self._index.parents.get(node), ast.NamedExpr) else scope

    @cached_property
    def _alias_statements(self) -> dict[ast.alias, ast.stmt]:
        imports = self._index.nodes(ast.Import, ast.ImportFrom)
        return {alias: statement for statement in imports for alias in statement.names}

    def import_statement(self, alias: ast.alias) -> ast.stmt:
        """The import that an alias stands in."""
        return self._alias_statements[alias]

    def _declare(self) -> dict[Scope, None]:
        """The scopes with `global` or `nonlocal`, which now know their names."""
        declaring: dict[Scope, None] = {}
        for declared in self._index.nodes(ast.Global):
            scope = self.scope_of(declared)
            scope.declared_global.update(declared.names)
            declaring[scope] = None
        for nonlocal_ in self._index.nodes(ast.Nonlocal):
            scope = self.scope_of(nonlocal_)
            scope.declared_nonlocal.update(nonlocal_.names)
            declaring[scope] = None
        return declaring

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

    def lookup(self, name: str, scope: Scope) -> Scope | None:
        """The scope whose binding a reference to `name` in `scope` means; None for builtins and unknowns."""
        self._moved  # noqa: B018  (`global` and `nonlocal` are known before anyone looks a name up)
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


def _parameters(arguments: ast.arguments) -> Iterator[Binding]:
    for argument, default in parameters_with_defaults(arguments):
        yield Binding(argument.arg, BindingKind.PARAMETER, argument, default, annotation=argument.annotation)


def parameters_with_defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """Every parameter, in order, with its default; `*args` and `**kwargs` have none."""
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    for number, argument in enumerate(positional):
        yield argument, arguments.defaults[number - missing] if number >= missing else None
    if arguments.vararg:
        yield arguments.vararg, None
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    if arguments.kwarg:
        yield arguments.kwarg, None
