"""Where a module starts worker processes while it is being run from top to bottom."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, table

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
    return any(ctx.value_of(call.argument("method")) == "fork" for call in _calls(ctx, "start_methods"))


def _calls(ctx: Context, which: str) -> Iterator[Call]:
    return ctx.calls_of(*table("worker_processes")[which])


def _pools(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    for call in _calls(ctx, "pools"):
        if runs_on_import(ctx, call.node):
            yield call.node.func, f"`{ctx.source(call.node.func)}`"


def _processes(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    """Processes that are made and started at module level; only the first: one cause, one finding."""
    starts = [node for node in ctx.model.index.calls.get("start", ()) if runs_on_import(ctx, node)]
    made = next((call.node for call in _calls(ctx, "processes") if runs_on_import(ctx, call.node)), None)
    if made and any(isinstance(node.func, ast.Attribute) and not node.args for node in starts):
        yield made.func, f"`{ctx.source(made.func)}`"


def _joblib(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    for call in ctx.calls_of("joblib.Parallel"):
        backend = ctx.value_of(call.argument("backend"))
        if backend == "multiprocessing" and runs_on_import(ctx, call.node):
            yield call.node.func, f"`{ctx.source(call.node.func)}`"


def _loaders(ctx: Context) -> Iterator[tuple[ast.expr, str]]:
    """Loops over a loader with workers; the first one of each loader."""
    seen = set()
    for call in ctx.calls_of(_LOADER):
        count = ctx.value_of(call.argument("num_workers"))
        if not isinstance(count, int) or count <= 0:
            continue
        for use in _uses(ctx, call.node):
            if call.node not in seen and runs_on_import(ctx, use) and _is_iterated(ctx, use):
                seen.add(call.node)
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
