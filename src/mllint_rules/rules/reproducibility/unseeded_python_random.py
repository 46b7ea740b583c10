"""The standard `random` module draws without a seed.

## Why is this bad?

`random.choice`, `random.shuffle` and the other functions of the module share one hidden generator that Python starts
from the operating system. Nothing in this project seeds it, so that the sampled rows, the augmentation or the split
are others in every run: a result cannot be repeated, and a change of the code cannot be told from chance. One
`random.Random(SEED)` that is handed to the functions that draw repeats its numbers and is disturbed by nobody else.

## When to ignore it

The numbers are not meant to be repeated: names, pauses and identifiers. The rule knows the usual ones.

## Fix safety

From then on every run draws the same numbers. The fix moves all draws of the file that it can reach and gives the
functions between them and the entry a keyword-only parameter `rng`. It is not offered where a function is used by
other files, has decorators or `**kwargs`, or is a method, where a sampler is handed on as a callback, and where the
state of the hidden generator is saved or restored.

## Options

- `style`: `"generator"` (the default) moves the draws to one `random.Random`; `"seed-call"` keeps them and inserts
  `random.seed(SEED)` behind the imports of a script.

## References

- Python: module `random`, notes on reproducibility
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from mllint_rules.kit import Category, Confidence, Context, Example, Finding, SemanticModel, module, rule
from mllint_rules.rules.reproducibility._generators import numpy_generator, python_generator
from mllint_rules.rules.reproducibility._unseeded import Unseeded


@dataclass(frozen=True, slots=True)
class PythonRandomOptions:
    """How draws become repeatable."""

    style: Literal["generator", "seed-call"] = field(
        default="generator",
        metadata={"doc": "move the draws to a seeded `random.Random`, or seed the hidden one"},
    )


KIND = python_generator()
NUMPY_SAMPLERS = numpy_generator().samplers


@rule(
    code="MLR102",
    name="unseeded-python-random",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=tuple(sorted(api.rpartition(".")[2] for api in KIND.samplers))),
    in_tests=False,
    see=("nborder:NB103", "adduce:R-DET-001"),
    options=PythonRandomOptions,
    examples=(
        Example(
            bad="""
                import random


                def subset(paths: list[str], size: int) -> list[str]:
                    chosen = random.sample(paths, size)
                    random.shuffle(chosen)
                    return chosen


                train_paths = subset(open("train.txt").read().split(), size=1000)
                """,
            good="""
                import random

                SEED = 42


                def subset(paths: list[str], size: int, *, rng: random.Random) -> list[str]:
                    chosen = rng.sample(paths, size)
                    rng.shuffle(chosen)
                    return chosen


                rng = random.Random(SEED)
                train_paths = subset(open("train.txt").read().split(), size=1000, rng=rng)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    # One file may draw from both libraries: two objects, two names.
    name = "rng" if next(ctx.calls_of(*NUMPY_SAMPLERS), None) is None else "python_rng"
    yield from Unseeded(
        ctx,
        KIND,
        library="random",
        generator_name=name,
        seed_call="seed({seed})" if ctx.options(PythonRandomOptions).style == "seed-call" else None,
        message="`{call}` draws from the hidden generator of `random`, which nothing seeds: no run can be repeated",
        related="this draws from it as well",
    ).findings()
