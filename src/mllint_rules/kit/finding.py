"""What a rule says."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from mllint_rules.fixing.plan import FixPlan
from mllint_rules.model.text import Span

LazyFix = Callable[[], FixPlan | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A related place: a node (or span) of the same document and what it has to do with the finding."""

    where: ast.AST | Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: where, what, the places that tell the story, and how to repair it.

    `fix` may be a plan, or a function that makes one when a front end asks (for repairs that cost something);
    None says that this finding has no repair.
    """

    where: ast.AST | Span
    message: str
    fix: FixPlan | LazyFix | None = None
    related: tuple[Place, ...] = ()
