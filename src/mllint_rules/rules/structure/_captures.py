"""Which functions read what the module binds: variables, their captures, the frame that runs a piece of code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from mllint_rules.kit import Binding, BindingKind, Context, Scope, ScopeKind

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Frame = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Bindings = tuple[Binding, ...]

_VARIABLE = frozenset(
    {
        BindingKind.ASSIGNMENT, BindingKind.ANNOTATION, BindingKind.AUGMENTED, BindingKind.LOOP, BindingKind.WITH,
        BindingKind.DELETE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Capture:
    """A function, method or named lambda that reads a variable of its module, with all its reads in order."""

    name: str
    function: Frame
    reads: tuple[ast.Name, ...]
    bindings: Bindings

    @property
    def position(self) -> tuple[int, int]:
        """Where the first read stands."""
        return (self.reads[0].lineno, self.reads[0].col_offset)


def module_scope(ctx: Context) -> Scope:
    """The scope of the module."""
    return ctx.model.names.scopes.scope_for(ctx.model.tree)


def variables(ctx: Context) -> dict[str, Bindings]:
    """The names that the module binds to values, not to functions, classes or imports, by all their bindings."""
    return {
        name: tuple(bindings)
        for name, bindings in module_scope(ctx).bindings.items()
        if bindings and all(binding.kind in _VARIABLE for binding in bindings)
    }


def captures(ctx: Context, is_wanted: Callable[[str, Bindings], bool]) -> Iterator[Capture]:
    """The captures of the wanted variables, in source order.

    A read in a nested function counts for the outermost one: that is the one people call. A lambda counts only
    when it is bound to a name; one that is handed on at once is part of the statement around it.
    """
    wanted: dict[str, bool] = {}
    for capture in ctx.once(_all_captures):
        if capture.name not in wanted:
            wanted[capture.name] = is_wanted(capture.name, capture.bindings)
        if wanted[capture.name]:
            yield capture


def _all_captures(ctx: Context) -> tuple[Capture, ...]:
    """Every capture of a variable that is more than a plain constant."""
    found: list[Capture] = []
    for name, bindings in variables(ctx).items():
        if all(isinstance(binding.statement_value, ast.Constant) for binding in bindings):
            continue
        by_frame: dict[Frame, list[ast.Name]] = {}
        for read in _reads(ctx, name):
            frame = _capturing_frame(ctx, read)
            if frame is not None:
                by_frame.setdefault(frame, []).append(read)
        for frame, reads in by_frame.items():
            found.append(Capture(name, frame, tuple(sorted(reads, key=_position)), bindings))
    return tuple(sorted(found, key=lambda capture: capture.position))


def _reads(ctx: Context, name: str) -> Iterator[ast.Name]:
    for node in ctx.model.index.names.get(name, ()):
        if isinstance(node.ctx, ast.Load) and means_module_name(ctx, node):
            yield node


def _capturing_frame(ctx: Context, read: ast.Name) -> Frame | None:
    frame = outermost_function(ctx, read)
    if isinstance(frame, ast.Lambda) and lambda_name(ctx, frame) is None:
        return None
    return frame


def means_module_name(ctx: Context, node: ast.Name) -> bool:
    """Whether a name stands for a variable of the module, not for one of a function or class around it."""
    scopes = ctx.model.names.scopes
    return scopes.lookup(node.id, scopes.scope_of(node)) is scopes.module


def outermost_function(ctx: Context, node: ast.AST) -> Frame | None:
    """The function, method or lambda nearest to module level whose body holds a node; None outside of all."""
    found: Frame | None = None
    scope: Scope | None = ctx.model.names.scopes.scope_of(node)
    while scope is not None:
        if scope.kind in (ScopeKind.FUNCTION, ScopeKind.LAMBDA):
            found = scope.node  # type: ignore[assignment]
        scope = scope.parent
    return found


def lambda_name(ctx: Context, node: ast.Lambda) -> str | None:
    """The name that a lambda is bound to by an assignment."""
    parent = ctx.parent(node)
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        return parent.targets[0].id
    return None


def function_name(ctx: Context, node: Frame) -> str:
    """What people call a function: methods with their class."""
    if isinstance(node, ast.Lambda):
        return lambda_name(ctx, node) or "lambda"
    owner = ctx.parent(node)
    return f"{owner.name}.{node.name}" if isinstance(owner, ast.ClassDef) else node.name


def writer_of(ctx: Context, binding: Binding) -> Frame | None:
    """The function whose code makes a binding of the module (after `global`); None at module level."""
    node = binding.node
    scopes = ctx.model.names.scopes
    place = scopes.import_statement(node) if isinstance(node, ast.alias) else node
    scope = scopes.scope_of(place).function
    return None if scope is None else scope.node  # type: ignore[return-value]


def is_reached_from_elsewhere(ctx: Context, name: str) -> bool:
    """Whether another file may use a name of this module.

    A name is only a word: in a script it takes a file that mentions the script as well. Modules of packages may
    also be reached through re-exports and entry points, so there the word alone counts.
    """
    if not ctx.is_used_elsewhere(name):
        return False
    path = ctx.document.path
    if ctx.project is not None and ctx.project.package_of(path):
        return True
    return ctx.is_used_elsewhere(PurePath(path).stem)


def _position(node: ast.Name) -> tuple[int, int]:
    return (node.lineno, node.col_offset)
