"""Samples that a loop goes through, and the calls that may fail for one of them."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context, table
from mllint_rules.rules.observability._names import snake

_FACTS = table("samples")
_READERS = frozenset(_FACTS["reading"]["apis"])
_PREFIXES = tuple(_FACTS["reading"]["prefixes"])
_METHODS = frozenset(_FACTS["reading"]["methods"])
_MODEL_METHODS = frozenset(_FACTS["models"]["methods"])
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def sample_call(block: list[ast.stmt], ctx: Context) -> str | None:
    """What the first call in a block does with a sample: `read` or `given to the model`; None when none does."""
    for statement in block:
        for node in ctx.walk(statement):
            if isinstance(node, ast.Call):
                done = _done(node, ctx)
                if done is not None:
                    return done
    return None


def _done(node: ast.Call, ctx: Context) -> str | None:
    function = node.func
    name = ctx.called(node)
    if name is not None:
        if name == "builtins.open":
            return None if _writes(node, ctx) else "read"
        if name in _READERS or name in _METHODS or name.startswith(_PREFIXES):
            return "read"
        if name in _FACTS["models"]["functions"]:
            return "given to the model"
    if isinstance(function, ast.Attribute) and function.attr in _MODEL_METHODS:
        return "given to the model" if ctx.is_a(function.value, *_FACTS["models"]["classes"]) else None
    return "given to the model" if ctx.is_a(function, "torch.nn.Module", "keras.Model") else None


def _writes(node: ast.Call, ctx: Context) -> bool:
    mode = ctx.value_of(ctx.call(node).argument("mode"))
    return isinstance(mode, str) and not {*"wax"}.isdisjoint(mode)


def is_over_samples(loop: ast.AST) -> bool:
    """Whether the rounds of a loop are samples, and not attempts at the same thing."""
    if not isinstance(loop, (ast.For, ast.AsyncFor)):
        return False
    spoken = {word for node in _named(loop.target) for word in snake(node).split("_")}
    if spoken & {*_FACTS["attempts"]["words"]} or not any(name.strip("_") for name in _named(loop.target)):
        return False
    over = {word for node in _named(loop.iter) for word in snake(node).split("_")}
    return not over & {*_FACTS["attempts"]["words"]} and not isinstance(loop.iter, (ast.Tuple, ast.List))


def _named(node: ast.AST) -> list[str]:
    return [
        inner.id if isinstance(inner, ast.Name) else inner.attr
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Name, ast.Attribute))
    ]


def is_broad(node: ast.expr | None, ctx: Context) -> bool:
    """Whether an `except` catches everything."""
    if node is None:
        return True
    kinds = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(ctx.qualified_name(kind) in ("builtins.Exception", "builtins.BaseException") for kind in kinds)


def has_default(block: list[ast.stmt], loop: ast.stmt, ctx: Context) -> bool:
    """Whether what a block of a loop assigns has a value already when the block fails: then nothing is missing."""
    for statement in block:
        for node in ctx.walk(statement):
            if isinstance(node, ast.Assign) and _changes_in_place(node, ctx):
                return True
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                for other in ctx.model.index.names.get(node.id, ()):
                    if (
                        isinstance(other.ctx, ast.Store)
                        and other.lineno < block[0].lineno
                        and (other.lineno >= loop.lineno)
                    ):
                        return True
    return False


def _changes_in_place(node: ast.Assign, ctx: Context) -> bool:
    """`frame[name] = convert(frame[name])`: what cannot be converted stays as it is."""
    target = node.targets[0]
    if not isinstance(target, (ast.Subscript, ast.Attribute)):
        return False
    written = ctx.source(target)
    return any(
        isinstance(inner, type(target)) and ctx.source(inner) == written for inner in ctx.walk(node.value)
    )
