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

import ast
from collections.abc import Callable, Iterator
from typing import Any

from mllint_rules.kit import (
    NOT_LITERAL,
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
from mllint_rules.rules.reproducibility._seeds import find_seed
from mllint_rules.rules.reproducibility._shared import called_api, is_test_code

DRAWING: dict[str, list[str]] = table("randomness")["random_state"]
KINDS = {api: kind for kind, apis in DRAWING.items() for api in apis}
CONDITIONS: dict[str, dict[str, dict[str, Any]]] = table("randomness")["draws_when"]
STORED = frozenset(table("randomness")["storing"]["calls"])
STORING_METHODS = frozenset(table("randomness")["storing"]["methods"])
NESTING = frozenset(table("randomness")["sets_random_state"]["of_arguments"])
SETTERS = frozenset(table("randomness")["sets_random_state"]["from_outside"])
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
    if _may_be_given(call, ctx, parameter) or not _draws(call, ctx, api):
        return
    if is_test_code(ctx, call.node) or ctx.is_seeded("numpy"):
        return
    if _is_prototype(call, ctx) or _is_set_later(call, ctx) or (KINDS[api] == "split" and _is_stored(call, ctx)):
        return
    yield Finding(
        call.node.func,
        f"`{api.rpartition('.')[2]}` without `{parameter}` {EFFECTS[KINDS[api]]}",
        fix=_fix(call, ctx, parameter),
    )


def _may_be_given(call: Call, ctx: Context, parameter: str) -> bool:
    if any(keyword.arg is None for keyword in call.node.keywords):
        return True
    if any(isinstance(argument, ast.Starred) for argument in call.node.args):
        # Stars carry what is given by position: arrays, but no keyword-only seed.
        takes_arrays = call.signature is not None and call.signature.has_varargs
        if not takes_arrays:
            return True
    return ctx.value_of(call.argument(parameter)) is not None


def _draws(call: Call, ctx: Context, api: str) -> bool:
    """Whether the options of the call make it draw at all."""
    conditions = CONDITIONS.get(api)
    return conditions is None or any(_holds(call, ctx, name, facts) for name, facts in conditions.items())


def _holds(call: Call, ctx: Context, name: str, facts: dict[str, Any]) -> bool:
    given = call.argument(name)
    value = facts.get("default") if given is None else ctx.value_of(given)
    if value is NOT_LITERAL or value is None:
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        return ("positive" in facts["values"] and value > 0) or "given" in facts["values"]
    return value in facts["values"]


def _is_prototype(call: Call, ctx: Context) -> bool:
    """Whether the object is only copied: the copies get their state from an estimator around or at another place."""
    if not SETTERS.isdisjoint(ctx.model.index.calls):
        return True
    parent = ctx.parent(call.node)
    if isinstance(parent, ast.keyword):
        parent = ctx.parent(parent)
    if isinstance(parent, ast.arguments):
        return True
    if isinstance(parent, ast.Call):
        return ctx.call(parent).matches(NESTING)
    statement = ctx.statement(call.node)
    return isinstance(ctx.parent(statement), ast.ClassDef)


def _is_set_later(call: Call, ctx: Context) -> bool:
    """Whether `set_params(random_state=…)` follows on the object."""
    target = _target(call, ctx)
    if target is None:
        return False
    written = ast.unparse(target)
    return any(
        isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == written
        and any(keyword.arg is None or keyword.arg.endswith("random_state") for keyword in node.keywords)
        for node in ctx.model.index.calls.get("set_params", ())
    )


def _target(call: Call, ctx: Context) -> ast.expr | None:
    parent = ctx.parent(call.node)
    return parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None


def _is_stored(call: Call, ctx: Context) -> bool:
    """Whether a part of the split is written to disk: later runs can read it instead of drawing again."""
    target = _target(call, ctx)
    for name in ast.walk(target) if isinstance(target, ast.Tuple) else ():
        binding = ctx.model.binding_at(name)
        for use in ctx.uses(binding) if binding is not None else ():
            parent = ctx.parent(use)
            if isinstance(parent, ast.Attribute) and parent.attr in STORING_METHODS:
                return True
            if isinstance(parent, ast.Call) and use in parent.args and ctx.called(parent) in STORED:
                return True
    return False


def _fix(call: Call, ctx: Context, parameter: str) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        seed = find_seed(ctx, call.node, takes_state=parameter == "random_state")
        return unsafe_fix(
            f"Pass `{parameter}={seed.text}`", *seed.verbs, set_keyword(call, parameter, seed.text)
        )

    return plan
