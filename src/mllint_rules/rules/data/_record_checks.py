"""Records that come from outside as plain mappings, and whether somebody looks at them before their keys are read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mllint_rules.kit import BindingKind, Context, table
from mllint_rules.rules.data._records import RecordReads, assigned_name
from mllint_rules.rules.data._sources import is_packaged
from mllint_rules.rules.data._validation import is_validating

_HANDLED = frozenset(
    {"builtins.KeyError", "builtins.LookupError", "builtins.Exception", "builtins.ValueError"}
)


def record_loads(ctx: Context) -> Iterator[ast.Call]:
    """The calls that give a mapping from a file, a text or the answer of a server."""
    facts = table("records")
    for api in facts["loaders"]["functions"]:
        for node in ctx.model.calls_named(api.rpartition(".")[2]):
            if ctx.called(node) == api:
                yield node
    for node in ctx.model.calls_named("json"):
        if isinstance(node.func, ast.Attribute) and _is_answer(ctx, node.func.value):
            yield node


def _is_answer(ctx: Context, node: ast.expr) -> bool:
    """Whether an expression is what a server answered: `requests.get(url)`."""
    if isinstance(node, ast.Name):
        values = [definition.statement_value for definition in ctx.definitions(node)]
        return bool(values) and all(value is not None and _is_answer(ctx, value) for value in values)
    if isinstance(node, ast.Await):
        node = node.value
    return isinstance(node, ast.Call) and ctx.called(node) in table("records")["loaders"]["answers"]


def is_own_format(ctx: Context, call: ast.Call) -> bool:
    """Whether the program knows the record: it writes such files itself, ships the file, or reads its settings."""
    facts = table("records")["own"]
    target = assigned_name(ctx.parent(call), call)
    words = [target.id] if target is not None else []
    words += [node.id for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Name)]
    source = call.args[0] if call.args else None
    opened = opened_file(ctx, source)
    if opened is not None:
        words.append(ast.unparse(opened))
        if is_packaged(ctx, ctx.call(opened)):
            return True
    if any(word in text.lower() for text in words for word in facts["words"]):
        return True
    function = ctx.function_of(call)
    if function is not None and any(word in function.name.lower() for word in facts["words"]):
        return True
    return any(ctx.model.calls_named(name) for name in facts["writers"])


def opened_file(ctx: Context, source: ast.expr | None) -> ast.Call | None:
    """The `open(…)` behind the file that is read."""
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.func.attr == "read":
        source = source.func.value
    if isinstance(source, ast.Name):
        definitions = ctx.definitions(source)
        is_with = len(definitions) == 1 and definitions[0].kind in (BindingKind.WITH, BindingKind.ASSIGNMENT)
        source = definitions[0].value if is_with else None
    return source if isinstance(source, ast.Call) else None


def is_looked_at(ctx: Context, reads: RecordReads, call: ast.Call) -> bool:
    """Whether the program validates the record, asks for its keys, or answers for those that are missing."""
    for node in reads.others:
        parent = ctx.parent(node)
        if isinstance(
            parent, (ast.Compare, ast.keyword, ast.BoolOp, ast.UnaryOp, ast.If, ast.IfExp, ast.Assert)
        ):
            return True
        if isinstance(parent, ast.Attribute) and parent.attr == "keys":
            return True
        if isinstance(parent, ast.Call) and parent.func is not node:
            last = (
                parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
            )
            if last == "isinstance" or is_validating(ctx, parent) or last[:1].isupper():
                return True
    if is_validating_around(ctx, call):
        return True
    return any(_is_caught(ctx, read.node) or _makes_own(ctx, read.node) for read in reads.reads)


def is_validating_around(ctx: Context, call: ast.Call) -> bool:
    """Whether the record goes straight into something that checks it."""
    parent = ctx.parent(call)
    if isinstance(parent, ast.keyword):
        return True
    return isinstance(parent, ast.Call) and parent.func is not call


def _makes_own(ctx: Context, node: ast.AST) -> bool:
    """Whether a class method makes its object of the value: `cls(name=record["name"])` says what a record holds."""
    return any(
        isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "cls"
        for parent in ctx.ancestors(node)
    )


def _is_caught(ctx: Context, node: ast.AST) -> bool:
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return False
        if isinstance(parent, ast.Try):
            for handler in parent.handlers:
                kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
                if any(kind is None or ctx.qualified_name(kind) in _HANDLED for kind in kinds):
                    return True
    return False
