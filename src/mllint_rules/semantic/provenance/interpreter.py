"""The abstract run: statements in their order, functions where they are called."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from mllint_rules.semantic.provenance import assignment
from mllint_rules.semantic.provenance.domain import Closure, Ref, Site, Value, joined
from mllint_rules.semantic.provenance.events import Branch, Event, Trace, Use
from mllint_rules.semantic.provenance.expressions import decided, evaluate
from mllint_rules.semantic.provenance.iteration import Rounds, rounds
from mllint_rules.semantic.provenance.relevance import relevant_functions
from mllint_rules.semantic.provenance.rows import RowKind, RowSet, RowSets
from mllint_rules.semantic.provenance.store import Changes, Store
from mllint_rules.semantic.scopes import Scope, parameters_with_defaults
from mllint_rules.semantic.surroundings import is_main_guard
from mllint_rules.semantic.types import UNKNOWN, Instance

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

_DEEPEST = 8
_STEPS_PER_NAME = 10
_LEAST_STEPS = 4_000
_MOST_STEPS = 200_000
_PLAIN_ENTRIES = 1
_MOST_ENTRIES = 24
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Made = TypeVar("Made", bound=Event)


class TooLong(Exception):
    """The run has taken more steps than it may."""


class Interpreter:
    """One abstract run of one document."""

    def __init__(self, model: SemanticModel) -> None:
        self.document_model = model
        self.model = model
        self.store = Store()
        self.rows = RowSets(self._place)
        self.events: list[Event] = []
        self.calls: list[ast.AST] = []  # the calls we are inside of, outermost first
        self._here: list[ast.AST] = []  # those of them that stand in the document
        self._branches: list[Branch] = []
        self._silent = 0
        self._entered: dict[ast.AST, int] = {}
        self._active: list[ast.AST] = []
        self._returned: list[list[Ref]] = []
        self._yielded: list[list[Ref]] = []
        size = sum(len(nodes) for nodes in model.index.names.values())
        self.steps = 0  # taken so far
        self._most_steps = min(max(_LEAST_STEPS, _STEPS_PER_NAME * size), _MOST_STEPS)
        self._keys: dict[tuple[str, ast.AST], Hashable] = {}
        self.instances: dict[ast.ClassDef, Ref] = {}
        self.relevant = relevant_functions(model)
        self.closures: dict[tuple[SemanticModel, str], Closure | None] = {}

    # The run

    def run(self) -> Trace:
        """Run the module, then whatever functions and methods nothing in it has called."""
        is_complete = True
        try:
            self.block(self.model.tree.body)
            for node in self.model.index.nodes(*_FUNCTIONS):
                if node not in self._entered and node in self.relevant:
                    self._enter_unseen(node)
        except (TooLong, RecursionError):
            is_complete = False
        return Trace(self.events, self.rows, is_complete=is_complete)

    def step(self) -> None:
        """Count one step. Raises `TooLong` at the end of the allowance."""
        self.steps += 1
        if self.steps > self._most_steps:
            raise TooLong

    def _enter_unseen(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Run a function that nothing calls, on parameters of which nothing is known."""
        owner = self.model.index.parents.get(node)
        receiver = self._self_of(owner) if isinstance(owner, ast.ClassDef) else None
        result = self.enter(Closure(self.model, node, receiver), node, (), {}, is_unseen=True)
        if result is not None:
            for value in self.flattened(result):
                self.emit(Use, node, value)

    def _self_of(self, node: ast.ClassDef) -> Ref:
        """The object on which the methods of a class run that nothing here makes an object of."""
        known = self.instances.get(node)
        if known is None:
            known = self.instances[node] = self.store.new(self._blank_instance(node))
            init = next(
                (s for s in node.body if isinstance(s, ast.FunctionDef) and s.name == "__init__"), None
            )
            if init is not None and init not in self._entered:
                self.enter(Closure(self.model, init, known), init, (), {}, is_unseen=True)
        return known

    def _blank_instance(self, node: ast.ClassDef) -> Value:
        name = self.model.names.binding_name(self.model.names.scopes.binding_of(node))
        return Value(node=node, type=Instance(name) if name else UNKNOWN, attributes={})

    # Statements: each answers whether control goes on behind it

    def block(self, body: Sequence[ast.stmt]) -> bool:
        """Run statements in order."""
        for statement in body:
            self.step()
            if not self._statement(statement):
                return False
        return True

    def _statement(self, node: ast.stmt) -> bool:
        run = _STATEMENTS.get(type(node))
        return True if run is None else run(self, node)

    def _if(self, node: ast.If) -> bool:
        self.eval(node.test)
        if is_main_guard(node):
            return self.block(node.body)
        known = decided(self, node.test) if self.calls else None
        if known is not None:
            return self.block(node.body if known else node.orelse)
        return self._alternatives(node, [node.body, node.orelse])

    def _alternatives(self, node: ast.AST, bodies: Sequence[Sequence[ast.stmt]]) -> bool:
        ends: list[Changes] = []
        for number, body in enumerate(bodies):
            self._branches.append((node, number))
            with self.store.branch() as changes:
                alive = self.block(body)
            self._branches.pop()
            if alive:
                ends.append(changes)
        self.store.join(ends)
        return bool(ends)

    def _match(self, node: ast.Match) -> bool:
        self.eval(node.subject)
        return self._alternatives(node, [*(case.body for case in node.cases), []])

    def _for(self, node: ast.For | ast.AsyncFor) -> bool:
        source = self.eval(node.iter)
        self._loop(node, rounds(self, source, node.iter))
        return self.block(node.orelse)

    def _loop(self, node: ast.For | ast.AsyncFor, turns: Rounds) -> None:
        if turns.is_known:
            for element in turns.elements:
                assignment.assign(self, node.target, element)
                self.block(node.body)
            return

        def one_round() -> None:
            for element in turns.elements:
                assignment.assign(self, node.target, element)
            self.block(node.body)

        self._repeated(one_round)

    def _while(self, node: ast.While) -> bool:
        self.eval(node.test)
        self._repeated(lambda: self.block(node.body))
        return self.block(node.orelse)

    def _repeated(self, one_round: Callable[[], object]) -> None:
        """A body that runs an unknown number of times: once to see what a round leaves behind, once for the record."""
        self._silent += 1
        try:
            with self.store.branch() as first:
                one_round()
        finally:
            self._silent -= 1
        self.store.join([first, {}])
        if not self._silent:
            with self.store.branch() as second:
                one_round()
            self.store.join([second, {}])

    def _try(self, node: ast.Try) -> bool:
        alive = self.block(node.body) and self.block(node.orelse)
        ends: list[Changes] = [{}] if alive else []
        for number, handler in enumerate(node.handlers):
            self._branches.append((node, number + 1))
            with self.store.branch() as changes:
                handled = self.block(handler.body)
            self._branches.pop()
            if handled:
                ends.append(changes)
        self.store.join(ends)
        return self.block(node.finalbody) and bool(ends)

    def _with(self, node: ast.With | ast.AsyncWith) -> bool:
        for item in node.items:
            value = self.eval(item.context_expr)
            if item.optional_vars is not None:
                assignment.assign(self, item.optional_vars, value)
        return self.block(node.body)

    def _assign(self, node: ast.Assign) -> bool:
        value = self.eval(node.value)
        for target in node.targets:
            assignment.assign(self, target, value)
        return True

    def _annotated(self, node: ast.AnnAssign) -> bool:
        if node.value is not None:
            assignment.assign(self, node.target, self.eval(node.value))
        return True

    def _augmented(self, node: ast.AugAssign) -> bool:
        assignment.augment(self, node)
        return True

    def _delete(self, node: ast.Delete) -> bool:
        for target in node.targets:
            assignment.delete(self, target)
        return True

    def _return(self, node: ast.Return) -> bool:
        if node.value is not None:
            ref = self.eval(node.value)
            if self._returned:
                self._returned[-1].append(ref)
        return False

    def _expression(self, node: ast.Expr) -> bool:
        self.eval(node.value)
        return True

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
        for decorator in node.decorator_list:
            self.eval(decorator)
        self.bind_node(node, node.name, self.store.new(Value(node=node, closure=Closure(self.model, node))))
        if isinstance(node, ast.ClassDef):
            self.block([s for s in node.body if not isinstance(s, (*_FUNCTIONS, ast.ClassDef))])
        return True

    # Expressions and names

    def eval(self, node: ast.expr) -> Ref:
        """Run an expression; a reference to its value."""
        self.step()
        return evaluate(self, node)

    def value(self, ref: Ref) -> Value:
        """What is known of an object now."""
        return self.store.value(ref)

    def new(self, value: Value) -> Ref:
        """A new object."""
        return self.store.new(value)

    def source(self, node: ast.AST, *, is_guess: bool = True, selector: Hashable = None) -> frozenset[RowSet]:
        """The rows of something that came from outside at this place."""
        key = (node, tuple(self.calls), selector)
        return frozenset({self.rows.make(RowKind.SOURCE, node, selector=key, is_guess=is_guess)})

    def unknown(self, node: ast.expr) -> Ref:
        """A value of which only the type is known, as far as it is."""
        type_ = self.model.type_of(node)
        return self.new(Value(node=node, type=type_, rows=self.source(node, is_guess=not is_table(type_))))

    def name_key(self, name: str, node: ast.AST) -> Hashable:
        """The key of a name read or bound at a node."""
        key = self._keys.get((name, node))
        if key is None:
            scopes = self.model.names.scopes
            scope = scopes.scope_of(node)
            owner: Scope | None = scopes.lookup(name, scope)
            key = self._keys[name, node] = (owner or scope, name)
        return key

    def bind_node(self, node: ast.AST, name: str, ref: Ref) -> None:
        """Bind a name by the syntax that binds it."""
        binding = self.model.names.scopes.binding_at(node)
        self.store.bind((binding.scope, name) if binding else self.name_key(name, node), ref)

    # Calls of functions of the project

    def enter(
        self,
        closure: Closure,
        call: ast.AST,
        positional: Sequence[Ref],
        keywords: dict[str, Ref],
        *,
        is_unseen: bool = False,
    ) -> Ref | None:
        """Run a function on arguments; None where it is not followed (recursion, too deep, too often)."""
        node = closure.node
        if isinstance(node, ast.ClassDef) or node in self._active or len(self._active) >= _DEEPEST:
            return None
        if isinstance(call, ast.Call) and any(isinstance(argument, ast.Starred) for argument in call.args):
            return None  # nobody knows which parameter gets what
        arguments = (*positional, *keywords.values())
        if not is_unseen and not self._is_worth(node, arguments) and not self._shows_more(closure):
            return None
        self._entered[node] = self._entered.get(node, 0) + 1
        with self._frame(closure, call, is_unseen=is_unseen):
            self._pass(closure, positional, keywords)
            if isinstance(node, ast.Lambda):
                return self.eval(node.body)
            self._returned.append([])
            self._yielded.append([])
            try:
                with self._own_branches():
                    self.block(node.body)
            finally:
                returned, yielded = self._returned.pop(), self._yielded.pop()
        return self._result(node, returned, yielded)

    def _is_worth(self, node: ast.AST, arguments: Sequence[Ref]) -> bool:
        """Whether entering a function may show something new: it is given data, a model, or a function."""
        times = self._entered.get(node, 0)
        is_relevant = (
            self.model is not self.document_model or node in self.relevant or isinstance(node, ast.Lambda)
        )
        if times < _PLAIN_ENTRIES and (is_relevant or any(self.value(ref).rows for ref in arguments)):
            return True
        return times < _MOST_ENTRIES and any(self._is_interesting(ref) for ref in arguments)

    def _shows_more(self, closure: Closure) -> bool:
        """Whether a method is asked of an object that holds data or a model."""
        if closure.receiver is None or self._entered.get(closure.node, 0) >= _MOST_ENTRIES:
            return False
        held = self.value(closure.receiver).attributes or {}
        return any(map(self._is_interesting, held.values()))

    def _is_interesting(self, ref: Ref) -> bool:
        return any(
            value.is_data or value.learner is not None or value.lessons or value.closure is not None
            for value in self.flattened(ref, 1)
        )

    def _result(self, node: ast.AST, returned: list[Ref], yielded: list[Ref]) -> Ref:
        if yielded:
            return self.new(Value(node=node, element=self._merged(node, list(dict.fromkeys(yielded)))))
        distinct = list(dict.fromkeys(returned))
        if len(distinct) == 1:
            return distinct[0]
        return self._merged(node, distinct)

    def _merged(self, node: ast.AST, refs: list[Ref]) -> Ref:
        """One of several results; tuples of the same length are merged by position."""
        values = [self.value(ref) for ref in refs]
        lengths = {len(value.items) if value.items is not None else -1 for value in values}
        result = joined(values)
        if len(lengths) == 1 and -1 not in lengths:
            columns = zip(*(value.items or () for value in values), strict=True)
            items = tuple(self.new(joined(map(self.value, dict.fromkeys(column)))) for column in columns)
            result = replace(result, items=items)
        return self.new(replace(result, node=result.node or node))

    def yields(self, ref: Ref) -> None:
        """The function that runs yields a value."""
        if self._yielded:
            self._yielded[-1].append(ref)

    @contextmanager
    def _own_branches(self) -> Iterator[None]:
        depth = len(self._branches)
        try:
            yield
        finally:
            del self._branches[depth:]

    @contextmanager
    def _frame(self, closure: Closure, call: ast.AST, *, is_unseen: bool) -> Iterator[None]:
        outside = self.model
        self._active.append(closure.node)
        if not is_unseen:
            self.calls.append(call)
            if self.model is self.document_model:
                self._here.append(call)
        self.model = closure.model
        try:
            yield
        finally:
            self.model = outside
            self._active.pop()
            if not is_unseen:
                self.calls.pop()
                if self.model is self.document_model:
                    self._here.pop()

    def _pass(self, closure: Closure, positional: Sequence[Ref], keywords: dict[str, Ref]) -> None:
        """Bind the parameters of a function."""
        arguments = closure.node.args  # type: ignore[union-attr]
        given = [*([closure.receiver] if closure.receiver is not None else []), *positional]
        scope = closure.model.names.scopes.scope_for(closure.node)
        by_position = [*arguments.posonlyargs, *arguments.args]
        for index, (parameter, default) in enumerate(parameters_with_defaults(arguments)):
            ref: Ref | None
            if parameter is arguments.vararg:
                ref = self.new(Value(node=parameter, items=tuple(given[len(by_position) :])))
            elif parameter is arguments.kwarg:
                names = {each.arg for each in (*by_position, *arguments.kwonlyargs)}
                rest: dict[object, Ref] = {name: held for name, held in keywords.items() if name not in names}
                ref = self.new(Value(node=parameter, entries=rest))
            elif index < len(given) and parameter in by_position:
                ref = given[index]
            elif parameter.arg in keywords:
                ref = keywords[parameter.arg]
            else:
                ref = self._parameter(parameter, default)
            self.store.bind((scope, parameter.arg), ref)

    def _parameter(self, parameter: ast.arg, default: ast.expr | None) -> Ref:
        """The value of a parameter that no argument gives: its default, or something from outside."""
        if default is not None and self.calls:
            return self.eval(default)
        type_ = self.model.annotation_type(parameter.annotation) if parameter.annotation else UNKNOWN
        rows = self.source(parameter, is_guess=not is_table(type_))
        return self.new(Value(node=parameter, type=type_, rows=rows))

    # Events

    def site(self, node: ast.AST) -> Site:
        """The place of a node in the run."""
        inside = self.model is self.document_model
        here = node if inside or not self._here else self._here[-1]
        return Site(node, here, tuple(self.calls))

    def _place(self, node: ast.AST) -> ast.AST:
        """A node of the checked document, or the call in it through which another one was reached."""
        return node if node in self.document_model.index.parents or not self._here else self._here[-1]

    def emit(self, kind: Callable[..., Made], node: ast.AST, *details: object) -> None:
        """Something has happened at a node."""
        if not self._silent:
            self.events.append(kind(self.site(node), tuple(self._branches), *details))

    def flattened(self, ref: Ref, depth: int = 3) -> Iterator[Value]:
        """A value and those it holds, for tuples, lists and dicts."""
        value = self.value(ref)
        yield value
        if depth:
            for inner in (*(value.items or ()), *(value.entries or {}).values()):
                yield from self.flattened(inner, depth - 1)


def is_table(type_: object) -> bool:
    """Whether such a value certainly holds rows: frames, series, arrays, tensors."""
    from mllint_rules.knowledge.tables import table

    containers = table("operators")["containers"]
    return isinstance(type_, Instance) and type_.name in containers


_STATEMENTS: dict[type[ast.AST], Callable[..., bool]] = {
    ast.If: Interpreter._if,
    ast.For: Interpreter._for,
    ast.AsyncFor: Interpreter._for,
    ast.While: Interpreter._while,
    ast.Try: Interpreter._try,
    ast.With: Interpreter._with,
    ast.AsyncWith: Interpreter._with,
    ast.Match: Interpreter._match,
    ast.Assign: Interpreter._assign,
    ast.AnnAssign: Interpreter._annotated,
    ast.AugAssign: Interpreter._augmented,
    ast.Delete: Interpreter._delete,
    ast.Return: Interpreter._return,
    ast.Expr: Interpreter._expression,
    ast.FunctionDef: Interpreter._define,
    ast.AsyncFunctionDef: Interpreter._define,
    ast.ClassDef: Interpreter._define,
    ast.Raise: lambda _machine, _node: False,
    ast.Break: lambda _machine, _node: False,
    ast.Continue: lambda _machine, _node: False,
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = Interpreter._try
