"""What every process of a distributed training writes is written as often as there are processes.

## Why is this bad?

After `init_process_group` the script runs once for each device. Eight processes that open a tracker make eight runs
with the same curves; eight that call `torch.save` on one path write over each other, and a file cut off in the middle
is found when it is needed; eight that download break each other's cache.

## When to ignore it

The statement is under a rank test or a decorator for it, the path holds the rank, the checkpoint is sharded, or a
trainer (Lightning, Transformers, the helpers of Accelerate) guards it by itself.

## Fix safety

The statement runs in the main process only. What the others need of it is no longer there: keep an eye on names that it
binds, which is why only plain statements are repaired.

## References

- The PyTorch tutorial on distributed data parallel, on saving and loading checkpoints
- Accelerate on deferring executions
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
    FixUnavailable,
    FunctionNode,
    Practice,
    Verb,
    calls,
    insert_after,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.observability._indentation import WrapInBlock

_TRACKERS = (
    "mlflow.start_run", "wandb.init", "torch.utils.tensorboard.SummaryWriter", "tensorboardX.SummaryWriter",
    "neptune.init_run", "comet_ml.Experiment", "clearml.Task.init", "aim.Run",
)  # fmt: skip
_WRITES = (
    "torch.save",
    "joblib.dump",
    "numpy.save",
    "pandas.DataFrame.to_csv",
    "pandas.DataFrame.to_parquet",
)
_DOWNLOADS = (
    "huggingface_hub.snapshot_download",
    "urllib.request.urlretrieve",
    "torch.hub.download_url_to_file",
)
_GROUPS = "torch.distributed.init_process_group"
_GUARDS = (
    "rank", "is_main_process", "is_local_main_process", "is_master", "is_main", "is_primary", "main_process", "master",
    "process_index", "is_global_zero", "is_dist", "distributed", "world_size",
)  # fmt: skip
_CALLERS = 2


@rule(
    code="MLO118",
    name="side-effect-on-every-rank",
    category=Category.OBSERVABILITY,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_TRACKERS, *_WRITES, *_DOWNLOADS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import torch
                import torch.distributed as dist


                def main(network, batches):
                    dist.init_process_group("nccl")
                    for batch in batches:
                        network(batch).backward()
                    torch.save(network.state_dict(), "network.pt")
                """,
            good="""
                import torch
                import torch.distributed as dist


                def main(network, batches):
                    dist.init_process_group("nccl")
                    for batch in batches:
                        network(batch).backward()
                    if dist.get_rank() == 0:
                        torch.save(network.state_dict(), "network.pt")
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if ctx.imports("lightning") or ctx.imports("pytorch_lightning"):
        return
    owner = _accelerator(ctx) if ctx.imports("accelerate") else None
    if owner is None and not _starts_group(call.node, ctx):
        return
    if _is_guarded(call.node, ctx) or _names_rank(call.node):
        return
    yield Finding(
        call.node,
        f"`{ctx.source(call.node.func)}` runs in every process of the distributed training",
        fix=partial(_repair, call, owner, ctx),
    )


def _starts_group(node: ast.AST, ctx: Context) -> bool:
    """Whether the function of a node, or the one that calls it, joins a process group before."""
    function = ctx.function_of(node)
    for call in ctx.model.calls_named("init_process_group"):
        if ctx.called(call) != _GROUPS or any(isinstance(each, ast.If) for each in ctx.ancestors(call)):
            continue  # under a condition the script runs with one process as well
        if ctx.function_of(call) is function:
            return True
    return False


def _accelerator(ctx: Context) -> str | None:
    """The one name under which the module keeps an `Accelerator`."""
    found = {
        target.id
        for call in ctx.model.calls_named("Accelerator")
        if ctx.called(call) == "accelerate.Accelerator"
        for parent in (ctx.parent(call),)
        if isinstance(parent, ast.Assign)
        for target in parent.targets
        if isinstance(target, ast.Name)
    }
    return found.pop() if len(found) == 1 else None


def _is_guarded(node: ast.AST, ctx: Context, callers: int = _CALLERS) -> bool:
    """Whether a test of the rank, or a decorator, decides about a place; or something before it leaves the others."""
    child = node
    for parent in ctx.ancestors(node):
        if isinstance(parent, (ast.If, ast.IfExp, ast.While)) and _speaks_of_rank(parent.test):
            return True
        if isinstance(parent, ast.With) and any(_speaks_of_rank(item.context_expr) for item in parent.items):
            return True
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            return _is_guarded_function(parent, child, ctx, callers)
        child = parent
    return False


def _is_guarded_function(function: FunctionNode, child: ast.AST, ctx: Context, callers: int) -> bool:
    """Whether a decorator, a return before a statement, or a test around a call of the function guards it."""
    if any(map(_speaks_of_rank, function.decorator_list)):
        return True
    for each in function.body:
        if each is child:
            break
        if (
            isinstance(each, ast.If)
            and isinstance(each.body[-1], (ast.Return, ast.Raise))
            and _speaks_of_rank(each.test)
        ):
            return True
    return callers > 0 and any(
        _is_guarded(call, ctx, callers - 1) for call in ctx.model.index.calls.get(function.name, ())
    )


def _speaks_of_rank(node: ast.AST) -> bool:
    return any(
        any(word in name.lower() for word in _GUARDS)
        for inner in ast.walk(node)
        for name in (
            [inner.id]
            if isinstance(inner, ast.Name)
            else [inner.attr]
            if isinstance(inner, ast.Attribute)
            else []
        )
    )


def _names_rank(node: ast.Call) -> bool:
    """Whether the arguments hold the rank: a file or run for each process."""
    return any(
        _speaks_of_rank(argument) for argument in (*node.args, *(each.value for each in node.keywords))
    )


def _repair(call: Call, accelerator: str | None, ctx: Context) -> FixPlan:
    statement = ctx.statement(call.node)
    if not isinstance(statement, ast.Expr) or statement.value is not call.node:
        raise FixUnavailable("what it gives is used by every process")
    verbs: tuple[Verb, ...] = ()
    if accelerator is not None:
        test, barrier = f"{accelerator}.is_main_process", f"{accelerator}.wait_for_everyone()"
    else:
        reach = ctx.reach("torch.distributed")
        test, barrier, verbs = f"{reach.text}.get_rank() == 0", f"{reach.text}.barrier()", reach.verbs
    # The others must not read what is not there yet.
    waiting = (insert_after(statement, barrier),) if call.matches(frozenset(_DOWNLOADS)) else ()
    block = WrapInBlock(statement, (f"if {test}:",))
    return unsafe_fix("Leave it to the main process", *verbs, block, *waiting)
