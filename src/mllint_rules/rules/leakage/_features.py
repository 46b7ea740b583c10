"""Which columns a model is given, and where the code chose them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Context, CrossValidation, Fit, FixUnavailable, Predict, Score, Value, table

FEATURE_ARGUMENTS = ("X", "x", "data")
_SPLITS = frozenset({"sklearn.model_selection.train_test_split"})


def supervised_fits(ctx: Context) -> Iterator[Fit | CrossValidation]:
    """The fits and cross-validations of models with features and a target."""
    for event in ctx.trace.events:
        if isinstance(event, (Fit, CrossValidation)) and event.target is not None:
            yield event


def target_column(target: Value) -> str | None:
    """The one column of a table that a target is."""
    columns = target.columns
    if columns is None or not columns.is_single or columns.only is None or len(columns.only) != 1:
        return None
    return next(iter(columns.only))


def features_expression(event: Fit | CrossValidation, ctx: Context) -> ast.expr:
    """Where the features were chosen: the argument, followed back through names and splits."""
    call = event.site.node
    assert isinstance(call, ast.Call)
    place = 0 if isinstance(event, Fit) else 1
    given = next((k.value for k in call.keywords if k.arg in FEATURE_ARGUMENTS), None)
    if given is None:
        given = call.args[place] if len(call.args) > place else call
    return chosen(given, ctx)


def argument_of(event: Fit | Predict | Score, ctx: Context) -> ast.expr:
    """The data that a model is given in the call of this document. Raises `FixUnavailable` where it is not written."""
    call = event.site.node
    if not isinstance(call, ast.Call) or event.site.here is not call or ctx.call(call).unpacks:
        raise FixUnavailable("the model is not called here")
    given = next((k.value for k in call.keywords if k.arg in FEATURE_ARGUMENTS), None)
    if given is None and not call.args:
        raise FixUnavailable("the model is not given any data here")
    return given if given is not None else call.args[0]


def chosen(node: ast.expr, ctx: Context, depth: int = 8) -> ast.expr:
    """The expression that a name stands for, through other names, tuples and splits; the node itself otherwise."""
    holder = node.value if isinstance(node, ast.Subscript) else node
    if isinstance(holder, ast.Attribute) and holder.attr == "iloc" and isinstance(node, ast.Subscript):
        # `X.iloc[rows]` takes all columns.
        return (
            chosen(holder.value, ctx, depth - 1) if not isinstance(node.slice, ast.Tuple) and depth else node
        )
    if not isinstance(node, ast.Name) or not depth:
        return node
    bindings = ctx.definitions(node)
    binding = bindings[-1] if bindings else None
    if binding is None or binding.value is None:
        return node
    value, path = binding.value, binding.path
    if not path:
        if _is_load(value, ctx):
            return node  # nothing was chosen: the whole table is given
        is_part = isinstance(value, ast.Name) and _is_split_part(value, ctx)
        return chosen(value, ctx, depth - 1) if is_part else value
    position = path[0]
    returned = _returned(value, ctx)
    if returned is not None:
        value = returned
    if isinstance(value, (ast.Tuple, ast.List)) and position is not None and position < len(value.elts):
        return chosen(value.elts[position], ctx, depth - 1)
    is_split = isinstance(value, ast.Call) and ctx.called(value) in _SPLITS
    if isinstance(value, ast.Call) and is_split and position is not None and position // 2 < len(value.args):
        return chosen(value.args[position // 2], ctx, depth - 1)
    return node


def _returned(value: ast.expr, ctx: Context) -> ast.expr | None:
    """What a function of this document gives, where it has one way out."""
    name = ctx.qualified_name(value.func) if isinstance(value, ast.Call) else None
    function = ctx.model.functions.get(name) if name is not None else None
    if function is None:
        return None
    ways = [node.value for node in ctx.walk(function) if isinstance(node, ast.Return)]
    return ways[0] if len(ways) == 1 else None


def _is_load(value: ast.expr, ctx: Context) -> bool:
    """Whether an expression reads a table from outside the program."""
    module, _, function = (ctx.called(value) or "").rpartition(".")
    return function in table("rows")["load"].get(module, ())


def _is_split_part(name: ast.Name, ctx: Context) -> bool:
    """Whether a name is unpacked from something, so that going on tells more than the name."""
    return any(binding.path for binding in ctx.definitions(name))
