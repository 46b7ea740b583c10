"""Models that a loop fits again and again, and the places where it keeps them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Binding, BindingKind, Context, Unknown, position, table


@dataclass(frozen=True, slots=True)
class Refit:
    """A model made before a loop and trained in it. `made` is where its name is bound."""

    model: ast.Name
    trained: ast.Call
    loop: ast.For | ast.AsyncFor
    made: tuple[Binding, ...]


def refits(ctx: Context) -> Iterator[Refit]:
    """Every `model.fit(…)` in a loop whose model is made outside of it, once for each such loop, innermost first."""
    for node in ctx.model.calls_named("fit"):
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            yield from _around(node.func.value, node, ctx)


def stepped_networks(ctx: Context) -> Iterator[Refit]:
    """The same for `optimizer.step()`: the network whose parameters the optimizer was given."""
    for node in ctx.model.calls_named("step"):
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            for binding in ctx.definitions(node.func.value):
                model = _optimized(binding, ctx)
                if model is not None:
                    yield from _around(model, node, ctx)


def _around(model: ast.Name, trained: ast.Call, ctx: Context) -> Iterator[Refit]:
    made = _makers(model, ctx)
    for loop in ctx.loops_around(trained):
        is_outside = bool(made) and not any(is_within(binding.node, loop, ctx) for binding in made)
        if is_outside and isinstance(loop, (ast.For, ast.AsyncFor)):
            yield Refit(model, trained, loop, made)


def _makers(name: ast.Name, ctx: Context) -> tuple[Binding, ...]:
    """Where an object got its name; `model = model.fit(…)` leaves it the same object."""
    found: dict[Binding, None] = {}
    for binding in ctx.definitions(name):
        inner = _fitted(binding.statement_value)
        is_same = inner is not None and inner.id == name.id
        for maker in ctx.definitions(inner) if is_same and inner is not None else (binding,):
            if _fitted(maker.statement_value) is None:
                found[maker] = None
    return tuple(found)


def _fitted(node: ast.expr | None) -> ast.Name | None:
    """The name in `name.fit(…)`, whose value is the object itself."""
    is_fit = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fit"
    receiver = node.func.value if is_fit else None  # type: ignore[union-attr]
    return receiver if isinstance(receiver, ast.Name) else None


def _optimized(binding: Binding, ctx: Context) -> ast.Name | None:
    """The network in `optimizer = Adam(network.parameters())`."""
    value = binding.statement_value
    if not isinstance(value, ast.Call) or not value.args or not ctx.is_a(value, "torch.optim.Optimizer"):
        return None
    first = value.args[0]
    if not isinstance(first, ast.Call) or not isinstance(first.func, ast.Attribute):
        return None
    is_named = first.func.attr == "parameters" and isinstance(first.func.value, ast.Name)
    return first.func.value if is_named else None  # type: ignore[return-value]


def is_within(node: ast.AST, outer: ast.AST, ctx: Context) -> bool:
    """Whether a node lies inside another."""
    return outer in ctx.ancestors(node)


def runs_over_folds(loop: ast.For | ast.AsyncFor, ctx: Context) -> bool:
    """Whether a loop goes through the folds that a scikit-learn splitter gives."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "split"
        and ctx.is_a(node.func.value, *table("folds")["splitters"])
        for node in ctx.walk(loop.iter)
    )


def kept(refit: Refit, ctx: Context) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements of the loop that keep the model for later, and whether they keep it as the best one."""
    for node in ctx.walk(refit.loop):
        if isinstance(node, ast.Expr) and _appends(node.value, refit, ctx):
            yield node, False
        elif isinstance(node, ast.Assign) and _holds(node.value, refit, ctx):
            target = node.targets[0]
            if isinstance(target, ast.Subscript):
                if _is_own_entry(target, refit, ctx):
                    yield node, False
            elif _is_chosen(node, refit, ctx):
                yield node, True


def _appends(node: ast.expr, refit: Refit, ctx: Context) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and len(node.args) == 1
        and _holds(node.args[0], refit, ctx)
        and _outlasts(node.func.value, refit, ctx)
    )


def _holds(node: ast.expr, refit: Refit, ctx: Context) -> bool:
    """Whether a value is the model itself, or a tuple, list or dict with it inside."""
    if isinstance(node, (ast.Tuple, ast.List)):
        return any(_holds(element, refit, ctx) for element in node.elts)
    if isinstance(node, ast.Dict):
        return any(_holds(value, refit, ctx) for value in node.values)
    # The `fit` of an estimator gives the estimator itself; that of a Keras model gives its history.
    gives_itself = ctx.is_a(refit.model, *table("folds")["estimators"])
    name = (_fitted(node) if gives_itself else None) or node
    if not isinstance(name, ast.Name):
        return False
    if name.id == refit.model.id:
        return _makers(name, ctx) == refit.made
    bindings = ctx.definitions(name)
    value = bindings[0].statement_value if len(bindings) == 1 else None
    inner = _fitted(value) if value is not None and is_within(value, refit.loop, ctx) else None
    return gives_itself and inner is not None and _holds(inner, refit, ctx)


def _outlasts(container: ast.expr, refit: Refit, ctx: Context) -> bool:
    """Whether a container is there before the loop, so that it holds the entries of all rounds."""
    while isinstance(container, ast.Subscript):
        container = container.value
    if isinstance(container, ast.Attribute):
        return ctx.class_of_self(container.value) is not None
    if not isinstance(container, ast.Name):
        return False
    bindings = ctx.definitions(container)
    return bool(bindings) and not any(is_within(binding.node, refit.loop, ctx) for binding in bindings)


def _is_own_entry(target: ast.Subscript, refit: Refit, ctx: Context) -> bool:
    """Whether every round writes an entry of its own."""
    return _outlasts(target.value, refit, ctx) and any(
        isinstance(node, ast.Name)
        and any(
            binding.kind is BindingKind.LOOP and is_within(binding.node, refit.loop, ctx)
            for binding in ctx.definitions(node)
        )
        for node in ctx.walk(target.slice)
    )


def _is_chosen(node: ast.Assign, refit: Refit, ctx: Context) -> bool:
    """Whether a model is kept under a condition, while the loop goes on, for use behind it."""
    condition = ctx.parent(node)
    if not isinstance(condition, ast.If) or node not in condition.body:
        return False
    if any(isinstance(each, (ast.Break, ast.Return, ast.Raise)) for each in ctx.walk(condition)):
        return False
    end = (refit.loop.end_lineno or 0, refit.loop.end_col_offset or 0)
    names = [name for target in node.targets for name in ctx.walk(target) if isinstance(name, ast.Name)]
    bindings = [ctx.model.binding_at(name) for name in names]
    return any(
        position(use) >= end for binding in bindings if binding is not None for use in ctx.uses(binding)
    )


def is_certain(refit: Refit, ctx: Context) -> bool:
    """Whether the object certainly is a model: by its type, or because it is fitted on scikit-learn's folds."""
    known = table("folds")
    if isinstance(ctx.type_of(refit.model), Unknown):
        return runs_over_folds(refit.loop, ctx)
    return ctx.is_a(refit.model, *known["estimators"], *known["networks"])


def trains_on(refit: Refit, ctx: Context) -> bool:
    """Whether nothing in the loop gives a network new weights: all its uses are harmless."""
    harmless = table("folds")["harmless"]
    for node in ctx.walk(refit.loop):
        if isinstance(node, ast.Name) and node.id == refit.model.id:
            parent = ctx.parent(node)
            is_called = isinstance(parent, ast.Call) and parent.func is node
            is_asked = isinstance(parent, ast.Attribute) and parent.attr in harmless
            if not is_called and not is_asked:
                return False
    return True
