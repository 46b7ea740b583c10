"""Where a seed comes from: a parameter, an attribute or a constant that is there already, else a new constant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mllint_rules.kit import (
    Binding,
    BindingKind,
    Call,
    Context,
    Edit,
    FixPlan,
    FunctionNode,
    ScopeKind,
    SemanticModel,
    Span,
    Verb,
    insertion_after_imports,
    position,
    set_keyword,
    table,
    unsafe_fix,
)

# Parameters of these names may carry a generator instead of a number.
_STATES = frozenset({"random_state"})


@dataclass(frozen=True, slots=True)
class Seed:
    """How a seed is written at a place, and what must be inserted so that it is there.

    `statement` is the module-level statement that binds it, when it is an existing constant.
    """

    text: str
    verbs: tuple[Verb, ...] = ()
    statement: ast.stmt | None = None


@dataclass(frozen=True, slots=True)
class CreateConstant:
    """A module constant behind the imports, set off by empty lines."""

    name: str
    value: int

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        """One insertion of whole lines."""
        yield insertion_after_header(model, f"{self.name} = {self.value}")


def insertion_after_header(model: SemanticModel, lines: str) -> Edit:
    """An insertion of lines behind the imports, with empty lines between them and other code."""
    edit = insertion_after_imports(model, lines + "\n")
    text, place = model.document.text, edit.span.start
    before, after = text[:place], text[place:].partition("\n")[0]
    is_set_off = not before or before.endswith(("\n\n", "\r\n\r\n")) or edit.text.startswith("\n")
    lead = "" if is_set_off or not before.endswith("\n") else "\n"
    ends_cell = any(cell.span.start == place for cell in model.document.cells)
    trail = "\n" if after.strip() and not ends_cell else ""
    return Edit(Span(place, place), lead + edit.text + trail)


def find_seed(ctx: Context, place: ast.AST, *, takes_state: bool = False) -> Seed:
    """The seed to use at a place.

    `takes_state` says that the place takes whatever scikit-learn takes as `random_state`. A parameter of an
    enclosing function comes first, then an attribute of `self`, a constant in reach, a new constant.
    """
    given = _parameter(ctx, place, takes_state) or _attribute(ctx, place, takes_state)
    if given is not None:
        return Seed(given)
    return find_constant(ctx, place)


def find_constant(ctx: Context, place: ast.AST) -> Seed:
    """The constant to use as seed at a place, made when none is in reach."""
    for name in _names("constants"):
        binding = _usable_constant(ctx, name, place)
        if binding is not None:
            is_global = binding.scope.kind is ScopeKind.MODULE
            return Seed(name, (), ctx.statement_of(binding) if is_global else None)
    name = ctx.fresh_name("SEED")
    return Seed(name, (CreateConstant(name, ctx.environment.seed),))


def _names(kind: str) -> list[str]:
    names: dict[str, Any] = table("randomness")["seed_names"]
    found: list[str] = names[kind]
    return found


def _parameter(ctx: Context, place: ast.AST, takes_state: bool) -> str | None:
    scopes = ctx.model.names.scopes
    function = ctx.function_of(place)
    while function is not None:
        for name in _names("parameters"):
            owner = scopes.lookup(name, scopes.scope_of(place))
            if owner is None or owner.node is not function:
                continue
            parameter = owner.bindings[name][0]
            if parameter.kind is BindingKind.PARAMETER and (takes_state or not _may_be_state(parameter)):
                return name
        function = ctx.function_of(function)
    return None


def _may_be_state(parameter: Binding) -> bool:
    annotation = ast.unparse(parameter.annotation) if parameter.annotation is not None else ""
    return parameter.name in _STATES and annotation not in ("int", "int | None", "Optional[int]")


def _attribute(ctx: Context, place: ast.AST, takes_state: bool) -> str | None:
    """`self.seed`, in a method of a class whose `__init__` sets it."""
    method = ctx.function_of(place)
    owner = ctx.parent(method) if method is not None else None
    if method is None or not isinstance(owner, ast.ClassDef) or method.name == "__init__":
        return None
    if not method.args.args or method.decorator_list:
        return None
    attributes = set(_initialised(owner))
    for name in _names("parameters"):
        if name in attributes and (takes_state or name not in _STATES):
            return f"{method.args.args[0].arg}.{name}"
    return None


def _initialised(owner: ast.ClassDef) -> Iterator[str]:
    for method in owner.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__" and method.args.args:
            for statement in method.body:
                targets = statement.targets if isinstance(statement, ast.Assign) else []
                for target in targets:
                    if isinstance(target, ast.Attribute) and _is_name(target.value, method.args.args[0].arg):
                        yield target.attr


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _usable_constant(ctx: Context, name: str, place: ast.AST) -> Binding | None:
    """The only binding of a name that holds an integer whenever the place runs."""
    scopes = ctx.model.names.scopes
    owner = scopes.lookup(name, scopes.scope_of(place))
    if owner is None or owner.kind not in (ScopeKind.MODULE, ScopeKind.FUNCTION):
        return None
    bindings = owner.bindings[name]
    if len(bindings) != 1:
        return None
    binding = bindings[0]
    if binding.kind is BindingKind.IMPORT_FROM:
        if not name.isupper():
            return None
    elif not _is_integer(ctx, binding):
        return None
    return binding if _reaches(ctx, binding, place) else None


def _is_integer(ctx: Context, binding: Binding) -> bool:
    value = binding.statement_value
    literal = None if value is None else ctx.value_of(value)
    return isinstance(literal, int) and not isinstance(literal, bool)


def _reaches(ctx: Context, binding: Binding, place: ast.AST) -> bool:
    """Whether the binding has run when the place runs: before it in an enclosing block, or at module level."""
    statement = ctx.statement_of(binding)
    block = ctx.parent(statement)
    if isinstance(block, ast.Module) and outer_function(ctx, place) is not None:
        return True
    if position(statement) >= position(ctx.statement(place)):
        return False
    if isinstance(block, ast.Module):
        return True
    return isinstance(block, (ast.FunctionDef, ast.AsyncFunctionDef, ast.With)) and block in ctx.ancestors(
        place
    )


def outer_function(ctx: Context, node: ast.AST) -> FunctionNode | None:
    """The outermost function whose body runs a node; None for code that runs with the module, or in its lambdas."""
    function = ctx.outermost_function(node)
    return None if isinstance(function, ast.Lambda) else function


def pass_seed(ctx: Context, call: Call, parameter: str) -> FixPlan:
    """The repair that gives a call its seed as an argument. Raises `FixUnavailable`."""
    seed = find_seed(ctx, call.node, takes_state=parameter == "random_state")
    return unsafe_fix(f"Pass `{parameter}={seed.text}`", *seed.verbs, set_keyword(call, parameter, seed.text))
