"""Annotations in signatures that change nothing when the program runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from mllint_rules.kit import (
    NONE,
    Context,
    Edit,
    Frame,
    Instance,
    SemanticModel,
    Span,
    Type,
    Verb,
    alternatives,
    insertion_after_imports,
    table,
    union,
)
from mllint_rules.rules.structure._annotations import Annotation, annotation_for
from mllint_rules.rules.structure._blocks import line_start


@dataclass(frozen=True, slots=True)
class TypingImport:
    """An import that only type checkers read, in the block for such imports."""

    statement: str
    condition: str

    def edits(self, model: SemanticModel) -> Iterable[Edit]:
        """One insertion: into the block that is there, else of a new one behind the imports."""
        for node in model.tree.body:
            if isinstance(node, ast.If) and model.qualified_name(node.test) == "typing.TYPE_CHECKING":
                place = line_start(model.document.text, model.span(node.body[0]).start)
                indent = " " * node.body[0].col_offset
                yield Edit(Span(place, place), f"{indent}{self.statement}\n")
                return
        yield insertion_after_imports(model, f"\nif {self.condition}:\n    {self.statement}\n")


def typing_annotation(ctx: Context, type_: Type, function: Frame) -> Annotation:
    """The annotation that says a type of data; what would have to be imported is imported for type checkers only."""
    members = list(alternatives(type_))
    if NONE in members:
        known = typing_annotation(ctx, union(each for each in members if each != NONE), function)
        if known.text is None:
            return known
        bare = known.text.strip('"')
        return Annotation(f'"{bare} | None"', known.verbs)
    written = annotation_for(ctx, type_, (function,))
    if written.text is not None and not written.verbs:
        return written
    if not isinstance(type_, Instance) or not _is_listed(type_.name):
        return Annotation(None)
    module, _, name = type_.name.rpartition(".")
    reached = ctx.reach(module) if module in table("imports")["modules"] else ctx.reach(module, name)
    text = f"{reached.text}.{name}" if module in table("imports")["modules"] else reached.text
    condition = ctx.reach("typing", "TYPE_CHECKING")
    verbs: list[Verb] = [*condition.verbs]
    verbs += [TypingImport(each.statement, condition.text) for each in reached.verbs]  # type: ignore[attr-defined]
    return Annotation(f'"{text}"' if reached.verbs else text, tuple(verbs))


def _is_listed(name: str) -> bool:
    return any(name in classes for classes in table("captured_data")["kinds"].values())
