"""Structured reaching definitions: which bindings of a name a read may see.

One pass in the order of execution over the body of a frame (module, class or function). Branches join,
`return`, `raise`, `break` and `continue` leave early, and a loop's head also sees what its body binds.
`try` may leave after any statement, so its handlers see every binding of the body. The state is one
dictionary with a journal of changes, so that a branch costs what it changes and nothing more.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.index import children, position, walk_expression

Definitions = tuple[Binding, ...]
_Changes = dict[str, Definitions]
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class ReachingDefinitions:
    """For each name read in one frame, the bindings of that frame that may reach it."""

    def __init__(
        self, body: Sequence[ast.stmt], by_node: dict[ast.AST, Binding], bindings: Iterable[Binding]
    ) -> None:
        self._by_node = by_node
        self._state: dict[str, Definitions] = {}
        own = []
        for binding in bindings:
            if binding.kind is BindingKind.PARAMETER:
                self._state[binding.name] = (binding,)
            else:
                own.append((position(binding.node), binding))
        own.sort(key=lambda pair: pair[0])
        self._places = [place for place, _ in own]
        self._bindings = [binding for _, binding in own]
        self._journals: list[dict[str, Definitions | None]] = [{}]
        # One entry per enclosing loop: journal depth at its head, states at `break`, states at `continue`.
        self._loops: list[tuple[int, list[_Changes], list[_Changes]]] = []
        self.reaching: dict[ast.Name, Definitions] = {}
        self._block(body)

    # State

    def _bind(self, name: str, definitions: Definitions) -> None:
        journal = self._journals[-1]
        if name not in journal:
            journal[name] = self._state.get(name)
        self._state[name] = definitions

    def _close(self) -> _Changes:
        """End the innermost branch: what it changed, with the state put back."""
        journal = self._journals.pop()
        changes = {name: self._state.get(name, ()) for name in journal}
        for name, earlier in journal.items():
            if earlier is None:
                self._state.pop(name, None)
            else:
                self._state[name] = earlier
        return changes

    def _join(self, branches: list[_Changes | None]) -> bool:
        """Go on after branches that all began here; None is a branch that does not come back."""
        alive = [branch for branch in branches if branch is not None]
        for name in dict.fromkeys(name for branch in alive for name in branch):
            earlier = self._state.get(name, ())
            merged = dict.fromkeys(d for branch in alive for d in branch.get(name, earlier))
            self._bind(name, tuple(merged))
        return bool(alive)

    def _branch(self, body: Sequence[ast.stmt]) -> _Changes | None:
        self._journals.append({})
        alive = self._block(body)
        changes = self._close()
        return changes if alive else None

    # Statements: each answers whether control goes on behind it

    def _block(self, body: Sequence[ast.stmt]) -> bool:
        alive = True
        for statement in body:
            if not alive:
                # Unreachable code is still read by people; give its names something sensible.
                self._journals.append({})
                self._statement(statement)
                self._close()
            else:
                alive = self._statement(statement)
        return alive

    def _statement(self, node: ast.stmt) -> bool:
        kind = node.__class__
        if kind is ast.Assign or kind is ast.Expr:  # most of them
            self._simple(node)
            return True
        if isinstance(node, ast.If):
            return self._if(node)
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            return self._loop(node)
        if isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            return self._try(node)  # type: ignore[arg-type]
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self._read(item.context_expr)
                self._write(item.optional_vars)
            return self._block(node.body)
        if isinstance(node, ast.Match):
            return self._match(node)
        self._simple(node)
        if isinstance(node, (ast.Break, ast.Continue)) and self._loops:
            depth, exits, rounds = self._loops[-1]
            left = {name: self._state.get(name, ()) for journal in self._journals[depth:] for name in journal}
            (exits if isinstance(node, ast.Break) else rounds).append(left)
        return not isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue))

    def _if(self, node: ast.If) -> bool:
        # An `elif` is an `if` inside `else`; without recursion, as there may be hundreds in a row.
        bodies: list[_Changes | None] = []
        while True:
            self._read(node.test)
            bodies.append(self._branch(node.body))
            rest = node.orelse
            if len(rest) != 1 or not isinstance(rest[0], ast.If):
                break
            self._journals.append({})
            node = rest[0]
        alive = self._join([bodies.pop(), self._branch(rest)])
        while bodies:
            changes = self._close()
            alive = self._join([bodies.pop(), changes if alive else None])
        return alive

    def _simple(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            self._read(node.value)
            for target in node.targets:
                self._write(target)
        elif isinstance(node, ast.AugAssign):
            self._read(node.value)
            if isinstance(node.target, ast.Name):
                self.reaching[node.target] = self._state.get(node.target.id, ())
            self._write(node.target)
        elif isinstance(node, ast.AnnAssign):
            self._read(node.annotation)
            if node.value is not None:
                self._read(node.value)
            self._write(node.target)
        elif isinstance(node, _FUNCTIONS):
            for part in [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]:
                self._read(part)
            self._bind_node(node)
        elif isinstance(node, ast.ClassDef):
            for part in [*node.decorator_list, *node.bases, *node.keywords]:
                self._read(part)
            self._bind_node(node)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                self._bind_node(alias)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                self._write(target)
        else:
            self._read(node)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> bool:
        if not isinstance(node, ast.While):
            self._read(node.iter)
        exits: list[_Changes] = []
        rounds: list[_Changes] = []
        self._journals.append({})
        self._loops.append((len(self._journals) - 1, exits, rounds))
        for name, bindings in self._bound_in(node, node).items():
            earlier = self._state.get(name, ())
            self._bind(name, tuple(dict.fromkeys((*earlier, *bindings))))
        if isinstance(node, ast.While):
            self._read(node.test)
        else:
            self._write(node.target)
        alive = self._block(node.body)
        self._loops.pop()
        changes = self._close()
        if alive:
            rounds.append(changes)
        # Behind the loop: zero rounds, the end of some round, or a `break`.
        is_endless = (
            isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
        )
        after: list[_Changes | None] = [*exits]
        if not is_endless:
            self._journals.append({})
            self._join([*rounds, {}])
            alive = self._block(node.orelse)
            changes = self._close()
            after.append(changes if alive else None)
        return self._join(after)

    def _try(self, node: ast.Try) -> bool:
        entry = {name: self._state.get(name, ()) for name in self._bound_in(node, node)}
        body_bindings = self._bound_in(node.body[0], node.body[-1])
        self._journals.append({})
        alive = self._block(node.body)
        if alive:
            alive = self._block(node.orelse)
        changes = self._close()
        branches: list[_Changes | None] = [changes if alive else None]
        for handler in node.handlers:
            self._journals.append({})
            for name, bindings in body_bindings.items():
                self._bind(name, tuple(dict.fromkeys((*entry.get(name, ()), *bindings))))
            if handler.type is not None:
                self._read(handler.type)
            self._bind_node(handler)
            handled = self._block(handler.body)
            changes = self._close()
            branches.append(changes if handled else None)
        alive = self._join(branches)
        return self._block(node.finalbody) and alive

    def _match(self, node: ast.Match) -> bool:
        self._read(node.subject)
        branches: list[_Changes | None] = []
        has_default = False
        for case in node.cases:
            self._journals.append({})
            for part in ast.walk(case.pattern):
                self._bind_node(part)
            if case.guard is not None:
                self._read(case.guard)
            elif isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
                has_default = True
            alive = self._block(case.body)
            changes = self._close()
            branches.append(changes if alive else None)
        return self._join(branches if has_default else [*branches, {}])

    # Names

    def _bound_in(self, first: ast.AST, last: ast.AST) -> dict[str, list[Binding]]:
        """The bindings of the frame made between the start of one node and the end of another."""
        start = bisect_left(self._places, position(first))
        end = bisect_left(self._places, (last.end_lineno, last.end_col_offset))  # type: ignore[attr-defined]
        found: dict[str, list[Binding]] = {}
        for binding in self._bindings[start:end]:
            found.setdefault(binding.name, []).append(binding)
        return found

    def _bind_node(self, node: ast.AST) -> None:
        binding = self._by_node.get(node)
        if binding is not None:
            self._bind(binding.name, (binding,))

    def _read(self, root: ast.AST) -> None:
        # The innermost loop of all: by hand what `walk_expression` does.
        state, reaching = self._state, self.reaching
        stack = [root]
        while stack:
            node = stack.pop()
            kind = node.__class__
            if kind is ast.Attribute:
                node = node.value  # type: ignore[attr-defined]
                kind = node.__class__
            if kind is ast.Name:
                if node.ctx.__class__ is ast.Load:  # type: ignore[attr-defined]
                    reaching[node] = state.get(node.id, ())  # type: ignore[attr-defined, index]
            elif kind is ast.Call:
                stack += node.keywords[::-1]  # type: ignore[attr-defined]
                stack += node.args[::-1]  # type: ignore[attr-defined]
                stack.append(node.func)  # type: ignore[attr-defined]
            elif kind is ast.Lambda:
                arguments: ast.arguments = node.args  # type: ignore[attr-defined]
                stack += [*arguments.defaults, *(d for d in arguments.kw_defaults if d)][::-1]
            elif kind is not ast.Constant:
                if kind is ast.NamedExpr:
                    # Source order visits the target before the value; rebinding first errs on the side of both.
                    self._bind_node(node.target)  # type: ignore[attr-defined]
                stack += children(node)[::-1]

    def _write(self, target: ast.expr | None) -> None:
        if target is None:
            return
        for node in walk_expression(target):
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load):
                    self.reaching[node] = self._state.get(node.id, ())
                elif isinstance(node.ctx, ast.Del):
                    self._bind(node.id, ())
                else:
                    self._bind_node(node)
