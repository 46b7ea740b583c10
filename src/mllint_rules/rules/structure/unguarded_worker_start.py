"""Worker processes that start at module level start again in every worker.

## Why is this bad?

On macOS, on Windows, with CUDA, and everywhere from Python 3.14 on, a worker process is not a copy of its parent: it
imports the main module again to find the functions it shall run. What stands at module level runs again with it. The
worker loads the data once more, and then wants to start workers of its own, which Python stops with a
`RuntimeError` about the bootstrapping phase. The script works for the colleague on Linux and nowhere else.

## When to ignore it

The program only ever runs where processes are forked: say so with `multiprocessing.set_start_method("fork")`.

## Fix safety

Everything from the first worker start on moves under `if __name__ == "__main__":`, so that it does not run any more
when another module imports this one. There is no fix where functions or classes are defined behind that place, or
where another file uses what is bound there. A program whose steps all stand at the top level takes the `main()`
extraction of `top-level-pipeline` instead.

## References

- Python documentation of `multiprocessing`, "Safe importing of main module"
"""

import ast
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    SemanticModel,
    module,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.structure._blocks import Indent, bound_names, check_movable
from mllint_rules.rules.structure._main_extraction import plan_main
from mllint_rules.rules.structure._pipeline_shape import pipeline_shape
from mllint_rules.rules.structure._worker_starts import worker_starts

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@rule(
    code="MLG108",
    name="unguarded-worker-start",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.Call,)),
    in_tests=False,
    imports=("concurrent", "joblib", "multiprocess", "multiprocessing", "pathos", "torch", "tqdm"),
    see=("codeguru:process-spawning-with-main-module",),
    examples=(
        Example(
            bad="""
                from multiprocessing import Pool


                def clean(path):
                    return path.strip()


                with Pool(4) as pool:
                    paths = pool.map(clean, ["a.csv ", " b.csv"])
                print(paths)
                """,
            good="""
                from multiprocessing import Pool


                def clean(path):
                    return path.strip()


                if __name__ == "__main__":
                    with Pool(4) as pool:
                        paths = pool.map(clean, ["a.csv ", " b.csv"])
                    print(paths)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory:
        return
    found = list(worker_starts(ctx))
    for where, what in found:
        yield Finding(
            where,
            f"{what} starts worker processes at module level, which every spawned worker runs again",
            fix=partial(_under_guard, ctx, [node for node, _ in found]),
        )


def _under_guard(ctx: Context, starts: list[ast.expr]) -> FixPlan | None:
    """Move all from the first start on under the main guard; None where that would hide something from others.

    A whole pipeline at the top level is moved into functions instead.
    """
    if pipeline_shape(ctx):
        try:
            return plan_main(ctx)
        except FixUnavailable:
            pass  # the guard alone serves as well
    body = ctx.model.tree.body
    first = min(body.index(ctx.top_statement(node)) for node in starts)
    moved = body[first:]
    for position, statement in enumerate(moved):
        if ctx.is_main_guard(statement):
            moved = moved[:position]
            break
    if any(isinstance(node, _DEFINITIONS) for statement in moved for node in ast.walk(statement)):
        return None
    if any(ctx.top_statement(node) not in moved for node in starts):
        return None
    if any(ctx.is_reached_from_elsewhere(name) for name in bound_names(ctx, moved)):
        return None
    check_movable(ctx, moved)
    return unsafe_fix(
        'Move it under `if __name__ == "__main__":`', Indent(moved, 'if __name__ == "__main__":\n')
    )
