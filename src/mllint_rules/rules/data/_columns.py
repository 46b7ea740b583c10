"""The columns that a program reads from a loaded frame, and those it makes itself."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from mllint_rules.kit import HERE, Context, FunctionNode, position, table
from mllint_rules.rules.data._frames import FrameState, FrameTrace
from mllint_rules.rules.data._syntax import column_names, literal_items

_Place = tuple[FunctionNode | None, ast.stmt]
"""The function and the statement around a node."""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One place where a column of the file is read.

    `node` is the syntax to point at. `is_value` says that it is the column itself, so that what surrounds it tells
    the column's type; `is_raw` that its cells are those of the file, `is_whole` that no row is missing. `dtype` is
    the type that the place itself states; `is_feature` marks a column given to an estimator that computes with it.
    """

    column: str
    node: ast.expr
    is_value: bool = False
    is_raw: bool = True
    is_whole: bool = True
    dtype: ast.expr | None = None
    is_feature: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The frame is changed in place: one column (all: None) is made, its values are replaced, rows are dropped."""

    node: ast.AST
    kind: str
    column: str | None = None


class Columns:
    """What a document reads from one loaded frame."""

    def __init__(self, trace: FrameTrace) -> None:
        self.trace = trace
        self._ctx = trace.ctx
        self._facts = table("frame_columns")
        self._members = frozenset(self._facts["members"]["pandas"])
        self.found: list[ColumnRead] = []
        self.changes: list[Change] = []
        for node, state in trace.states.items():
            self.look_around(node, state)
        self.reads = sorted(self._certain(), key=lambda read: position(read.node))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the file must have, in the order of their first use."""
        return tuple(dict.fromkeys(read.column for read in self.reads))

    def reads_of(self, column: str) -> list[ColumnRead]:
        """The places that read a column."""
        return [read for read in self.reads if read.column == column]

    # What stands around an expression that is the frame

    def look_around(self, node: ast.expr, state: FrameState) -> None:
        parent = self._ctx.parent(node)
        if isinstance(parent, ast.Subscript) and parent.value is node:
            self.key(parent, parent.slice, state)
        elif isinstance(parent, ast.Attribute):
            self._member(parent, state)
        elif isinstance(parent, (ast.Call, ast.keyword)):
            self._passed(node, parent, state)

    def key(self, node: ast.Subscript, key: ast.expr, state: FrameState) -> None:
        names = column_names(self._ctx, key)
        if not isinstance(node.ctx, ast.Load):
            is_update = isinstance(self._ctx.parent(node), ast.AugAssign)
            if isinstance(node.ctx, ast.Del) or is_update:
                self.read(names, node, state)
            for name in names or (None,):
                self.changes.append(Change(node, "column", name))
            return
        is_one = isinstance(self._ctx.value_of(key), str) or (bool(names) and isinstance(key, ast.Name))
        self.read(names, node, state, is_value=is_one)

    def read(
        self,
        names: tuple[str, ...],
        node: ast.expr,
        state: FrameState,
        *,
        is_value: bool = False,
        dtype: ast.expr | None = None,
    ) -> None:
        for name in names:
            if state.selection is None or name in state.selection:
                self.found.append(ColumnRead(name, node, is_value, state.is_raw, state.is_whole, dtype))

    def _member(self, node: ast.Attribute, state: FrameState) -> None:
        around = self._ctx.parent(node)
        if not isinstance(node.ctx, ast.Load):
            if node.attr == "columns":
                self.changes.append(Change(node, "column"))
            elif node.attr not in self._members:
                self.changes.append(Change(node, "column", node.attr))
        elif node.attr in ("loc", "at") and isinstance(around, ast.Subscript):
            key = around.slice
            if isinstance(key, ast.Tuple) and len(key.elts) == 2:
                is_rows = not isinstance(key.elts[0], ast.Slice)
                self.key(around, key.elts[1], replace(state, is_whole=state.is_whole and not is_rows))
            elif not isinstance(around.ctx, ast.Load):
                self.changes.append(Change(around, "values"))
        elif node.attr in self._members or node.attr.startswith("_"):
            if isinstance(around, ast.Call) and around.func is node:
                self._method(node.attr, around, state)
        elif not (isinstance(around, ast.Call) and around.func is node) and not state.is_grouped:
            self.read((node.attr,), node, state, is_value=True)

    # Calls

    def _method(self, method: str, call: ast.Call, state: FrameState) -> None:
        for parameter, place in self._facts["column_parameters"].get(method, {}).items():
            argument = _argument(call, parameter, place)
            if argument is not None:
                self.read(column_names(self._ctx, argument), argument, state)
        if method == "rename":
            self._rename(call, state)
        elif method == "assign":
            for keyword in call.keywords:
                self.changes.append(Change(call, "column", keyword.arg))
        elif method == "insert":
            for column in column_names(self._ctx, _argument(call, "column", 1)) or (None,):
                self.changes.append(Change(call, "column", column))
        elif method in ("agg", "aggregate"):
            self._aggregate(call, state)
        elif method == "astype":
            for name, value in literal_items(_argument(call, "dtype", 0)):
                if isinstance(name, str):
                    self.read((name,), call, state, dtype=value)
        elif method in ("apply", "iterrows", "itertuples"):
            self._rows(method, call, state)
        if self._is_in_place(call):
            self.changes.append(Change(call, _effect_of(method, self._facts)))

    def _is_in_place(self, call: ast.Call) -> bool:
        argument = _argument(call, "inplace", -1)
        return argument is not None and self._ctx.value_of(argument) is not False

    def _rename(self, call: ast.Call, state: FrameState) -> None:
        renaming = _argument(call, "columns", -1)
        for old, new in literal_items(renaming):
            if isinstance(old, str):
                self.read((old,), call, state)
            value = self._ctx.value_of(new)
            self.changes.append(Change(call, "column", value if isinstance(value, str) else None))
        if not isinstance(renaming, ast.Dict):
            self.changes.append(Change(call, "column"))

    def _aggregate(self, call: ast.Call, state: FrameState) -> None:
        for name, _ in literal_items(call.args[0] if call.args else None):
            if isinstance(name, str):
                self.read((name,), call, state)
        for keyword in call.keywords:
            if isinstance(keyword.value, ast.Tuple) and keyword.value.elts:
                self.read(column_names(self._ctx, keyword.value.elts[0]), keyword.value, state)

    def _rows(self, method: str, call: ast.Call, state: FrameState) -> None:
        """The columns read from the rows of `apply(…, axis=1)`, `iterrows` and `itertuples`."""
        row = self._row_binding(method, call)
        binding = self._ctx.model.binding_at(row) if row is not None else None
        for name in self._ctx.uses(binding) if binding is not None else ():
            around = self._ctx.parent(name)
            if (
                isinstance(around, ast.Subscript)
                and around.value is name
                and isinstance(around.ctx, ast.Load)
            ):
                self.read(column_names(self._ctx, around.slice), around, state)
            elif method == "itertuples" and isinstance(around, ast.Attribute) and _is_field(around.attr):
                self.read((around.attr,), around, state)

    def _row_binding(self, method: str, call: ast.Call) -> ast.AST | None:
        if method == "apply":
            axis = _argument(call, "axis", 1)
            function = call.args[0] if call.args else None
            if axis is None or self._ctx.value_of(axis) not in (1, "columns"):
                return None
            if isinstance(function, ast.Name):
                node = self._ctx.model.functions.get(self._ctx.qualified_name(function) or "")
                return node.args.args[0] if node is not None and node.args.args else None
            return function.args.args[0] if isinstance(function, ast.Lambda) and function.args.args else None
        loop = self._ctx.parent(call)
        if not isinstance(loop, (ast.For, ast.comprehension)) or loop.iter is not call:
            return None
        target = loop.target
        if method == "iterrows":
            return target.elts[1] if isinstance(target, ast.Tuple) and len(target.elts) == 2 else None
        return target

    def _passed(self, node: ast.expr, parent: ast.Call | ast.keyword, state: FrameState) -> None:
        """A frame given to a function: one that nobody knows and whose result nobody takes may change it."""
        call = parent if isinstance(parent, ast.Call) else self._ctx.parent(parent)
        if not isinstance(call, ast.Call):
            return
        name = self._ctx.call(call).name
        if state.selection and call.args[:1] == [node] and _computes_with_features(name):
            for column in state.selection:
                self.found.append(ColumnRead(column, node, False, state.is_raw, state.is_whole, None, True))
        if not isinstance(self._ctx.parent(call), ast.Expr):
            return
        if isinstance(call.func, ast.Name) and call.func.id == "display":
            return  # a notebook shows the frame
        if name is None or (name.startswith(HERE) and name not in self._ctx.model.functions):
            self.changes.append(Change(call, "column"))

    # Order

    def _certain(self) -> Iterator[ColumnRead]:
        """The reads of what the file holds: no read behind a change of the column."""
        ctx = self._ctx
        places = {
            change.node: (ctx.function_of(change.node), ctx.statement(change.node)) for change in self.changes
        }
        for read in dict.fromkeys(self.found):
            around = {read.node, *ctx.ancestors(read.node)}
            place = (ctx.function_of(read.node), ctx.statement(read.node))
            before = [
                change
                for change in self.changes
                if self._is_before(change, places[change.node], read.node, place, around)
            ]
            if any(change.kind == "column" and change.column in (None, read.column) for change in before):
                continue
            kinds = {change.kind for change in before}
            yield replace(
                read,
                is_raw=read.is_raw and "values" not in kinds,
                is_whole=read.is_whole and kinds.isdisjoint({"rows", "values"}),
            )

    @staticmethod
    def _is_before(
        change: Change, there: _Place, node: ast.expr, here: _Place, around: Collection[ast.AST]
    ) -> bool:
        """Whether a change may be done when the node is evaluated; of other functions nobody knows when they run."""
        if there[0] is not here[0]:
            return True
        if there[1] is here[1] and not isinstance(change.node, ast.Call):
            return False
        return position(change.node) < position(node) and change.node not in around


def _argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
    """An argument of a method of a frame, by keyword or by position (-1: keyword only)."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if 0 <= place < len(call.args) and not any(isinstance(a, ast.Starred) for a in call.args[: place + 1]):
        return call.args[place]
    return None


def _computes_with_features(api: str | None) -> bool:
    """Whether a call of this API turns every feature it is given into a number."""
    facts = table("column_types")["numeric_features"]
    owner, _, method = (api or "").rpartition(".")
    return method in facts["methods"] and (
        owner in facts["classes"] or owner.rpartition(".")[0] in facts["modules"]
    )


def _is_field(attribute: str) -> bool:
    """Whether an attribute of a named tuple is a column."""
    return not attribute.startswith("_") and attribute not in ("Index", "count", "index")


def _effect_of(method: str, facts: dict[str, list[str]]) -> str:
    if method in facts["fewer_rows"]:
        return "rows"
    return "none" if method in facts["same_rows"] else "values"


def read_columns(ctx: Context, load: ast.expr | ast.arg) -> Columns:
    """The columns that the document reads from the frame that `load` gives, or that is given for a parameter."""
    return Columns(FrameTrace(ctx, load))
