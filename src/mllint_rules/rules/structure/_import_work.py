"""Work that a module does while it is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache

from mllint_rules.kit import Context, position, table
from mllint_rules.rules.structure._stages import stage_names, stage_of_call

_STEPS = {"read": "reads data", "fit": "trains a model", "tune": "trains models", "save": "writes a file"}
_SYNTHETIC = ("sklearn.datasets.make_", "json.dump", "yaml.")
# A path that starts at the package leads to a file that is released with it.
_PACKAGED = ("__file__", "importlib.resources", "importlib_resources", "pkg_resources", "pkgutil")


@cache
def _apis() -> dict[str, str]:
    return {
        f"{owner}.{name}": work
        for work, owners in table("import_work").items()
        for owner, names in owners.items()
        for name in names
    }


def import_work(ctx: Context) -> Iterator[tuple[ast.Call, str]]:
    """The calls outside of functions and the main guard that read, load, train, write …, with what they do."""
    told: set[ast.stmt] = set()
    for node in _candidates(ctx):
        statement = _imported_statement(ctx, node)
        if statement is None or statement in told:
            continue
        work = _work(ctx, node)
        if work is not None:
            yield node, work
            told.add(statement)  # one statement, one finding


def _candidates(ctx: Context) -> list[ast.Call]:
    """The calls that may be such work by their last names, in source order."""
    model = ctx.model
    named = {node for name in _work_names() & model.call_names for node in model.calls_named(name)}
    return sorted(named, key=position)


def _imported_statement(ctx: Context, node: ast.Call) -> ast.stmt | None:
    """The statement of the module that makes a call when it is imported; None for what runs later."""
    if ctx.outermost_function(node) is not None:
        return None
    statement = ctx.statement(node)
    for parent in ctx.ancestors(statement):
        if isinstance(parent, ast.stmt):
            statement = parent
    return None if ctx.is_main_guard(statement) else statement


def _work(ctx: Context, node: ast.Call) -> str | None:
    call = ctx.call(node)
    for names in call.targets:
        for name in sorted(names):
            if name in _apis():
                return _apis()[name] if _is_worth_saying(ctx, node, name) else None
    stage = stage_of_call(ctx, node)
    work = _STEPS.get(stage or "")
    if work is None or (call.name or "").startswith(_SYNTHETIC):
        return None
    return None if stage == "read" and _reads_own_file(ctx, node) else work


def _is_worth_saying(ctx: Context, node: ast.Call, name: str) -> bool:
    return not (name.endswith(".from_pretrained") and _reads_own_file(ctx, node))


def _reads_own_file(ctx: Context, node: ast.Call) -> bool:
    """Whether what is read comes with the package: its path is made from the place of the module."""
    return any(_is_packaged(ctx, argument, 0) for argument in _arguments(node))


def _arguments(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def _is_packaged(ctx: Context, node: ast.AST, depth: int) -> bool:
    for each in ctx.walk(node):
        if not isinstance(each, (ast.Name, ast.Attribute)):
            continue
        if isinstance(each, ast.Name) and each.id == "__file__":
            return True
        if (ctx.qualified_name(each) or "").startswith(_PACKAGED):
            return True
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and depth < 3:
            for binding in ctx.definitions(each):
                if binding.value is not None and _is_packaged(ctx, binding.value, depth + 1):
                    return True
    return False


def work_names() -> tuple[str, ...]:
    """The last names of the calls that may be such work."""
    return tuple(_work_names())


@cache
def _work_names() -> frozenset[str]:
    return frozenset(stage_names() | {api.rpartition(".")[2] for api in _apis()})
