"""A program trains or draws with Torch and seeds nothing.

## Why is this bad?

Initial weights, dropout masks, shuffled batches and `torch.randn` come from Torch's global generator, which starts from
the operating system. Nothing in this project calls `torch.manual_seed`: two runs of the same commit end in different
models, an ablation measures luck, and a diverged run cannot be had again.

## When to ignore it

The program only measures speed or tries shapes.

## Fix safety

From then on every run draws the same. On a GPU some kernels still add in any order; see
`torch.use_deterministic_algorithms`.

## Options

- `style`: `"seed-call"` (the default) seeds the global generator where the program starts; `"generator"` gives loaders
  and splits a `torch.Generator` each and hands one to the samplers, except where the program trains a new model.

## References

- PyTorch: note on reproducibility
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

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
from mllint_rules.rules.reproducibility._shared import is_test_code
from mllint_rules.rules.reproducibility._torch_draws import (
    TorchDraw,
    draw_from_generators,
    last_names,
    torch_draws,
)


@dataclass(frozen=True, slots=True)
class TorchRandomOptions:
    """How draws become repeatable."""

    style: Literal["seed-call", "generator"] = field(
        default="seed-call",
        metadata={"doc": "seed the global generator, or give loaders and samplers generators of their own"},
    )


@rule(
    code="MLR103",
    name="unseeded-torch-random",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=last_names()),
    in_tests=False,
    see=("dslinter:W5511", "dslinter:W5512", "codeguru:pytorch-control-sources-of-randomness"),
    options=TorchRandomOptions,
    examples=(
        Example(
            bad="""
                import torch
                from torch import nn


                def main() -> None:
                    model = nn.Linear(16, 2)
                    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
                    train(model, optimizer)


                if __name__ == "__main__":
                    main()
                """,
            good="""
                import torch
                from torch import nn

                SEED = 42


                def main() -> None:
                    torch.manual_seed(SEED)
                    model = nn.Linear(16, 2)
                    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
                    train(model, optimizer)


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from torch.utils.data import DataLoader

                loader = DataLoader(open("rows.txt").readlines(), batch_size=8, shuffle=True)
                """,
            good="""
                from torch.utils.data import DataLoader
                import torch

                SEED = 42

                loader = DataLoader(open("rows.txt").readlines(), batch_size=8, shuffle=True, generator=torch.Generator().manual_seed(SEED))
                """,  # noqa: E501
            fixed=True,
            settings=(("rules", {"unseeded-torch-random": {"style": "generator"}}),),
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if not ctx.imports("torch"):
        return
    draws = [draw for draw in torch_draws(ctx) if not is_test_code(ctx, draw.call.node)]
    if not draws:
        return
    # A module that others import leaves the seed to the program.
    is_program = any(ctx.function_of(draw.call.node) is None for draw in draws) or is_entry_module(ctx)
    if not is_program or ctx.is_seeded("torch"):
        return
    first, *others = draws
    written = ctx.source(first.call.node.func)
    yield Finding(
        first.call.node.func,
        f"`{written}` {first.effect} from Torch's global generator, which nothing seeds: no run can be repeated",
        fix=_fix(ctx, draws),
        related=tuple(Place(draw.call.node.func, f"this {draw.effect} from it as well") for draw in others),
    )


def _fix(ctx: Context, draws: Sequence[TorchDraw]) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        wants_generators = ctx.options(TorchRandomOptions).style == "generator"
        verbs = draw_from_generators(ctx, draws) if wants_generators else None
        if verbs is not None:
            return unsafe_fix("Draw from seeded generators", *verbs)
        return unsafe_fix("Seed Torch at the start", *seed_in_entry(ctx, "torch", "manual_seed({seed})"))

    return plan
