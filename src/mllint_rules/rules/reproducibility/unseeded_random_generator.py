"""A random generator takes its seed from the operating system.

## Why is this bad?

`np.random.default_rng()`, `random.Random()` and `np.random.seed()` look like care for randomness, and are the
opposite: without an argument they take entropy from the operating system, and every run draws other numbers. The
score of yesterday cannot be had again, neither to find an error nor to compare a change with it.

## When to ignore it

The generator makes identifiers, pauses or secrets, which nobody wants to repeat.

## Fix safety

From then on every run draws the same numbers. Where the generator is made inside a function, each call of the
function starts from the same seed again. No fix is offered inside of a loop, where every pass would draw the same.

## References

- NumPy: `numpy.random.default_rng`, `SeedSequence.entropy`
- Python: `random.seed`
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
    calls,
    replace,
    rule,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._entropy import is_fallback, keeps_entropy
from mllint_rules.rules.reproducibility._seeds import find_seed
from mllint_rules.rules.reproducibility._shared import called_api, is_test_code, is_unrepeated

OPTIONAL: dict[str, str] = table("randomness")["entropy"]
ALWAYS: dict[str, str] = table("randomness")["always_entropy"]


@rule(
    code="MLR106",
    name="unseeded-random-generator",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*OPTIONAL, *ALWAYS),
    in_tests=False,
    see=("sonar:S6709",),
    examples=(
        Example(
            bad="""
                import numpy as np

                rng = np.random.default_rng()
                weights = rng.normal(size=10)
                """,
            good="""
                import numpy as np

                SEED = 42

                rng = np.random.default_rng(SEED)
                weights = rng.normal(size=10)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import random


                def augment(images, seed):
                    rng = random.Random()
                    return [image.rotate(rng.uniform(-10, 10)) for image in images]
                """,
            good="""
                import random


                def augment(images, seed):
                    rng = random.Random(seed)
                    return [image.rotate(rng.uniform(-10, 10)) for image in images]
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or is_test_code(ctx, call.node) or is_unrepeated(ctx, call.node):
        return
    name = called_api(call, (*ALWAYS, *OPTIONAL))
    if name in OPTIONAL and not _lacks_seed(call, ctx, OPTIONAL[name]):
        return
    if is_fallback(call, ctx) or keeps_entropy(call, ctx):
        return
    written = ctx.source(call.node.func)
    yield Finding(
        call.node,
        f"`{written}` takes its seed from the operating system: every run draws other numbers",
        fix=_fix(call, ctx, name),
    )


def _lacks_seed(call: Call, ctx: Context, parameter: str) -> bool:
    given = call.argument(parameter) or call.positional(0)
    return ctx.value_of(given) is None


def _fix(call: Call, ctx: Context, name: str) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if ctx.loops_around(call.node):
            raise FixUnavailable("every pass of the loop would draw the same")
        seed = find_seed(ctx, call.node)
        if name in ALWAYS:
            if call.node.args or call.node.keywords or not isinstance(call.node.func, ast.Attribute):
                return None
            text = f"{ctx.source(call.node.func.value)}.{ALWAYS[name]}({seed.text})"
            return unsafe_fix(f"Seed with `{seed.text}`", *seed.verbs, replace(call.node, text))
        given = call.argument(OPTIONAL[name]) or call.positional(0)
        if given is not None:
            return unsafe_fix(f"Seed with `{seed.text}`", *seed.verbs, replace(given, seed.text))
        # The first parameter: written without its name, as everybody does.
        text = f"{ctx.source(call.node.func)}({seed.text})"
        if call.node.keywords or "#" in ctx.source(call.node):
            return unsafe_fix(
                f"Seed with `{seed.text}`", *seed.verbs, set_keyword(call, OPTIONAL[name], seed.text)
            )
        return unsafe_fix(f"Seed with `{seed.text}`", *seed.verbs, replace(call.node, text))

    return plan
