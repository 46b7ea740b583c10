"""A path that exists on one machine only is written into the code.

## Why is this bad?

`/home/ann/orders.csv`, `C:\\data\\orders.csv` and `/content/drive/MyDrive/orders.csv` are there for one person on one
machine. Everybody else has to edit the code before it runs, each in another way, and the edits are committed or lost.
Nobody can tell any more which data a result came from, and a scheduled run on a server fails in its first line.

A path that is given to the program (an argument, a configuration, an environment variable), or that starts from the
folder of the project, works everywhere.

## When to ignore it

The script is for one machine and will never run anywhere else.

## Fix safety

A path that goes through a folder called like the project starts from the project's folder afterwards, wherever that
lies. Any other path becomes a keyword-only parameter of its function, and the program passes what stood there; the
signature of the function changes.

## References

- The Turing Way, "Guide for Reproducible Research"
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    SemanticModel,
    module,
    rule,
    table,
)
from mllint_rules.rules.data._literal_paths import is_of_one_machine, path_arguments, path_start
from mllint_rules.rules.data._moved_paths import moving_plan

_FACTS = table("data_paths")
_POSITIONS: dict[str, int | None] = {
    **{api: int(place) for place, apis in _FACTS["positions"].items() for api in apis.split()},
    **dict.fromkeys(_FACTS["parameters"]["keyword_only"]),
}
_LAST_NAMES = tuple(sorted({api.rpartition(".")[2] for api in _POSITIONS}))


@rule(
    code="MLD127",
    name="absolute-data-path",
    category=Category.LINEAGE,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(calling=_LAST_NAMES),
    in_tests=False,
    see=("adduce:R-PORT-001", "julynter:p1", "reprocheck:RC120"),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def mean_price() -> float:
                    orders = pd.read_csv("/home/ann/shop/orders.csv")
                    return orders["price"].mean()


                if __name__ == "__main__":
                    print(mean_price())
                """,
            good="""
                import pandas as pd


                def mean_price(*, orders_path: str) -> float:
                    orders = pd.read_csv(orders_path)
                    return orders["price"].mean()


                if __name__ == "__main__":
                    print(mean_price(orders_path="/home/ann/shop/orders.csv"))
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import torch

                FOLDER = "C:/Users/ann/models"
                state = torch.load(f"{FOLDER}/best.pt", weights_only=True)
                """,
            good="""
                import os

                import torch

                FOLDER = os.environ.get("MODELS", "models")
                state = torch.load(f"{FOLDER}/best.pt", weights_only=True)
                """,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    told: set[ast.Constant] = set()
    for last in _LAST_NAMES:
        for node in model.calls_named(last):
            for argument, literal in _paths(ctx, node):
                if literal in told or ctx.is_container_path(str(literal.value)):
                    continue
                told.add(literal)
                yield _finding(ctx, ctx.call(node), argument, literal)


def _paths(ctx: Context, node: ast.Call) -> Iterator[tuple[ast.expr, ast.Constant]]:
    """The paths of one machine that a call is given, with the literals that they begin with."""
    # Most calls are given something that is no literal path: what they call is asked last.
    for place in (0, 1):
        for argument in path_arguments(node, place):
            literal = path_start(ctx, argument)
            if literal is None or not is_of_one_machine(str(literal.value)):
                continue
            call = ctx.call(node)
            if call.name in _POSITIONS and argument in path_arguments(node, _POSITIONS[call.name]):
                yield argument, literal


def _finding(ctx: Context, call: Call, argument: ast.expr, literal: ast.Constant) -> Finding:
    text = str(literal.value)
    shown = text if len(text) <= 40 else f"{text[:37]}..."
    name = (call.name or "").removeprefix("builtins.")
    where = ctx.parent(literal) if isinstance(ctx.parent(literal), ast.JoinedStr) else literal
    assert where is not None
    return Finding(
        where,
        f"`{shown}` is on one machine only, and `{name}` fails on every other",
        fix=lambda: moving_plan(ctx, call, argument, literal),
    )
