"""A function that reads data of its module hides what it depends on.

## Why is this bad?

`def revenue(year)` looks as if it needed a year. If its body reads the module's `df`, it needs a frame too: one that
must have been loaded before, under that name, in this process. Nothing in the signature says so. The function cannot
be tested with a small frame or used for a second data set. In a notebook it silently works on whatever the cell that
was run last has left in `df`, so results depend on the order of clicks. Models, loaders, optimisers, open connections
and mutable settings have the same effect.

Reported are values that certainly are data, a model, a connection or a mapping of settings. Constants, loggers and
compiled patterns are not, and neither are modules that use a web or application framework, where functions share
what was loaded at start-up on purpose.

## When to ignore it

The value is made once and never changes, and passing it to each of many functions would say nothing: a constant
table, for instance. Give it an upper-case name, and make it from literals or an immutable type.

## Fix safety

The value becomes a parameter behind the others (keyword-only where there are defaults), and every call in the file
passes it, from the place that binds it down to the function. References as callbacks become `functools.partial`.
Code that calls the function from outside of the project has to pass the argument too. There is no fix when the
function is mentioned in another file, decorated, a method, or looked up by name, or when the variable is bound
again between two calls.
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
    Place,
    Practice,
    SemanticModel,
    module,
    rule,
)
from mllint_rules.rules.structure._capture_repair import CaptureRepair
from mllint_rules.rules.structure._captures import Capture, captures, function_name, writer_of
from mllint_rules.rules.structure._data_kinds import data_kind, is_service


@rule(
    code="MLG101",
    name="captured-global-data",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)),
    in_tests=False,
    see=("ruff:PLW0603", "sonar:S6911"),
    examples=(
        Example(
            bad="""
                import pandas as pd

                df = pd.read_csv("orders.csv")


                def revenue(year):
                    return df[df["year"] == year]["price"].sum()


                total = revenue(2020) + revenue(2021)
                """,
            good="""
                import pandas as pd

                df = pd.read_csv("orders.csv")


                def revenue(year, df: pd.DataFrame):
                    return df[df["year"] == year]["price"].sum()


                total = revenue(2020, df=df) + revenue(2021, df=df)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import functools

                config = {"rate": 0.5, "steps": 3}


                def step(value, scale=1.0):
                    return value * scale * config["rate"]


                total = functools.reduce(max, map(step, [1.0, 2.0]))
                """,
            good="""
                import functools

                config = {"rate": 0.5, "steps": 3}


                def step(value, scale=1.0, *, config: dict[str, float]):
                    return value * scale * config["rate"]


                total = functools.reduce(max, map(functools.partial(step, config=config), [1.0, 2.0]))
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if is_service(ctx):
        return
    # A function that rebinds the name itself is the business of `rebound-global-data`.
    found = {
        capture: kind
        for capture, kind in captures(ctx, data_kind)
        if all(writer_of(ctx, binding) is not capture.function for binding in capture.bindings)
    }
    repair = CaptureRepair(ctx, tuple(found))
    for capture, kind in found.items():
        yield Finding(
            capture.reads[0],
            _message(ctx, capture, kind),
            fix=partial(repair.plan, capture),
            related=tuple(Place(each.node, "bound here") for each in capture.bindings[:1]),
        )


def _message(ctx: Context, capture: Capture, kind: str) -> str:
    function = function_name(ctx, capture.function)
    if any(_is_item_written(ctx, read) for read in capture.reads):
        return (
            f"`{function}` changes the {kind} `{capture.name}` of the module in place, which no caller can see "
            "from its signature"
        )
    return (
        f"`{function}` reads the {kind} `{capture.name}` of the module, so its result depends on something that "
        "is not in its signature"
    )


def _is_item_written(ctx: Context, read: ast.Name) -> bool:
    node: ast.AST = read
    parent = ctx.parent(node)
    while isinstance(parent, (ast.Attribute, ast.Subscript)) and parent.value is node:
        if not isinstance(parent.ctx, ast.Load):
            return True
        node, parent = parent, ctx.parent(parent)
    return False
