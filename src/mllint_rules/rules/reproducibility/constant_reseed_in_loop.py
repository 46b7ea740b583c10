"""A generator starts from the same seed in every pass.

## Why is this bad?

A seed belongs at the start of a program. Set to the same number for every epoch, batch or item, it turns random
numbers into constants: every epoch shuffles alike, every image is cropped at the same place, dropout always drops the
same units. Training still runs, with far less variety than the code says.

## When to ignore it

Every pass is meant to start equal, as in a comparison of models, or in an evaluation of one fixed sample.

## Fix safety

From then on the passes draw other numbers than each other, so that results change.

## References

- NumPy: random sampling, recommended use of `Generator`
- PyTorch: note on reproducibility
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
    calls,
    delete,
    insert_before,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._passes import Pass, pass_around
from mllint_rules.rules.reproducibility._shared import is_test_code

GLOBAL = frozenset(
    {
        "random.seed",
        "numpy.random.seed",
        "torch.manual_seed",
        "torch.random.manual_seed",
        "tensorflow.random.set_seed",
    }
)
OBJECTS = frozenset(
    {"numpy.random.default_rng", "numpy.random.RandomState", "random.Random", "torch.Generator.manual_seed"}
)
_STATES = ("get_state", "set_state", "getstate", "setstate", "get_rng_state", "set_rng_state", "fork_rng")
_DRAWING_ARGUMENTS = frozenset(table("randomness")["seed_names"]["parameters"])


@rule(
    code="MLR114",
    name="constant-reseed-in-loop",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*GLOBAL, *OBJECTS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import numpy as np


                def train(model, rows, epochs):
                    for epoch in range(epochs):
                        rng = np.random.default_rng(0)
                        for batch in np.array_split(rng.permutation(rows), 10):
                            model.partial_fit(batch)
                """,
            good="""
                import numpy as np


                def train(model, rows, epochs):
                    rng = np.random.default_rng(0)
                    for epoch in range(epochs):
                        for batch in np.array_split(rng.permutation(rows), 10):
                            model.partial_fit(batch)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import random

                from torch.utils.data import Dataset


                class Images(Dataset):
                    def __init__(self, images):
                        self.images = images

                    def __getitem__(self, index):
                        random.seed(42)
                        return self.images[index].rotate(random.uniform(-10, 10))
                """,
            good="""
                import random

                from torch.utils.data import Dataset


                class Images(Dataset):
                    def __init__(self, images):
                        self.images = images

                    def __getitem__(self, index):
                        return self.images[index].rotate(random.uniform(-10, 10))
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    given = call.positional(0)
    if given is None and len(call.node.keywords) == 1:
        given = call.node.keywords[0].value
    if given is None or call.unpacks or ctx.value_of(given) is None:
        return
    around = pass_around(ctx, call.node)
    if around is None or not _is_constant(ctx, given, around):
        return
    if is_test_code(ctx, call.node) or _is_set_back(ctx, call.node) or _is_for_parts(ctx, call):
        return
    yield Finding(
        call.node,
        f"`{ctx.source(call.node)}` starts from the same seed for every {around.what}: all draw the same numbers",
        fix=_fix(ctx, call, around),
    )


def _is_constant(ctx: Context, node: ast.expr, around: Pass) -> bool:
    """Whether a seed is the same in all passes: a number, or a name that comes from outside of them."""
    value = ctx.value_of(node)
    if isinstance(value, int):
        return not (isinstance(node, ast.Name) and _is_made_inside(ctx, node, around))
    if isinstance(node, ast.Name):
        return node.id.lower() in _DRAWING_ARGUMENTS and not _is_made_inside(ctx, node, around)
    # A sampler or noise layer that keeps a seed of its own means to draw the same each time.
    if isinstance(node, ast.Attribute) and around.is_loop_or_item:
        is_plain = isinstance(node.value, ast.Name)
        return is_plain and node.attr.lower() in _DRAWING_ARGUMENTS and not _is_written(ctx, node)
    return False


def _is_made_inside(ctx: Context, name: ast.Name, around: Pass) -> bool:
    found = ctx.definitions(name)
    return not found or any(around.node in ctx.ancestors(binding.node) for binding in found)


def _is_written(ctx: Context, attribute: ast.Attribute) -> bool:
    """Whether an attribute is set more than once, or counted up: then passes may differ."""
    stores = [
        node
        for node in ctx.model.index.nodes(ast.Attribute)
        if node.attr == attribute.attr and not isinstance(node.ctx, ast.Load)
    ]
    return len(stores) > 1 or any(isinstance(ctx.parent(node), ast.AugAssign) for node in stores)


def _is_set_back(ctx: Context, node: ast.AST) -> bool:
    """Whether the function saves or restores the state of a generator around the seed."""
    function = ctx.function_of(node)
    if ctx.model.call_names.isdisjoint(_STATES):
        return False
    return any(ctx.function_of(call) is function for name in _STATES for call in ctx.model.calls_named(name))


def _is_for_parts(ctx: Context, call: Call) -> bool:
    """Whether one pass seeds several times: an image and its mask are to be changed alike."""
    function, last = ctx.function_of(call.node), (call.name or "").rpartition(".")[2]
    same = [
        other
        for other in ctx.model.calls_named(last)
        if ctx.function_of(other) is function and ctx.called(other) == call.name
    ]
    return len(same) > 1


def _fix(ctx: Context, call: Call, around: Pass) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if not isinstance(around.node, ast.For):
            raise FixUnavailable("the passes start elsewhere")
        statement = ctx.statement(call.node)
        is_plain = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        if ctx.parent(statement) not in ctx.loops_around(call.node) or not (
            is_plain or isinstance(statement, ast.Expr)
        ):
            raise FixUnavailable("the seed is set in an unusual way")
        if call.node is not getattr(statement, "value", None):
            raise FixUnavailable("the generator is used at once")
        lines = ctx.source(statement)
        if "\n" in lines:
            raise FixUnavailable("the statement takes several lines")
        return unsafe_fix("Seed before the loop", delete(statement), insert_before(around.node, lines))

    return plan
