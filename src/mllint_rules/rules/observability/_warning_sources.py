"""The repair of a filter: around the one statement that warns, or away with it."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, FixPlan, Verb, unsafe_fix
from mllint_rules.rules.observability._indentation import WrapInBlock
from mllint_rules.rules.observability._removal import RemoveWithGap

_FITTING = ("fit", "fit_transform", "fit_predict", "cross_val_score", "cross_validate")


def filter_repair(statement: ast.stmt, ctx: Context) -> FixPlan:
    source = _source_of_warning(statement, ctx)
    if source is not None:
        filter_ = _on_one_line(statement, ctx)
        block = WrapInBlock(source, (f"with {_warnings(statement, ctx)}.catch_warnings():", filter_))
        return unsafe_fix("Silence the warning where it arises", RemoveWithGap(statement), block)
    return unsafe_fix("Show the warnings", RemoveWithGap(statement), *_unused_import(statement, ctx))


def _on_one_line(statement: ast.stmt, ctx: Context) -> str:
    text = ctx.source(statement)
    if "#" in text:
        return ast.unparse(statement)
    joined = " ".join(line.strip() for line in text.splitlines())
    return joined.replace("( ", "(").replace(", )", ")").replace(" )", ")")


def _warnings(statement: ast.stmt, ctx: Context) -> str:
    """How the module `warnings` is written here."""
    function = (
        statement.value.func
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        else None
    )
    return ctx.source(function.value) if isinstance(function, ast.Attribute) else ""


def _source_of_warning(statement: ast.stmt, ctx: Context) -> ast.stmt | None:
    """The only statement of the module that can give the one warning of a filter; None when there is not just one."""
    if ctx.is_exploratory or not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = ctx.call(statement.value)
    category = call.argument("category")
    if category is None or not isinstance(call.node.func, ast.Attribute):
        return None
    name = (ctx.qualified_name(category) or "").rpartition(".")[2]
    if name == "ConvergenceWarning":
        found = [node for last in _FITTING for node in ctx.model.calls_named(last)]
    elif name == "UndefinedMetricWarning":
        found = [
            node
            for node in ctx.model.index.nodes(ast.Call)
            if (ctx.called(node) or "").startswith("sklearn.metrics.")
        ]
    else:
        return None
    if len(found) != 1 or not (ctx.called(found[0]) or "").startswith("sklearn."):
        return None
    source = ctx.statement(found[0])
    return source if isinstance(source, (ast.Expr, ast.Assign, ast.AnnAssign, ast.Return)) else None


def _unused_import(statement: ast.stmt, ctx: Context) -> tuple[Verb, ...]:
    """The removal of `import warnings`, when the filter was all it was for."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return ()
    function = statement.value.func
    owner = function.value if isinstance(function, ast.Attribute) else None
    if not isinstance(owner, ast.Name) or len(ctx.model.index.names.get(owner.id, ())) != 1:
        return ()
    for node in ctx.model.index.nodes(ast.Import):
        if node in ctx.model.tree.body and [alias.asname or alias.name for alias in node.names] == [owner.id]:
            return (RemoveWithGap(node),)
    return ()
