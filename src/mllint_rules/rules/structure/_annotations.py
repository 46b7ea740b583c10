"""How the type of a value is written in a signature, with the names the document has."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass

from mllint_rules.kit import HERE, Context, Frame, Instance, Type, Verb, alternatives, table

_BUILTINS = frozenset({"bool", "bytes", "float", "int", "str"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation and the verbs that import what it needs. `text` None: the type has no name here."""

    text: str | None
    verbs: tuple[Verb, ...] = ()


def annotation_for(ctx: Context, type_: Type, functions: tuple[Frame, ...] = ()) -> Annotation:
    """The annotation that says a type in the signatures of these functions, quoted where names come later.

    Without functions it is for code behind all others.
    """
    simple = _simple(type_)
    if simple is not None or not isinstance(type_, Instance):
        return Annotation(simple)
    if type_.name == "builtins.dict":
        return _mapping(ctx, type_)
    if type_.name.startswith("builtins."):
        return Annotation(None)
    if type_.name.startswith(HERE):
        written = type_.name.removeprefix(HERE)
        return Annotation(None if "." in written else _when_bound(ctx, written, functions))
    module, _, name = type_.name.rpartition(".")
    reached = ctx.reach(module, name)
    if not reached.verbs:
        return Annotation(_when_bound(ctx, reached.text, functions))
    if _is_public(type_.name) and ctx.imports(module.partition(".")[0]):
        return Annotation(reached.text, reached.verbs)
    return Annotation(None)


def _mapping(ctx: Context, type_: Instance) -> Annotation:
    """`dict[str, float]` for simple keys and values, `dict[str, Any]` for others."""
    key, value = type_.arguments or (None, None)
    keys = _simple(key) if key is not None else None
    values = _simple(value) if value is not None else None
    if keys is not None and values is not None:
        return Annotation(f"dict[{keys}, {values}]")
    reached = ctx.reach("typing", "Any")
    return Annotation(f"dict[{keys or reached.text}, {reached.text}]", reached.verbs)


def _simple(type_: Type) -> str | None:
    names = {
        each.name.removeprefix("builtins.") if isinstance(each, Instance) else ""
        for each in alternatives(type_)
    }
    if names == {"int", "float"}:
        return "float"
    return names.pop() if len(names) == 1 and names <= _BUILTINS else None


def _is_public(name: str) -> bool:
    """Whether a class is listed by the name under which its library offers it."""
    return any(name in classes for classes in table("captured_data")["kinds"].values())


def _when_bound(ctx: Context, text: str, functions: tuple[Frame, ...]) -> str:
    """The text, in quotes when its name is bound behind one of the functions: annotations run with the `def`."""
    bound = ctx.module_scope.bindings[text.partition(".")[0]]
    first = min((function.lineno for function in functions), default=sys.maxsize)
    is_late = any(getattr(binding.node, "lineno", 0) > first for binding in bound)
    return f'"{text}"' if is_late and not _annotations_are_text(ctx) else text


def _annotations_are_text(ctx: Context) -> bool:
    return any(
        isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        and any(alias.name == "annotations" for alias in statement.names)
        for statement in ctx.model.tree.body
    )  # fmt: skip
