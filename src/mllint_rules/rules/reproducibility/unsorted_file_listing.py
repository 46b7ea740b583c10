"""The order of a file listing decides something, and the disk chooses the order.

## Why is this bad?

`os.listdir`, `glob.glob` and `Path.iterdir` give files in the order in which the file system keeps them. It differs
between machines, changes when a folder is copied, and is not the alphabet. Where the position of a file becomes a
class index, a row of the data set or the draw of a seeded shuffle, another machine trains another model, and a saved
model names the wrong classes.

## When to ignore it

The folder holds one file.

## Fix safety

Class indices, rows and draws are other ones than before the fix, so that a model saved with the old order may have to
be trained again.

## References

- Python: `os.listdir` (the list is in arbitrary order), `glob.glob`
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
    insert_before,
    replace,
    rule,
    table,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.reproducibility._order import OrderUse
from mllint_rules.rules.reproducibility._shared import is_test_code

LISTINGS = frozenset(table("randomness")["listings"]["names"])
WALKS = frozenset(table("randomness")["listings"]["walks"])


@rule(
    code="MLR121",
    name="unsorted-file-listing",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*LISTINGS, *WALKS),
    see=("scicode-lint:rep-005",),
    examples=(
        Example(
            bad="""
                import os

                classes = {name: number for number, name in enumerate(os.listdir("images"))}
                """,
            good="""
                import os

                classes = {name: number for number, name in enumerate(sorted(os.listdir("images")))}
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import glob

                import pandas as pd

                frames = []
                for path in glob.glob("data/*.csv"):
                    frames.append(pd.read_csv(path))
                orders = pd.concat(frames)
                """,
            good="""
                import glob

                import pandas as pd

                frames = []
                for path in sorted(glob.glob("data/*.csv")):
                    frames.append(pd.read_csv(path))
                orders = pd.concat(frames)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import os

                import numpy as np

                images = []
                for folder, _, files in os.walk("images"):
                    for file in files:
                        images.append(np.load(os.path.join(folder, file)))
                data = np.stack(images)
                """,
            good="""
                import os

                import numpy as np

                images = []
                for folder, dirs, files in os.walk("images"):
                    dirs.sort()
                    files.sort()
                    for file in files:
                        images.append(np.load(os.path.join(folder, file)))
                data = np.stack(images)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if is_test_code(ctx, call.node):
        return
    is_walk = call.matches(WALKS)
    if is_walk and _sorts_folders(call, ctx):
        return
    decided = OrderUse(ctx).decides(call.node)
    if decided is not None:
        written = ctx.source(call.node.func)
        yield Finding(
            call.node.func,
            f"`{written}` lists files in the order of the disk, and here this order decides {decided}",
            fix=_sort_walk(call, ctx) if is_walk else _sort(call, ctx),
        )


def _sort(call: Call, ctx: Context) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        parent = ctx.parent(call.node)
        if call.name == "os.scandir":
            verb = wrap(call.node, "sorted(", ", key=lambda entry: entry.name)")
        elif isinstance(parent, ast.Call) and ctx.called(parent) == "builtins.list" and parent.args == [call.node]:
            verb = None
        else:
            verb = wrap(call.node, "sorted(", ")")
        if verb is not None:
            return unsafe_fix("Sort the listing", verb)
        assert isinstance(parent, ast.Call)
        return unsafe_fix("Sort the listing", replace(parent.func, "sorted"))

    return plan


def _loop_targets(call: Call, ctx: Context) -> tuple[ast.For, list[ast.expr]] | None:
    """The loop over a walk with its three targets."""
    loop = ctx.parent(call.node)
    if not isinstance(loop, ast.For) or loop.iter is not call.node or not isinstance(loop.target, ast.Tuple):
        return None
    return (loop, loop.target.elts) if len(loop.target.elts) == 3 else None


def _sorts_folders(call: Call, ctx: Context) -> bool:
    """Whether the loop over a walk puts the folders into an order."""
    found = _loop_targets(call, ctx)
    if found is None:
        return False
    loop, (_, folders, _) = found
    written = ast.unparse(folders)
    return any(ast.unparse(statement).startswith((f"{written}.sort(", f"{written}[:] = sorted(")) for statement in loop.body)


def _sort_walk(call: Call, ctx: Context) -> Callable[[], FixPlan | None]:
    def plan() -> FixPlan | None:
        found = _loop_targets(call, ctx)
        if found is None:
            return unsafe_fix("Sort the listing", wrap(call.node, "sorted(", ")"))
        if call.argument("topdown") is not None:
            raise FixUnavailable("the folders may be walked from below")
        loop, targets = found
        names, verbs = [], []
        for target, name in zip(targets[1:], ("dirs", "files"), strict=True):
            if not isinstance(target, ast.Name):
                raise FixUnavailable("the walk is unpacked in an unusual way")
            is_ignored = target.id.startswith("_")
            if not is_ignored:
                names.append(target.id)
            elif name == "dirs":
                names.append(ctx.fresh_name(name))
                verbs.append(replace(target, names[-1]))
        lines = "\n".join(f"{name}.sort()" for name in names)
        return unsafe_fix("Sort folders and files", *verbs, insert_before(loop.body[0], lines))

    return plan
