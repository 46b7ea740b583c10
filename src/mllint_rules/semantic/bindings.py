"""Every place that gives a name a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, cast

from mllint_rules.semantic.index import SyntaxIndex

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
    The `ScopeTree` fills in the `scope` of what `collect` finds.
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
            if not isinstance(value, ast.Tuple | ast.List) or step is None or step >= len(value.elts):
                return None
            if any(isinstance(each, ast.Starred) for each in value.elts):
                return None
            value = value.elts[step]
        return value


def collect(index: SyntaxIndex, package: str) -> Iterator[Binding]:
    """All bindings of a module except parameters, without their scopes.

    `package` resolves relative imports (empty: unknown).
    """
    yield from _imports(index, package)
    for assign in index.nodes(ast.Assign):
        for target in assign.targets:
            if target.__class__ is ast.Name:  # most of them
                yield Binding(target.id, BindingKind.ASSIGNMENT, target, assign.value)
            elif target.__class__ is not ast.Attribute:
                yield from _targets(target, BindingKind.ASSIGNMENT, assign.value)
    for annotated in index.nodes(ast.AnnAssign):
        if isinstance(annotated.target, ast.Name):
            kind = BindingKind.ASSIGNMENT if annotated.value else BindingKind.ANNOTATION
            yield Binding(
                annotated.target.id, kind, annotated.target, annotated.value, annotation=annotated.annotation
            )
    for augmented in index.nodes(ast.AugAssign):
        if isinstance(augmented.target, ast.Name):
            yield Binding(augmented.target.id, BindingKind.AUGMENTED, augmented.target, augmented.value)
    for walrus in index.nodes(ast.NamedExpr):
        yield Binding(walrus.target.id, BindingKind.ASSIGNMENT, walrus.target, walrus.value)
    yield from _blocks(index)
    for delete in index.nodes(ast.Delete):
        for target in delete.targets:
            if isinstance(target, ast.Name):
                yield Binding(target.id, BindingKind.DELETE, target)


def _imports(index: SyntaxIndex, package: str) -> Iterator[Binding]:
    for statement in index.nodes(ast.Import):
        for alias in statement.names:
            name = alias.asname or alias.name.partition(".")[0]
            yield Binding(name, BindingKind.IMPORT, alias, target=alias.name if alias.asname else name)
    for origin in index.nodes(ast.ImportFrom):
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


def _blocks(index: SyntaxIndex) -> Iterator[Binding]:
    for loop in index.nodes(ast.For, ast.AsyncFor, ast.comprehension):
        yield from _targets(loop.target, BindingKind.LOOP, loop.iter)
    for block in index.nodes(ast.With, ast.AsyncWith):
        for item in block.items:
            if item.optional_vars is not None:
                yield from _targets(item.optional_vars, BindingKind.WITH, item.context_expr)
    for function in index.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
        yield Binding(function.name, BindingKind.FUNCTION, function)
    for definition in index.nodes(ast.ClassDef):
        yield Binding(definition.name, BindingKind.CLASS, definition)
    for handler in index.nodes(ast.ExceptHandler):
        if handler.name:
            yield Binding(handler.name, BindingKind.EXCEPT, handler, handler.type)
    for pattern in index.nodes(ast.MatchAs, ast.MatchStar):
        if pattern.name:
            yield Binding(pattern.name, BindingKind.MATCH, pattern)
    for mapping in index.nodes(ast.MatchMapping):
        if mapping.rest:
            yield Binding(mapping.rest, BindingKind.MATCH, mapping)


def _targets(
    target: ast.expr, kind: BindingKind, value: ast.expr, path: tuple[int | None, ...] = ()
) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield Binding(target.id, kind, target, value, path)
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value, kind, value, (*path[:-1], None))
    elif isinstance(target, ast.Tuple | ast.List):
        starred = False
        for position, element in enumerate(target.elts):
            # Behind a star the position counts from an unknown length.
            yield from _targets(element, kind, value, (*path, None if starred else position))
            starred = starred or isinstance(element, ast.Starred)
