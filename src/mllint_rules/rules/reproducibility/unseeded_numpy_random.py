"""NumPy's global generator draws without a seed.

## Why is this bad?

`np.random.rand`, `np.random.shuffle` and their relatives draw from one hidden generator that NumPy starts from the
clock and the operating system. Nothing in this project seeds it, so that two runs of the same commit on the same
data give other numbers: a better score may be luck, a failing test cannot be repeated, and a saved model cannot be
made again. A `Generator` that is made once from a seed and handed to the functions that draw keeps the numbers the
same, and shows in the signature which functions are random.

## When to ignore it

The numbers are not meant to be repeated: a simulation of noise for a demonstration, say.

## Fix safety

The numbers change: `Generator` uses another algorithm, and from then on every run draws the same. The fix moves all
draws of the file that it can reach, and gives the functions between them and the entry a keyword-only parameter
`rng`. It is not offered where a function is used by other files, has decorators or `**kwargs`, or is a method, where
a sampler is handed on as a callback, and where the state of the global generator is saved or restored.

## Options

- `style`: `"generator"` (the default) moves the draws to one `numpy.random.Generator`; `"seed-call"` keeps them and
  inserts `np.random.seed(SEED)` behind the imports of a script.

## References

- NumPy: random sampling, legacy random generation; NEP 19
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from mllint_rules.kit import Category, Confidence, Context, Example, Finding, SemanticModel, module, rule
from mllint_rules.rules.reproducibility._generators import numpy_generator
from mllint_rules.rules.reproducibility._unseeded import Unseeded


@dataclass(frozen=True, slots=True)
class NumpyRandomOptions:
    """How draws become repeatable."""

    style: Literal["generator", "seed-call"] = field(
        default="generator",
        metadata={"doc": "move the draws to a seeded `Generator`, or seed the global one"},
    )


KIND = numpy_generator()


@rule(
    code="MLR101",
    name="unseeded-numpy-random",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=tuple(sorted(api.rpartition(".")[2] for api in KIND.samplers))),
    in_tests=False,
    overrides=("legacy-numpy-random",),
    see=("dslinter:W5508", "specdetect4ai:R2", "nborder:NB103"),
    options=NumpyRandomOptions,
    examples=(
        Example(
            bad="""
                import numpy as np


                def noise(n: int) -> np.ndarray:
                    return np.random.randn(n) + np.random.rand(n)


                def main() -> None:
                    print(noise(3))


                if __name__ == "__main__":
                    main()
                """,
            good="""
                import numpy as np

                SEED = 42


                def noise(n: int, *, rng: np.random.Generator) -> np.ndarray:
                    return rng.standard_normal((n,)) + rng.random((n,))


                def main() -> None:
                    rng = np.random.default_rng(SEED)
                    print(noise(3, rng=rng))


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import numpy as np

                order = np.random.permutation(100)
                """,
            good="""
                import numpy as np

                SEED = 42
                np.random.seed(SEED)

                order = np.random.permutation(100)
                """,
            fixed=True,
            settings=(("rules", {"unseeded-numpy-random": {"style": "seed-call"}}),),
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    yield from Unseeded(
        ctx,
        KIND,
        library="numpy",
        generator_name="rng",
        seed_call="random.seed({seed})" if ctx.options(NumpyRandomOptions).style == "seed-call" else None,
        message="`{call}` draws from NumPy's global generator, which nothing seeds: no run can be repeated",
        related="this draws from it as well",
    ).findings()
