"""What draws from Torch's global generator in a document, and how to draw from other generators."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mllint_rules.kit import Call, Context, Verb, add_keyword, position, table
from mllint_rules.rules.reproducibility._seeds import find_seed
from mllint_rules.rules.reproducibility._threading import Threading


@dataclass(frozen=True, slots=True)
class TorchDraw:
    """One call that draws, what it does with the draw, and whether it takes a generator instead.

    `is_loader` is true for loaders and splits, which can have a generator each.
    """

    call: Call
    effect: str
    takes_generator: bool
    is_loader: bool = False


def last_names() -> tuple[str, ...]:
    """The last names of the calls that `torch_draws` looks for."""
    facts = table("randomness")["torch"]
    groups = ("samplers", "splitters", "samplers_of_indices", "loaders", "optimizers")
    return tuple(sorted({api.rpartition(".")[2] for group in groups for api in facts[group]}))


def torch_draws(ctx: Context) -> list[TorchDraw]:
    """The calls that draw from the global generator, in source order."""
    facts = table("randomness")["torch"]
    found = [*_trained_models(ctx, frozenset(facts["optimizers"]))]
    if next(ctx.calls_of(*frozenset(facts["self_seeding"])), None) is None:
        found += _loaders(ctx)
    if found or _keeps_results(ctx):  # draws alone may be made-up inputs that try a shape
        found += _samplers(ctx, frozenset(facts["samplers"]))
    return sorted(found, key=lambda draw: position(draw.call.node))


def _keeps_results(ctx: Context) -> bool:
    """Whether the document trains something or writes tensors to disk."""
    if "backward" in ctx.model.index.calls:
        return True
    facts = table("randomness")["torch"]
    return next(ctx.calls_of(*facts["optimizers"], "torch.save"), None) is not None


def _samplers(ctx: Context, apis: frozenset[str]) -> Iterator[TorchDraw]:
    for call in ctx.calls_of(*apis):
        if call.unpacks or call.argument("generator") is not None:
            continue
        if ctx.value_of(call.argument("device")) == "meta":
            continue
        # A generator must live on the device of what it fills, and initialisers took none before torch 2.1.
        is_plain = call.argument("device") is None and not (call.name or "").startswith("torch.nn.init.")
        yield TorchDraw(call, "draws", is_plain and not (call.name or "").endswith("_like"))


def _loaders(ctx: Context) -> Iterator[TorchDraw]:
    facts = table("randomness")["torch"]
    splitters = frozenset((*facts["splitters"], *facts["samplers_of_indices"]))
    for call in ctx.calls_of(*(splitters | frozenset(facts["loaders"]))):
        if call.unpacks or call.argument("generator") is not None:
            continue
        is_split = call.matches(splitters)
        if is_split or ctx.value_of(call.argument("shuffle")) is True:
            yield TorchDraw(call, "draws" if is_split else "shuffles", takes_generator=True, is_loader=True)


def _trained_models(ctx: Context, optimizers: frozenset[str]) -> Iterator[TorchDraw]:
    """Optimisers of models whose weights were drawn in this document and nowhere overwritten."""
    for call in ctx.calls_of(*optimizers):
        parameters = call.argument("params") or call.positional(0)
        if not isinstance(parameters, ast.Call) or not isinstance(parameters.func, ast.Attribute):
            continue
        model = parameters.func.value
        if parameters.func.attr == "parameters" and isinstance(model, ast.Name) and _is_new(ctx, model):
            yield TorchDraw(call, "trains weights drawn", takes_generator=False)


def _is_new(ctx: Context, name: ast.Name) -> bool:
    if not ctx.is_a(name, "torch.nn.Module"):
        return False
    for binding in ctx.definitions(name):
        value = binding.statement_value
        while isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and _is_move(value):
            value = value.func.value
        if not isinstance(value, ast.Call) or not _is_constructor(ctx, value):
            return False
        for use in ctx.uses(binding):
            parent = ctx.parent(use)
            if isinstance(parent, ast.Attribute) and parent.attr in ("load_state_dict", "load_weights"):
                return False
    return True


def _is_move(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in (
        "to",
        "cuda",
        "cpu",
        "train",
        "float",
        "half",
    )


def _is_constructor(ctx: Context, call: ast.Call) -> bool:
    name = ctx.called(call)
    return name is not None and "torch.nn.Module" in ctx.model.bases(name)


def draw_from_generators(ctx: Context, draws: Sequence[TorchDraw]) -> list[Verb] | None:
    """Give loaders and splits a generator each, and one to the samplers; None where one cannot be given.

    Raises `FixUnavailable`.
    """
    samplers = tuple(draw.call.node for draw in draws if not draw.is_loader)
    threading = Threading(ctx, samplers)
    if not all(draw.takes_generator for draw in draws) or not all(map(threading.reaches, samplers)):
        return None
    reach = ctx.reach("torch")
    constructor = reach.text + ".Generator().manual_seed({seed})"
    verbs = [*reach.verbs]
    for draw in draws:
        if draw.is_loader:
            seed = find_seed(ctx, draw.call.node)
            verbs += [*seed.verbs, add_keyword(draw.call, "generator", constructor.format(seed=seed.text))]
    if samplers:
        name = ctx.fresh_name("generator")
        verbs += threading.verbs(name, f"{reach.text}.Generator", constructor)
        verbs += [add_keyword(sampler, "generator", name) for sampler in samplers]
    return verbs
