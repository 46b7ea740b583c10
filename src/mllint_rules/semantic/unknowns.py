"""Why the type of an expression is unknown, in words for people."""

from __future__ import annotations

import ast

from mllint_rules.knowledge.library import find, find_member
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.types import (
    NEVER,
    Symbol,
    Type,
    Unknown,
    alternatives,
    describe,
)

_DEPTH = 6  # steps from one unknown to the one that made it so
_PLACES = 4  # definitions that are named
_TEXT = 40  # characters of code in a reason


def is_unknown(type_: Type) -> bool:
    """Whether the type, or one of its alternatives, is unknown."""
    return type_ == NEVER or any(isinstance(member, Unknown) for member in alternatives(type_))


def unknown_reason(model: SemanticModel, node: ast.expr) -> str | None:
    """Why it is not known what an expression is; None when it is known, or when nobody can tell."""
    if not is_unknown(model.type_of(node)):
        return None
    return _Reasons(model).of(node, _DEPTH)


def binding_reason(model: SemanticModel, binding: Binding) -> str | None:
    """The same for what a binding gives its name."""
    if not is_unknown(model.inference.binding_type(binding)):
        return None
    return _Reasons(model).binding(binding, _DEPTH)


def place_of(model: SemanticModel, node: ast.AST) -> str:
    """Where a node stands, as `line 3`, in a notebook as `cell 2, line 3`."""
    region = model.document.region(model.span(node))
    return f"line {region.line}" if region.cell is None else f"cell {region.cell}, line {region.line}"


class _Reasons:
    def __init__(self, model: SemanticModel) -> None:
        self._model = model

    def of(self, node: ast.expr, depth: int) -> str | None:
        """The reason for an expression whose type is unknown."""
        if depth <= 0 or not is_unknown(self._model.type_of(node)):
            return None
        if isinstance(node, ast.Name):
            return self._name(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, depth)
        if isinstance(node, ast.Subscript):
            return self._part(node.value, f"what is in `{self._text(node.value)}` is not known", depth)
        if isinstance(node, (ast.BinOp, ast.BoolOp, ast.IfExp, ast.Compare, ast.UnaryOp, ast.NamedExpr)):
            return self._operands(node, depth)
        return f"mllint does not say what {_KINDS.get(type(node), 'this kind of expression')} gives"

    def _name(self, node: ast.Name, depth: int) -> str | None:
        definitions = self._model.definitions(node)
        if not definitions:
            return self._unbound(node)
        unknown = [each for each in definitions if is_unknown(self._model.inference.binding_type(each))]
        if len(definitions) == 1:
            return self.binding(definitions[0], depth)
        if len(unknown) == 1:
            reason = self.binding(unknown[0], depth)
            start = f"one of its {len(definitions)} definitions is unknown"
            return f"{start}: {reason}" if reason else f"{start} ({self._place(unknown[0])})"
        if not unknown:
            return None
        places = ", ".join(dict.fromkeys(self._place(each) for each in unknown[:_PLACES]))
        return f"{len(unknown)} of its {len(definitions)} definitions are unknown ({places})"

    def _unbound(self, node: ast.Name) -> str:
        names = self._model.names
        if names.scopes.lookup(node.id, names.scopes.scope_of(node)) is not None:
            return "no definition reaches this place"
        if names.star_imports:
            return f"it may come from `from {names.star_imports[-1]} import *`"
        return "this file defines no such name"

    def binding(self, binding: Binding, depth: int) -> str | None:
        """The reason for a binding whose type is unknown."""
        kind, value = binding.kind, binding.value
        if binding.annotation is not None:
            return f"mllint does not know its annotation `{self._text(binding.annotation)}`"
        if kind is BindingKind.PARAMETER:
            name = getattr(binding.scope.node, "name", "")
            return f"a parameter of `{name}` without annotation" if name else "a parameter of a lambda"
        if value is None or kind is BindingKind.MATCH:
            return f"bound by {_BINDERS.get(kind, kind.value)} in {self._place(binding)}"
        place, text = self._place(binding), self._text(value)
        if kind is BindingKind.LOOP:
            return self._part(value, f"{place}: what is in `{text}` is not known", depth)
        if kind is BindingKind.WITH:
            return self._part(value, f"{place}: what entering `{text}` gives is not known", depth)
        if binding.path:
            return self._part(value, f"{place}: it is a part of `{text}`, whose parts are not known", depth)
        reason = self.of(value, depth - 1)
        return f"{place}: {reason}" if reason else f"assigned from `{text}` in {place}"

    def _part(self, whole: ast.expr, otherwise: str, depth: int) -> str:
        """The reason for a part of something: that the whole is unknown, else what is missing."""
        return self._inner(whole, depth) or otherwise

    def _inner(self, node: ast.expr, depth: int) -> str | None:
        type_ = self._model.type_of(node)
        if not is_unknown(type_):
            return None
        reason = self.of(node, depth - 1)
        return f"`{self._text(node)}` is {_shown(type_)}" + (f": {reason}" if reason else "")

    def _attribute(self, node: ast.Attribute, depth: int) -> str | None:
        inner = self._inner(node.value, depth)
        if inner is not None:
            return inner
        owner = self._model.type_of(node.value)
        if isinstance(owner, Symbol):
            return f"mllint knows nothing of `{owner.name}.{node.attr}`"
        return f"mllint knows no type of `{node.attr}` of `{_shown(owner)}`"

    def _call(self, node: ast.Call, depth: int) -> str | None:
        name = self._model.call(node).name
        if name is None:
            function = node.func
            if isinstance(function, ast.Attribute):
                owner = self._model.type_of(function.value)
                missing = f"mllint knows no method `{function.attr}` of `{_shown(owner)}`"
                return self._inner(function.value, depth) or missing
            return self._inner(function, depth) or f"mllint does not know what `{self._text(function)}` is"
        if name.startswith(HERE):
            return self._own_function(name, depth)
        owner_name, _, member = name.rpartition(".")
        if find(name) is None and find_member(owner_name, member) is None:
            return f"the result of `{name}`, which mllint does not know"
        return f"what `{name}` returns here is not in mllint's stubs"

    def _own_function(self, name: str, depth: int) -> str:
        shown = name.removeprefix(HERE)
        function = self._model.functions.get(name)
        if function is None:
            return f"the result of `{shown}` is not known"
        start = f"what `{shown}` ({place_of(self._model, function)}) returns is not known"
        if isinstance(function, ast.AsyncFunctionDef):
            return f"`{shown}` ({place_of(self._model, function)}) is a coroutine"
        if function.returns is not None:
            return f"{start}: mllint does not know its annotation `{self._text(function.returns)}`"
        for inner in self._model.own_nodes(function):
            if isinstance(inner, ast.Return) and inner.value is not None:
                reason = self.of(inner.value, depth - 1)
                if reason:
                    return f"{start}: {reason}"
        return start

    def _operands(self, node: ast.expr, depth: int) -> str | None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                inner = self._inner(child, depth)
                if inner is not None:
                    return inner
        return "mllint does not know the result of this operation"

    def _place(self, binding: Binding) -> str:
        node = binding.node
        if isinstance(node, ast.AST) and hasattr(node, "lineno"):
            return place_of(self._model, node)
        return "an unknown place"

    def _text(self, node: ast.AST) -> str:
        text = " ".join(self._model.source(node).split())
        return text if len(text) <= _TEXT else text[: _TEXT - 3] + "..."


def _shown(type_: Type) -> str:
    return describe(type_).replace(HERE, "")


_BINDERS = {
    BindingKind.MATCH: "a pattern",
    BindingKind.EXCEPT: "an `except` clause",
    BindingKind.ANNOTATION: "an annotation without a value",
}
_KINDS: dict[type[ast.expr], str] = {
    ast.Await: "an `await`",
    ast.Lambda: "a lambda",
    ast.Yield: "a `yield`",
    ast.YieldFrom: "a `yield from`",
    ast.Starred: "something unpacked",
}
