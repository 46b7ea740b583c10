"""One call that seeds a library's global generator, where a program starts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import (
    Context,
    Edit,
    FixUnavailable,
    SemanticModel,
    Verb,
    insert_after,
    insert_before,
    position,
)
from mllint_rules.rules.reproducibility._seeds import Seed, find_constant, find_seed, insertion_after_header


def is_entry_module(ctx: Context) -> bool:
    """Whether the document is where a program starts: a notebook, or a module with a main guard or a `main`."""
    return ctx.is_exploratory or ctx.main_guard is not None or ctx.entry_function is not None


def seed_in_entry(ctx: Context, module: str, call: str) -> Iterator[Verb]:
    """Seed at the start of the entry function, or else of the main guard, or else behind the imports.

    `call` is written below `module`, with `{seed}` where the seed belongs. Raises `FixUnavailable`.
    """
    place = ctx.entry_statement
    if place is None:
        yield from seed_in_module(ctx, module, call)
        return
    reach = ctx.reach(module)
    seed = find_seed(ctx, place)
    yield from reach.verbs
    yield from seed.verbs
    yield insert_before(place, f"{reach.text}.{call.format(seed=seed.text)}")


def seed_in_module(ctx: Context, module: str, call: str) -> Iterator[Verb]:
    """Seed behind the imports of the module. Raises `FixUnavailable`."""
    reach = ctx.reach(module)
    seed = find_constant(ctx, ctx.model.tree.body[-1])
    yield from reach.verbs
    line = f"{reach.text}.{call.format(seed=seed.text)}"
    if seed.verbs:  # one block of both lines
        line = f"{seed.text} = {ctx.environment.seed}\n{line}"
    yield _SeedLine(line, _statement_of_import(ctx, reach.text), seed)


def _statement_of_import(ctx: Context, text: str) -> ast.stmt | None:
    bindings = ctx.module_scope.bindings.get(text.partition(".")[0], [])
    for binding in bindings:
        if isinstance(binding.node, ast.alias):
            return ctx.statement_of(binding)
    return None


@dataclass(frozen=True, slots=True)
class _SeedLine:
    """Lines behind the imports, or behind what it needs when that comes later."""

    lines: str
    imported: ast.stmt | None
    seed: Seed

    def edits(self, model: SemanticModel) -> Iterator[Edit]:
        needed = [statement for statement in (self.imported, self.seed.statement) if statement is not None]
        latest = max(needed, key=position, default=None)
        edit = insertion_after_header(model, self.lines)
        if latest is None or model.span(latest).end <= edit.span.start:
            yield edit
        elif latest in model.tree.body:
            yield from insert_after(latest, self.lines).edits(model)
        else:
            raise FixUnavailable("the import or the constant is not at module level")
