"""Draws from a global generator that nothing in the project seeds: one finding for each scope."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mllint_rules.kit import Call, Context, Finding, FixPlan, Place, unsafe_fix
from mllint_rules.rules.reproducibility._entropy import is_drawn_seed
from mllint_rules.rules.reproducibility._generators import GeneratorKind, Migration
from mllint_rules.rules.reproducibility._seed_calls import is_entry_module, seed_in_module
from mllint_rules.rules.reproducibility._shared import is_test_code, is_unrepeated
from mllint_rules.rules.reproducibility._throwaways import is_throwaway


@dataclass(frozen=True)
class Unseeded:
    """What a rule on a global generator says, and which repair it offers.

    `seed_call` is the seeding call below the module, or None for the style that moves to a generator object.
    """

    ctx: Context
    kind: GeneratorKind
    library: str
    generator_name: str
    seed_call: str | None
    message: str
    related: str

    def findings(self) -> Iterator[Finding]:
        """The first draw of each scope, with the other draws of that scope as related places."""
        ctx = self.ctx
        draws = [call for call in ctx.calls_of(*self.kind.samplers) if not is_test_code(ctx, call.node)]
        draws = [call for call in draws if not self._is_compiled(call)]
        scopes: dict[ast.AST | None, list[Call]] = {}
        for draw in draws:
            if not (
                is_unrepeated(ctx, draw.node) or is_throwaway(ctx, draw.node) or is_drawn_seed(draw, ctx)
            ):
                scopes.setdefault(ctx.function_of(draw.node), []).append(draw)
        if not scopes or ctx.is_seeded(self.library):
            return
        migration = Migration(ctx, self.kind, draws, self.generator_name)
        for first, *others in scopes.values():
            yield Finding(
                first.node.func,
                self.message.format(call=ctx.source(first.node.func)),
                fix=self._fix(migration, [first, *others]),
                related=tuple(Place(other.node.func, self.related) for other in others),
            )

    def _is_compiled(self, draw: Call) -> bool:
        """Whether Numba compiles the function: it draws from a generator of its own."""
        function = self.ctx.function_of(draw.node)
        names = self.ctx.decorators(function) if function is not None else ()
        return any(name is not None and name.startswith("numba.") for name in names)

    def _fix(self, migration: Migration, draws: list[Call]) -> Callable[[], FixPlan | None]:
        call = self.seed_call
        if call is None:
            return lambda: migration.fix_for(draws)

        def seed() -> FixPlan | None:
            if not is_entry_module(self.ctx) and all(map(self.ctx.function_of, (d.node for d in draws))):
                return None
            return unsafe_fix("Seed the global generator", *seed_in_module(self.ctx, self.kind.module, call))

        return seed
