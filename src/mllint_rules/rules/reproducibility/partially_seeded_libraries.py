"""A program seeds one library and draws from another.

## Why is this bad?

`random`, NumPy, Torch and TensorFlow have a generator each. `torch.manual_seed(0)` leaves `np.random.shuffle` as it
was: the weights start alike and the rows come in another order, and the seed at the top of the file says that all is
well.

## When to ignore it

What the other library draws need not be repeated.

## Fix safety

From then on every run draws the same.

## References

- PyTorch: note on reproducibility, other libraries
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
    SemanticModel,
    insert_after,
    module,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._entropy import is_drawn_seed
from mllint_rules.rules.reproducibility._generators import numpy_generator, python_generator
from mllint_rules.rules.reproducibility._shared import is_test_code, is_unrepeated
from mllint_rules.rules.reproducibility._tensorflow_draws import tensorflow_draws
from mllint_rules.rules.reproducibility._throwaways import is_throwaway
from mllint_rules.rules.reproducibility._torch_draws import torch_draws

SEEDS: dict[str, list[str]] = {
    api: libraries for api, libraries in table("randomness")["seeds"].items() if libraries
}
SEED_CALLS = {
    "random": ("random", "seed"),
    "numpy": ("numpy", "random.seed"),
    "torch": ("torch", "manual_seed"),
    "tensorflow": ("tensorflow", "random.set_seed"),
}
_TITLES = {"numpy": "NumPy", "torch": "Torch", "tensorflow": "TensorFlow", "random": "`random`"}
_NUMPY, _PYTHON = numpy_generator().samplers, python_generator().samplers


@rule(
    code="MLR105",
    name="partially-seeded-libraries",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=tuple(sorted({api.rpartition(".")[2] for api in SEEDS}))),
    in_tests=False,
    overrides=(
        "unseeded-numpy-random",
        "unseeded-python-random",
        "unseeded-tensorflow-random",
        "unseeded-torch-random",
    ),
    see=("dslinter:W5508", "adduce:R-DET-001"),
    examples=(
        Example(
            bad="""
                import numpy as np
                import torch

                torch.manual_seed(0)
                order = np.random.permutation(100)
                weights = torch.randn(100)
                """,
            good="""
                import numpy as np
                import torch

                torch.manual_seed(0)
                np.random.seed(0)
                order = np.random.permutation(100)
                weights = torch.randn(100)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import random

                import numpy as np


                def set_seed(seed: int) -> None:
                    np.random.seed(seed)


                def train(rows):
                    random.shuffle(rows)
                    return rows
                """,
            good="""
                import random

                import numpy as np


                def set_seed(seed: int) -> None:
                    np.random.seed(seed)
                    random.seed(seed)


                def train(rows):
                    random.shuffle(rows)
                    return rows
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    seeding = [call for call in ctx.calls_of(*frozenset(SEEDS)) if not is_test_code(ctx, call.node)]
    seeding = [call for call in seeding if _is_given(ctx, call)]
    seeded = {library for call in seeding for library in SEEDS.get(call.name or "", ())}
    if not seeded:
        return
    for library, find in _DRAWS.items():
        if library in seeded:
            continue
        scopes: dict[ast.AST | None, ast.Call] = {}
        for node in find(ctx):
            if not is_test_code(ctx, node) and not _is_wanted_so(ctx, node):
                scopes.setdefault(ctx.function_of(node), node)
        if not scopes or ctx.is_seeded(library):
            continue
        for node in scopes.values():
            yield Finding(
                node.func,
                f"The program seeds {_names(seeded)}, and this draws from {_TITLES[library]}, which nothing seeds",
                fix=_fix(ctx, seeding[-1], library),
                related=(Place(seeding[-1].node, "the seed is set here"),),
            )


def _is_given(ctx: Context, call: Call) -> bool:
    """Whether a seed is passed that is not None, and not drawn: then somebody else decides about it."""
    given = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
    if not given or call.unpacks or ctx.value_of(given[0]) is None:
        return False
    return not any(isinstance(node, ast.Call) for node in ast.walk(given[0]))


def _numpy_draws(ctx: Context) -> Iterator[ast.Call]:
    yield from (call.node for call in ctx.calls_of(*_NUMPY))


def _python_draws(ctx: Context) -> Iterator[ast.Call]:
    yield from (call.node for call in ctx.calls_of(*_PYTHON) if not is_drawn_seed(call, ctx))


def _torch_nodes(ctx: Context) -> Iterator[ast.Call]:
    if ctx.imports("torch"):
        yield from (draw.call.node for draw in torch_draws(ctx))


def _tensorflow_nodes(ctx: Context) -> Iterator[ast.Call]:
    if ctx.imports("tensorflow") or ctx.imports("keras"):
        yield from (draw.call.node for draw in tensorflow_draws(ctx))


_DRAWS: dict[str, Callable[[Context], Iterator[ast.Call]]] = {
    "random": _python_draws,
    "numpy": _numpy_draws,
    "torch": _torch_nodes,
    "tensorflow": _tensorflow_nodes,
}


def _is_wanted_so(ctx: Context, node: ast.Call) -> bool:
    return is_unrepeated(ctx, node) or is_throwaway(ctx, node)


def _names(libraries: set[str]) -> str:
    named = [_TITLES[library] for library in SEED_CALLS if library in libraries]
    return " and ".join(named) if len(named) < 3 else f"{', '.join(named[:-1])} and {named[-1]}"


def _fix(ctx: Context, call: Call, library: str) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        statement = ctx.parent(call.node)
        if not isinstance(statement, ast.Expr):
            raise FixUnavailable("the seed is not set by a statement")
        given = call.positional(0) or call.node.keywords[0].value
        value = ctx.value_of(given)
        is_number = (isinstance(value, int) and value >= 0) or isinstance(given, (ast.Name, ast.Attribute))
        if not is_number or isinstance(value, str):
            raise FixUnavailable("the seed may be no number")
        module_name, written = SEED_CALLS[library]
        reach = ctx.reach(module_name)
        line = f"{reach.text}.{written}({ctx.source(given)})"
        return unsafe_fix(f"Seed {_TITLES[library]} as well", *reach.verbs, insert_after(statement, line))

    return plan
