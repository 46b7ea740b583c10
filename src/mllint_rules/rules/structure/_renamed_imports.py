"""Giving what an import binds another name everywhere in a document, and what forbids it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import (
    Binding,
    Context,
    FixUnavailable,
    Scope,
    ScopeKind,
    Verb,
    is_position_known,
    replace,
)


def only_binding(ctx: Context, alias: ast.alias) -> Binding | None:
    """The binding of an import whose name nothing else in its scope binds; None otherwise."""
    binding = ctx.model.binding_at(alias)
    if binding is None or len(binding.scope.bindings[binding.name]) != 1:
        return None
    return binding


def is_exported(ctx: Context, binding: Binding) -> bool:
    """Whether the module offers the name to others on purpose."""
    name = ctx.document.path.replace("\\", "/").rpartition("/")[2]
    if name == "__init__.py" or name.endswith(".pyi"):
        return True
    # `import x as x` says so.
    if isinstance(binding.node, ast.alias) and binding.node.asname == binding.node.name:
        return True
    listed = ctx.module_scope.bindings.get("__all__", ())
    return any(
        isinstance(node, ast.Constant) and node.value == binding.name
        for each in listed
        for node in ast.walk(ctx.statement(each.node))
    )


def references(ctx: Context, binding: Binding) -> list[ast.Name]:
    """Every read of the name of an import, in functions too.

    Raises `FixUnavailable` where a use may exist that is no such read: in text that is run, in other files.
    """
    name = binding.name
    _check_text(ctx, name)
    if binding.scope.kind is ScopeKind.CLASS:
        raise FixUnavailable(f"{name} is an attribute of a class")
    if binding.scope.kind is ScopeKind.MODULE and ctx.is_name_imported(name):
        raise FixUnavailable(f"another file imports {name} from here")
    for declared in ctx.model.index.nodes(ast.Global, ast.Nonlocal):
        if name in declared.names:
            raise FixUnavailable(f"{name} is declared in a function")
    found = []
    for node in ctx.model.index.names.get(name, ()):
        if _means(ctx, node, binding.scope):
            if not is_position_known(ctx, node):
                raise FixUnavailable("the place inside an f-string is not known")
            found.append(node)
    return found


def _means(ctx: Context, node: ast.Name, scope: Scope) -> bool:
    scopes = ctx.model.names.scopes
    return scopes.lookup(node.id, scopes.scope_of(node)) is scope


def _check_text(ctx: Context, name: str) -> None:
    """Raises `FixUnavailable` when the name occurs in text that may be run: annotations, doctests, magics, queries."""
    document = ctx.document
    if ctx.runs_code_by_name:
        raise FixUnavailable("code is looked up or run by name")
    word = re.compile(rf"\b{re.escape(name)}\b")
    if document.text is not document.code and len(word.findall(document.text)) != len(
        word.findall(document.code)
    ):
        raise FixUnavailable(f"a magic may use {name}")
    if re.search(rf"#\s*type:.*\b{re.escape(name)}\b", document.text):
        raise FixUnavailable(f"a type comment uses {name}")
    for node in ctx.model.index.nodes(ast.Constant):
        text = node.value
        if not isinstance(text, str) or name not in text or not word.search(text):
            continue
        if ">>>" in text or f"@{name}" in text or _is_annotation(ctx, node):
            raise FixUnavailable(f"a text uses {name}")


def _is_annotation(ctx: Context, node: ast.AST) -> bool:
    child = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.arg, ast.AnnAssign)) and child is parent.annotation:
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)) and child is parent.returns:
            return True
        if isinstance(parent, ast.Call):
            return ctx.called(parent) in ("typing.cast", "typing.TypeVar", "typing.ForwardRef")
        if isinstance(parent, ast.stmt):
            return False
        child = parent
    return False


def renamed(nodes: list[ast.Name], text: str) -> Iterator[Verb]:
    """The reads written in another way."""
    for node in nodes:
        yield replace(node, text)
