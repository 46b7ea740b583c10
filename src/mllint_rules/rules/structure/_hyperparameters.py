"""Numbers in the bodies of functions that tune a model or its training."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mllint_rules.kit import Call, Context, FunctionNode, table
from mllint_rules.rules.structure._stages import stage_of_call

_KINDS = ("estimator", "optimizer", "learning-rate scheduler", "model", "data loader", "trainer")
_STEPS = frozenset({"fit", "tune", "split"})


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A number given for a keyword of a call, in the body of a function of the module."""

    name: str
    value: ast.Constant
    call: ast.Call
    function: FunctionNode

    @property
    def annotation(self) -> str:
        """The type of the number."""
        return type(self.value.value).__name__


def hyperparameters(ctx: Context) -> Sequence[Hyperparameter]:
    """All of a module that trains something, in source order."""
    learning = table("learner_functions")["programs"]["learning"]
    if ctx.model.call_names.isdisjoint(learning):
        return ()
    return tuple(_found(ctx))


def _found(ctx: Context) -> Iterator[Hyperparameter]:
    words = frozenset(table("pipeline_stages")["hyperparameters"]["keywords"])
    for keyword in ctx.model.index.nodes(ast.keyword):
        if keyword.arg not in words or not isinstance(keyword.value, ast.Constant):
            continue
        call = ctx.parent(keyword)
        if type(keyword.value.value) not in (int, float) or not isinstance(call, ast.Call):
            continue
        function = ctx.function_of(call)
        if (
            function is None
            or not isinstance(ctx.parent(function), ast.Module)
            or _is_inside_lambda(ctx, call)
        ):
            continue
        if _tunes(ctx, call):
            yield Hyperparameter(keyword.arg or "", keyword.value, call, function)


def _is_inside_lambda(ctx: Context, call: ast.Call) -> bool:
    for parent in ctx.ancestors(call):
        if isinstance(parent, ast.stmt):
            return False
        if isinstance(parent, ast.Lambda):
            return True
    return False


def _tunes(ctx: Context, node: ast.Call) -> bool:
    """Whether a call certainly makes a model, an optimiser and the like, or trains or splits."""
    if stage_of_call(ctx, node) in _STEPS:
        return True
    call: Call = ctx.call(node)
    if call.name is None:
        return False
    kinds = table("captured_data")["kinds"]
    # What builds the layers of a network says how it is made, not how it is trained.
    if "torch.nn.Module" in ctx.bases(call.name):
        return False
    return any(not set(kinds[kind]).isdisjoint(ctx.bases(call.name)) for kind in _KINDS)
