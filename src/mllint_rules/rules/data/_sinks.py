"""Where the data of a loaded frame leaves the code that loaded it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import HERE, Context, table
from mllint_rules.rules.data._frames import FrameTrace

_PASSING = (ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Tuple, ast.List, ast.IfExp)
_SIZES = frozenset(
    {"shape", "columns", "index", "dtypes", "empty", "size", "memory_usage", "info", "describe"}
)
_MODEL_METHODS = frozenset(
    {
        "fit",
        "fit_transform",
        "fit_resample",
        "fit_predict",
        "partial_fit",
        "predict",
        "predict_proba",
        "transform",
        "decision_function",
    }
)


def is_writer(node: ast.AST) -> bool:
    """Whether a sink is a method that writes the frame somewhere."""
    writers = table("frame_columns")["writers"]["methods"]
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writers


def sinks(ctx: Context, trace: FrameTrace) -> Iterator[ast.AST]:
    """The places where a frame, rows or columns of it, or what was computed from it, are given away.

    These are `fit` and `predict` of known estimators, the writers of pandas, and the `return` of public functions.
    """
    flow = _Flow(ctx, trace)
    while flow.queue:
        yield from flow.step(flow.queue.pop())


class _Flow:
    def __init__(self, ctx: Context, trace: FrameTrace) -> None:
        self._ctx = ctx
        self._seen: set[ast.AST] = set(trace.states)
        self.queue: list[ast.AST] = list(trace.states)
        self._writers = frozenset(table("frame_columns")["writers"]["methods"])

    def _add(self, node: ast.AST) -> None:
        if node not in self._seen:
            self._seen.add(node)
            self.queue.append(node)

    def step(self, node: ast.AST) -> Iterator[ast.AST]:
        """Go on from one expression that holds data of the frame."""
        parent = self._ctx.parent(node)
        if isinstance(parent, ast.Return):
            if is_public(self._ctx, parent):
                yield parent
        elif isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            self._store(parent)
        elif isinstance(parent, ast.Attribute):
            if parent.attr not in _SIZES:
                yield from self._member(parent)
        elif isinstance(parent, _PASSING):
            if not (isinstance(parent, ast.Subscript) and parent.slice is node):
                self._add(parent)
        elif isinstance(parent, (ast.Call, ast.keyword)):
            call = parent if isinstance(parent, ast.Call) else self._ctx.parent(parent)
            if isinstance(call, ast.Call) and call.func is not node:
                yield from self._passed(call)

    def _store(self, statement: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> None:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            for inner in ast.walk(target):
                binding = self._ctx.model.binding_at(inner)
                for use in self._ctx.uses(binding) if binding is not None else ():
                    self._add(use)

    def _member(self, attribute: ast.Attribute) -> Iterator[ast.AST]:
        call = self._ctx.parent(attribute)
        if not (isinstance(call, ast.Call) and call.func is attribute):
            self._add(attribute)
            return
        if attribute.attr in self._writers:
            yield call
            return
        self._add(call)

    def _passed(self, call: ast.Call) -> Iterator[ast.AST]:
        name = self._ctx.call(call).name
        if name is None or name.startswith(HERE):
            return
        head, _, method = name.rpartition(".")
        if head and not head.startswith("builtins") and method in _MODEL_METHODS:
            yield call
        elif name.startswith(("pandas.", "numpy.", "sklearn.model_selection.train_test_split")):
            self._add(call)


def is_public(ctx: Context, node: ast.AST) -> bool:
    """Whether a node belongs to a function or method that other modules may call."""
    function = ctx.function_of(node)
    if function is None or function.name.startswith("_") or ctx.function_of(function) is not None:
        return False
    owner = ctx.class_of(function)
    return owner is None or not owner.name.startswith("_")
