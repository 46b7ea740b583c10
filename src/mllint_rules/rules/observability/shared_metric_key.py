"""One key for training and validation is one curve that both write into.

## Why is this bad?

A tracker knows a metric by its key. When the training loop and the validation loop both log `loss`, their values take
turns in one curve: it jumps with each evaluation, the last value belongs to whichever part came last, and the gap
between the two, which shows overfitting, cannot be seen at all.

## When to ignore it

The key is built from the name of the split, each part has a run or writer of its own, or a trainer (Lightning, Keras)
puts the prefix before it.

## Fix safety

The keys change: charts and queries that ask for the old one find no new values.

## References

- Weights & Biases, MLflow and TensorBoard group metrics by the part of the key before `/`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    Practice,
    SemanticModel,
    Span,
    Verb,
    module,
    position,
    replace_span,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.observability._names import snake
from mllint_rules.rules.observability._runs import OPENERS
from mllint_rules.rules.observability._splits import split_at, split_in

_METRICS: dict[str, list[str]] = table("trackers")["metrics"]
_WORDS = {"train": "training", "val": "validation", "test": "test"}


@dataclass(frozen=True, slots=True)
class _Logged:
    """One value logged under a constant key: where it goes, and which part of the data it is about."""

    key: ast.expr
    text: str
    split: str


@rule(
    code="MLO113",
    name="shared-metric-key",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=tuple(sorted({api.rpartition(".")[2] for api in _METRICS}))),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import wandb


                def fit(model, train_loader, val_loader, epochs):
                    for epoch in range(epochs):
                        for batch in train_loader:
                            wandb.log({"loss": model.step(batch)})
                        for batch in val_loader:
                            wandb.log({"loss": model.loss(batch)})
                """,
            good="""
                import wandb


                def fit(model, train_loader, val_loader, epochs):
                    for epoch in range(epochs):
                        for batch in train_loader:
                            wandb.log({"train/loss": model.step(batch)})
                        for batch in val_loader:
                            wandb.log({"val/loss": model.loss(batch)})
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    groups: dict[tuple[object, str], list[_Logged]] = {}
    for api in _METRICS:
        if not ctx.imports(api.partition(".")[0]):
            continue
        for node in model.calls_named(api.rpartition(".")[2]):
            call = ctx.call(node)
            if call.matches(frozenset({api})) and not call.unpacks:
                _collect(call, api, groups, ctx)
    for (_, text), logged in groups.items():
        first, *others = sorted(logged, key=lambda each: position(each.key))
        other = next((each for each in others if each.split != first.split), None)
        if other is not None:
            yield Finding(
                other.key,
                f"`{text}` is logged for {_WORDS[first.split]} and {_WORDS[other.split]}, so that one curve holds both",
                fix=unsafe_fix(
                    "Name the part of the data in the key", *(_prefixed(each, ctx) for each in logged)
                ),
                related=(Place(first.key, f"the same key is logged for {_WORDS[first.split]} here"),),
            )


def _prefixed(logged: _Logged, ctx: Context) -> Verb:
    span = ctx.model.span(logged.key)
    source = ctx.source(logged.key)
    inside = span.start + min(index for quote in "\"'" if (index := source.find(quote)) >= 0) + 1
    if source.startswith(('"""', "'''")):
        inside += 2
    return replace_span(Span(inside, inside), f"{logged.split}/")


def _collect(call: Call, api: str, groups: dict[tuple[object, str], list[_Logged]], ctx: Context) -> None:
    """Put what a call logs to what is logged to the same place under the same key."""
    place = _destination(call, api, ctx)
    if place is None:
        return
    for key, value in _pairs(call, api):
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or _names_part(key.value):
            continue
        split = split_at(call.node, value, ctx)
        if split is not None:
            groups.setdefault((place, key.value), []).append(_Logged(key, key.value, split))


def _names_part(key: str) -> bool:
    """Whether a key names a part of the data already, or is no metric but where the run stands."""
    words: list[str] = table("trackers")["progress"]["words"]
    return split_in(key) is not None or not {*snake(key).split("_")}.isdisjoint(words)


def _pairs(call: Call, api: str) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The keys and values that a call logs, as far as they are written there."""
    key_name, value_name = _METRICS[api]
    value = call.argument(value_name)
    if not key_name:
        if isinstance(value, ast.Dict):
            yield from (
                (key, each) for key, each in zip(value.keys, value.values, strict=True) if key is not None
            )
        return
    key = call.argument(key_name)
    if key is not None and value is not None:
        yield key, value


def _destination(call: Call, api: str, ctx: Context) -> object | None:
    """What stands for the run or writer that a call logs to; None when it may be another one each time."""
    if api.count(".") == 1:  # a function of the tracker: the one active run
        library = api.partition(".")[0]
        return None if ctx.once(_several_runs) & {library} else library
    receiver = call.receiver
    if isinstance(receiver, ast.Name):
        bindings = list(ctx.definitions(receiver))
        return bindings[0] if len(bindings) == 1 else None
    if (
        isinstance(receiver, ast.Attribute)
        and isinstance(receiver.value, ast.Name)
        and receiver.value.id == "self"
    ):
        return ctx.class_of(call.node), receiver.attr
    return None


def _several_runs(ctx: Context) -> set[str]:
    """The trackers of which the module opens more than one run: then two calls may belong to different ones."""
    opened = [
        api.partition(".")[0]
        for api in OPENERS
        for node in ctx.model.calls_named(api.rpartition(".")[2])
        if ctx.called(node) == api
    ]
    return {library for library in opened if opened.count(library) > 1}
