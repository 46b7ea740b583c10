"""Calls of the document's own functions and methods: which one is called, and which argument is for which parameter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.scopes import FunctionNode
from mllint_rules.semantic.types import Symbol

if TYPE_CHECKING:
    from mllint_rules.semantic.calls import Call
    from mllint_rules.semantic.model import SemanticModel


def called_function(model: SemanticModel, node: ast.Call) -> FunctionNode | None:
    """The function or method of this document that a call runs, a method also where a class of it inherits it."""
    name = model.call(node).name
    if name is None or not name.startswith(HERE):
        return None
    owner, _, attribute = name.rpartition(".")
    return model.functions.get(name) or (
        model.classes.method(owner, attribute) if owner in model.classes.by_name else None
    )


def calls_to(model: SemanticModel, function: FunctionNode) -> Iterator[Call]:
    """The calls of a function or method of this document, in no particular order."""
    for node in model.calls_named(function.name):
        if called_function(model, node) is function:
            yield model.call(node)


def bound_arguments(model: SemanticModel, node: ast.Call) -> dict[ast.arg, ast.expr] | None:
    """What a call passes for the parameters of the function of this document that it runs; None where it runs none.

    Left out are parameters that keep their default, the object before the dot, what `*args` and `**kwargs` take up,
    and what stands behind a star.
    """
    function = called_function(model, node)
    if function is None:
        return None
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    found: dict[ast.arg, ast.expr] = {}
    for parameter, value in zip(positional[_taken(model, node, function) :], node.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        found[parameter] = value
    by_name = {parameter.arg: parameter for parameter in [*arguments.args, *arguments.kwonlyargs]}
    for keyword in node.keywords:
        if keyword.arg in by_name:
            found[by_name[keyword.arg]] = keyword.value
    return found


def _taken(model: SemanticModel, node: ast.Call, function: FunctionNode) -> int:
    """How many parameters the object before the dot fills: one for a method called on it."""
    if not isinstance(node.func, ast.Attribute) or not isinstance(
        model.index.parents.get(function), ast.ClassDef
    ):
        return 0
    decorators = {model.qualified_name(decorator) for decorator in function.decorator_list}
    if "builtins.staticmethod" in decorators:
        return 0
    if "builtins.classmethod" in decorators:
        return 1
    is_through_class = isinstance(model.type_of(node.func.value), Symbol)
    return 0 if is_through_class else 1
