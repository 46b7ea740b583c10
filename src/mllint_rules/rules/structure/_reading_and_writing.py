"""What a run of statements needs from before, and what it certainly leaves behind, name by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mllint_rules.kit import Context, Scope

_EXITS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_QUERIED = re.compile(r"@(\w+)")
_LAZY = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)
_PASSED = (ast.Call, ast.keyword)


@dataclass(slots=True)
class Usage:
    """`needed` may be read from before; `bound` is surely bound at the end; `written` may be bound or changed."""

    needed: dict[str, None] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    written: dict[str, None] = field(default_factory=dict)


class UsageReader:
    """Reads statements of one scope: of a module, or of a function."""

    def __init__(self, ctx: Context, scope: Scope) -> None:
        self._ctx = ctx
        self._scope = scope
        self._scopes = ctx.model.names.scopes

    def usage(self, statements: Sequence[ast.stmt]) -> Usage:
        """The usage of statements that run one after the other."""
        found = Usage()
        found.bound = self._block(statements, found, set())
        return found

    def loads(self, node: ast.AST) -> Iterator[str]:
        """The names of the scope that code reads, also later or inside of a text that a frame is queried with."""
        for each in self._ctx.walk(node):
            if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store) and self._is_ours(each):
                yield each.id
            elif isinstance(each, ast.Constant) and isinstance(each.value, str) and "@" in each.value:
                yield from (name for name in _QUERIED.findall(each.value) if name in self._scope.bindings)

    def stores(self, node: ast.AST) -> Iterator[str]:
        """The names of the scope that code binds."""
        for each in self._ctx.walk(node):
            binding = self._scopes.binding_at(each)
            if (
                binding is not None
                and binding.scope is self._scope
                and not isinstance(getattr(each, "ctx", None), ast.Del)
            ):
                yield binding.name
            if isinstance(each, (ast.Import, ast.ImportFrom)):
                for alias in each.names:
                    imported = self._scopes.binding_at(alias)
                    if imported is not None and imported.scope is self._scope:
                        yield imported.name

    def read_later(self, statement: ast.stmt) -> Iterator[str]:
        """The names of the scope that functions and generators made in a statement read when they run.

        A generator that is passed on at once, as in `sum(x for x in data)`, is gone through right there.
        """
        for each in self._ctx.walk(statement):
            is_at_once = isinstance(each, ast.GeneratorExp) and isinstance(self._ctx.parent(each), _PASSED)
            if isinstance(each, _LAZY) and not is_at_once:
                yield from self.loads(each)

    def changed(self, node: ast.AST) -> Iterator[str]:
        """The names whose object a statement changes in place: `df["x"] = …`, `del df["x"]`, `df.loc[…] = …`."""
        for each in self._ctx.walk(node):
            if isinstance(each, (ast.Subscript, ast.Attribute)) and not isinstance(each.ctx, ast.Load):
                root = each.value
                while isinstance(root, (ast.Subscript, ast.Attribute)):
                    root = root.value
                if isinstance(root, ast.Name) and self._is_ours(root):
                    yield root.id

    def _is_ours(self, node: ast.Name) -> bool:
        return self._scopes.lookup(node.id, self._scopes.scope_of(node)) is self._scope

    # What a block needs and binds, in the order in which it runs

    def _block(self, statements: Sequence[ast.stmt], found: Usage, bound: set[str]) -> set[str]:
        for statement in statements:
            bound = self._statement(statement, found, bound)
        return bound

    def _read(self, node: ast.AST | None, found: Usage, bound: set[str]) -> None:
        if node is not None:
            for name in self.loads(node):
                if name not in bound:
                    found.needed.setdefault(name)

    def _bind(self, node: ast.AST | None, found: Usage, bound: set[str]) -> set[str]:
        if node is None:
            return bound
        names = list(self.stores(node))
        found.written.update(dict.fromkeys(names))
        return bound | set(names)

    def _statement(self, node: ast.stmt, found: Usage, bound: set[str]) -> set[str]:
        if isinstance(node, ast.If):
            self._read(node.test, found, bound)
            bound = self._bind(node.test, found, bound)
            taken = self._block(node.body, found, set(bound))
            other = self._block(node.orelse, found, set(bound))
            return _joined([(node.body, taken), (node.orelse, other)])
        if isinstance(node, (ast.For, ast.AsyncFor)):
            self._read(node.iter, found, bound)
            self._read(node.target, found, bound)  # `for a[0] in …`
            self._block(node.body, found, self._bind(node.target, found, set(bound)))
            self._block(node.orelse, found, set(bound))
            return bound
        if isinstance(node, ast.While):
            self._read(node.test, found, bound)
            bound = self._bind(node.test, found, bound)
            self._block(node.body, found, set(bound))
            self._block(node.orelse, found, set(bound))
            return bound
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self._read(item.context_expr, found, bound)
                bound = self._bind(item, found, bound)
            inside = self._block(node.body, found, set(bound))
            # A context manager may swallow an exception: what its block binds may be missing behind it.
            return inside if _swallows_nothing(self._ctx, node) else bound
        if isinstance(node, ast.Try) or node.__class__.__name__ == "TryStar":
            return self._try(node, found, bound)  # type: ignore[arg-type]
        if isinstance(node, ast.Match):
            self._read(node.subject, found, bound)
            for case in node.cases:
                inside = self._bind(case.pattern, found, set(bound))
                self._read(case.guard, found, inside)
                self._block(case.body, found, inside)
            return bound
        return self._simple(node, found, bound)

    def _try(self, node: ast.Try, found: Usage, bound: set[str]) -> set[str]:
        inside = self._block([*node.body, *node.orelse], found, set(bound))
        ways = [(node.orelse or node.body, inside)]
        for handler in node.handlers:
            self._read(handler.type, found, bound)
            if handler.name:
                found.written.setdefault(handler.name)
            caught = self._block(handler.body, found, bound | ({handler.name} if handler.name else set()))
            ways.append((handler.body, caught - {handler.name or ""}))
        bound = _joined(ways)
        return self._block(node.finalbody, found, bound)

    def _simple(self, node: ast.stmt, found: Usage, bound: set[str]) -> set[str]:
        target = node.target if isinstance(node, ast.AugAssign) else None
        if isinstance(target, ast.Name) and self._is_ours(target) and target.id not in bound:
            found.needed.setdefault(target.id)
        self._read(node, found, bound)
        found.written.update(dict.fromkeys(self.changed(node)))
        if isinstance(node, ast.Delete):
            gone = {target.id for target in node.targets if isinstance(target, ast.Name)}
            found.written.update(dict.fromkeys(gone))
            return bound - gone
        if isinstance(node, ast.AnnAssign) and node.value is None:
            return bound
        return self._bind(node, found, bound)


def _joined(ways: Sequence[tuple[Sequence[ast.stmt], set[str]]]) -> set[str]:
    """What is bound whichever way was taken; a way that leaves does not count."""
    open_ends = [bound for body, bound in ways if not (body and isinstance(body[-1], _EXITS))]
    if not open_ends:
        return set.union(*(bound for _, bound in ways))
    return set.intersection(*open_ends)


def _swallows_nothing(ctx: Context, node: ast.With | ast.AsyncWith) -> bool:
    return not any(
        isinstance(item.context_expr, ast.Call)
        and (ctx.called(item.context_expr) or "") == "contextlib.suppress"
        for item in node.items
    )
