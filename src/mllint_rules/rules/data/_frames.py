"""Where a loaded frame goes: the expressions that are the frame, through assignments, calls and returns.

The frame is followed by where its value comes from, never by the names of variables: from the load through
assignments, methods that keep the columns, functions of the document and attributes of `self`. What may be
another frame on some path is left alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mllint_rules.kit import Binding, Context, table
from mllint_rules.rules.data._masks import is_mask
from mllint_rules.rules.data._syntax import column_names, returned_values

Definitions = tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class FrameState:
    """What is left of the file at one place.

    `selection` are the columns of a literal selection; `is_raw` says that the cells are those of the file,
    `is_whole` that no row has been left out. `is_grouped` marks the result of `groupby`.
    """

    selection: tuple[str, ...] | None = None
    is_raw: bool = True
    is_whole: bool = True
    is_grouped: bool = False


class FrameTrace:
    """All expressions of a document that are one loaded frame (or rows or columns of it).

    `load` is what gives the frame: an expression, or the parameter that takes it. `facts` names the table of the
    methods that a frame of this library has.
    """

    def __init__(self, ctx: Context, load: ast.expr | ast.arg, facts: str = "frame_columns") -> None:
        self.ctx = ctx
        self.load = load
        self.states: dict[ast.expr, FrameState] = {}
        self._bindings: set[ast.AST] = set()
        self._undecided: dict[ast.Name, FrameState] = {}
        # How many definitions of an undecided name are not the frame yet, and who waits for a binding to be.
        self._missing: dict[Definitions, int] = {}
        self._awaited: dict[Binding, list[Definitions]] = {}
        self._queue: list[ast.expr] = []
        self._facts = table(facts)
        if isinstance(load, ast.Call) and _is_chunked(ctx, load):
            self._follow_chunks(load)
        elif isinstance(load, ast.arg):
            self._bind(load, FrameState())
        else:
            self._add(load, FrameState())
        self._run()

    def _run(self) -> None:
        progress = True
        while progress:
            while self._queue:
                self._follow(self._queue.pop())
            progress = self._decide()

    def _add(self, node: ast.expr, state: FrameState) -> None:
        if node not in self.states:
            self.states[node] = state
            self._queue.append(node)

    # Names

    def _bind(self, target: ast.AST, state: FrameState) -> None:
        binding = self.ctx.model.binding_at(target)
        if binding is None or binding.node in self._bindings:
            return
        self._bindings.add(binding.node)
        for definitions in self._awaited.pop(binding, ()):
            self._missing[definitions] -= 1
        for name in self.ctx.uses(binding):
            if name not in self.states and name not in self._undecided:
                self._undecided[name] = state
                self._await(self.ctx.definitions(name))

    def _await(self, definitions: Definitions) -> None:
        if definitions not in self._missing:
            missing = [each for each in definitions if not self._is_frame(each)]
            self._missing[definitions] = len(missing)
            for each in missing:
                self._awaited.setdefault(each, []).append(definitions)

    def _decide(self) -> bool:
        """Take in the names that certainly are the frame by now; whether there were any."""
        ready = [name for name in self._undecided if not self._missing[self.ctx.definitions(name)]]
        for name in ready:
            self._add(name, self._undecided.pop(name))
        return bool(ready)

    def _is_frame(self, definition: Binding) -> bool:
        if definition.node in self._bindings:
            return True
        value = definition.statement_value
        if isinstance(value, ast.Constant) and value.value is None:
            return True
        return value is not None and self.ctx.called(value) in self._facts["readers"]["pandas"]

    # Following

    def _follow(self, node: ast.expr) -> None:
        parent, state = self.ctx.parent(node), self.states[node]
        if isinstance(parent, ast.Assign) and parent.value is node:
            for target in parent.targets:
                self._assign(target, state)
        elif isinstance(parent, (ast.AnnAssign, ast.NamedExpr)) and parent.value is node:
            self._assign(parent.target, state)
            if isinstance(parent, ast.NamedExpr):
                self._add(parent, state)
        elif isinstance(parent, ast.IfExp) and node is not parent.test:
            self._add(parent, state)
        elif isinstance(parent, ast.Return):
            self._return(parent, state)
        elif isinstance(parent, ast.Attribute):
            self._member(parent, state)
        elif isinstance(parent, ast.Subscript) and parent.value is node:
            self._subscript(parent, state)
        elif isinstance(parent, ast.Call) and node in parent.args:
            if self.ctx.call(parent).name in self._facts["splitters"]["names"]:
                self._split(parent, parent.args.index(node), replace(state, is_whole=False))
            self._argument(parent, node, state)
        elif isinstance(parent, ast.keyword):
            call = self.ctx.parent(parent)
            if isinstance(call, ast.Call):
                self._argument(call, node, state)

    def _assign(self, target: ast.expr, state: FrameState) -> None:
        if isinstance(target, ast.Name):
            self._bind(target, state)
        elif isinstance(target, ast.Attribute):
            for read in self._attribute_reads(target):
                self._add(read, state)

    def _attribute_reads(self, target: ast.Attribute) -> Iterator[ast.Attribute]:
        """The reads of `self.x` in the class whose method assigns it, when that is its only assignment."""
        places = self.ctx.attribute_mentions(target)
        if sum(isinstance(node.ctx, ast.Store) for node in places) == 1:
            yield from (node for node in places if isinstance(node.ctx, ast.Load))

    def _return(self, statement: ast.Return, state: FrameState) -> None:
        function = self.ctx.function_of(statement)
        if function is None or len(returned_values(self.ctx, function)) != 1 or function.decorator_list:
            return
        for call in self.ctx.calls_to(function):
            self._add(call.node, state)

    def _member(self, node: ast.Attribute, state: FrameState) -> None:
        around = self.ctx.parent(node)
        if node.attr in ("loc", "iloc") and isinstance(around, ast.Subscript):
            self._located(node.attr, around, state)
        elif isinstance(around, ast.Call) and around.func is node and not state.is_grouped:
            self._method(node.attr, around, state)

    def _method(self, method: str, call: ast.Call, state: FrameState) -> None:
        facts = self._facts
        if method == "groupby":
            self._add(call, replace(state, is_grouped=True))
        elif method == "rename" and not isinstance(_renaming(call), ast.Dict):
            return  # nobody knows what the columns are called behind it
        elif method in facts["same_rows"]:
            self._add(call, state)
        elif method in facts["fewer_rows"]:
            self._add(call, replace(state, is_whole=False))
        elif method in facts["other_values"]:
            self._add(call, replace(state, is_raw=False))

    def _located(self, accessor: str, node: ast.Subscript, state: FrameState) -> None:
        if not isinstance(node.ctx, ast.Load):
            return
        rows, columns = node.slice, None
        if isinstance(rows, ast.Tuple) and len(rows.elts) == 2:
            rows, columns = rows.elts
        if not isinstance(rows, ast.Slice) and (
            accessor == "iloc" or not is_mask(self.ctx, rows, self.states)
        ):
            return
        is_whole = (
            state.is_whole and isinstance(rows, ast.Slice) and rows.lower is None and rows.upper is None
        )
        state = replace(state, is_whole=is_whole)
        if columns is None or (isinstance(columns, ast.Slice) and not columns.lower and not columns.upper):
            self._add(node, state)
        elif accessor == "loc" and isinstance(columns, ast.List):
            names = column_names(self.ctx, columns)
            if names:
                self._add(node, replace(state, selection=names))

    def _subscript(self, node: ast.Subscript, state: FrameState) -> None:
        if not isinstance(node.ctx, ast.Load):
            return
        if isinstance(node.slice, ast.Slice) or is_mask(self.ctx, node.slice, self.states):
            self._add(node, replace(state, is_whole=False))
        elif isinstance(self.ctx.value_of(node.slice), list):
            names = column_names(self.ctx, node.slice)
            if names:
                self._add(node, replace(state, selection=names))

    def _argument(self, call: ast.Call, node: ast.expr, state: FrameState) -> None:
        for parameter, value in (self.ctx.bound_arguments(call) or {}).items():
            if value is node:
                self._bind(parameter, state)

    def _split(self, call: ast.Call, position: int, state: FrameState) -> None:
        parent = self.ctx.parent(call)
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            targets = parent.targets[0]
            if isinstance(targets, (ast.Tuple, ast.List)):
                for target in targets.elts[2 * position : 2 * position + 2]:
                    self._assign(target, state)

    def _follow_chunks(self, load: ast.expr) -> None:
        """The chunks of a reader: what a loop over it binds."""
        places: list[ast.AST] = [load]
        parent = self.ctx.parent(load)
        targets: list[ast.AST] = []
        if isinstance(parent, ast.Assign):
            targets = list(parent.targets)
        elif isinstance(parent, ast.withitem) and parent.optional_vars is not None:
            targets = [parent.optional_vars]
        for target in targets:
            binding = self.ctx.model.binding_at(target)
            if binding is not None:
                places += [name for name in self.ctx.uses(binding) if len(self.ctx.definitions(name)) == 1]
        for place in places:
            loop = self.ctx.parent(place)
            if isinstance(loop, (ast.For, ast.comprehension)) and loop.iter is place:
                self._bind(loop.target, FrameState(is_whole=False))


def _renaming(call: ast.Call) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == "columns"), None)


def _is_chunked(ctx: Context, load: ast.Call) -> bool:
    call = ctx.call(load)
    given = (call.argument("chunksize"), call.argument("iterator"))
    return any(value is not None and ctx.value_of(value) not in (None, False) for value in given)
