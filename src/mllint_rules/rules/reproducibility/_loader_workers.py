"""What loader workers run: their initialiser, and the data sets they copy."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import Call, Context, FunctionNode, table

LOADER = "torch.utils.data.DataLoader"
GENERATORS = ("numpy.random.Generator", "numpy.random.RandomState", "random.Random", "torch.Generator")
_SEEDING = frozenset(table("volatile_seeds")["seeding"]["calls"])
_PER_WORKER = frozenset({"initial_seed", "get_worker_info", "getpid", "randint", "random"})


def initialiser(ctx: Context, call: Call) -> FunctionNode | ast.Lambda | None:
    """The function of this document that a loader runs in each worker."""
    given = call.argument("worker_init_fn")
    if isinstance(given, ast.Lambda):
        return given
    if not isinstance(given, ast.Name):
        return None
    found = ctx.definitions(given)
    node = found[0].node if len(found) == 1 else None
    return node if isinstance(node, ast.FunctionDef) else None


def constant_seeds(ctx: Context, function: FunctionNode | ast.Lambda) -> list[ast.Call]:
    """The calls of an initialiser that seed with the same number in every worker; empty when any seed differs."""
    body: list[ast.AST] = [function.body] if isinstance(function, ast.Lambda) else [*function.body]
    arguments = function.args
    own = {argument.arg for argument in (*arguments.posonlyargs, *arguments.args)}
    found: list[ast.Call] = []
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and (node.id in own or isinstance(node.ctx, ast.Store)):
                return []  # the number of the worker is used, or something is computed
            if isinstance(node, ast.Call):
                last = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if last in _PER_WORKER:
                    return []
                if ctx.call(node).matches(_SEEDING) and node.args and _is_fixed(ctx, node.args[0]):
                    found.append(node)
    return found


def _is_fixed(ctx: Context, node: ast.expr) -> bool:
    return isinstance(ctx.value_of(node), int) or isinstance(node, (ast.Name, ast.Attribute))


def starts_workers(ctx: Context, call: Call) -> bool:
    """Whether a loader certainly starts workers."""
    count = ctx.value_of(call.argument("num_workers"))
    return isinstance(count, int) and count > 0


def stored_generators(ctx: Context, owner: ast.ClassDef) -> Iterator[tuple[str, ast.Assign]]:
    """The attributes of a data set that hold a generator made in `__init__`, with the statement that makes it."""
    for method in owner.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            for statement in method.body:
                if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                    target = statement.targets[0]
                    if isinstance(target, ast.Attribute) and ctx.is_a(statement.value, *GENERATORS):
                        yield target.attr, statement


def draws_from(owner: ast.ClassDef, attribute: str) -> ast.Attribute | None:
    """Where the data set draws from the attribute while it gives an item."""
    for method in owner.body:
        if isinstance(method, ast.FunctionDef) and method.name in ("__getitem__", "__iter__"):
            for node in ast.walk(method):
                if isinstance(node, ast.Attribute) and node.attr == attribute:
                    return node if isinstance(node.ctx, ast.Load) else None
    return None
