"""A seed comes from the clock, the process or another draw, and nobody writes it down.

## Why is this bad?

`torch.manual_seed(int(time.time()))` looks like care for randomness, and makes every run another one. The seed is not
logged, returned or stored: when a run is the best of the week, or diverges, its numbers cannot be had again.

## When to ignore it

The runs are meant to differ, and nobody ever repeats one. To search for failures that depend on chance, draw the
seed, log it, and then use it.

## Fix safety

From then on every run draws the same numbers. Where processes are to differ from each other, derive their seeds from
one seed and the number of the process instead.

## References

- NumPy: `numpy.random.SeedSequence`, spawning
- PyTorch: note on reproducibility
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Binding,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    calls,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._entropy import is_fallback
from mllint_rules.rules.reproducibility._seeds import find_seed
from mllint_rules.rules.reproducibility._shared import is_test_code, name_words

_FACTS = table("volatile_seeds")
SEEDING = frozenset(_FACTS["seeding"]["calls"])
VOLATILE: dict[str, str] = _FACTS["volatile"]
DRAWN: dict[str, str] = _FACTS["drawn"]
_SEEDS = frozenset({"seed", "seeds"})
_NAMES = frozenset({"name", "names"})
_UNREPEATED = frozenset(table("randomness")["unrepeated"]["words"])


@rule(
    code="MLR115",
    name="volatile-seed",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*SEEDING),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import time

                import torch

                torch.manual_seed(int(time.time()))
                weights = torch.randn(10)
                """,
            good="""
                import time

                import torch

                SEED = 42

                torch.manual_seed(SEED)
                weights = torch.randn(10)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import random

                import numpy as np


                def noise(count):
                    seed = random.randint(0, 10_000)
                    return np.random.default_rng(seed).normal(size=count)
                """,
            good="""
                import random

                import numpy as np

                SEED = 42


                def noise(count):
                    seed = SEED
                    return np.random.default_rng(seed).normal(size=count)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or not (call.node.args or call.node.keywords):
        return
    given = call.positional(0) or call.node.keywords[0].value
    value, name = given, None
    if isinstance(given, ast.Name):
        name = _only_definition(ctx, given)
        if name is None or name.statement_value is None:
            return
        value = name.statement_value
    node = _volatile_part(ctx, value)
    if node is None or is_test_code(ctx, call.node) or _is_unrepeated(ctx, call.node):
        return
    if name is None:
        if is_fallback(call, ctx) or _is_kept(ctx, call):
            return
    elif not all(_only_seeds(ctx, use) for use in ctx.uses(name)):
        return
    source = VOLATILE.get(ctx.called(node) or "", "a draw that nothing seeds")
    yield Finding(
        value,
        f"The seed comes from {source}, and nothing keeps it: no run can be repeated",
        fix=_fix(ctx, value, node),
    )


def _only_definition(ctx: Context, name: ast.Name) -> Binding | None:
    """The binding of a name, when there is one only and it lies in the function of the read."""
    found = ctx.definitions(name)
    if len(found) != 1 or ctx.function_of(found[0].node) is not ctx.function_of(name):
        return None
    scopes = ctx.model.names.scopes
    owner = scopes.lookup(name.id, scopes.scope_of(name))
    return found[0] if owner is not None and len(owner.bindings[name.id]) == 1 else None


def _volatile_part(ctx: Context, value: ast.expr) -> ast.Call | None:
    """The call in a number that makes it another one in every run; none when it only stands in for another seed."""
    found = None
    for node in ctx.walk(value):
        if isinstance(node, (ast.BoolOp, ast.IfExp)):
            return None
        if isinstance(node, ast.Call) and found is None:
            name = ctx.called(node) or ""
            if name in VOLATILE or (name in DRAWN and not ctx.is_seeded(DRAWN[name])):
                found = node
    return found


def _is_unrepeated(ctx: Context, node: ast.AST) -> bool:
    """Whether the function around makes names, pauses and the like, or draws a seed to return it."""
    function = ctx.function_of(node)
    if function is None:
        return False
    words = name_words(function.name)
    if not words.isdisjoint(_UNREPEATED - _SEEDS) or not words.isdisjoint(_NAMES):
        return True
    return not words.isdisjoint(_SEEDS) and any(
        isinstance(inner, ast.Return) and inner.value is not None for inner in ctx.walk(function)
    )


def _is_kept(ctx: Context, call: Call) -> bool:
    """Whether somebody takes the seed out of the call: Lightning's `seed = seed_everything(…)` returns it."""
    parent = ctx.parent(call.node)
    is_returning = (call.name or "").endswith(".seed_everything")
    return is_returning and not isinstance(parent, ast.Expr)


def _only_seeds(ctx: Context, use: ast.Name) -> bool:
    """Whether a use of a seed keeps nothing of it: it goes into a call that seeds."""
    parent = ctx.parent(use)
    if isinstance(parent, ast.keyword):
        parent = ctx.parent(parent)
    return isinstance(parent, ast.Call) and use is not parent.func and ctx.call(parent).matches(SEEDING)


def _fix(ctx: Context, value: ast.expr, volatile: ast.Call) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if ctx.loops_around(value):
            raise FixUnavailable("every pass of the loop would draw the same")
        seed = find_seed(ctx, value)
        # The number of a worker stays in the seed.
        replaced = volatile if _reads_more(ctx, value, volatile) else value
        return unsafe_fix(f"Seed with `{seed.text}`", *seed.verbs, replace(replaced, seed.text))

    return plan


def _reads_more(ctx: Context, value: ast.expr, volatile: ast.Call) -> bool:
    inside = set(ctx.walk(volatile))
    return any(
        isinstance(node, ast.Name) and node not in inside and ctx.qualified_name(node) is None
        for node in ctx.walk(value)
    )
