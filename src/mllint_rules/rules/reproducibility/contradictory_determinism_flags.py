"""Two settings for determinism defeat each other.

## Why is this bad?

`cudnn.deterministic = True` asks for kernels that always give the same result; `cudnn.benchmark = True` lets cuDNN
time several kernels and take the fastest, which is another one from run to run. With both, results differ although
the program says otherwise. `use_deterministic_algorithms(True)` in turn needs `CUBLAS_WORKSPACE_CONFIG` before PyTorch
2.11: without it the first matrix product on a GPU raises.

## When to ignore it

The two settings belong to different modes of the program, which never run together.

## Fix safety

Without the timing of kernels, convolutions may be slower.

## References

- PyTorch: note on reproducibility; `torch.use_deterministic_algorithms`
- NVIDIA: cuBLAS, results reproducibility
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    SemanticModel,
    module,
    position,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._environment import (
    WORKSPACE,
    needs_workspace,
    set_workspace,
    uses_cuda,
)
from mllint_rules.rules.reproducibility._shared import is_test_code

DETERMINISTIC = "torch.backends.cudnn.deterministic"
BENCHMARK = "torch.backends.cudnn.benchmark"
SWITCH = "torch.use_deterministic_algorithms"


@rule(
    code="MLR128",
    name="contradictory-determinism-flags",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.Assign, ast.Expr)),
    in_tests=False,
    see=("adduce:R-DET-002", "torchdetscan"),
    examples=(
        Example(
            bad="""
                import torch


                def seed_everything(seed):
                    torch.manual_seed(seed)
                    torch.backends.cudnn.deterministic = True
                    torch.backends.cudnn.benchmark = True
                """,
            good="""
                import torch


                def seed_everything(seed):
                    torch.manual_seed(seed)
                    torch.backends.cudnn.deterministic = True
                    torch.backends.cudnn.benchmark = False
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch

                torch.use_deterministic_algorithms(True)
                model = torch.nn.Linear(8, 1).to("cuda")
                """,
            good="""
                import os

                os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"

                import torch

                torch.use_deterministic_algorithms(True)
                model = torch.nn.Linear(8, 1).to("cuda")
                """,
            fixed=True,
            settings=(("libraries", {"torch": ">=2.0,<2.10"}),),
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if not ctx.imports("torch"):
        return
    code = ctx.document.code
    if "benchmark" in code and "deterministic" in code:
        yield from _flags(ctx)
    if "use_deterministic_algorithms" in ctx.model.call_names and "cuda" in code:
        yield from _workspace(ctx)


def _flags(ctx: Context) -> Iterator[Finding]:
    """One finding for each scope that switches both on and none of them off."""
    scopes: dict[ast.AST | None, dict[str, list[ast.Assign]]] = {}
    for statement in ctx.model.index.nodes(ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Attribute) and target.attr in ("deterministic", "benchmark"):
                name = ctx.qualified_name(target)
                if name in (DETERMINISTIC, BENCHMARK):
                    scopes.setdefault(ctx.function_of(target), {}).setdefault(name, []).append(statement)
    for flags in scopes.values():
        steady, timed = flags.get(DETERMINISTIC, []), flags.get(BENCHMARK, [])
        if len(steady) != 1 or len(timed) != 1 or is_test_code(ctx, steady[0]):
            continue
        one, other = steady[0], timed[0]
        if not all(
            isinstance(each.value, ast.Constant) and each.value.value is True for each in (one, other)
        ):
            continue
        if one is not other and _run_together(ctx, one, other):
            yield Finding(
                other,
                "`cudnn.benchmark` picks the fastest kernel by timing, and so defeats `cudnn.deterministic`",
                fix=unsafe_fix("Do not time kernels", replace(other.value, "False")),
                related=(Place(one, "deterministic kernels are asked for here"),),
            )


def _run_together(ctx: Context, one: ast.stmt, other: ast.stmt) -> bool:
    """Whether one of two statements lies in the very block of the other, or around it."""
    first, second = list(_blocks(ctx, one)), list(_blocks(ctx, other))
    return first[0] in second or second[0] in first


def _blocks(ctx: Context, statement: ast.stmt) -> Iterator[tuple[ast.AST, bool]]:
    """The blocks around a statement, innermost first: the syntax that holds them, and whether it is its `else`."""
    node: ast.AST = statement
    for parent in ctx.ancestors(statement):
        yield parent, node in getattr(parent, "orelse", ())
        node = parent


def _workspace(ctx: Context) -> Iterator[Finding]:
    if not needs_workspace(ctx) or not uses_cuda(ctx):
        return
    for node in sorted(ctx.model.calls_named("use_deterministic_algorithms"), key=position):
        call = ctx.call(node)
        if call.name != SWITCH or call.unpacks or ctx.value_of(call.argument("mode")) is not True:
            continue
        if call.argument("warn_only") is not None or is_test_code(ctx, node):
            continue
        yield Finding(
            node.func,
            "Before PyTorch 2.11 this needs `CUBLAS_WORKSPACE_CONFIG`: without it the first matrix product on a GPU "
            "raises",
            fix=unsafe_fix(f"Set `{WORKSPACE}`", *set_workspace(ctx)),
        )
        return
