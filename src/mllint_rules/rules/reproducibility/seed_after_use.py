"""A library draws before its generator gets its seed.

## Why is this bad?

A seed makes the numbers repeatable that are drawn after it. What is drawn before (the rows of a split, the first
weights of a model) is another in every run, and the seed further down makes the program look as if it were not.

## When to ignore it

The numbers drawn first need no repetition.

## Fix safety

From then on every run draws the same, so that results change once.

## References

- NumPy: `numpy.random.seed`
- PyTorch: note on reproducibility
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Place,
    calls,
    delete,
    insert_before,
    position,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._first_draws import Draw, draws_in
from mllint_rules.rules.reproducibility._shared import is_test_code, name_words, written_call

SEEDS: dict[str, list[str]] = {
    api: libraries for api, libraries in table("randomness")["seeds"].items() if libraries
}
_TITLES = {"numpy": "NumPy", "torch": "Torch", "tensorflow": "TensorFlow", "random": "`random`"}
_SEEDING = frozenset({"seed", "seeds", "seeded", "seeding", "determinism", "deterministic", "reproducible"})


@rule(
    code="MLR113",
    name="seed-after-use",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*SEEDS),
    in_tests=False,
    see=("adduce:R-NB-006",),
    examples=(
        Example(
            bad="""
                import numpy as np
                from sklearn.model_selection import train_test_split

                train, test = train_test_split(range(100))
                np.random.seed(42)
                noise = np.random.normal(size=10)
                """,
            good="""
                import numpy as np
                from sklearn.model_selection import train_test_split

                np.random.seed(42)
                train, test = train_test_split(range(100))
                noise = np.random.normal(size=10)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch
                from torch import nn


                def main(rows):
                    model = nn.Linear(8, 1)
                    torch.manual_seed(0)
                    order = torch.randperm(len(rows))
                    return model, order
                """,
            good="""
                import torch
                from torch import nn


                def main(rows):
                    torch.manual_seed(0)
                    model = nn.Linear(8, 1)
                    order = torch.randperm(len(rows))
                    return model, order
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    statement = ctx.parent(call.node)
    block = ctx.parent(statement) if isinstance(statement, ast.Expr) else None
    if not isinstance(statement, ast.Expr) or not isinstance(
        block, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)
    ):
        return
    libraries = SEEDS.get(call.name or "", ())
    if not libraries or is_test_code(ctx, call.node) or not _is_first(ctx, call, libraries):
        return
    earlier = block.body[: block.body.index(statement)]
    for draw in draws_in(ctx, earlier, frozenset(libraries)):
        if _may_be_seeded(ctx, block, draw, libraries):
            return
        yield Finding(
            draw.call.func,
            f"`{written_call(ctx, draw.call)}` draws from {_TITLES[draw.library]} before the seed is set",
            fix=_fix(ctx, statement, earlier, draw),
            related=(Place(call.node, "the seed is set here"),),
        )
        return


def _is_first(ctx: Context, call: Call, libraries: list[str]) -> bool:
    """Whether no other seed of these libraries stands before in the text; in a function, whether there is no other."""
    is_inside = ctx.function_of(call.node) is not None
    for last in {api.rpartition(".")[2] for api in SEEDS} & ctx.model.call_names:
        for other in ctx.model.calls_named(last):
            if other is call.node or not (is_inside or position(other) < position(call.node)):
                continue
            if not set(SEEDS.get(ctx.called(other) or "", ())).isdisjoint(libraries):
                return False
    return True


def _may_be_seeded(ctx: Context, block: ast.AST, draw: Draw, libraries: list[str]) -> bool:
    """Whether something else may have set the seed before: a call that is named after it, or the program around."""
    for name in ctx.model.call_names:
        if not name_words(name).isdisjoint(_SEEDING):
            for other in ctx.model.calls_named(name):
                if position(other) < position(draw.call) and ctx.called(other) not in SEEDS:
                    return True
    if not isinstance(block, (ast.FunctionDef, ast.AsyncFunctionDef)) or ctx.is_entry_function(block):
        return False
    last_names = {api.rpartition(".")[2] for api, seeded in SEEDS.items() if draw.library in seeded}
    return any(ctx.is_used_elsewhere(name) for name in last_names)


def _fix(
    ctx: Context, statement: ast.Expr, earlier: list[ast.stmt], draw: Draw
) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        lines = ctx.source(statement)
        if "\n" in lines:
            raise FixUnavailable("the statement takes several lines")
        first = ctx.statement(draw.call)
        while first not in earlier:
            parent = ctx.parent(first)
            assert isinstance(parent, ast.stmt)
            first = parent
        place = _place(ctx, statement, earlier, first)
        return unsafe_fix("Set the seed first", delete(statement), insert_before(place, lines))

    return plan


def _place(ctx: Context, statement: ast.Expr, earlier: list[ast.stmt], first: ast.stmt) -> ast.stmt:
    """The statement before which the seed goes: the one that draws, when all that the seed reads is there."""
    for name in ast.walk(statement):
        if not isinstance(name, ast.Name):
            continue
        for binding in ctx.definitions(name):
            bound = ctx.statement_of(binding)
            if bound in earlier and position(bound) >= position(first):
                raise FixUnavailable(f"{name.id} is not there yet")
            if ctx.parent(bound) is not ctx.parent(statement) and ctx.function_of(bound) is ctx.function_of(
                statement
            ):
                raise FixUnavailable(f"{name.id} may not be there")
    if any(cell.span.start <= ctx.model.span(first).start < cell.span.end for cell in ctx.document.cells):
        here = next(c for c in ctx.document.cells if c.span.start <= ctx.model.span(first).start < c.span.end)
        if not here.span.start <= ctx.model.span(statement).start < here.span.end:
            raise FixUnavailable("the seed is set in another cell")
    return first
