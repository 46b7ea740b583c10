"""Whether every use of a mapping of settings is seen, so that it can become an object of a class."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from mllint_rules.kit import Context, FixUnavailable, FunctionNode
from mllint_rules.rules.data._configurations import Section, is_plain_annotation


@dataclass(slots=True)
class Flow:
    """The annotations that say of a mapping that it is one."""

    annotations: list[ast.expr] = field(default_factory=list)


def flow_of(ctx: Context, section: Section) -> Flow | None:
    """How a mapping goes through the document; None where something may use it that is not a read of a literal key."""
    follower = _Follower(ctx, section)
    try:
        return follower.flow if follower.sees_all() else None
    except FixUnavailable:
        return None


class _Follower:
    def __init__(self, ctx: Context, section: Section) -> None:
        self._ctx = ctx
        self._states = section.states
        self._others = section.others
        self.flow = Flow()

    def sees_all(self) -> bool:
        """Whether each expression that is the mapping is read by a key or handed on to where it is followed."""
        names = [node for node in self._states if isinstance(node, ast.Name)]
        return all(self._is_one(name) for name in names) and all(
            self._is_handed_on(node) for node in self._others
        )

    def _is_one(self, name: ast.Name) -> bool:
        """Whether a name is this mapping whichever way the program went."""
        return all(
            isinstance(definition.node, ast.arg)
            or definition.statement_value in self._states
            or (isinstance(definition.statement_value, ast.Constant))
            for definition in self._ctx.definitions(name)
        )

    def _is_handed_on(self, node: ast.expr) -> bool:
        parent = self._ctx.parent(node)
        if isinstance(parent, ast.Assign):
            return all(self._is_target(target) for target in parent.targets)
        if isinstance(parent, ast.AnnAssign):
            return self._is_annotated(parent.annotation) and self._is_target(parent.target)
        if isinstance(parent, ast.Return):
            return self._is_returned(parent)
        call = self._ctx.parent(parent) if isinstance(parent, ast.keyword) else parent
        return isinstance(call, ast.Call) and call.func is not node and self._is_passed(call, node)

    def _is_annotated(self, annotation: ast.expr | None) -> bool:
        if annotation is None:
            return True
        self.flow.annotations.append(annotation)
        return is_plain_annotation(annotation)

    def _is_target(self, target: ast.expr) -> bool:
        if isinstance(target, ast.Name):
            return self._is_bound(target)
        if not isinstance(target, ast.Attribute):
            return False
        places = self._ctx.attribute_mentions(target)
        known = {node for node in places if isinstance(node.ctx, ast.Load)}
        others = (node for node in self._ctx.model.index.nodes(ast.Attribute) if node.attr == target.attr)
        return (
            bool(known)
            and known <= self._states
            and all(node in places for node in others)
            and not self._is_asked_from_elsewhere(target)
        )

    def _is_asked_from_elsewhere(self, target: ast.Attribute) -> bool:
        """Whether another file may know the class and read the attribute."""
        owner = self._ctx.class_of_self(target.value)
        return owner is None or (
            self._ctx.is_reached_from_elsewhere(owner.name) and self._ctx.is_used_elsewhere(target.attr)
        )

    def _is_bound(self, node: ast.Name | ast.arg) -> bool:
        binding = self._ctx.model.binding_at(node)
        if binding is None or not self._states.issuperset(self._ctx.uses(binding)):
            return False
        is_global = self._ctx.module_scope.bindings.get(binding.name, ())
        return binding not in is_global or not self._ctx.is_reached_from_elsewhere(binding.name)

    def _is_returned(self, statement: ast.Return) -> bool:
        function = self._ctx.function_of(statement)
        if function is None or isinstance(function, ast.AsyncFunctionDef):
            return False
        return self._is_annotated(function.returns) and all(
            call in self._states for call in self._calls(function)
        )

    def _is_passed(self, call: ast.Call, node: ast.expr) -> bool:
        function = self._ctx.called_function(call)
        if function is None:
            return False
        for parameter, value in (self._ctx.bound_arguments(call) or {}).items():
            if value is node:
                # Whoever else calls the function must give it this mapping too.
                given = [
                    (self._ctx.bound_arguments(each) or {}).get(parameter) for each in self._calls(function)
                ]
                return (
                    all(each is not None and each in self._states for each in given)
                    and self._is_bound(parameter)
                    and self._is_annotated(parameter.annotation)
                )
        return False

    def _calls(self, function: FunctionNode) -> list[ast.Call]:
        """All calls of a function. Raises `FixUnavailable` where some may not be seen."""
        calls = []
        for site in self._ctx.call_sites(function):
            if not site.is_direct or site.call is None:
                raise FixUnavailable(f"{function.name} is called by others")
            calls.append(site.call)
        return calls
