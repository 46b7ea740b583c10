"""What the names and expressions of a line are taken for, and where the names come from."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from mllint_rules.engine.focus import Focus
from mllint_rules.knowledge.facts import ClassFacts, FunctionFacts
from mllint_rules.knowledge.library import find, is_described
from mllint_rules.model.text import Region
from mllint_rules.semantic.bindings import Binding, BindingKind
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.scopes import BUILTIN_NAMES
from mllint_rules.semantic.types import UNKNOWN, Symbol, Type, describe
from mllint_rules.semantic.unknowns import binding_reason, unknown_reason
from mllint_rules.semantic.values import NOT_LITERAL

_SHOWN = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
_MANY = 16  # values of a long statement from which only those of the line itself are told


@dataclass(frozen=True, slots=True)
class ValueReading:
    """One expression: its type in words, the API that it calls, its literal value, why it is unknown.

    `value` is the value as Python writes it, given where it comes through constants.
    """

    expression: str
    region: Region
    type: str
    api: str | None = None
    value: str | None = None
    unknown_because: str | None = None


@dataclass(frozen=True, slots=True)
class DefinitionReading:
    """One place that gives a name its value: how, its first line of code, and the type it gives."""

    region: Region
    kind: str
    code: str
    type: str


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name that is read on the line, with the definitions that may reach it.

    Without any it is a builtin, if `is_builtin` says so, or bound nowhere in the document.
    """

    name: str
    definitions: tuple[DefinitionReading, ...]
    is_builtin: bool = False


def read_values(model: SemanticModel, focus: Focus, line: int) -> tuple[ValueReading, ...]:
    """The names, attributes, calls and subscripts of the focus, in the order in which Python evaluates them."""
    nodes: list[ast.expr | ast.arg] = [
        node
        for node in focus.nodes
        if isinstance(node, ast.arg) or (isinstance(node, _SHOWN) and _is_told(node, model))
    ]
    if len(nodes) > _MANY:
        nodes = [node for node in nodes if node.lineno <= line <= (node.end_lineno or node.lineno)]
    ordered = sorted(nodes, key=lambda node: (model.span(node).end, -model.span(node).start))
    found = dict.fromkeys(_read_value(model, node) for node in ordered)
    first = {(each.expression, each.type): each for each in reversed(list(found))}
    return tuple(each for each in found if first[each.expression, each.type] is each)


def read_names(model: SemanticModel, focus: Focus) -> tuple[NameReading, ...]:
    """The names that are read in the focus, each with what reaches it."""
    names = [
        node
        for node in focus.nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and is_written(node, model)
    ]
    targets = [
        node.target
        for node in focus.statements
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    ]
    found: dict[NameReading, None] = {}
    for node in sorted([*names, *targets], key=lambda node: (node.lineno, node.col_offset)):
        reaching = (
            model.names.augmented_definitions(node)
            if isinstance(node.ctx, ast.Store)
            else model.definitions(node)
        )
        definitions = tuple(_read_definition(model, each) for each in reaching)
        found[NameReading(node.id, definitions, not definitions and _is_builtin(model, node))] = None
    return tuple(found)


def is_written(node: ast.AST, model: SemanticModel) -> bool:
    """Whether a node is what the text says: in notebooks some stand for a magic or a shell escape."""
    span, document = model.span(node), model.document
    return document.text[span.start : span.end] == document.code[span.start : span.end]


def _is_told(node: ast.expr, model: SemanticModel) -> bool:
    """Whether an expression says something of its own: not what a call says better, nor a part of a dotted name."""
    if not is_written(node, model):
        return False
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Del):
        return False
    parent = model.index.parents.get(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        return isinstance(node, (ast.Name, ast.Subscript)) and model.call(parent).name is None
    if isinstance(parent, ast.Attribute):
        return not isinstance(model.type_of(node), Symbol)
    return True


def _read_value(model: SemanticModel, node: ast.expr | ast.arg) -> ValueReading:
    type_ = _type(model, node)
    if isinstance(node, ast.arg):
        region = model.document.region(model.span(node))
        binding = model.binding_at(node)
        assert binding is not None  # a parameter binds its name
        reason = binding_reason(model, binding)
        return ValueReading(node.arg, region, _words(type_), unknown_because=reason)
    literal = model.value_of(node)
    return ValueReading(
        expression=" ".join(model.source(node).split()),
        region=model.document.region(model.span(node)),
        type=_words(type_),
        api=_api(model, node),
        value=None if literal is NOT_LITERAL else repr(literal),
        unknown_because=unknown_reason(model, node) if _is_read(node) else None,
    )


def _is_read(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _type(model: SemanticModel, node: ast.expr | ast.arg) -> Type:
    binding = model.binding_at(node)
    if binding is None and isinstance(node, ast.expr):
        return model.type_of(node)
    return UNKNOWN if binding is None else model.inference.binding_type(binding)


def _api(model: SemanticModel, node: ast.expr) -> str | None:
    name = model.call(node).name if isinstance(node, ast.Call) else None
    return None if name is None else name.removeprefix(HERE).removeprefix("builtins.")


def _words(type_: Type) -> str:
    """A type as `describe` has it; modules, classes and functions themselves as what they are."""
    if not isinstance(type_, Symbol):
        return describe(type_).replace(HERE, "")
    name = type_.name.removeprefix("builtins.")
    if name.startswith(HERE):
        return f"{name.removeprefix(HERE)} of this file"
    known = find(type_.name)
    if isinstance(known, ClassFacts):
        return f"the class {name}"
    if isinstance(known, FunctionFacts):
        return f"the function {name}"
    return f"the module {name}" if is_described(name) else f"{name}, which mllint does not know"


def _is_builtin(model: SemanticModel, node: ast.Name) -> bool:
    return (
        node.id in BUILTIN_NAMES
        and model.names.scopes.lookup(node.id, model.names.scopes.scope_of(node)) is None
    )


def _read_definition(model: SemanticModel, binding: Binding) -> DefinitionReading:
    node, document = binding.node, model.document
    kind = "unpacking" if binding.kind is BindingKind.ASSIGNMENT and binding.path else binding.kind.value
    line, _ = document.lines.position(model.span(_shown(binding, model)).start)
    return DefinitionReading(
        region=document.region(model.span(node)),
        kind=kind,
        code=document.lines.line_text(line).strip(),
        type=_words(model.inference.binding_type(binding)),
    )


def _shown(binding: Binding, model: SemanticModel) -> ast.AST:
    """What shows a binding best: the statement it stands in; a parameter shows itself."""
    node = binding.node
    if isinstance(node, ast.alias):
        return model.names.scopes.import_statement(node)
    if isinstance(node, (ast.arg, ast.ExceptHandler, ast.pattern)):
        return node
    return model.index.statement(node)
