"""What tests say about names: `isinstance`, `is None`, truth, and class patterns.

A test holds in a *region* of the text: the branch it guards, the rest of the condition, or all that follows where
the other branch leaves early or binds the name anew. It speaks about the definitions that reach the test and a read
in its region: to get there, the program went through the test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.exits import binds, leaves
from mllint_rules.semantic.index import position
from mllint_rules.semantic.patterns import pattern_classes
from mllint_rules.semantic.scopes import Scope
from mllint_rules.semantic.types import (
    NONE,
    UNKNOWN,
    Instance,
    Symbol,
    Type,
    Union,
    Unknown,
    alternatives,
    union,
)

if TYPE_CHECKING:
    from mllint_rules.semantic.inference import Inference

_Place = tuple[int, int]
_Outcome = bool | None
_MANY = 64  # tests of one name; more are machine-written


@dataclass(frozen=True, slots=True)
class _Region:
    """Where it is known that a test came out so."""

    start: _Place
    end: _Place
    outcome: bool


@dataclass(frozen=True, slots=True)
class _Guard:
    """A test of a name: against classes, or (`classes` None) whether it is something else than `None`."""

    name: ast.Name
    classes: tuple[ast.expr, ...] | None
    pattern: ast.pattern | None
    regions: tuple[_Region, ...]


Test = tuple[_Guard, bool]


class Narrowing:
    """The tests of one module, by the names they are about."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._guards: dict[str, list[_Guard]] = {}

    def tests(self, node: ast.Name, type_: Type) -> list[Test]:
        """The tests that a read name of that type has behind it, with how they came out."""
        guards: Sequence[_Guard] = self._class_guards.get(node.id, ())
        if NONE in alternatives(type_):
            guards = [*guards, *self._none_guards(node.id)]
        if not guards:
            return []
        place = position(node)
        return [
            (guard, region.outcome)
            for guard in guards
            for region in guard.regions
            if region.start <= place < region.end and self._frame(node) is self._frame(guard.name)
        ]

    def narrowed(self, node: ast.Name, definition: Binding, tests: list[Test]) -> Type:
        """What one definition gives a read name, as far as the tests between the two say more."""
        type_ = self._inference.binding_type(definition)
        for guard, outcome in tests:
            is_later = position(guard.name) <= position(definition.node) < position(node)
            if not is_later and definition in self._inference.model.names.definitions(guard.name):
                type_ = self._apply(guard, type_, outcome)
        return type_

    def _frame(self, node: ast.Name) -> Scope:
        scope = self._inference.model.names.scopes.scope_of(node)
        return scope.function or scope.frame

    # Tests

    @cached_property
    def _class_guards(self) -> dict[str, list[_Guard]]:
        """The tests against classes, by the name they are about."""
        index = self._inference.model.index
        found: dict[str, list[_Guard]] = {}
        for call in index.calls.get("isinstance", ()):
            if len(call.args) == 2 and isinstance(call.args[0], ast.Name):
                guard = self._guard(call.args[0], call)
                if guard is not None:
                    found.setdefault(guard.name.id, []).append(guard)
        for statement in index.nodes(ast.Match):
            if isinstance(statement.subject, ast.Name):
                found.setdefault(statement.subject.id, []).extend(self._cases(statement.subject, statement))
        return {name: guards for name, guards in found.items() if len(guards) <= _MANY}

    def _none_guards(self, name: str) -> list[_Guard]:
        """The tests of a name for `None` or truth."""
        known = self._guards.get(name)
        if known is None:
            index = self._inference.model.index
            reads = [node for node in index.names.get(name, ()) if isinstance(node.ctx, ast.Load)]
            found = (
                self._guard(node, index.parents[node])
                for node in reads
                if not isinstance(index.parents[node], ast.Call)
            )
            known = [guard for guard in found if guard is not None]
            self._guards[name] = known = known if len(known) <= _MANY else []
        return known

    def _guard(self, node: ast.Name, parent: ast.AST) -> _Guard | None:
        classes: tuple[ast.expr, ...] | None = None
        test: ast.expr = node
        when_true: _Outcome = True
        when_false: _Outcome = None  # what is false may be `None`, or an empty list
        if isinstance(parent, ast.Call):
            is_test = isinstance(parent.func, ast.Name) and parent.func.id == "isinstance"
            if not is_test or len(parent.args) != 2 or parent.args[0] is not node:
                return None
            classes, test, when_false = tuple(_class_expressions(parent.args[1])), parent, False
        elif isinstance(parent, ast.Compare):
            if len(parent.ops) != 1 or not isinstance(parent.ops[0], (ast.Is, ast.IsNot)):
                return None
            other = parent.comparators[0] if parent.left is node else parent.left
            if not isinstance(other, ast.Constant) or other.value is not None:
                return None
            is_not = isinstance(parent.ops[0], ast.IsNot)
            test, when_true, when_false = parent, is_not, not is_not
        elif not isinstance(
            parent, (ast.If, ast.While, ast.Assert, ast.UnaryOp, ast.BoolOp, ast.IfExp, ast.comprehension)
        ) or (isinstance(parent, ast.UnaryOp) and not isinstance(parent.op, ast.Not)):
            return None
        regions = tuple(self._regions(test, node.id, when_true, when_false))
        return _Guard(node, classes, None, regions) if regions else None

    def _cases(self, node: ast.Name, statement: ast.Match) -> Iterator[_Guard]:
        for case in statement.cases:
            region = _Region(position(case.body[0]), _end(case.body[-1]), True)
            yield _Guard(node, (), case.pattern, (region,))

    # Regions

    def _regions(
        self, test: ast.expr, name: str, when_true: _Outcome, when_false: _Outcome
    ) -> Iterator[_Region]:
        """Where the outcome of a test is known. `when_true`: what holds when the expression at hand is true."""
        parents = self._inference.model.index.parents
        child: ast.AST = test
        while True:
            parent = parents.get(child)
            if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not):
                when_true, when_false = when_false, when_true
            elif isinstance(parent, ast.BoolOp):
                is_and = isinstance(parent.op, ast.And)
                known = when_true if is_and else when_false
                if known is not None and child is not parent.values[-1]:
                    yield _Region(_end(child), _end(parent), known)
                when_true, when_false = (when_true, None) if is_and else (None, when_false)
            else:
                break
            child = parent
        if parent is not None:
            yield from self._guarded(parent, child, name, when_true, when_false)

    def _guarded(
        self, parent: ast.AST, test: ast.AST, name: str, when_true: _Outcome, when_false: _Outcome
    ) -> Iterator[_Region]:
        if isinstance(parent, ast.IfExp) and parent.test is test:
            yield from _spans((parent.body, when_true), (parent.orelse, when_false))
        elif isinstance(parent, (ast.If, ast.While)) and parent.test is test:
            if when_true is not None:
                yield _Region(position(parent.body[0]), _end(parent.body[-1]), when_true)
            if isinstance(parent, ast.If):
                yield from self._behind(parent, name, when_true, when_false)
        elif isinstance(parent, ast.Assert) and parent.test is test and when_true is not None:
            yield _Region(_end(parent), self._block_end(parent), when_true)
        elif isinstance(parent, ast.comprehension) and test in parent.ifs and when_true is not None:
            owner = self._inference.model.index.parents[parent]
            results = (owner.key, owner.value) if isinstance(owner, ast.DictComp) else (owner.elt,)  # type: ignore[attr-defined]
            yield from _spans(*((result, when_true) for result in results))
            yield _Region(_end(test), _end(owner), when_true)

    def _behind(
        self, node: ast.If, name: str, when_true: _Outcome, when_false: _Outcome
    ) -> Iterator[_Region]:
        """In `else`, and behind a statement one of whose branches does not go on."""
        if node.orelse and when_false is not None:
            yield _Region(position(node.orelse[0]), _end(node.orelse[-1]), when_false)
        if when_false is not None and (leaves(node.body) or binds(node.body, name)):
            yield _Region(_end(node), self._block_end(node), when_false)
        elif when_true is not None and node.orelse and (leaves(node.orelse) or binds(node.orelse, name)):
            yield _Region(_end(node), self._block_end(node), when_true)

    def _block_end(self, statement: ast.stmt) -> _Place:
        parent = self._inference.model.index.parents[statement]
        for field in ("body", "orelse", "finalbody"):
            block = getattr(parent, field, None)
            if isinstance(block, list) and statement in block:
                return _end(block[-1])
        return _end(statement)

    # Types

    def _apply(self, guard: _Guard, type_: Type, outcome: bool) -> Type:
        if guard.classes is None:
            if NONE not in alternatives(type_):
                return type_
            members = [member for member in alternatives(type_) if (member != NONE) is outcome]
            return union(members) if members else NONE if not outcome else UNKNOWN
        if guard.pattern is not None:
            classes = list(pattern_classes(self._inference, guard.pattern))
        else:
            classes = [self._class(each) for each in guard.classes]
        if not classes:
            return type_
        return self._among(type_, classes) if outcome else self._not_among(type_, classes)

    def _class(self, node: ast.expr) -> Type:
        if isinstance(node, ast.Constant) and node.value is None:
            return NONE
        found = self._inference.type_of(node)
        return Instance(found.name) if isinstance(found, Symbol) else UNKNOWN

    def _among(self, type_: Type, classes: list[Type]) -> Type:
        model = self._inference.model
        names = [each.name for each in classes if isinstance(each, Instance)]
        fitting: list[Type] = []
        for member in alternatives(type_):
            if isinstance(member, Instance):
                bases = model.bases(member.name)
                if not set(bases).isdisjoint(names):
                    fitting.append(member)
                else:  # a class further down is what the test finds
                    fitting += [each for each in classes if isinstance(each, Instance)
                                and member.name in model.bases(each.name)]  # fmt: skip
        if UNKNOWN in classes:
            return union([*fitting, UNKNOWN])
        has_unknown = any(isinstance(member, Unknown) for member in alternatives(type_))
        return union(classes if has_unknown or not fitting else fitting)

    def _not_among(self, type_: Type, classes: list[Type]) -> Type:
        names = [each.name for each in classes if isinstance(each, Instance)]
        if not isinstance(type_, Union):
            return type_
        left = [member for member in type_.members if not self._inference.model.is_instance(member, *names)]
        return union(left) if left else type_


def _class_expressions(node: ast.expr) -> Iterator[ast.expr]:
    """The classes of `isinstance(x, (A, B))` and `isinstance(x, A | B)`."""
    if isinstance(node, ast.Tuple):
        for element in node.elts:
            yield from _class_expressions(element)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _class_expressions(node.left)
        yield from _class_expressions(node.right)
    else:
        yield node


def _spans(*known: tuple[ast.expr, _Outcome]) -> Iterator[_Region]:
    for node, outcome in known:
        if outcome is not None:
            yield _Region(position(node), _end(node), outcome)


def _end(node: ast.AST) -> _Place:
    return (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
