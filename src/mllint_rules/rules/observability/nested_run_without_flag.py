"""A run that is opened inside of another one raises, or silently goes on with the outer one.

## Why is this bad?

MLflow keeps one active run. A second `mlflow.start_run()` while it is open raises "Run with UUID … is already active"
unless it says `nested=True`; a search over hyperparameters ends with its first trial. Weights & Biases returns the run
that is open already instead of a new one, so that a loop over folds or seeds writes all of them into the first run.

## When to ignore it

The outer run is ended before the inner one begins, the inner call continues the run with that `run_id`, or the module
is a notebook, where `wandb.init` finishes the run before it.

## Fix safety

`nested=True` makes the inner run a child of the outer one. For `wandb.init` in a loop, `reinit` finishes the run of the
round before: `"finish_previous"`, or `True` where the project declares a release of wandb before 0.19.9.

## References

- MLflow on parent and child runs; the documentation of `wandb.init` on `reinit`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    Practice,
    calls,
    position,
    rule,
    set_keyword,
    unsafe_fix,
)
from mllint_rules.rules.observability._runs import endings, held_name, is_managed

_STARTS = frozenset({"mlflow.start_run"})
_WITHS = (ast.With, ast.AsyncWith)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# The releases of wandb that know no other way than `reinit=True`.
_NAMED_REINIT = (0, 19, 9)


@rule(
    code="MLO116",
    name="nested-run-without-flag",
    category=Category.CORRECTNESS,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("mlflow.start_run", "wandb.init"),
    in_tests=False,
    overrides=("unclosed-tracker-run",),
    examples=(
        Example(
            bad="""
                import mlflow


                def search(candidates):
                    with mlflow.start_run(run_name="search"):
                        for rate in candidates:
                            with mlflow.start_run():
                                mlflow.log_param("rate", rate)
                """,
            good="""
                import mlflow


                def search(candidates):
                    with mlflow.start_run(run_name="search"):
                        for rate in candidates:
                            with mlflow.start_run(nested=True):
                                mlflow.log_param("rate", rate)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import wandb


                def repeat(seeds):
                    for seed in seeds:
                        run = wandb.init(project="churn", config={"seed": seed})
                        run.log({"score": train(seed)})
                """,
            good="""
                import wandb


                def repeat(seeds):
                    for seed in seeds:
                        run = wandb.init(project="churn", config={"seed": seed}, reinit="finish_previous")
                        run.log({"score": train(seed)})
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks:
        return
    if call.matches(_STARTS):
        yield from _check_nested(call, ctx)
    else:
        yield from _check_loop(call, ctx)


def _check_nested(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.argument("run_id") is not None or call.argument("parent_run_id") is not None:
        return
    nested = call.argument("nested")
    if nested is not None and ctx.value_of(nested) is not False:
        return
    outer = _outer_run(call.node, ctx) or _run_around_callers(call.node, ctx)
    if outer is not None:
        yield Finding(
            call.node,
            "`mlflow.start_run` without `nested=True` raises here, because a run is active already",
            fix=unsafe_fix("Make it a child run", set_keyword(call, "nested", "True")),
            related=(Place(outer, "the active run is opened here"),),
        )


def _outer_run(node: ast.AST, ctx: Context) -> ast.expr | None:
    """The `with mlflow.start_run()` of the same function whose body certainly still has its run when a node runs."""
    child = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, (*_FUNCTIONS, ast.Lambda)):
            return None
        if isinstance(parent, _WITHS) and isinstance(child, ast.stmt):
            for item in parent.items:
                if ctx.called(item.context_expr) in _STARTS:
                    return None if _is_ended(parent, node, ctx) else item.context_expr
        child = parent
    return None


def _is_ended(block: ast.With | ast.AsyncWith, node: ast.AST, ctx: Context) -> bool:
    """Whether something before a node in a block may end its run."""
    return any(
        isinstance(inner, ast.Call)
        and ctx.called(inner) == "mlflow.end_run"
        and position(inner) < position(node)
        for statement in block.body
        for inner in ctx.walk(statement)
    )


def _run_around_callers(node: ast.AST, ctx: Context) -> ast.expr | None:
    """The run inside of which the module calls the function that opens another one first thing."""
    function = ctx.function_of(node)
    if function is None or not isinstance(ctx.parent(function), ast.Module):
        return None
    statement = ctx.statement(node)
    if statement not in function.body or _mentions_active_run(function, ctx):
        return None
    for call in ctx.model.index.calls.get(function.name, ()):
        if isinstance(call.func, ast.Name) and ctx.is_module_name(call.func):
            outer = _outer_run(call, ctx)
            if outer is not None:
                return outer
    return None


def _mentions_active_run(function: ast.FunctionDef | ast.AsyncFunctionDef, ctx: Context) -> bool:
    """Whether a function looks after the active run by itself."""
    return any(
        isinstance(inner, ast.Call) and ctx.called(inner) in ("mlflow.end_run", "mlflow.active_run")
        for inner in ctx.walk(function)
    )


def _check_loop(call: Call, ctx: Context) -> Iterator[Finding]:
    loops = ctx.loops_around(call.node)
    if not loops or ctx.is_exploratory or is_managed(call.node, ctx):
        return
    given = call.argument("reinit")
    if given is not None and ctx.value_of(given) not in (False, None):
        return
    settings = call.argument("settings")
    if settings is not None or call.argument("id") is not None or "setup" in ctx.model.call_names:
        return
    if _leaves_loop(call.node, loops[0], ctx) or _is_used_by_context(call.node, ctx):
        return
    if any(endings("wandb.init", held_name(call.node, ctx), loops[-1], ctx)):
        return
    yield Finding(
        call.node,
        "`wandb.init` in a loop gives back the run of the first round, because nothing finishes it",
        fix=partial(_reinit_repair, call, ctx),
    )


def _leaves_loop(node: ast.AST, loop: ast.AST, ctx: Context) -> bool:
    """Whether the loop may end behind the call, or hands its rounds to other processes or functions."""
    return any(
        isinstance(inner, (ast.Break, ast.Return)) and position(inner) > position(node)
        for inner in ctx.walk(loop)
    )


def _is_used_by_context(node: ast.Call, ctx: Context) -> bool:
    """Whether `with run:` closes what the call gives."""
    name = held_name(node, ctx)
    return name is not None and any(
        isinstance(ctx.parent(use), ast.withitem) for use in ctx.model.index.names.get(name, ())
    )


def _reinit_repair(call: Call, ctx: Context) -> FixPlan:
    declared = ctx.version_of("wandb")
    upper = None if declared is None else declared.upper
    is_old = upper is not None and upper.release < _NAMED_REINIT
    value = "True" if is_old else '"finish_previous"'
    return unsafe_fix("Finish the run of the round before", set_keyword(call, "reinit", value))
