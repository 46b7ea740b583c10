"""A program trains or draws with TensorFlow and seeds nothing.

## Why is this bad?

First weights, shuffled rows, dropout and `tf.random.normal` come from global generators that start from the operating
system. Nothing in this project calls `keras.utils.set_random_seed` or `tf.random.set_seed`: two runs of the same
commit end in different models, and a comparison of two ideas measures luck.

## When to ignore it

The program only measures speed or tries shapes.

## Fix safety

From then on every run draws the same. On a GPU some kernels still add in any order; see
`tf.config.experimental.enable_op_determinism`.

## References

- Keras: `keras.utils.set_random_seed`
- TensorFlow: `tf.random.set_seed`
"""

from collections.abc import Callable, Iterator, Sequence

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    SemanticModel,
    module,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._seed_calls import is_entry_module, seed_in_entry
from mllint_rules.rules.reproducibility._shared import is_test_code, written_call
from mllint_rules.rules.reproducibility._tensorflow_draws import (
    TensorFlowDraw,
    last_names,
    tensorflow_draws,
)

_SEEDS_ALL_SINCE = (2, 7)


@rule(
    code="MLR104",
    name="unseeded-tensorflow-random",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=last_names()),
    in_tests=False,
    see=("dslinter:W5510", "codeguru:tensorflow-control-sources-of-randomness"),
    examples=(
        Example(
            bad="""
                import keras


                def main(features, labels) -> None:
                    model = keras.Sequential([keras.layers.Dense(1)])
                    model.compile(loss="mse")
                    model.fit(features, labels)


                if __name__ == "__main__":
                    main(*load())
                """,
            good="""
                import keras

                SEED = 42


                def main(features, labels) -> None:
                    keras.utils.set_random_seed(SEED)
                    model = keras.Sequential([keras.layers.Dense(1)])
                    model.compile(loss="mse")
                    model.fit(features, labels)


                if __name__ == "__main__":
                    main(*load())
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import tensorflow as tf

                rows = tf.data.Dataset.from_tensor_slices(list(range(100))).shuffle(100)
                """,
            good="""
                import tensorflow as tf

                SEED = 42
                tf.random.set_seed(SEED)

                rows = tf.data.Dataset.from_tensor_slices(list(range(100))).shuffle(100)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if not (ctx.imports("tensorflow") or ctx.imports("keras")):
        return
    draws = [draw for draw in tensorflow_draws(ctx) if not is_test_code(ctx, draw.call.node)]
    if not draws:
        return
    # A module that others import leaves the seed to the program.
    is_program = any(ctx.function_of(draw.call.node) is None for draw in draws) or is_entry_module(ctx)
    if not is_program or ctx.is_seeded("tensorflow"):
        return
    first, *others = draws
    written = written_call(ctx, first.call.node)
    yield Finding(
        first.call.node.func,
        f"`{written}` {first.effect} from a global generator, which nothing seeds: no run can be repeated",
        fix=_fix(ctx, draws),
        related=tuple(Place(draw.call.node.func, f"this {draw.effect} from it as well") for draw in others),
    )


def _fix(ctx: Context, draws: Sequence[TensorFlowDraw]) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        declared = ctx.version_of("keras") or ctx.version_of("tensorflow")
        is_new = (
            declared is not None and declared.lower is not None and declared.lower.release >= _SEEDS_ALL_SINCE
        )
        if is_new or any(draw.is_keras for draw in draws):
            verbs = seed_in_entry(ctx, "keras", "utils.set_random_seed({seed})")
        else:
            verbs = seed_in_entry(ctx, "tensorflow", "random.set_seed({seed})")
        return unsafe_fix("Seed at the start", *verbs)

    return plan
