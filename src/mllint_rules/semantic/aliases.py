"""Names that stand for a type: `Frames = list[DataFrame]`, `NewType`, a `TypeVar` with a bound, `type X = …`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.types import UNKNOWN, Type, union

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel

_DERIVED = ("typing.NewType", "typing_extensions.NewType")
_VARIABLES = ("typing.TypeVar", "typing_extensions.TypeVar")


def alias_type(model: SemanticModel, text: str, place: ast.AST) -> Type | None:
    """The type that a name stands for in annotations, when it is bound once to something that says so."""
    scopes = model.names.scopes
    owner = None if "." in text else scopes.lookup(text, scopes.scope_of(place))
    if owner is None or len(owner.bindings[text]) != 1:
        return None
    binding = owner.bindings[text][0]
    if binding.node in model.aliases:
        return model.aliases[binding.node]
    model.aliases[binding.node] = UNKNOWN  # the answer to itself, for a type that is made of itself
    model.aliases[binding.node] = found = _meaning(model, binding)
    return found


def _meaning(model: SemanticModel, binding: Binding) -> Type | None:
    value = binding.statement_value
    if isinstance(value, ast.Call):
        return _declared(model, value)
    if isinstance(value, (ast.Subscript, ast.BinOp, ast.Constant)):
        return model.annotation_type(value)
    return None


def _declared(model: SemanticModel, call: ast.Call) -> Type | None:
    name = model.qualified_name(call.func)
    if name in _DERIVED:
        return model.annotation_type(call.args[1]) if len(call.args) == 2 else None
    if name not in _VARIABLES:
        return None
    bound = next((keyword.value for keyword in call.keywords if keyword.arg == "bound"), None)
    if bound is not None:
        return model.annotation_type(bound)
    return union(map(model.annotation_type, call.args[1:])) if len(call.args) > 2 else UNKNOWN
