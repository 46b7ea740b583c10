"""Which API a name denotes: qualified names through imports, aliases and re-assigned modules."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import cached_property

from mllint_rules.knowledge.library import canonical_name, exported_names, is_described
from mllint_rules.semantic.bindings import Binding, BindingKind, imported_module
from mllint_rules.semantic.flow import Definitions, ReachingDefinitions
from mllint_rules.semantic.index import SyntaxIndex
from mllint_rules.semantic.scopes import BUILTIN_NAMES, Scope, ScopeKind, ScopeTree

HERE = "<here>."
"""The prefix of names that the document itself defines, as in `<here>.Net.forward`."""


class Names:
    """Definitions and qualified names in one module, or in a piece of one.

    `outer_name` gives the full name of what a piece has from the rest of its module. `exports` says whether
    `from module import *` binds a name, None when nobody knows the module. `here` begins the names of definitions.
    """

    def __init__(
        self,
        index: SyntaxIndex,
        scopes: ScopeTree,
        outer_name: Callable[[str], str | None] = lambda _: None,
        exports: Callable[[str, str], bool | None] = lambda *_: None,
        here: str = HERE,
    ) -> None:
        self._index = index
        self.scopes = scopes
        self._outer = outer_name
        self._exports = exports
        self._here = here
        self._flows: dict[Scope, ReachingDefinitions] = {}
        self._definitions: dict[tuple[Scope, str], Definitions] = {}
        self._ordered: dict[tuple[Scope, str], bool] = {}
        self._qualified: dict[ast.AST, str | None] = {}
        self._resolving: set[ast.AST] = set()

    # Definitions

    def definitions(self, name: ast.Name) -> Definitions:
        """The bindings that may give a read name its value; empty for builtins and unknown names.

        Within the frame that owns the name flow decides; seen from a function further in, every binding of the
        name counts, because nobody knows when that function runs.
        """
        scope = self.scopes.scope_of(name)
        owner = self.scopes.lookup(name.id, scope)
        if owner is None:
            return ()
        everything = self._all_definitions(owner, name.id)
        if (
            len(owner.bindings[name.id]) == 1
            or scope.frame is not owner
            or not self._follows_flow(owner, name.id)
        ):
            return everything
        reaching = self._flow(owner).reaching.get(name)
        return everything if reaching is None else tuple(d for d in reaching if d.scope is owner)

    def _all_definitions(self, owner: Scope, name: str) -> Definitions:
        """Every binding of a name that gives it a value."""
        known = self._definitions.get((owner, name))
        if known is None:
            bindings = owner.bindings[name]
            known = tuple(binding for binding in bindings if binding.kind is not BindingKind.DELETE)
            self._definitions[owner, name] = known
        return known

    def _follows_flow(self, owner: Scope, name: str) -> bool:
        """Whether the code of the owner itself makes all bindings, so that their order is known."""
        known = self._ordered.get((owner, name))
        if known is None:
            known = owner.kind not in (ScopeKind.COMPREHENSION, ScopeKind.LAMBDA) and all(
                self._written_in(binding) is owner for binding in owner.bindings[name]
            )
            self._ordered[owner, name] = known
        return known

    def augmented_definitions(self, target: ast.Name) -> Definitions:
        """The bindings that the target of `x += …` may hold before the statement."""
        owner = self.scopes.lookup(target.id, self.scopes.scope_of(target))
        if owner is None:
            return ()
        reaching = None
        if owner.kind is not ScopeKind.COMPREHENSION and owner.kind is not ScopeKind.LAMBDA:
            reaching = self._flow(owner).reaching.get(target)
        return tuple(owner.bindings[target.id]) if reaching is None else reaching

    def _written_in(self, binding: Binding) -> Scope:
        """The frame whose code makes the binding: another one than its scope after `global` or `nonlocal`."""
        if binding.kind is BindingKind.PARAMETER:
            return binding.scope.frame
        if isinstance(binding.node, ast.alias):
            return self.scopes.scope_of(self.scopes.import_statement(binding.node)).frame
        return self.scopes.scope_of(binding.node).frame

    def _flow(self, scope: Scope) -> ReachingDefinitions:
        flow = self._flows.get(scope)
        if flow is None:
            bindings = [binding for bindings in scope.bindings.values() for binding in bindings]
            body: list[ast.stmt] = scope.node.body  # type: ignore[attr-defined]
            flow = self._flows[scope] = ReachingDefinitions(body, self.scopes.bindings_in(scope), bindings)
        return flow

    # Qualified names

    def qualified_name(self, node: ast.expr) -> str | None:
        """The canonical name of the module, class or function an expression denotes, else None."""
        if node in self._qualified:
            return self._qualified[node]
        if node in self._resolving:
            return None
        self._resolving.add(node)
        try:
            name = self._qualify(node)
        finally:
            self._resolving.discard(node)
        self._qualified[node] = name
        return name

    def _qualify(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return self.common_name(self.definitions(node)) or self._outer_name(node)
        if isinstance(node, ast.Attribute):
            # A loop, not recursion: chains of attributes may be long.
            attributes = []
            base: ast.expr = node
            while isinstance(base, ast.Attribute):
                attributes.append(base.attr)
                base = base.value
            head = self.qualified_name(base) if isinstance(base, ast.Name) else None
            return None if head is None else canonical_name(".".join([head, *reversed(attributes)]))
        return None

    def resolve_text(self, dotted: str, place: ast.AST) -> str | None:
        """The canonical name of a dotted name written at `place` (inside a quoted annotation, say)."""
        head, dot, rest = dotted.partition(".")
        owner = self.scopes.lookup(head, self.scopes.scope_of(place))
        if owner is None:
            name = self._name_from_outside(head)
        else:
            name = self.common_name(owner.bindings[head])
        return None if name is None else canonical_name(name + dot + rest)

    def _outer_name(self, node: ast.Name) -> str | None:
        if self.scopes.lookup(node.id, self.scopes.scope_of(node)) is not None:
            return None
        return self._name_from_outside(node.id)

    def _name_from_outside(self, name: str) -> str | None:
        """Names bound nowhere here: those of the rest of the module, of star imports, then builtins."""
        found = self._outer(name) or self.star_name(name)
        return found or (f"builtins.{name}" if name in BUILTIN_NAMES else None)

    def star_name(self, name: str) -> str | None:
        """The full name of what a name means that only a star import can bind."""
        found = None
        for module in self.star_imports:
            if name in exported_names(module):
                found = canonical_name(f"{module}.{name}")
            elif not is_described(canonical_name(module)):
                is_exported = self._exports(module, name)
                if is_exported:
                    found = f"{module}.{name}"
                elif is_exported is None and found is None and name in BUILTIN_NAMES:
                    return None  # an unknown module may export anything, a builtin's name too
        return found

    @cached_property
    def star_imports(self) -> list[str]:
        """The modules of `from module import *`, in order; a relative one may have its dots in front."""
        return [
            imported_module(statement, self.scopes.package)
            for statement in self._index.nodes(ast.ImportFrom)
            if any(alias.name == "*" for alias in statement.names)
        ]

    def binding_name(self, binding: Binding) -> str | None:
        """The canonical name of what one binding binds, when that is a module, class or function."""
        if binding.target is not None:
            return canonical_name(binding.target)
        if binding.kind in (BindingKind.FUNCTION, BindingKind.CLASS):
            return self._here + self._path(binding.node)
        value = binding.statement_value
        return self.qualified_name(value) if value is not None else None

    def _binding_names(self, bindings: Iterable[Binding]) -> list[str | None]:
        found = []
        for binding in bindings:
            value = binding.statement_value
            if isinstance(value, ast.Constant) and value.value is None:
                continue  # `except ImportError: torch = None` says what the name is when it is there
            found.append(self.binding_name(binding))
        return found

    def common_name(self, bindings: Iterable[Binding]) -> str | None:
        """The canonical name of what all of these bindings bind, when it is the same module, class or function."""
        distinct = set(self._binding_names(bindings))
        return distinct.pop() if len(distinct) == 1 else None

    def _path(self, node: ast.AST) -> str:
        parts = [node.name]  # type: ignore[attr-defined]
        parts += [parent.name for parent in self._index.ancestors(node) if hasattr(parent, "name")]
        return ".".join(str(part) for part in reversed(parts))
