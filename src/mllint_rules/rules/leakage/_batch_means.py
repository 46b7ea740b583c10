"""Sums and lists of a metric over the batches of a loop, and the places where their mean is taken."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mllint_rules.kit import Binding, BindingKind, Context, table
from mllint_rules.rules.leakage._words import words_of

ForLoop = ast.For | ast.AsyncFor


@dataclass(frozen=True, slots=True)
class BatchMean:
    """A metric that a loop gathers batch by batch, of which the mean is taken.

    `statement` adds or appends to `name`; `mean` is the expression that divides by the number of batches (of
    `total /= n`: `n`), `total` what is divided there.
    """

    loop: ForLoop
    batches: ast.expr
    statement: ast.stmt
    name: ast.Name
    mean: ast.expr
    total: ast.Name


def batches_of(loop: ForLoop, ctx: Context) -> ast.expr | None:
    """The loader or batches that a loop goes through, under `enumerate` and progress bars; None for other loops."""
    return _loader(loop.iter, ctx)


def _loader(node: ast.expr, ctx: Context) -> ast.expr | None:
    facts = _facts()["batches"]
    if isinstance(node, ast.Call):
        is_wrapped = bool(node.args) and ctx.qualified_name(node.func) in facts["around"]
        return _loader(node.args[0], ctx) if is_wrapped else None
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return None
    value = ctx.expression_of(node)
    if isinstance(value, ast.Call) and ctx.qualified_name(value.func) in facts["around"]:
        return _loader(value, ctx)
    name = node.id if isinstance(node, ast.Name) else node.attr
    is_named = not set(words_of(name)).isdisjoint(facts["words"])
    return node if is_named or ctx.is_a(node, *facts["types"]) else None


def batch_mean(metric: ast.Call, loop: ForLoop, batches: ast.expr, ctx: Context) -> BatchMean | None:
    """Where a metric computed in the loop becomes its mean over the batches, if it does."""
    for statement, name in _gathering(metric, ctx):
        around = _Around(loop, batches, ctx)
        found = (
            around.mean_of_sum(name) if isinstance(statement, ast.AugAssign) else around.mean_of_list(name)
        )
        if found is not None and ctx.loops_around(statement)[:1] == [loop]:
            return BatchMean(loop, batches, statement, name, *found)
    return None


def gathering_loops(ctx: Context) -> frozenset[ast.AST]:
    """The loops that add to a sum or a list in each round of which the file takes a mean, by the names alone."""
    index = ctx.model.index
    sums = [(node, node.target) for node in index.some(ast.AugAssign)]
    lists = [(node, getattr(node.func, "value", None)) for node in index.calls.get("append", ())]
    averaged = _averaged_names(ctx)
    return frozenset(
        loop
        for node, gathered in (*sums, *lists)
        if isinstance(gathered, ast.Name) and gathered.id in averaged
        for loop in ctx.loops_around(node)[:1]
    )


def _averaged_names(ctx: Context) -> frozenset[str]:
    """The names that are divided by something, or given to a function that may take their mean."""
    index = ctx.model.index
    divided = [node.left for node in index.some(ast.BinOp) if isinstance(node.op, ast.Div)]
    reduced = [node.target for node in index.some(ast.AugAssign) if isinstance(node.op, ast.Div)]
    means = _facts()["means"]
    functions = {name.rpartition(".")[2] for name in (*means["functions"], *means["stacks"], "builtins.sum")}
    calls = [call for name in functions for call in ctx.model.calls_named(name)]
    given = [argument for call in calls for argument in call.args[:1]]
    return frozenset(node.id for node in (*divided, *reduced, *given) if isinstance(node, ast.Name))


def _gathering(value: ast.expr, ctx: Context) -> Iterator[tuple[ast.stmt, ast.Name]]:
    """The statements that add a value to a sum or a list, directly or through a name."""
    value = _as_number(value, ctx)
    statement, parent = ctx.statement(value), ctx.parent(value)
    if isinstance(statement, ast.AugAssign) and parent is statement and isinstance(statement.op, ast.Add):
        if isinstance(statement.target, ast.Name):
            yield statement, statement.target
    elif isinstance(statement, ast.Expr) and isinstance(parent, ast.Call) and parent.args == [value]:
        function = parent.func
        if (
            isinstance(function, ast.Attribute)
            and function.attr == "append"
            and isinstance(function.value, ast.Name)
        ):
            yield statement, function.value
    elif isinstance(statement, ast.Assign) and parent is statement and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Tuple) and target.elts:
            target = target.elts[0]  # `r, p = pearsonr(…)`
        binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
        for use in ctx.uses(binding) if binding is not None else ():
            if len(ctx.definitions(use)) == 1 and not isinstance(ctx.statement(use), ast.Assign):
                yield from _gathering(use, ctx)


def _as_number(node: ast.expr, ctx: Context) -> ast.expr:
    """The value with the methods, `float(…)` and `[0]` behind it that make a number of it."""
    while True:
        parent = ctx.parent(node)
        if isinstance(parent, ast.Attribute) and parent.attr in _facts()["means"]["same"]:
            call = ctx.parent(parent)
            node = call if isinstance(call, ast.Call) else parent
        elif (isinstance(parent, ast.Call) and ctx.called(parent) == "builtins.float") or (
            isinstance(parent, ast.Subscript) and parent.value is node and ctx.value_of(parent.slice) == 0
        ):
            node = parent
        else:
            return node


@dataclass(frozen=True, slots=True)
class _Around:
    """A loop over batches, asked what becomes of its sums behind it."""

    loop: ForLoop
    batches: ast.expr
    ctx: Context

    def mean_of_sum(self, name: ast.Name) -> tuple[ast.expr, ast.Name] | None:
        """`total / len(loader)` or the divisor in `total /= len(loader)`, and the sum in it."""
        binding = self.ctx.model.binding_at(name)
        for use in self.ctx.uses(binding) if binding is not None else ():
            division = self._division(use)
            if division is not None and self._counts_batches(division.right):
                return division, use
        for statement in self._behind():
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Div):
                target = statement.target
                is_same = isinstance(target, ast.Name) and target.id == name.id
                if is_same and isinstance(target, ast.Name) and self._counts_batches(statement.value):
                    return statement.value, target
        return None

    def mean_of_list(self, name: ast.Name) -> tuple[ast.expr, ast.Name] | None:
        """`np.mean(values)` or `sum(values) / len(values)`, and the list in it."""
        for binding in self.ctx.definitions(name):
            for use in self.ctx.uses(binding):
                call = self.ctx.parent(use)
                if (
                    not isinstance(call, ast.Call)
                    or call.args != [use]
                    or self.loop in self.ctx.ancestors(call)
                ):
                    continue
                function = self.ctx.qualified_name(call.func)
                if function in _facts()["means"]["functions"] and not call.keywords:
                    return call, use
                if function in _facts()["means"]["stacks"] and (mean := self._mean_of(call)) is not None:
                    return mean, use
                division = self._division(call) if self.ctx.called(call) == "builtins.sum" else None
                if division is not None and (
                    self._is_length(division.right, use) or self._counts_batches(division.right)
                ):
                    return division, use
        return None

    def _mean_of(self, array: ast.Call) -> ast.Call | None:
        """The call of `mean` on an array, over all of it."""
        attribute = self.ctx.parent(array)
        call = self.ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
        is_mean = isinstance(attribute, ast.Attribute) and attribute.attr == "mean"
        is_whole = (
            isinstance(call, ast.Call) and call.func is attribute and not call.args and not call.keywords
        )
        return call if is_mean and is_whole and isinstance(call, ast.Call) else None

    def _division(self, node: ast.expr) -> ast.BinOp | None:
        """The division that a value is the left side of."""
        parent = self.ctx.parent(node)
        is_left = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and parent.left is node
        return parent if is_left and isinstance(parent, ast.BinOp) else None

    def _behind(self) -> list[ast.stmt]:
        """The statements that follow the loop in its block."""
        parent = self.ctx.parent(self.loop)
        for _, block in ast.iter_fields(parent) if parent is not None else ():
            if isinstance(block, list) and self.loop in block:
                return block[block.index(self.loop) + 1 :]
        return []

    def _is_length(self, node: ast.expr, of: ast.expr) -> bool:
        return (
            isinstance(node, ast.Call)
            and self.ctx.called(node) == "builtins.len"
            and len(node.args) == 1
            and self.ctx.source(node.args[0]) == self.ctx.source(of)
        )

    def _counts_batches(self, node: ast.expr) -> bool:
        """Whether a number is that of the batches: `len(loader)`, or a counter that the loop moves by one."""
        if not isinstance(node, ast.Name):
            return self._is_length(node, self.batches)
        value = self.ctx.expression_of(node)
        if value is not node:
            return self._is_length(value, self.batches)
        return any(self._moves_by_one(binding) for binding in self.ctx.definitions(node))

    def _moves_by_one(self, binding: Binding) -> bool:
        is_one = binding.kind is BindingKind.AUGMENTED and self.ctx.value_of(binding.value) == 1
        return is_one and self.ctx.loops_around(binding.node)[:1] == [self.loop]


def _facts() -> Any:
    return table("batch_metrics")
