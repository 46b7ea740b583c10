"""Which functions read what the module binds: variables, their captures, the frame that runs a piece of code."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
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


_NO_DATA = frozenset({"getLogger", "get_logger", "TypeVar", "ParamSpec", "NewType", "namedtuple"})
_PLAIN = (
    ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.Lambda,
    ast.Compare, ast.BoolOp,
)  # fmt: skip


def _value_names(body: Sequence[ast.stmt]) -> Iterator[str]:
    """The names that top-level code may bind to more than plain values, or a logger, by the syntax alone."""
    for statement in body:
        if isinstance(statement, _SILENT):
            continue
        if isinstance(statement, ast.Assign):
            if _may_be_data(statement.value):
                yield from _names_in(statement.targets)
        elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
            if statement.value is None or _may_be_data(statement.value):
                yield from _names_in([statement.target])
        else:
            if isinstance(statement, (ast.For, ast.AsyncFor)):
                yield from _names_in([statement.target])
            elif isinstance(statement, (ast.With, ast.AsyncWith)):
                yield from _names_in([each.optional_vars for each in statement.items if each.optional_vars])
            for inner in ast.iter_child_nodes(statement):
                if isinstance(inner, ast.stmt):
                    yield from _value_names([inner])
                elif isinstance(inner, (ast.ExceptHandler, ast.match_case)):
                    yield from _value_names(inner.body)


_SILENT = (
    ast.Expr,
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Delete,
)


def _may_be_data(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        function = value.func
        made = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        return made not in _NO_DATA
    if isinstance(value, (ast.List, ast.Set)):
        return not value.elts  # to be filled
    return not isinstance(value, _PLAIN)


def _names_in(targets: Sequence[ast.expr]) -> Iterator[str]:
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id
        elif isinstance(target, (ast.Tuple, ast.List, ast.Starred)):
            yield from _names_in(target.elts if not isinstance(target, ast.Starred) else [target.value])


def _all_captures(ctx: Context) -> tuple[Capture, ...]:
    """Every capture of a variable that is more than a plain constant."""
    mentions = ctx.model.index.names
    names = {name for name in _value_names(ctx.model.tree.body) if len(mentions.get(name, ())) > 1}
    names.update(name for each in ctx.model.index.nodes(ast.Global) for name in each.names)
    if not names:
        return ()  # as in most modules: no scope has to be worked out to see it
    found: list[Capture] = []
    for name, bindings in variables(ctx).items():
        if name not in names:
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
