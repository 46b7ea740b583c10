"""Results are taken in the order in which workers finish, and this order decides something.

## Why is this bad?

`as_completed` and `imap_unordered` hand out what is ready first, which is another order in every run. A list that is
filled so no longer fits its inputs; rows of a data set change places; a seeded split of them takes other ones.

## When to ignore it

The results carry their key and are put into order later.

## Fix safety

Results then come in the order of the inputs. A slow one holds up those behind it.

## References

- Python: `concurrent.futures.as_completed`, `multiprocessing.pool.Pool.imap_unordered`
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
    Span,
    calls,
    replace,
    replace_span,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.reproducibility._order import OrderUse
from mllint_rules.rules.reproducibility._shared import is_test_code

COMPLETED = frozenset(
    {
        *("concurrent.futures.as_completed", "asyncio.as_completed"),
        *("dask.distributed.as_completed", "distributed.as_completed"),
    }
)
UNORDERED = "multiprocessing.pool.Pool.imap_unordered"


@rule(
    code="MLR124",
    name="unordered-parallel-results",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*COMPLETED, UNORDERED),
    in_tests=False,
    see=("scicode-lint:par-006",),
    examples=(
        Example(
            bad="""
                from concurrent.futures import ThreadPoolExecutor, as_completed

                import numpy as np


                def features(paths, read):
                    rows = []
                    with ThreadPoolExecutor() as pool:
                        futures = [pool.submit(read, path) for path in paths]
                        for future in as_completed(futures):
                            rows.append(future.result())
                    return np.stack(rows)
                """,
            good="""
                from concurrent.futures import ThreadPoolExecutor, as_completed

                import numpy as np


                def features(paths, read):
                    rows = []
                    with ThreadPoolExecutor() as pool:
                        futures = [pool.submit(read, path) for path in paths]
                        for future in futures:
                            rows.append(future.result())
                    return np.stack(rows)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from multiprocessing import Pool

                import pandas as pd


                def load(paths):
                    with Pool(4) as pool:
                        frames = list(pool.imap_unordered(pd.read_csv, paths))
                    return pd.concat(frames)
                """,
            good="""
                from multiprocessing import Pool

                import pandas as pd


                def load(paths):
                    with Pool(4) as pool:
                        frames = list(pool.imap(pd.read_csv, paths))
                    return pd.concat(frames)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if is_test_code(ctx, call.node) or _carries_key(ctx, call):
        return
    decided = OrderUse(ctx).decides(call.node, is_content=True)
    if decided is not None:
        yield Finding(
            call.node.func,
            f"Results come in the order in which they are ready, and here this order decides {decided}",
            fix=_fix(ctx, call),
        )


def _carries_key(ctx: Context, call: Call) -> bool:
    """Whether the loop looks up what a result belongs to: `paths[future]`, or unpacks a key from it."""
    for parent in ctx.ancestors(call.node):
        if isinstance(parent, (ast.For, ast.AsyncFor, ast.ListComp, ast.GeneratorExp, ast.DictComp)):
            loop = parent if isinstance(parent, (ast.For, ast.AsyncFor)) else parent.generators[0]
            if not isinstance(loop.target, ast.Name):
                return True
            return any(_looks_up(node, loop.target.id) for node in ast.walk(parent))
        if isinstance(parent, ast.stmt):
            return False
    return False


def _looks_up(node: ast.AST, name: str) -> bool:
    """`paths[future]`, and `key, row = future.result()`."""
    if isinstance(node, ast.Subscript):
        return _reads(node.slice, name)
    return (
        isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and _reads(node.value, name)
    )


def _reads(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _fix(ctx: Context, call: Call) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        if not call.matches(COMPLETED):
            if not isinstance(call.node.func, ast.Attribute):
                return None
            end = ctx.model.span(call.node.func).end
            return unsafe_fix("Keep the order", replace_span(Span(end - len("imap_unordered"), end), "imap"))
        given = call.positional(0)
        if (
            given is None
            or len(call.node.args) != 1
            or call.node.keywords
            or call.name == "asyncio.as_completed"
        ):
            raise FixUnavailable("the futures are waited for in an unusual way")
        if not isinstance(given, ast.Name) or not ctx.is_a(given, "builtins.list"):
            raise FixUnavailable("the futures are no list")
        return unsafe_fix("Take the results in order", replace(call.node, given.id))

    return plan
