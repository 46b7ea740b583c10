"""Loops that log: whether every round writes to the same place, and the number of the round."""

from __future__ import annotations

import ast

from mllint_rules.kit import Call, Context, FixPlan, FixUnavailable, Verb, add_keyword, replace, unsafe_fix
from mllint_rules.rules.observability._expressions import written
from mllint_rules.rules.observability._steps import is_sized, step_at, step_of_loop

Loop = ast.For | ast.AsyncFor | ast.While
_RUNS = frozenset({
    "mlflow.start_run", "wandb.init", "mlflow.set_experiment", "torch.utils.tensorboard.SummaryWriter",
    "tensorboardX.SummaryWriter", "comet_ml.Experiment", "neptune.init_run",
})  # fmt: skip
_BOUNDARIES = frozenset({"start_run", "end_run", "set_step", "finish"})


def has_constant_keys(call: Call, ctx: Context) -> bool:
    """Whether a call certainly logs under the same keys in every round."""
    given = call.argument_at(0)
    if isinstance(given, ast.Dict):
        return bool(given.keys) and all(
            key is not None and isinstance(ctx.value_of(key), str) for key in given.keys
        )
    return given is not None and isinstance(ctx.value_of(given), str)


def has_one_place(node: ast.AST, loops: list[Loop], ctx: Context) -> bool:
    """Whether all rounds log into one run: none begins or ends in a loop, and more than one round logs."""
    for inner in ast.walk(loops[-1]):
        if isinstance(inner, ast.Call):
            attribute = inner.func.attr if isinstance(inner.func, ast.Attribute) else ""
            if ctx.called(inner) in _RUNS or attribute in _BOUNDARIES:
                return False
    return not any(
        isinstance(each, (ast.Break, ast.Return, ast.Raise)) for each in _behind(node, loops[0], ctx)
    )


def is_unconditional(node: ast.AST, loop: Loop, ctx: Context) -> bool:
    """Whether every round comes by."""
    for parent in ctx.ancestors(node):
        if parent is loop:
            return True
        if isinstance(parent, (ast.If, ast.Try, ast.ExceptHandler, ast.Match)):
            return False
    return False


def _behind(node: ast.AST, loop: Loop, ctx: Context) -> list[ast.stmt]:
    """The statements that follow a node in its own blocks, up to the loop."""
    found: list[ast.stmt] = []
    child: ast.AST = ctx.statement(node)
    for parent in ctx.ancestors(child):
        for _, block in ast.iter_fields(parent):
            if isinstance(block, list) and child in block:
                found += block[block.index(child) + 1 :]
        if parent is loop:
            break
        child = parent
    return found


def numbered_round(node: ast.AST, loops: list[Loop], ctx: Context) -> tuple[str, tuple[Verb, ...]]:
    """The expression for the number of the round, and what must change to have it: `enumerate` around the loop.

    Raises `FixUnavailable` for a loop that cannot be counted.
    """
    loop = loops[0]
    if step_of_loop(loop, ctx) is not None:
        return step_at(node, ctx) or "", ()
    if not isinstance(loop, ast.For):
        raise FixUnavailable("the loop counts nothing")
    name = ctx.fresh_name("step")
    outer = next((step for each in loops[1:] if (step := step_of_loop(each, ctx)) is not None), None)
    source = written(loop.iter, ctx)
    is_further = outer is not None and isinstance(loop.iter, ast.Name) and is_sized(loop.iter, ctx)
    number = f"{outer} * len({source}) + {name}" if is_further else name
    target = ctx.source(loop.target)
    pair = f"({target})" if isinstance(loop.target, ast.Tuple) and not target.startswith("(") else target
    return number, (
        replace(loop.target, f"{name}, {pair}"),
        replace(loop.iter, f"enumerate({ctx.source(loop.iter)})"),
    )


def call_repair(call: Call, parameter: str, loops: list[Loop], ctx: Context) -> FixPlan:
    """The step passed to a call that logs."""
    step, verbs = numbered_round(call.node, loops, ctx)
    title = "Count the rounds and pass the step" if verbs else f"Pass `{parameter}={step}`"
    return unsafe_fix(title, add_keyword(call, parameter, step), *verbs)
