"""The semantic model of one document: the questions that rules, fixes and front ends ask."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mllint_rules.knowledge.library import canonical_name
from mllint_rules.model.text import Span
from mllint_rules.semantic.aliases import alias_type
from mllint_rules.semantic.annotations import annotation_type
from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.calls import Call
from mllint_rules.semantic.classes import LocalClasses
from mllint_rules.semantic.elsewhere import Elsewhere, Resolved
from mllint_rules.semantic.flow import Definitions
from mllint_rules.semantic.functions import returned_type
from mllint_rules.semantic.index import SyntaxIndex, children, place
from mllint_rules.semantic.inference import Inference
from mllint_rules.semantic.names import HERE, Names
from mllint_rules.semantic.project import Project, is_test_path
from mllint_rules.semantic.scopes import FunctionNode, ScopeTree
from mllint_rules.semantic.types import NEVER, NONE, UNKNOWN, Instance, Symbol, Type, alternatives
from mllint_rules.semantic.values import NOT_LITERAL, literal_value
from mllint_rules.source.document import Document

if TYPE_CHECKING:
    from mllint_rules.datafiles.kinds import Column
    from mllint_rules.semantic.provenance.events import Trace


class Piece(NamedTuple):
    """A part of a module that is parsed alone: its file, and what the names of the module's definitions begin with.

    `outer_name` gives the full name of what another part of the module binds.
    """

    path: str
    prefix: str
    outer_name: Callable[[str], str | None]


class SemanticModel:
    """Everything that is known about one module. Nothing is computed before it is asked for."""

    def __init__(
        self,
        document: Document,
        tree: ast.Module,
        project: Project | None = None,
        piece: Piece | None = None,
    ) -> None:
        """`piece` says which part of a module the tree holds; without it the tree is that of the document."""
        self.document = document
        self.tree = tree
        self.index = SyntaxIndex(tree)
        self.project = project
        self.answers: dict[object, object] = {}  # what rules worked out about the document, by question
        self.piece = piece
        self._calls: dict[ast.Call, Call] = {}
        self._returned: dict[ast.AST, Type] = {}
        self._reads: dict[str, dict[Binding, list[list[ast.Name]]]] = {}
        self.aliases: dict[
            ast.AST, Type | None
        ] = {}  # names that stand for types, by the node that binds them

    def close(self) -> None:
        """Forget everything, and what the project keeps of its modules beyond its measure."""
        if self.project is not None and self.piece is None:
            self.project.modules.trim()
        self.forget()

    def forget(self) -> None:
        """Forget everything. The parts refer to each other; cut apart, they go without the garbage collector."""
        names = self.__dict__.get("names")
        if names is not None:
            names.scopes.close()
        inference = self.__dict__.get("inference")
        if inference is not None:
            inference.__dict__.clear()
        trace = self.__dict__.get("trace")
        if trace is not None:
            trace.close()
        self.__dict__.clear()

    @cached_property
    def names(self) -> Names:
        """Definitions and qualified names."""
        package = self.project.package_of(self.document.path) if self.project is not None else ""
        scopes = ScopeTree(self.index, package)
        if self.piece is None:
            return Names(self.index, scopes, exports=self.elsewhere.exports)
        return Names(self.index, scopes, self.piece.outer_name, self.elsewhere.exports, self.piece.prefix)

    @cached_property
    def inference(self) -> Inference:
        """Types of expressions."""
        return Inference(self)

    @cached_property
    def classes(self) -> LocalClasses:
        """The classes of this document."""
        return LocalClasses(self)

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """The other modules of the project, as this document sees them."""
        return Elsewhere(self, self.project.modules if self.project is not None else None)

    @property
    def depends_on(self) -> frozenset[str]:
        """The other files whose content, or absence, decided what was answered so far, by absolute path."""
        return self.elsewhere.files

    @property
    def depends_on_project(self) -> bool:
        """Whether something was answered so far that any file of the project may change: see `Project.digest`."""
        return self.project is not None and self.project.was_asked_by(self.document.path)

    def data_columns(
        self, path: str, delimiter: str | None, encoding: str | None
    ) -> Mapping[str, Column] | None:
        """The columns of the data file that a path means here: see `ProjectData.columns`."""
        if self.project is None:
            return None
        folder = os.path.dirname(os.path.abspath(self.document.path))
        self.elsewhere.note(set(self.project.data.places(path, folder)))
        return self.project.data.columns(path, folder, delimiter, encoding)

    def resolve(self, name: str) -> Resolved | None:
        """The function, class or variable that a qualified name denotes, in this document or another module."""
        own = self.elsewhere.own_name(name)
        return self._resolve_here(own) if own.startswith(HERE) else self.elsewhere.resolve(name)

    def _resolve_here(self, name: str) -> Resolved | None:
        node = self.definition(name)
        if node is not None:
            return Resolved(self, node)
        owner, _, last = name.rpartition(".")
        inherited = (self.resolve(f"{base}.{last}") for base in self.bases(owner)[1:])
        return next(filter(None, inherited), None)

    def definition(self, name: str) -> FunctionNode | ast.ClassDef | Binding | None:
        """What this tree itself binds by that full name: a definition, or a variable of the module or a class."""
        node = self.functions.get(name) or self.classes.by_name.get(name)
        if node is not None:
            return node
        owner, _, last = name.rpartition(".")
        around = self.classes.by_name.get(owner, self.tree if f"{owner}." == HERE else None)
        bindings = self.names.scopes.scope_for(around).bindings.get(last) if around is not None else None
        return bindings[-1] if bindings else None

    # The document

    @cached_property
    def path_in_project(self) -> str:
        """The document's path below the project's root, with `/`; its display path when there is no project."""
        path = self.document.path
        if self.project is None:
            return path
        relative = os.path.relpath(path, self.project.root)
        return path if relative.startswith("..") else relative.replace(os.sep, "/")

    @cached_property
    def is_test(self) -> bool:
        """Whether this is a test module or lies in a test folder of the project."""
        return is_test_path(self.path_in_project)

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
        return self.names.scopes.binding_at(node)

    def uses(self, binding: Binding) -> list[ast.Name]:
        """The reads that a binding may reach, in source order."""
        reads = self._reads.get(binding.name)
        if reads is None:
            reads = self._reads[binding.name] = self._reads_by_binding(binding.name)
        return sorted(chain.from_iterable(reads.get(binding, ())), key=place)

    def _reads_by_binding(self, name: str) -> dict[Binding, list[list[ast.Name]]]:
        """The reads of a name by the bindings that may reach them; reads with the same definitions are one list."""
        groups: dict[int, tuple[Definitions, list[ast.Name]]] = {}
        for node in self.index.names.get(name, ()):
            if isinstance(node.ctx, ast.Load):
                definitions = self.definitions(node)
                groups.setdefault(id(definitions), (definitions, []))[1].append(node)
        found: dict[Binding, list[list[ast.Name]]] = {}
        for definitions, nodes in groups.values():
            for binding in definitions:
                found.setdefault(binding, []).append(nodes)
        return found

    def expression_of(self, node: ast.expr) -> ast.expr:
        """What a name with one definition was given, through further such names; any other expression itself."""
        seen = set()
        while isinstance(node, ast.Name) and node not in seen:
            seen.add(node)
            definitions = self.definitions(node)
            value = definitions[0].assigned if len(definitions) == 1 else None
            if value is None:
                break
            node = value
        return node

    def type_of(self, node: ast.expr) -> Type:
        """What an expression is."""
        return self.inference.type_of(node)

    def value_of(self, node: ast.expr) -> object:
        """The literal value of an expression, followed through constants; else `NOT_LITERAL`."""
        return literal_value(node, self._constant_definitions, self._value_elsewhere)

    def _constant_definitions(self, name: ast.Name) -> Definitions:
        """The definitions of a name; none for a list or dict that the module changes somewhere."""
        found = self.names.definitions(name)
        is_mutable = any(isinstance(binding.value, (ast.List, ast.Dict, ast.Set)) for binding in found)
        return () if is_mutable and name.id in self._changed_names else found

    @cached_property
    def _changed_names(self) -> frozenset[str]:
        """The names whose object is changed in place: by a method of lists and dicts, or by storing into it."""
        found = set()
        for method in _CHANGING_METHODS:
            for call in self.index.calls.get(method, ()):
                if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                    found.add(call.func.value.id)
        for subscript in self.index.set_subscripts:
            if isinstance(subscript.value, ast.Name):
                found.add(subscript.value.id)
        return frozenset(found)

    def _value_elsewhere(self, node: ast.Name | ast.Attribute) -> object:
        name = self.qualified_name(node)
        if name is None or (isinstance(node, ast.Attribute) and node.attr in self._set_attributes):
            return NOT_LITERAL
        return self.elsewhere.value(name)

    @cached_property
    def _set_attributes(self) -> frozenset[str]:
        """The attributes that the document sets on anything, a module perhaps (`config.SEED = 3`)."""
        return frozenset(node.attr for node in self.index.set_attributes)

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
        name = self.names.binding_name(self.names.scopes.binding_of(owner)) if owner is not None else None
        if name is None:
            return None
        return Symbol(name) if is_class else Instance(name)

    # Data

    @cached_property
    def trace(self) -> Trace:
        """What the module does with data, in order (see `semantic.provenance`)."""
        from mllint_rules.semantic.provenance.interpreter import Interpreter

        return Interpreter(self).run()

    # Functions

    @cached_property
    def functions(self) -> dict[str, FunctionNode]:
        """The functions and methods of this document by their `<here>.` names."""
        found: dict[str, FunctionNode] = {}
        for node in self.index.nodes(ast.FunctionDef, ast.AsyncFunctionDef):
            name = self.names.binding_name(self.names.scopes.binding_of(node))
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
            if not isinstance(current, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
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

    def calls_of(
        self, apis: frozenset[str], only: Callable[[ast.Call, SyntaxIndex], bool] | None = None
    ) -> Iterator[Call]:
        """The calls that certainly are of one of these APIs, by canonical name, in source order.

        `only` looks at the bare syntax of a call first.
        """
        found: list[ast.Call] = []
        for last_name in last_names(apis) & self.call_names:
            found.extend(self.calls_named(last_name))
        if only is not None:
            index = self.index
            found = [node for node in found if only(node, index)]
        for node in sorted(dict.fromkeys(found), key=place):
            call = self.call(node)
            if call.matches(apis):
                yield call

    @cached_property
    def _other_names(self) -> dict[str, set[str]]:
        """Local names under which something with another last name is called."""
        found: dict[str, set[str]] = {}
        calls = self.index.calls
        for statement in self.index.some(ast.ImportFrom):
            for alias in statement.names:
                if (alias.asname or alias.name) not in calls:
                    continue
                if alias.asname and alias.asname != alias.name:
                    found.setdefault(alias.name, set()).add(alias.asname)
                renamed = canonical_name(f"{statement.module}.{alias.name}").rpartition(".")[2]
                if renamed != alias.name:
                    found.setdefault(renamed, set()).add(alias.asname or alias.name)
        for assign in self.index.some(ast.Assign):
            value = assign.value
            if value.__class__ is ast.Attribute:
                last = value.attr
            elif value.__class__ is ast.Name:
                last = value.id
            else:
                continue
            for target in assign.targets:
                if isinstance(target, ast.Name) and target.id in calls and target.id != last:
                    found.setdefault(last, set()).add(target.id)
        return found

    @cached_property
    def imported_libraries(self) -> frozenset[str]:
        """The top-level packages that the document imports anywhere."""
        found = {alias.name.partition(".")[0] for node in self.index.some(ast.Import) for alias in node.names}
        for origin in self.index.some(ast.ImportFrom):
            if not origin.level and origin.module:
                found.add(origin.module.partition(".")[0])
        return frozenset(found)

    @cached_property
    def call_names(self) -> set[str]:
        """Every last name that `calls_named` would find a call for."""
        return {*self.index.calls, *self._other_names}


@lru_cache(maxsize=4096)
def last_names(apis: frozenset[str]) -> frozenset[str]:
    """The names behind the last dots of these APIs."""
    return frozenset(api.rpartition(".")[2] for api in apis)


_CHANGING_METHODS = (
    "append", "extend", "insert", "remove", "pop", "clear", "update", "setdefault", "popitem", "sort", "reverse", "add",
    "discard",
)  # fmt: skip
