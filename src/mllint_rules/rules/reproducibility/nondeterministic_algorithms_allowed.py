"""A program seeds its generators and leaves kernels on that add in any order.

## Why is this bad?

A seed makes the random numbers repeatable, not the arithmetic: many GPU kernels add floating-point numbers in the
order in which threads finish. Two seeded runs then differ in the last digits, and after some epochs in the result.

## When to ignore it

Speed matters more than the last digits.

## Fix safety

Training becomes slower, and operations without a deterministic kernel raise.

## References

- PyTorch: `torch.use_deterministic_algorithms`
- TensorFlow: `tf.config.experimental.enable_op_determinism`
- Lightning: `Trainer`, parameter `deterministic`
"""

import ast
from collections.abc import Callable, Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    SemanticModel,
    add_keyword,
    insert_after,
    module,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._environment import needs_workspace, set_workspace, uses_cuda
from mllint_rules.rules.reproducibility._seed_calls import is_entry_module

SEEDS: dict[str, list[str]] = table("randomness")["seeds"]
TORCH_SEEDS = frozenset(api for api, libraries in SEEDS.items() if "torch" in libraries)
TENSORFLOW_SEEDS = frozenset(api for api, libraries in SEEDS.items() if "tensorflow" in libraries)
LIGHTNING = "lightning.pytorch.Trainer"
_LAST = tuple(sorted({api.rpartition(".")[2] for api in (*TORCH_SEEDS, *TENSORFLOW_SEEDS)}))


@rule(
    code="MLR127",
    name="nondeterministic-algorithms-allowed",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.ADVISORY,
    since="0.1",
    on=module(calling=_LAST),
    in_tests=False,
    see=("dslinter:W5507", "specdetect4ai:R6", "codeguru:pytorch-use-nondeterministic-algorithm"),
    examples=(
        Example(
            bad="""
                from lightning.pytorch import Trainer, seed_everything

                seed_everything(42)
                trainer = Trainer(max_epochs=3, accelerator="gpu")
                trainer.fit(model, loader)
                """,
            good="""
                from lightning.pytorch import Trainer, seed_everything

                seed_everything(42)
                trainer = Trainer(max_epochs=3, accelerator="gpu", deterministic=True)
                trainer.fit(model, loader)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch

                torch.manual_seed(0)
                model = torch.nn.Linear(8, 1).to("cuda")
                for batch in torch.randn(10, 4, 8, device="cuda"):
                    model(batch).sum().backward()
                """,
            good="""
                import torch

                torch.manual_seed(0)
                torch.use_deterministic_algorithms(True)
                model = torch.nn.Linear(8, 1).to("cuda")
                for batch in torch.randn(10, 4, 8, device="cuda"):
                    model(batch).sum().backward()
                """,
            fixed=True,
            settings=(("libraries", {"torch": ">=2.11"}),),
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    # Modules for others leave the choice to the program.
    trainers = list(_lightning(ctx))
    finding = None if trainers else _torch(ctx) or _tensorflow(ctx)
    yield from trainers if finding is None else [finding]


def _starts(ctx: Context) -> bool:
    return is_entry_module(ctx) or any(
        isinstance(node, (ast.For, ast.While))
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        for node in ctx.model.tree.body
    )


def _lightning(ctx: Context) -> Iterator[Finding]:
    """Every trainer: a switch of one says nothing about the next."""
    seeded = next(ctx.calls_of(*TORCH_SEEDS), None)
    if seeded is None or "Trainer" not in ctx.model.call_names or "fit" not in ctx.model.call_names:
        return
    for call in ctx.calls_of(LIGHTNING):
        if (
            call.unpacks
            or call.argument("deterministic") is not None
            or call.keyword("deterministic") is not None
        ):
            continue
        if ctx.value_of(call.argument("accelerator")) == "cpu" or not _starts(ctx):
            continue
        yield Finding(
            call.node.func,
            "The run is seeded, and kernels that add in any order are left on",
            fix=unsafe_fix("Ask for deterministic kernels", add_keyword(call, "deterministic", "True")),
        )


def _torch(ctx: Context) -> Finding | None:
    if "backward" not in ctx.model.call_names or "use_deterministic_algorithms" in ctx.document.code:
        return None
    seeded = next(ctx.calls_of(*TORCH_SEEDS), None)
    if seeded is None or not uses_cuda(ctx) or not _starts(ctx):
        return None
    if ctx.is_used_elsewhere("use_deterministic_algorithms"):
        return None
    return Finding(
        seeded.node,
        "The run is seeded, and kernels that add in any order are left on",
        fix=_switch(ctx, seeded.node, "torch", "use_deterministic_algorithms(True)"),
    )


def _tensorflow(ctx: Context) -> Finding | None:
    if not {"fit", "GradientTape"} & ctx.model.call_names or "enable_op_determinism" in ctx.document.code:
        return None
    if not (ctx.imports("tensorflow") or ctx.imports("keras")):
        return None
    seeded = next(ctx.calls_of(*TENSORFLOW_SEEDS), None)
    if seeded is None or not _starts(ctx) or ctx.is_used_elsewhere("enable_op_determinism"):
        return None
    if not any(word in ctx.document.code for word in ("GPU", "gpu", "cuda")):
        return None
    return Finding(
        seeded.node,
        "The run is seeded, and kernels that add in any order are left on",
        fix=_switch(ctx, seeded.node, "tensorflow", "config.experimental.enable_op_determinism()"),
    )


def _switch(ctx: Context, seeded: ast.Call, library: str, call: str) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        statement = ctx.parent(seeded)
        if not isinstance(statement, ast.Expr):
            raise FixUnavailable("the seed is not set by a statement")
        reach = ctx.reach(library)
        verbs = [*reach.verbs, insert_after(statement, f"{reach.text}.{call}")]
        if library == "torch" and needs_workspace(ctx):
            verbs += set_workspace(ctx)
        return unsafe_fix("Ask for deterministic kernels", *verbs)

    return plan
