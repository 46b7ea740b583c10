"""A library draws on its own, and takes a seed that it does not get.

## Why is this bad?

A search for hyper-parameters, an embedding, a topic model or a simulated environment draws many thousand numbers.
Without its seed argument the library takes them from the operating system, or from a global generator that nothing
here seeds: the best parameters of yesterday cannot be found again, and two runs cannot be compared.

## When to ignore it

Several processes work on one study, and each is to try something else.

## Fix safety

From then on every run draws the same, so that results change once.

## References

- Optuna: frequently asked questions, reproducible results
- Stable-Baselines3: reproducibility
"""

import ast
from collections.abc import Callable, Iterator
from typing import Any

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    calls,
    rule,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._entropy import is_fallback
from mllint_rules.rules.reproducibility._seeds import find_seed
from mllint_rules.rules.reproducibility._shared import called_api, is_test_code

SAMPLERS: dict[str, dict[str, Any]] = {
    api: facts for apis in table("library_seeds").values() for api, facts in apis.items()
}


@rule(
    code="MLR110",
    name="unseeded-library-sampler",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*SAMPLERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import optuna


                def search(objective):
                    study = optuna.create_study(direction="maximize")
                    study.optimize(objective, n_trials=100)
                    return study.best_params
                """,
            good="""
                import optuna

                SEED = 42


                def search(objective):
                    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
                    study.optimize(objective, n_trials=100)
                    return study.best_params
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from stable_baselines3 import PPO


                def train(env, seed: int):
                    return PPO("MlpPolicy", env).learn(10_000)
                """,
            good="""
                from stable_baselines3 import PPO


                def train(env, seed: int):
                    return PPO("MlpPolicy", env, seed=seed).learn(10_000)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    api = called_api(call, SAMPLERS)
    facts = SAMPLERS[api]
    if call.unpacks or _is_given(call, ctx, facts) or is_test_code(ctx, call.node):
        return
    if is_fallback(call, ctx) or _is_inspected(call, ctx):
        return
    if "draws_in" in facts and _never_draws(call, ctx, facts["draws_in"]):
        return
    if "needs" in facts and call.argument(facts["needs"]) is None:
        return
    if facts["global"] and ctx.is_seeded(facts["global"]):
        return
    yield Finding(
        call.node.func,
        f"`{api.rpartition('.')[2]}` without `{facts['seed']}` draws other numbers in every run",
        fix=_fix(call, ctx, facts),
    )


def _is_inspected(call: Call, ctx: Context) -> bool:
    """Whether only the parameters of an object are read: `UMAP().get_params()`."""
    parent = ctx.parent(call.node)
    return isinstance(parent, ast.Attribute) and parent.attr == "get_params"


def _never_draws(call: Call, ctx: Context, methods: list[str]) -> bool:
    """Whether the object stays under one name, and none of the methods that draw is used."""
    statement = ctx.parent(call.node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    binding = ctx.model.binding_at(target) if isinstance(target, ast.Name) else None
    around = [ctx.parent(use) for use in ctx.uses(binding)] if binding is not None else []
    used = {parent.attr for parent in around if isinstance(parent, ast.Attribute)}
    stays = all(isinstance(parent, ast.Attribute) for parent in around)
    return bool(around) and stays and used.isdisjoint(methods)


def _is_given(call: Call, ctx: Context, facts: dict[str, Any]) -> bool:
    """Whether the call has a seed, or another argument that carries one or makes it something else."""
    others = (*facts.get("instead", ()), *facts.get("unless", ()))
    if any(call.argument(name) is not None for name in others):
        return True
    given: ast.expr | None = call.argument(facts["seed"])
    if given is None and "position" in facts:
        given = call.positional(facts["position"])
    return ctx.value_of(given) is not None


def _fix(call: Call, ctx: Context, facts: dict[str, Any]) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        parameter = facts["seed"]
        seed = find_seed(ctx, call.node, takes_state=parameter == "random_state")
        text, verbs = seed.text, [*seed.verbs]
        if "value" in facts:
            reach = ctx.reach(facts["of"])
            text = f"{reach.text}.{facts['value'].format(seed=seed.text)}"
            verbs += reach.verbs
        return unsafe_fix(f"Pass `{parameter}={text}`", *verbs, set_keyword(call, parameter, text))

    return plan
