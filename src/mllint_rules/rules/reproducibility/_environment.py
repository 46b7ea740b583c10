"""Where a program sets environment variables of itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context, Verb, insert_before, position, table

_FACTS = table("environment_variables")
_PROCESS_LIBRARIES: list[str] = _FACTS["processes"]["libraries"]
_PROCESS_CALLS = frozenset(_FACTS["processes"]["calls"])

# What deterministic matrix products of cuBLAS need before PyTorch 2.11.
WORKSPACE = "CUBLAS_WORKSPACE_CONFIG"
_NO_WORKSPACE_SINCE = (2, 11)


@dataclass(frozen=True, slots=True)
class Setting:
    """A statement that sets one variable: `where` is what names it, `value` what it gets."""

    variable: str
    where: ast.expr
    value: ast.expr
    statement: ast.stmt


def settings_in(ctx: Context) -> tuple[Setting, ...]:
    """The settings of variables in a document, in source order."""
    return ctx.once(_settings)


def _settings(ctx: Context) -> tuple[Setting, ...]:
    if "environ" not in ctx.document.code:
        return ()
    return tuple(sorted((*_assigned(ctx), *_called(ctx)), key=lambda each: position(each.where)))


def _assigned(ctx: Context) -> Iterator[Setting]:
    for statement in ctx.model.index.nodes(ast.Assign):
        target = statement.targets[0]
        if isinstance(target, ast.Subscript) and _is_environment(ctx, target.value):
            name = ctx.value_of(target.slice)
            if isinstance(name, str):
                yield Setting(name, target, statement.value, statement)


def _called(ctx: Context) -> Iterator[Setting]:
    for last in ("setdefault", "putenv"):
        for call in ctx.model.calls_named(last) if last in ctx.model.call_names else ():
            is_method = isinstance(call.func, ast.Attribute) and _is_environment(ctx, call.func.value)
            statement = ctx.parent(call)
            if (is_method or ctx.called(call) == "os.putenv") and isinstance(statement, ast.Expr):
                name = ctx.value_of(call.args[0]) if len(call.args) == 2 else None
                if isinstance(name, str):
                    yield Setting(name, call, call.args[1], statement)


def _is_environment(ctx: Context, node: ast.expr) -> bool:
    last = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return last == "environ" and ctx.qualified_name(node) == "os.environ"


def starts_processes(ctx: Context) -> bool:
    """Whether the document may start other processes, which inherit the variables."""
    return any(map(ctx.imports, _PROCESS_LIBRARIES)) or not _PROCESS_CALLS.isdisjoint(ctx.model.call_names)


def needs_workspace(ctx: Context) -> bool:
    """Whether deterministic algorithms of Torch need the variable `WORKSPACE`, and nothing in the project sets it."""
    declared = ctx.version_of("torch")
    if declared is not None and declared.lower is not None and declared.lower.release >= _NO_WORKSPACE_SINCE:
        return False
    return not (
        WORKSPACE in ctx.document.code or ctx.is_used_elsewhere(WORKSPACE) or ctx.is_set_outside(WORKSPACE)
    )


def set_workspace(ctx: Context) -> list[Verb]:
    """Set the variable `WORKSPACE` before the imports; nothing in a document without imports."""
    for statement in ctx.model.tree.body:
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and not is_future:
            return [insert_before(statement, f'import os\n\nos.environ["{WORKSPACE}"] = ":4096:8"\n\n')]
    return []


def uses_cuda(ctx: Context) -> bool:
    """Whether tensors go to a GPU in the document: `.cuda()`, `.to("cuda")`, `device="cuda"`."""
    if any(isinstance(call.func, ast.Attribute) for call in ctx.model.index.calls.get("cuda", ())):
        return True
    return any(
        isinstance(node.value, str) and (node.value == "cuda" or node.value.startswith("cuda:"))
        for node in ctx.model.index.nodes(ast.Constant)
    )
