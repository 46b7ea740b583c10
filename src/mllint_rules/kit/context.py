"""The questions a rule may ask. What three rules would compute for themselves belongs here."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePath
from typing import TypeVar, cast

from mllint_rules.datafiles.kinds import Column as DataColumn
from mllint_rules.fixing.imports import Reach, ensure_import, fresh_name
from mllint_rules.kit.call_sites import CallSite, call_sites, runs_dynamic_code
from mllint_rules.kit.entry_points import entry_function, entry_statement, is_entry_function
from mllint_rules.kit.environment import Environment
from mllint_rules.kit.loggers import ModuleLogger, module_loggers, showing_calls, showing_names
from mllint_rules.kit.seeding import seeded_around, seeded_here
from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic import parameters, surroundings
from mllint_rules.semantic.bindings import Binding
from mllint_rules.semantic.calls import Call
from mllint_rules.semantic.flow import Definitions
from mllint_rules.semantic.index import walk
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.project import Project
from mllint_rules.semantic.provenance.events import Trace
from mllint_rules.semantic.scopes import FunctionNode, Scope
from mllint_rules.semantic.surroundings import Frame, Loop
from mllint_rules.semantic.types import Type
from mllint_rules.source.document import Document

Options = TypeVar("Options")
Answer = TypeVar("Answer")


class Context:
    """One document seen by one rule."""

    def __init__(self, model: SemanticModel, environment: Environment, rule_name: str) -> None:
        self.model = model
        self.environment = environment
        self._rule_name = rule_name

    # The document

    @property
    def document(self) -> Document:
        """The text under analysis."""
        return self.model.document

    @property
    def is_exploratory(self) -> bool:
        """Whether this is a notebook or percent script, where top-level code and prints are normal."""
        return self.model.document.is_exploratory

    @property
    def path_in_project(self) -> str:
        """The document's path below the project's root, with `/`; its display path when there is no project."""
        return self.model.path_in_project

    @property
    def is_test(self) -> bool:
        """Whether this is a test module or lies in a test folder of the project."""
        return self.model.is_test

    @property
    def project(self) -> Project | None:
        """The project around the document; None for text without a file."""
        return self.model.project

    def source(self, node: ast.AST) -> str:
        """The text of a node as written."""
        return self.model.source(node)

    # Names, values, types

    def qualified_name(self, node: ast.expr) -> str | None:
        """The canonical name of the module, class or function an expression denotes."""
        return self.model.qualified_name(node)

    def type_of(self, node: ast.expr) -> Type:
        """What an expression is; unknown is an answer."""
        return self.model.type_of(node)

    def is_a(self, node: ast.expr, *class_names: str) -> bool:
        """Whether an expression certainly is an instance of one of these classes (or of a subclass)."""
        return self.model.is_instance(self.model.type_of(node), *class_names)

    def may_be_a(self, node: ast.expr, *class_names: str) -> bool:
        """Whether an expression is known to be one of several things, at least one of them such an instance.

        What is unknown may be anything and counts as no; what `is_a` is true for counts as yes.
        """
        return self.model.may_be_instance(self.model.type_of(node), *class_names)

    def derives_from(self, node: ast.ClassDef, *class_names: str) -> bool:
        """Whether a class of this document certainly derives from one of these classes."""
        name = self.model.names.binding_name(self.model.names.scopes.binding_of(node))
        return name is not None and not set(class_names).isdisjoint(self.model.bases(name)[1:])

    def decorators(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str | None]:
        """The canonical names of what decorates a function or class, called or not; None for the unknown."""
        for each in node.decorator_list:
            yield self.qualified_name(each.func if isinstance(each, ast.Call) else each)

    def value_of(self, node: ast.expr | None) -> object:
        """The literal value of an expression through constants; `NOT_LITERAL` when computed. None gives None."""
        return None if node is None else self.model.value_of(node)

    @property
    def module_scope(self) -> Scope:
        """The scope of the module, with its bindings by name."""
        return self.model.names.scopes.scope_for(self.model.tree)

    def is_module_name(self, node: ast.Name) -> bool:
        """Whether a name stands for what the module binds, not for something of a function or class around it."""
        scopes = self.model.names.scopes
        return scopes.lookup(node.id, scopes.scope_of(node)) is scopes.module

    def definitions(self, name: ast.Name) -> Definitions:
        """The bindings that may reach a read name."""
        return self.model.definitions(name)

    def expression_of(self, node: ast.expr) -> ast.expr:
        """The expression that stands behind a name: what its only definition was given, through further such names.

        A name with several definitions, a parameter and anything else that is assigned no expression comes back as
        the name that it is; what is no name comes back itself. What happened to the object since, nobody looks at.
        """
        return self.model.expression_of(node)

    def statement_of(self, binding: Binding) -> ast.stmt:
        """The statement that makes a binding: an import, an assignment, a definition."""
        if isinstance(binding.node, ast.alias):
            return self.model.names.scopes.import_statement(binding.node)
        return self.statement(binding.node)

    def uses(self, binding: Binding) -> list[ast.Name]:
        """The reads that a binding may reach, in source order."""
        return self.model.uses(binding)

    def is_bound_at(self, binding: Binding, node: ast.AST) -> bool:
        """Whether the only binding of a name at module level has run where a node runs, and the name means it there."""
        scopes = self.model.names.scopes
        if scopes.lookup(binding.name, scopes.scope_of(node)) is not scopes.module:
            return False
        if self.function_of(node) is not None:
            return True
        return self.model.span(self.statement(node)).start >= self.model.span(self.statement_of(binding)).end

    def call(self, node: ast.Call) -> Call:
        """The bound form of a call."""
        return self.model.call(node)

    def calls_of(self, *apis: str) -> Iterator[Call]:
        """The calls in the document that certainly are of one of these APIs, in source order.

        Methods match as in `calls`: the receiver certainly is such an object.
        """
        return self.model.calls_of(frozenset(apis))

    def called_function(self, node: ast.Call) -> FunctionNode | None:
        """The function or method of this document that a call runs; None where that is not known, or elsewhere."""
        return parameters.called_function(self.model, node)

    def calls_to(self, function: FunctionNode) -> Iterator[Call]:
        """The calls in the document that run a function or method of it, as far as they are seen.

        `call_sites` is for who has to know all of them.
        """
        return parameters.calls_to(self.model, function)

    def bound_arguments(self, node: ast.Call) -> dict[ast.arg, ast.expr] | None:
        """What a call of a function or method of this document passes, by parameter; None for other calls.

        Left out are parameters that keep their default, the object before the dot, what `*args` and `**kwargs` take
        up, and what stands behind a star.
        """
        return parameters.bound_arguments(self.model, node)

    def called(self, node: ast.AST) -> str | None:
        """The canonical name of what a node calls, when it is a call of something known."""
        return self.model.call(node).name if isinstance(node, ast.Call) else None

    def once(self, compute: Callable[[Context], Answer]) -> Answer:
        """What a module-level function says about this document, worked out once for all rules that ask."""
        answers = self.model.answers
        if compute not in answers:
            answers[compute] = compute(self)
        return cast(Answer, answers[compute])

    def imports(self, library: str) -> bool:
        """Whether the document imports the library or a module of it."""
        return library in self.model.imported_libraries

    # Structure

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The syntax right around a node."""
        return self.model.index.parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The syntax around a node, nearest first."""
        return self.model.index.ancestors(node)

    def walk(self, node: ast.AST) -> Iterator[ast.AST]:
        """A node and all below it, in source order (without contexts and operators)."""
        return walk(node)

    def statement(self, node: ast.AST) -> ast.stmt:
        """The innermost statement that holds a node."""
        return self.model.index.statement(node)

    def top_statement(self, node: ast.AST) -> ast.stmt:
        """The statement of the module's own body that holds a node."""
        return surroundings.top_statement(self.model.index, node)

    def function_of(self, node: ast.AST) -> FunctionNode | None:
        """The innermost function whose body holds a node (decorators and defaults lie outside)."""
        return surroundings.function_around(self.model.index, node)

    def outermost_function(self, node: ast.AST) -> Frame | None:
        """The function, method or lambda nearest to module level whose body holds a node; None outside of all."""
        return surroundings.outermost_function(self.model.names.scopes, node)

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The innermost class whose body holds a node."""
        return next((p for p in self.model.index.ancestors(node) if isinstance(p, ast.ClassDef)), None)

    def class_of_self(self, node: ast.expr) -> ast.ClassDef | None:
        """The class of which a name is the instance, when it certainly is the first parameter of a method: `self`."""
        definitions = self.definitions(node) if isinstance(node, ast.Name) else ()
        return self.model.classes.owner_of_parameter(definitions[0]) if len(definitions) == 1 else None

    def attribute_mentions(self, node: ast.Attribute) -> list[ast.Attribute]:
        """Where the methods of the class read, set or delete the attribute that a node such as `self.x` is.

        In source order, with the node itself; none when the object is not `self`.
        """
        owner = self.class_of_self(node.value)
        return [] if owner is None else self.model.classes.mentions(owner, node.attr)

    def loops_around(self, node: ast.AST) -> list[Loop]:
        """The loops of the same function whose body runs a node, innermost first."""
        return surroundings.loops_around(self.model.index, node)

    def expects_failure(self, node: ast.AST) -> bool:
        """Whether code runs to see it fail or warn: under `with pytest.raises(…)`, `suppress(…)` and the like."""
        return surroundings.expects_failure(self.model.index, node)

    def is_discarded(self, node: ast.expr) -> bool:
        """Whether the value of an expression is thrown away; the last line of a cell is displayed instead."""
        parent = self.parent(node)
        return isinstance(parent, ast.Expr) and not self.is_displayed(parent)

    def is_displayed(self, statement: ast.stmt) -> bool:
        """Whether an expression statement is the last of its cell, whose value a notebook shows."""
        return surroundings.is_displayed(self.model, statement)

    def shows(self, node: ast.AST) -> bool:
        """Whether a node is a call that certainly prints or logs what it is given, and does nothing else with it."""
        if not isinstance(node, ast.Call):
            return False
        function = node.func
        last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)
        # The names spare most calls the question for the type of their receiver.
        is_possible = last in showing_names() or not isinstance(function, ast.Attribute)
        return is_possible and self.model.call(node).matches(showing_calls())

    @property
    def module_loggers(self) -> tuple[ModuleLogger, ...]:
        """The names at module level that certainly hold a logger, the conventional names first."""
        return self.once(module_loggers)

    # The program

    @property
    def main_guard(self) -> ast.If | None:
        """The `if __name__ == "__main__":` of the module."""
        return surroundings.main_guard(self.model.tree)

    def is_main_guard(self, node: ast.AST) -> bool:
        """Whether a node is `if __name__ == "__main__":`."""
        return surroundings.is_main_guard(node)

    def is_under_main_guard(self, node: ast.AST) -> bool:
        """Whether a node only runs when the module is the program."""
        return surroundings.is_under_main_guard(self.model.index, node)

    @property
    def entry_function(self) -> FunctionNode | None:
        """The function that the module runs once when it is the program: `main`, or all that its guard calls."""
        return self.once(entry_function)

    def is_entry_function(self, function: FunctionNode) -> bool:
        """Whether the program runs the function once: `main`, or one that only the main guard calls."""
        return is_entry_function(self, function)

    def is_script(self, function: FunctionNode) -> bool:
        """Whether the packaging of the project declares a module-level function as a script."""
        return self.project is not None and self.project.is_script(self.document.path, function.name)

    @property
    def entry_statement(self) -> ast.stmt | None:
        """The first statement of the entry function, else of the main guard; None when there is neither."""
        return entry_statement(self)

    def call_sites(self, function: FunctionNode) -> tuple[CallSite, ...]:
        """Every use of a module-level function, in source order.

        Raises `FixUnavailable` where a use may exist that cannot be seen (in other files, strings, code that is run
        or looked up by name) or that cannot pass an argument on, and for methods and redefined functions.
        """
        return call_sites(self, function)

    @property
    def runs_code_by_name(self) -> bool:
        """Whether the document runs text as code, or looks its own names up in a mapping (`globals()`)."""
        return self.once(runs_dynamic_code)

    # The project

    def version_of(self, library: str) -> VersionRange | None:
        """The versions of a library the project declares or locks; None when it says nothing."""
        return self.environment.libraries.get(library)

    def declares(self, library: str) -> bool:
        """Whether the project depends on the library, as far as it says."""
        return library in self.environment.libraries

    def is_seeded(self, library: str) -> bool:
        """Whether this document, or a program of the project that runs it, seeds the library's global generator."""
        if library in self.once(seeded_here):
            return True
        project = self.project
        # Most projects seed nothing, or everything they use: then nobody has to know what imports what.
        return (
            project is not None
            and project.seeds_anything(library, for_path=self.document.path)
            and library in self.once(seeded_around)
        )

    def is_used_elsewhere(self, name: str) -> bool:
        """Whether another file of the project mentions the identifier; false for text without a project."""
        return self.project is not None and self.project.mentioned_in(name, besides=self.document.path)

    def is_container_path(self, path: str) -> bool:
        """Whether the images or workflows of the project lay down the folder that an absolute path begins with."""
        return self.project is not None and self.project.declares_folder(path, for_path=self.document.path)

    def modules_mentioning(self, name: str) -> Iterator[SemanticModel]:
        """The other modules of the project, outside the tests, that mention the identifier."""
        if self.project is not None:
            yield from self.project.modules_mentioning(name, besides=self.document.path)

    def is_set_outside(self, variable: str) -> bool:
        """Whether an image, a workflow, a shell script or the like of the project mentions an environment variable."""
        project = self.project
        return project is not None and project.sets_variable(variable, for_path=self.document.path)

    @property
    def is_in_package(self) -> bool:
        """Whether the document is a module of a package of its project."""
        return self.project is not None and bool(self.project.package_of(self.document.path))

    @property
    def is_imported(self) -> bool:
        """Whether another module may import this one: it lies in a package, or its name is mentioned elsewhere.

        True for text without a project: nobody knows.
        """
        if self.project is None or self.is_in_package:
            return True
        return self.is_used_elsewhere(PurePath(self.document.path).stem)

    @property
    def is_imported_by_project(self) -> bool:
        """Whether an import statement in another file of the project, tests included, names this module."""
        return self.once(_importer) is not None

    def is_name_imported(self, name: str) -> bool:
        """Whether another file imports a name from this module, or reaches for it as an attribute of the module."""
        return self.project is not None and self.project.imports_name(self.document.path, name)

    def is_reached_from_elsewhere(self, name: str) -> bool:
        """Whether another file of the project may use a name of this module.

        A name is only a word: in a script it takes a file that mentions the script as well. Modules of packages
        may also be reached through re-exports and entry points, so there the word alone counts.
        """
        return self.is_used_elsewhere(name) and self.is_imported

    def options(self, kind: type[Options]) -> Options:
        """The rule's options as configured, or their defaults."""
        configured = self.environment.options.get(self._rule_name)
        return configured if isinstance(configured, kind) else kind()

    # Data

    def data_columns(
        self, path: str, *, delimiter: str | None = None, encoding: str | None = None
    ) -> Mapping[str, DataColumn] | None:
        """The columns of the data file that a path written in the document means, by a sample of its rows.

        None unless `--infer-from-data` is given and the file certainly lies in the project; see `ProjectData.columns`.
        """
        if not self.environment.infer_from_data:
            return None
        return self.model.data_columns(path, delimiter, encoding)

    @property
    def trace(self) -> Trace:
        """What the module does with data, in the order in which it happens: splits, fits, scores …"""
        return self.model.trace

    def bases(self, class_name: str) -> tuple[str, ...]:
        """A class with its known bases, nearest first."""
        return self.model.bases(class_name)

    # Fixes

    def fresh_name(self, name: str) -> str:
        """The name, with underscores before it when the document uses it already."""
        return fresh_name(self.model, name)

    def reach(self, module: str, name: str | None = None) -> Reach:
        """How to write a module or a name of it here, and the verbs that import it when it is missing."""
        return ensure_import(self.model, module, name)


def _importer(ctx: Context) -> str | None:
    return None if ctx.project is None else ctx.project.importer_of(ctx.document.path)
