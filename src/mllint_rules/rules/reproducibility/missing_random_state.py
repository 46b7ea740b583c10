"""A split, a model or a sampler of scikit-learn draws without `random_state`.

## Why is this bad?

Without `random_state` the call draws from NumPy's global generator, which nothing in this project seeds. A split puts
other rows into the test set in every run, a model grows other trees, an over-sampler invents other rows. Two scores
can then not be compared: the difference may come from the draw alone. Worse for a split: a model saved yesterday and
tested today is tested on rows it was trained on.

## When to ignore it

The spread between runs is what you want to see, as in a study over many repetitions.

## Fix safety

From then on every run draws the same, so that scores change once.

## References

- scikit-learn: common pitfalls, controlling randomness
"""

from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    calls,
    rule,
    table,
)
from mllint_rules.rules.reproducibility._prototypes import is_prototype
from mllint_rules.rules.reproducibility._random_states import draws, is_set_later, is_stored, may_be_given
from mllint_rules.rules.reproducibility._seeds import pass_seed
from mllint_rules.rules.reproducibility._shared import called_api, is_test_code

DRAWING: dict[str, list[str]] = table("randomness")["random_state"]
KINDS = {api: kind for kind, apis in DRAWING.items() for api in apis}
EFFECTS = {
    "split": "puts other rows into the test set in every run",
    "model": "gives another model in every run",
    "data": "gives other data in every run",
    "value": "gives another result in every run",
}


@rule(
    code="MLR108",
    name="missing-random-state",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*KINDS),
    in_tests=False,
    see=("sonar:S6709", "dslinter:W5509", "leaklens:no_random_state"),
    examples=(
        Example(
            bad="""
                from sklearn.model_selection import train_test_split


                def split(features, labels):
                    return train_test_split(features, labels, test_size=0.2)
                """,
            good="""
                from sklearn.model_selection import train_test_split

                SEED = 42


                def split(features, labels):
                    return train_test_split(features, labels, test_size=0.2, random_state=SEED)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from sklearn.ensemble import RandomForestClassifier

                RANDOM_STATE = 7

                model = RandomForestClassifier(n_estimators=500, random_state=None)
                """,
            good="""
                from sklearn.ensemble import RandomForestClassifier

                RANDOM_STATE = 7

                model = RandomForestClassifier(n_estimators=500, random_state=RANDOM_STATE)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    api = called_api(call, KINDS)
    parameter = "seed" if api.startswith("datasets.") else "random_state"
    if may_be_given(call, ctx, parameter) or not draws(call, ctx, api):
        return
    if is_test_code(ctx, call.node) or is_prototype(call, ctx) or is_set_later(call, ctx):
        return
    if (KINDS[api] == "split" and is_stored(call, ctx)) or ctx.is_seeded("numpy"):
        return
    yield Finding(
        call.node.func,
        f"`{api.rpartition('.')[2]}` without `{parameter}` {EFFECTS[KINDS[api]]}",
        fix=partial(pass_seed, ctx, call, parameter),
    )
