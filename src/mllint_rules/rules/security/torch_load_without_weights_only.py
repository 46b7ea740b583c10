"""`torch.load` without `weights_only` lets the checkpoint run code.

## Why is this bad?

`torch.load` unpickles the file, and a pickle may call any function while it is being read. A checkpoint from a
colleague, a hub or a bucket is a program that runs with your credentials the moment you load it. With
`weights_only=True` only tensors and plain containers are read, and anything else is an error instead of a call.
PyTorch 2.6 made that the default; projects that may run on an older release do not have it.

## When to ignore it

You made the file yourself and it holds more than tensors: say so with `weights_only=False`.

## Fix safety

A checkpoint that holds other objects (a whole module, an optimiser of your own class) stops loading.

## References

- PyTorch documentation of `torch.load`, parameter `weights_only`
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Practice,
    add_keyword,
    calls,
    rule,
    unsafe_fix,
)

_LOADS = frozenset({"torch.load"})


@rule(
    code="MLX101",
    name="torch-load-without-weights-only",
    category=Category.SECURITY,
    practice=Practice.SECURITY_SCANS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("torch.load"),
    libraries="torch<2.6",
    see=("torchfix:TOR102", "bandit:B614", "sonar:S6985"),
    examples=(
        Example(
            bad="""
                import torch

                state = torch.load("model.pt", map_location="cpu")
                """,
            good="""
                import torch

                state = torch.load("model.pt", map_location="cpu", weights_only=True)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or call.argument("weights_only") is not None or _is_for_older_torch(call, ctx):
        return
    fix = None
    if call.argument("pickle_module") is None:
        fix = unsafe_fix("Pass `weights_only=True`", add_keyword(call, "weights_only", "True"))
    yield Finding(
        call.node.func,
        "`torch.load` without `weights_only` can run code stored in the file on torch before 2.6",
        fix=fix,
    )


def _is_for_older_torch(call: Call, ctx: Context) -> bool:
    """Whether the call runs after one with `weights_only` was refused, by a Torch that does not know it."""
    handler = next((node for node in ctx.ancestors(call.node) if isinstance(node, ast.ExceptHandler)), None)
    if handler is None or handler.type is None or ctx.qualified_name(handler.type) != "builtins.TypeError":
        return False
    tried = ctx.parent(handler)
    body = tried.body if isinstance(tried, ast.Try) else []
    loads = [ctx.call(node) for part in body for node in ast.walk(part) if isinstance(node, ast.Call)]
    return any(
        load.matches(_LOADS) and (load.unpacks or load.argument("weights_only") is not None) for load in loads
    )
