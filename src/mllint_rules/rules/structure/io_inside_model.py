"""Input or output inside of a model ties every use of it to a tracker, a disk or a network.

## Why is this bad?

`forward` is what everybody runs: training, evaluation, export, the test with two random rows, the service. If it calls
`wandb.log` or writes a file, each of them needs a run that was started, a folder that may be written to, and waits for
it at every step. Compilers and exporters (`torch.compile`, ONNX) stop at such calls.

Reported are calls of trackers and of functions that read or write files or use the network in the forward pass of
modules and layers, and trackers in functions that compute a loss or a metric. Training and validation steps are the
right place for them, and `self.log` of Lightning is not reported. Neither are loggers that were passed in.

## When to ignore it

The layer's only job is to record what passes through it.
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
    FunctionNode,
    Practice,
    SyntaxIndex,
    calls,
    rule,
    table,
)


def _apis() -> tuple[str, ...]:
    facts = table("model_io")
    return tuple(
        f"{owner}.{name}"
        for kind in ("trackers", "files")
        for owner, names in facts[kind].items()
        for name in names
    )


def _may_stand_in_model(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a call in a method with a name that models have, or in a function named like a measure."""
    function = next((each for each in index.ancestors(node) if isinstance(each, _FUNCTIONS)), None)
    if function is None:
        return False
    facts = table("model_io")["places"]
    owner = index.parents[function]
    if isinstance(owner, ast.ClassDef):
        return bool(owner.bases) and function.name in facts["methods"]
    return function.name.endswith(tuple(facts["endings"]))


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@rule(
    code="MLG114",
    name="io-inside-model",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_apis(), "open", only=_may_stand_in_model),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import torch
                import wandb
                from torch import nn


                class Net(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.layer = nn.Linear(4, 2)

                    def forward(self, x):
                        y = self.layer(x)
                        wandb.log({"mean": y.mean().item()})
                        return y
                """,
            good="""
                import torch
                import wandb
                from torch import nn


                class Net(nn.Module):
                    def __init__(self):
                        super().__init__()
                        self.layer = nn.Linear(4, 2)

                    def forward(self, x):
                        return self.layer(x)


                def train_step(net, x):
                    y = net(x)
                    wandb.log({"mean": y.mean().item()})
                    return y
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    function = ctx.function_of(call.node)
    if function is None:
        return
    is_tracker = any(_is_tracker(name) for names in call.targets for name in names)
    place = _place(ctx, function, is_tracker=is_tracker)
    if place is None or _is_passed_in(call, function):
        return
    what = "tells a tracker" if is_tracker else "reads or writes a file"
    yield Finding(call.node.func, f"{place} {what}, so it cannot run, be tested or be exported without that")


def _is_tracker(name: str) -> bool:
    owner, _, last = name.rpartition(".")
    return last in table("model_io")["trackers"].get(owner, ())


def _place(ctx: Context, function: FunctionNode, *, is_tracker: bool) -> str | None:
    """What people call the part of a model that a function is; None for everything else."""
    facts = table("model_io")["places"]
    owner = ctx.parent(function)
    if isinstance(owner, ast.ClassDef):
        if function.name in facts["methods"] and ctx.derives_from(owner, *facts["classes"]):
            return f"`{owner.name}.{function.name}`"
        return None
    is_measure = function.name.endswith(tuple(facts["endings"]))
    return f"`{function.name}`" if is_tracker and is_measure and _returns_value(ctx, function) else None


def _returns_value(ctx: Context, function: FunctionNode) -> bool:
    return any(
        isinstance(node, ast.Return) and node.value is not None for node in ctx.model.own_nodes(function)
    )


def _is_passed_in(call: Call, function: FunctionNode) -> bool:
    """Whether the object that is told belongs to the caller: a parameter, or something the model was given."""
    root: ast.expr = call.node.func
    while isinstance(root, (ast.Attribute, ast.Call, ast.Subscript)):
        root = root.func if isinstance(root, ast.Call) else root.value
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return isinstance(root, ast.Name) and any(each.arg == root.id for each in arguments)
