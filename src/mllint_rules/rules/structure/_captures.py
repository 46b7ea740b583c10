"""Which functions read what the module binds: variables, their captures, the frame that runs a piece of code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mllint_rules.kit import Binding, BindingKind, Context, Frame, lambda_name, position

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
        return position(self.reads[0])


def variables(ctx: Context) -> dict[str, Bindings]:
    """The names that the module binds to values, not to functions, classes or imports, by all their bindings."""
    return {
        name: tuple(bindings)
        for name, bindings in ctx.module_scope.bindings.items()
        if bindings and all(binding.kind in _VARIABLE for binding in bindings)
    }


def captures(
    ctx: Context, kind_of: Callable[[Context, str, Bindings], str | None]
) -> Iterator[tuple[Capture, str]]:
    """The captures of the variables that have a kind, with that kind, in source order.

    A read in a nested function counts for the outermost one: that is the one people call. A lambda counts only
    when it is bound to a name; one that is handed on at once is part of the statement around it.
    """
    kinds: dict[str, str | None] = {}
    for capture in ctx.once(_all_captures):
        if capture.name not in kinds:
            kinds[capture.name] = kind_of(ctx, capture.name, capture.bindings)
        kind = kinds[capture.name]
        if kind is not None:
            yield capture, kind


def _binds_value(statement: ast.stmt) -> bool:
    """Whether a top-level statement may bind a variable to more than a constant, a logger or a type variable."""
    if isinstance(statement, ast.Assign):
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        is_plain = len(names) == len(statement.targets)
        if is_plain and all(name.startswith("__") for name in names):
            return False
        value = statement.value
        function = value.func if isinstance(value, ast.Call) else None
        made = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return not (is_plain and (isinstance(value, ast.Constant) or made in _NO_DATA))
    return not isinstance(
        statement,
        ast.Expr | ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
    )


_NO_DATA = frozenset({"getLogger", "get_logger", "TypeVar", "ParamSpec", "NewType", "namedtuple"})


def _all_captures(ctx: Context) -> tuple[Capture, ...]:
    """Every capture of a variable that is more than a plain constant."""
    if not ctx.model.index.nodes(ast.Global) and not any(map(_binds_value, ctx.model.tree.body)):
        return ()  # as in most modules: no scope has to be worked out to see it
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
            found.append(Capture(name, frame, tuple(sorted(reads, key=position)), bindings))
    return tuple(sorted(found, key=lambda capture: capture.position))


def _reads(ctx: Context, name: str) -> Iterator[ast.Name]:
    for node in ctx.model.index.names.get(name, ()):
        if isinstance(node.ctx, ast.Load) and ctx.is_module_name(node):
            yield node


def _capturing_frame(ctx: Context, read: ast.Name) -> Frame | None:
    frame = ctx.outermost_function(read)
    if isinstance(frame, ast.Lambda) and lambda_name(ctx, frame) is None:
        return None
    return frame


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
