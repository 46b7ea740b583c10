"""What draws from TensorFlow's global generator in a document."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Call, Context, position, table

_FACTS = table("first_draws")
SAMPLERS = frozenset(_FACTS["tensorflow"]["samplers"])
KERAS_SAMPLERS = frozenset(_FACTS["keras"]["samplers"])
SHUFFLES = frozenset(_FACTS["tensorflow"]["shuffles"])
FIT = "keras.Model.fit"
_LOADING = ("load_weights", "set_weights", "load_model")


@dataclass(frozen=True, slots=True)
class TensorFlowDraw:
    """One call that draws, and what it does with the draw; `is_keras` when Keras draws."""

    call: Call
    effect: str
    is_keras: bool


def last_names() -> tuple[str, ...]:
    """The last names of the calls that `tensorflow_draws` looks for."""
    return tuple(sorted({api.rpartition(".")[2] for api in (*SAMPLERS, *KERAS_SAMPLERS, *SHUFFLES, FIT)}))


def tensorflow_draws(ctx: Context) -> list[TensorFlowDraw]:
    """The calls that draw without a seed of their own, in source order."""
    fits = [TensorFlowDraw(call, "trains weights drawn", True) for call in _new_models(ctx)]
    found = [*fits, *(TensorFlowDraw(call, "shuffles", False) for call in _seedless(ctx, SHUFFLES))]
    if fits or "fit" in ctx.model.call_names or "GradientTape" in ctx.model.call_names:
        # Draws alone may be made-up inputs that try a shape.
        found += [TensorFlowDraw(call, "draws", False) for call in _seedless(ctx, SAMPLERS)]
        found += [TensorFlowDraw(call, "draws", True) for call in _seedless(ctx, KERAS_SAMPLERS)]
    return sorted(found, key=lambda draw: position(draw.call.node))


def _seedless(ctx: Context, apis: frozenset[str]) -> Iterator[Call]:
    for call in ctx.calls_of(*apis):
        if not call.unpacks and ctx.value_of(call.argument("seed")) is None:
            yield call


def _new_models(ctx: Context) -> Iterator[Call]:
    """Fits of models that were made in the same function and got no weights from elsewhere."""
    for call in ctx.calls_of(FIT):
        model = call.receiver
        if isinstance(model, ast.Name) and _is_new(ctx, model):
            yield call


def _is_new(ctx: Context, name: ast.Name) -> bool:
    found = ctx.definitions(name)
    for binding in found:
        value = binding.statement_value
        made = ctx.called(value) if value is not None else None
        if made is None or "keras.Model" not in ctx.model.bases(made):
            return False
        for use in ctx.uses(binding):
            parent = ctx.parent(use)
            if isinstance(parent, ast.Attribute) and parent.attr in _LOADING:
                return False
    return bool(found)
