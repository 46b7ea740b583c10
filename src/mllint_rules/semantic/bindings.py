"""Every place that gives a name a value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from mllint_rules.semantic.scopes import Scope


class BindingKind(Enum):
    """How a name got its value."""

    IMPORT = "import"
    IMPORT_FROM = "import from"
    ASSIGNMENT = "assignment"
    AUGMENTED = "augmented assignment"
    ANNOTATION = "annotation"
    LOOP = "loop"
    WITH = "with"
    PARAMETER = "parameter"
    FUNCTION = "function"
    CLASS = "class"
    EXCEPT = "except"
    MATCH = "match"
    DELETE = "delete"


@dataclass(slots=True, eq=False)
class Binding:
    """One place that binds a name.

    `node` is the syntax that binds (a `Name`, `arg`, `alias`, definition, handler or pattern). `value` is the
    expression the value comes from: the right side, the iterable of a loop, the context manager of a `with`.
    `path` leads into it when it is unpacked (`a, (b, c) = v`: `c` has path `(1, 1)`; None at a step after a star).
    The `ScopeTree` fills in the `scope` of what `bindings_of` finds.
    """

    name: str
    kind: BindingKind
    node: ast.AST
    value: ast.expr | None = None
    path: tuple[int | None, ...] = ()
    annotation: ast.expr | None = None
    target: str | None = None
    """For imports: the full name that is bound."""
    scope: Scope = field(default=cast("Scope", None), kw_only=True)

    @property
    def statement_value(self) -> ast.expr | None:
        """The right side when the name is bound to the whole of it by a plain assignment."""
        return self.value if self.kind is BindingKind.ASSIGNMENT and not self.path else None

    @property
    def assigned(self) -> ast.expr | None:
        """The expression whose value a plain assignment gives the name: the right side, or its part in a written-out
        tuple or list (`name, size = read(), 3`).
        """
        value = self.value if self.kind is BindingKind.ASSIGNMENT else None
        for step in self.path:
            if not isinstance(value, (ast.Tuple, ast.List)) or step is None or step >= len(value.elts):
                return None
            if any(isinstance(each, ast.Starred) for each in value.elts):
                return None
            value = value.elts[step]
        return value


Maker = Callable[[Any, str], Iterator[Binding]]


def bindings_of(statement: ast.AST, package: str) -> Iterator[Binding]:
    """The bindings that a node of one of the types in `BINDING` makes itself, in source order, without their scopes.

    `package` resolves relative imports (empty: unknown).
    """
    return _MAKERS[statement.__class__](statement, package)


def _import(statement: ast.Import, _: str) -> Iterator[Binding]:
    for alias in statement.names:
        name = alias.asname or alias.name.partition(".")[0]
        yield Binding(name, BindingKind.IMPORT, alias, target=alias.name if alias.asname else name)


def _import_from(origin: ast.ImportFrom, package: str) -> Iterator[Binding]:
    module = imported_module(origin, package)
    prefix = module if module.endswith(".") else module + "."
    for alias in origin.names:
        if alias.name != "*":
            name = alias.asname or alias.name
            yield Binding(name, BindingKind.IMPORT_FROM, alias, target=prefix + alias.name)


def imported_module(node: ast.ImportFrom, package: str) -> str:
    """The imported module's full name; a relative one whose package is unknown keeps its leading dots."""
    if not node.level:
        return node.module or ""
    parts = package.split(".") if package else []
    if len(parts) < node.level:
        return "." * node.level + (node.module or "")
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, node.module] if node.module else base)


def _assign(assign: ast.Assign, _: str) -> Iterator[Binding]:
    for target in assign.targets:
        if target.__class__ is ast.Name:  # most of them
            yield Binding(target.id, BindingKind.ASSIGNMENT, target, assign.value)
        elif target.__class__ is not ast.Attribute:
            yield from _targets(target, BindingKind.ASSIGNMENT, assign.value)


def _annotated(annotated: ast.AnnAssign, _: str) -> Iterator[Binding]:
    target = annotated.target
    if isinstance(target, ast.Name):
        kind = BindingKind.ASSIGNMENT if annotated.value else BindingKind.ANNOTATION
        yield Binding(target.id, kind, target, annotated.value, annotation=annotated.annotation)


def _augmented(augmented: ast.AugAssign, _: str) -> Iterator[Binding]:
    if isinstance(augmented.target, ast.Name):
        yield Binding(augmented.target.id, BindingKind.AUGMENTED, augmented.target, augmented.value)


def _walrus(walrus: ast.NamedExpr, _: str) -> Iterator[Binding]:
    yield Binding(walrus.target.id, BindingKind.ASSIGNMENT, walrus.target, walrus.value)


def _loop(loop: ast.For | ast.AsyncFor | ast.comprehension, _: str) -> Iterator[Binding]:
    yield from _targets(loop.target, BindingKind.LOOP, loop.iter)


def _with(block: ast.With | ast.AsyncWith, _: str) -> Iterator[Binding]:
    for item in block.items:
        if item.optional_vars is not None:
            yield from _targets(item.optional_vars, BindingKind.WITH, item.context_expr)


def _function(function: ast.FunctionDef | ast.AsyncFunctionDef, _: str) -> Iterator[Binding]:
    yield Binding(function.name, BindingKind.FUNCTION, function)


def _class(definition: ast.ClassDef, _: str) -> Iterator[Binding]:
    yield Binding(definition.name, BindingKind.CLASS, definition)


def _try(statement: ast.Try, _: str) -> Iterator[Binding]:
    for handler in statement.handlers:
        if handler.name:
            yield Binding(handler.name, BindingKind.EXCEPT, handler, handler.type)


def _pattern(pattern: ast.MatchAs | ast.MatchStar | ast.MatchMapping, _: str) -> Iterator[Binding]:
    name = pattern.rest if isinstance(pattern, ast.MatchMapping) else pattern.name
    if name:
        yield Binding(name, BindingKind.MATCH, pattern)


def _delete(delete: ast.Delete, _: str) -> Iterator[Binding]:
    for target in delete.targets:
        if isinstance(target, ast.Name):
            yield Binding(target.id, BindingKind.DELETE, target)


def _targets(
    target: ast.expr, kind: BindingKind, value: ast.expr, path: tuple[int | None, ...] = ()
) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield Binding(target.id, kind, target, value, path)
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value, kind, value, (*path[:-1], None))
    elif isinstance(target, (ast.Tuple, ast.List)):
        starred = False
        for position, element in enumerate(target.elts):
            # Behind a star the position counts from an unknown length.
            yield from _targets(element, kind, value, (*path, None if starred else position))
            starred = starred or isinstance(element, ast.Starred)


_MAKERS: dict[type[ast.AST], Maker] = {
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.NamedExpr: _walrus,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.comprehension: _loop,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Try: _try,
    ast.MatchAs: _pattern,
    ast.MatchStar: _pattern,
    ast.MatchMapping: _pattern,
    ast.Delete: _delete,
}
if hasattr(ast, "TryStar"):  # Python 3.11
    _MAKERS[ast.TryStar] = _try

BINDING = frozenset(_MAKERS)
"""The node types that bind names."""

INSIDE_EXPRESSIONS = (ast.NamedExpr, ast.MatchAs, ast.MatchStar, ast.MatchMapping)
"""Those of them that lie within a statement, wherever it has an expression or a pattern."""
