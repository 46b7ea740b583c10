"""All workers of a loader draw the same random numbers.

## Why is this bad?

Each worker is a copy of the process. PyTorch gives each another seed for its global generators, and only for those: a
generator that the data set made in `__init__` is copied with its state, so that four workers cut and turn their images
in the very same way, and again in each epoch. A `worker_init_fn` that seeds with a constant does the same to the
global generators.

## When to ignore it

The numbers only decide something that should be equal in all workers.

## Fix safety

Workers then draw other numbers than each other, so that results change.

## References

- PyTorch: `torch.utils.data`, randomness in multi-process data loading; note on reproducibility
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
    FunctionNode,
    Place,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._loader_workers import (
    LOADER,
    constant_seeds,
    draws_from,
    initialiser,
    starts_workers,
    stored_generators,
)
from mllint_rules.rules.reproducibility._shared import is_test_code


@rule(
    code="MLR112",
    name="duplicated-worker-random-stream",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(LOADER),
    in_tests=False,
    see=("dslinter:W5512", "adduce:R-DET-005", "semgrep-trailofbits:numpy-in-pytorch-datasets"),
    examples=(
        Example(
            bad="""
                import numpy as np
                import torch
                from torch.utils.data import DataLoader


                def seed_worker(worker_id):
                    np.random.seed(42)


                def loader(rows):
                    return DataLoader(rows, num_workers=4, worker_init_fn=seed_worker)
                """,
            good="""
                import numpy as np
                import torch
                from torch.utils.data import DataLoader


                def seed_worker(worker_id):
                    np.random.seed(torch.initial_seed() % 2**32)


                def loader(rows):
                    return DataLoader(rows, num_workers=4, worker_init_fn=seed_worker)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import numpy as np
                from torch.utils.data import DataLoader, Dataset


                class Noisy(Dataset):
                    def __init__(self, rows):
                        self.rows = rows
                        self.rng = np.random.default_rng(0)

                    def __getitem__(self, index):
                        return self.rows[index] + self.rng.normal()


                loader = DataLoader(Noisy(range(100)), num_workers=4)
                """,
            good="""
                import numpy as np
                from torch.utils.data import DataLoader, Dataset


                class Noisy(Dataset):
                    def __init__(self, rows):
                        self.rows = rows

                    def __getitem__(self, index):
                        return self.rows[index] + np.random.normal()


                loader = DataLoader(Noisy(range(100)), num_workers=4)
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or is_test_code(ctx, call.node):
        return
    workers = call.argument("num_workers")
    if workers is None or ctx.value_of(workers) == 0:
        return
    if call.argument("worker_init_fn") is not None:
        function = initialiser(ctx, call)
        seeds = constant_seeds(ctx, function) if function is not None else []
        if function is not None and seeds:
            yield Finding(
                seeds[0],
                "Every worker gets this same seed, so that all draw the same numbers",
                fix=_fix(ctx, function, seeds),
                related=(Place(call.node.func, "this loader starts the workers"),),
            )
        return
    if starts_workers(ctx, call):
        yield from _copied(ctx, call)


def _copied(ctx: Context, call: Call) -> Iterator[Finding]:
    """Generators that the workers copy with the data set."""
    dataset = call.argument("dataset")
    for owner in ctx.model.classes.by_name.items() if dataset is not None else ():
        name, node = owner
        if (
            dataset is None
            or not ctx.is_a(dataset, name)
            or not ctx.derives_from(node, "torch.utils.data.Dataset")
        ):
            continue
        for attribute, statement in stored_generators(ctx, node):
            draw = draws_from(node, attribute)
            if draw is not None:
                yield Finding(
                    statement,
                    "Every worker gets a copy of this generator, so that all draw the same numbers",
                    related=(
                        Place(draw, "it is drawn from here"),
                        Place(call.node.func, "this loader starts the workers"),
                    ),
                )


def _fix(
    ctx: Context, function: FunctionNode | ast.Lambda, seeds: list[ast.Call]
) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if isinstance(function, ast.Lambda) or any(seed.keywords or len(seed.args) != 1 for seed in seeds):
            raise FixUnavailable("the workers are seeded in an unusual way")
        if any((ctx.called(seed) or "").startswith("torch.") for seed in seeds):
            raise FixUnavailable("Torch itself is seeded")
        reach = ctx.reach("torch")
        text = f"{reach.text}.initial_seed() % 2**32"
        verbs = [replace(seed.args[0], text) for seed in seeds]
        return unsafe_fix("Take the seed of the worker", *reach.verbs, *verbs)

    return plan
