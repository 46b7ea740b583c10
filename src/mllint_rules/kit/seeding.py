"""Whether the global generators of libraries are seeded: by a document itself, or by a program that runs it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mllint_rules.semantic.seeding import seeded_libraries

if TYPE_CHECKING:
    from mllint_rules.kit.context import Context


def seeded_here(ctx: Context) -> frozenset[str]:
    """The libraries that the document itself seeds."""
    return seeded_libraries(ctx.model)


def seeded_around(ctx: Context) -> frozenset[str]:
    """The libraries that programs of the project which run the document seed."""
    if ctx.project is None:
        return frozenset()
    document = ctx.document
    return ctx.project.seeds_reaching(document.path, document.code, is_program=_runs_alone(ctx))


def _runs_alone(ctx: Context) -> bool:
    """Whether running the document does something: it has a main guard, or steps at the top level."""
    steps = (ast.For, ast.While, ast.With)
    return ctx.is_exploratory or any(
        isinstance(node, steps)
        or ctx.is_main_guard(node)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        for node in ctx.model.tree.body
    )
