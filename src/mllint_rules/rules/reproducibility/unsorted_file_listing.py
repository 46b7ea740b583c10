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

from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    calls,
    rule,
    table,
)
from mllint_rules.rules.reproducibility._order import OrderUse
from mllint_rules.rules.reproducibility._shared import is_test_code
from mllint_rules.rules.reproducibility._sorting import sort, sort_walk, sorts_folders

LISTINGS = frozenset(table("randomness")["listings"]["names"])
WALKS = frozenset(table("randomness")["listings"]["walks"])


@rule(
    code="MLR121",
    name="unsorted-file-listing",
    category=Category.REPRODUCIBILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*LISTINGS, *WALKS),
    in_tests=False,
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
    if is_walk and sorts_folders(call, ctx):
        return
    decided = OrderUse(ctx).decides(call.node)
    if decided is not None:
        written = ctx.source(call.node.func)
        yield Finding(
            call.node.func,
            f"`{written}` lists files in the order of the disk, and here this order decides {decided}",
            fix=sort_walk(call, ctx) if is_walk else sort(call, ctx),
        )
