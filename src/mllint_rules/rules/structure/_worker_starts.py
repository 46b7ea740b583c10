"""Where a module starts worker processes while it is being run from top to bottom."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Context, position, table

_LOADER = "torch.utils.data.DataLoader"


def worker_starts(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    """Each expression at module level that starts workers, outside of the main guard, and what it is."""
    if _forks_on_purpose(ctx):
        return
    yield from _pools(ctx)
    yield from _processes(ctx)
    yield from _joblib(ctx)
    yield from _loaders(ctx)


def runs_on_import(ctx: Context, node: ast.AST) -> bool:
    """Whether a node runs whenever the module is imported."""
    return ctx.outermost_function(node) is None and not ctx.is_under_main_guard(node)


def _forks_on_purpose(ctx: Context) -> bool:
    return any(_argument(ctx, node) == "fork" for node in _calls(ctx, "start_methods"))


def _calls(ctx: Context, which: str) -> Iterator[ast.Call]:
    apis = frozenset(table("worker_processes")[which])
    for last_name in sorted({api.rpartition(".")[2] for api in apis}):
        for node in ctx.model.calls_named(last_name):
            if ctx.called(node) in apis:
                yield node


def _argument(ctx: Context, node: ast.Call) -> object:
    given = node.args[0] if node.args else (node.keywords[0].value if node.keywords else None)
    return ctx.value_of(given)


def _pools(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    for node in _calls(ctx, "pools"):
        if runs_on_import(ctx, node):
            yield node.func, f"`{ctx.source(node.func)}`"


def _processes(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    """Processes that are made and started at module level; only the first: one cause, one finding."""
    starts = [node for node in ctx.model.index.calls.get("start", ()) if runs_on_import(ctx, node)]
    made = [node for node in _calls(ctx, "processes") if runs_on_import(ctx, node)]
    if made and any(isinstance(node.func, ast.Attribute) and not node.args for node in starts):
        first = min(made, key=position)
        yield first.func, f"`{ctx.source(first.func)}`"


def _joblib(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    for node in ctx.model.calls_named("Parallel"):
        if (
            ctx.called(node) == "joblib.Parallel"
            and ctx.value_of(ctx.call(node).argument("backend")) == "multiprocessing"
            and runs_on_import(ctx, node)
        ):
            yield node.func, f"`{ctx.source(node.func)}`"


def _loaders(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    """Loops over a loader with workers; the first one of each loader."""
    seen = set()
    for node in ctx.model.calls_named("DataLoader"):
        workers = ctx.call(node).argument("num_workers")
        count = ctx.value_of(workers)
        if ctx.called(node) != _LOADER or not isinstance(count, int) or count <= 0:
            continue
        for use in _uses(ctx, node):
            if node not in seen and runs_on_import(ctx, use) and _is_iterated(ctx, use):
                seen.add(node)
                yield use, f"Iterating a `DataLoader` with `num_workers={count}`"


def _uses(ctx: Context, made: ast.Call) -> list[ast.expr]:
    """The loader itself, and the reads of the name it is bound to when that is all the name holds."""
    uses: list[ast.expr] = [made]
    parent = ctx.parent(made)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        binding = ctx.model.binding_at(parent.targets[0])
        reads = ctx.uses(binding) if binding is not None else []
        uses += [name for name in reads if len(ctx.definitions(name)) == 1]
    return uses


def _is_iterated(ctx: Context, node: ast.expr) -> bool:
    parent = ctx.parent(node)
    if isinstance(parent, (ast.For, ast.comprehension)):
        return parent.iter is node
    if (
        isinstance(parent, ast.Call)
        and node in parent.args
        and ctx.called(parent) in table("worker_processes")["iterators"]
    ):
        return True
    return isinstance(parent, ast.Starred)
