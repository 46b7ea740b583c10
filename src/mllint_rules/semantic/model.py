"""The semantic model of one document: the questions that rules, fixes and front ends ask."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from mllint_rules.knowledge.library import canonical_name
from mllint_rules.model.text import Span
from mllint_rules.semantic.aliases import alias_type
from mllint_rules.semantic.annotations import annotation_type
from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.calls import Call
from mllint_rules.semantic.classes import LocalClasses
from mllint_rules.semantic.flow import Definitions
from mllint_rules.semantic.functions import returned_type
from mllint_rules.semantic.index import SyntaxIndex, children, position
from mllint_rules.semantic.inference import Inference
from mllint_rules.semantic.names import Names
from mllint_rules.semantic.project import Project
from mllint_rules.semantic.scopes import FunctionNode, ScopeTree
from mllint_rules.semantic.types import NEVER, NONE, UNKNOWN, Instance, Symbol, Type, alternatives
from mllint_rules.semantic.values import literal_value
from mllint_rules.source.document import Document


class SemanticModel:
    """Everything that is known about one module. Nothing is computed before it is asked for."""

    def __init__(self, document: Document, tree: ast.Module, project: Project | None = None) -> None:
        self.document = document
        self.tree = tree
        self.index = SyntaxIndex(tree)
        self.project = project
        self.answers: dict[object, object] = {}  # what rules worked out about the document, by question
        self._calls: dict[ast.Call, Call] = {}
        self._returned: dict[ast.AST, Type] = {}
        self.aliases: dict[
            ast.AST, Type | None
        ] = {}  # names that stand for types, by the node that binds them

    def close(self) -> None:
        """Forget everything. The parts refer to each other; cut apart, they go without the garbage collector."""
        names = self.__dict__.get("names")
        if names is not None:
            names.scopes.close()
        inference = self.__dict__.get("inference")
        if inference is not None:
            inference.__dict__.clear()
        self.__dict__.clear()

    @cached_property
    def names(self) -> Names:
        """Definitions and qualified names."""
        package = self.project.package_of(self.document.path) if self.project is not None else ""
        return Names(self.index, ScopeTree(self.index, package))

    @cached_property
    def inference(self) -> Inference:
        """Types of expressions."""
        return Inference(self)

    @cached_property
    def classes(self) -> LocalClasses:
        """The classes of this document."""
        return LocalClasses(self)

    # Text

    def span(self, node: ast.AST) -> Span:
        """The characters of a node."""
        lines = self.document.lines
        return Span(
            lines.ast_offset(node.lineno, node.col_offset),  # type: ignore[attr-defined]
            lines.ast_offset(node.end_lineno, node.end_col_offset),  # type: ignore[attr-defined]
        )

    def source(self, node: ast.AST) -> str:
        """The text of a node as written."""
        span = self.span(node)
        return self.document.text[span.start : span.end]

    # Names, values, types

    def qualified_name(self, node: ast.expr) -> str | None:
        """The canonical name of the API an expression denotes."""
        return self.names.qualified_name(node)

    def definitions(self, name: ast.Name) -> Definitions:
        """The bindings that may reach a read name."""
        return self.names.definitions(name)

    def binding_at(self, node: ast.AST) -> Binding | None:
        """The binding that a `Name`, `arg`, `alias` or definition node makes."""
        return self.names.scopes.by_node.get(node)

    def uses(self, binding: Binding) -> list[ast.Name]:
        """The reads that a binding may reach, in source order."""
        found = [
            name
            for name in self.index.names.get(binding.name, ())
            if isinstance(name.ctx, ast.Load) and binding in self.definitions(name)
        ]
        return sorted(found, key=position)

    def type_of(self, node: ast.expr) -> Type:
        """What an expression is."""
        return self.inference.type_of(node)

    def value_of(self, node: ast.expr) -> object:
        """The literal value of an expression, followed through constants; else `NOT_LITERAL`."""
        return literal_value(node, self.names.definitions)

    def bases(self, class_name: str) -> tuple[str, ...]:
        """A class with its known bases, whether a library or this document defines it."""
        return self.classes.bases(class_name)

    def may_be_instance(self, type_: Type, *class_names: str) -> bool:
        """Whether a value of the type, or one of the several it may be, is an instance of one of the classes."""
        return any(self.is_instance(member, *class_names) for member in alternatives(type_))

    def is_instance(self, type_: Type, *class_names: str) -> bool:
        """Whether a value of the type certainly is an instance of one of the classes (`None` aside)."""
        wanted = set(class_names)
        members = [member for member in alternatives(type_) if member != NONE]
        return bool(members) and all(
            isinstance(member, Instance) and not wanted.isdisjoint(self.bases(member.name))
            for member in members
        )

    def annotation_type(self, node: ast.expr, self_type: Type = UNKNOWN) -> Type:
        """The type an annotation in this document names; `self_type` is what `Self` means there."""

        def resolve(text: str) -> str | Type | None:
            return self.names.resolve_text(text, node) or alias_type(self, text, node)

        return annotation_type(node, resolve, self_type)

    def method_class(self, binding: Binding) -> Type | None:
        """For `self`: an instance of its class; for `cls`: the class."""
        owner = self.classes.owner_of_parameter(binding)
        is_class = owner is None
        if owner is None:
            owner = self.classes.owner_of_parameter(binding, "builtins.classmethod")
        name = self.names.binding_name(self.names.scopes.by_node[owner]) if owner is not None else None
        if name is None:
            return None
        return Symbol(name) if is_class else Instance(name)

    # Functions

    @cached_property
    def functions(self) -> dict[str, FunctionNode]:
        """The functions and methods of this document by their `<here>.` names."""
        found: dict[str, FunctionNode] = {}
        for node in self.index.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            name = self.names.binding_name(self.names.scopes.by_node[node])
            if name is not None:
                found[name] = node
        return found

    def is_definition(self, name: str) -> bool:
        """Whether a `<here>.` name is that of a function or class of this document."""
        return name in self.functions or name in self.classes.by_name

    def function_type(self, name: str) -> Type:
        """What calling a function of this document gives."""
        node = self.functions.get(name)
        return UNKNOWN if node is None else self.returned_type(node)

    def returned_type(self, node: FunctionNode) -> Type:
        """What a function returns: its annotation, else the union of its `return` values."""
        if node in self._returned:
            return self._returned[node]
        self._returned[node] = NEVER  # the answer to itself, for recursive functions
        self._returned[node] = result = returned_type(self, node)
        return result

    def own_nodes(self, node: FunctionNode | ast.Lambda | ast.Module) -> Iterator[ast.AST]:
        """The nodes that run in the frame of a function or module: not those of functions or classes inside."""
        body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
        stack = body[::-1]
        while stack:
            current = stack.pop()
            yield current
            if not isinstance(current, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
                stack.extend(reversed(children(current)))

    # Calls

    def call(self, node: ast.Call) -> Call:
        """The bound form of a call."""
        known = self._calls.get(node)
        if known is None:
            known = self._calls[node] = Call(node, self)
        return known

    def calls_named(self, last_name: str) -> list[ast.Call]:
        """The calls whose API may end in that name, also through `from m import name as other` and `f = m.name`."""
        found = list(self.index.calls.get(last_name, ()))
        for other in self._other_names.get(last_name, ()):
            found.extend(self.index.calls.get(other, ()))
        return found

    @cached_property
    def _other_names(self) -> dict[str, set[str]]:
        """Local names under which something with another last name is called."""
        found: dict[str, set[str]] = {}
        for statement in self.index.nodes(ast.ImportFrom):
            for alias in statement.names:
                if alias.asname and alias.asname != alias.name:
                    found.setdefault(alias.name, set()).add(alias.asname)
                renamed = canonical_name(f"{statement.module}.{alias.name}").rpartition(".")[2]
                if renamed != alias.name:
                    found.setdefault(renamed, set()).add(alias.asname or alias.name)
        for assign in self.index.nodes(ast.Assign):
            if isinstance(assign.value, ast.Attribute | ast.Name):
                last = assign.value.attr if isinstance(assign.value, ast.Attribute) else assign.value.id
                for target in assign.targets:
                    if isinstance(target, ast.Name) and target.id != last:
                        found.setdefault(last, set()).add(target.id)
        return found

    @cached_property
    def imported_libraries(self) -> frozenset[str]:
        """The top-level packages that the document imports anywhere."""
        found = {
            alias.name.partition(".")[0] for node in self.index.nodes(ast.Import) for alias in node.names
        }
        for origin in self.index.nodes(ast.ImportFrom):
            if not origin.level and origin.module:
                found.add(origin.module.partition(".")[0])
        return frozenset(found)

    @cached_property
    def call_names(self) -> set[str]:
        """Every last name that `calls_named` would find a call for."""
        return {*self.index.calls, *self._other_names}
