"""Data is run as code by `eval`.

## Why is this bad?

`df["shape"].apply(eval)` runs whatever stands in the cells, `eval(args.layers)` whatever stands on the command line.
Data comes from people and other systems; one cell that reads `__import__("os").system("…")` is enough. It is slow as
well, and a typo in a row becomes a `NameError` in the middle of a run.

## When to ignore it

The text is written by the same program and cannot come from outside. Then `json` is still the better format.

## Fix safety

`ast.literal_eval` reads numbers, text, lists, tuples, dicts, sets, booleans and `None`, and raises for anything else:
expressions such as `2 * 3` or names of classes stop working.
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
    FixPlan,
    SyntaxIndex,
    calls,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.security._origins import comes_from_outside

_APPLYING = tuple(
    f"pandas.{owner}.{method}"
    for owner, methods in (("Series", ("apply", "map")), ("DataFrame", ("apply", "map", "applymap")))
    for method in methods
)


def _may_evaluate(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a call with arguments in a file that mentions the builtin: `model.eval()` does not."""
    has_arguments = bool(node.args or node.keywords)
    return has_arguments and ("eval" in index.names or "builtins" in index.names)


@rule(
    code="MLX108",
    name="eval-of-data-values",
    category=Category.SECURITY,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("eval", "argparse.ArgumentParser.add_argument", *_APPLYING, only=_may_evaluate),
    see=("ruff:S307",),
    examples=(
        Example(
            bad="""
                import pandas as pd

                images = pd.read_parquet("images.parquet")
                images["shape"] = images["shape"].apply(eval)
                """,
            good="""
                import ast
                import pandas as pd

                images = pd.read_parquet("images.parquet")
                images["shape"] = images["shape"].apply(ast.literal_eval)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                with open("reviews.txt") as file:
                    reviews = [eval(line.strip()) for line in file]
                """,
            good="""
                import ast
                with open("reviews.txt") as file:
                    reviews = [ast.literal_eval(line.strip()) for line in file]
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import argparse

                parser = argparse.ArgumentParser()
                args = parser.parse_args()
                layers = eval(args.layers)
                """,
            good="""
                import argparse
                import ast

                parser = argparse.ArgumentParser()
                args = parser.parse_args()
                layers = ast.literal_eval(args.layers)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    function = _evaluating(call, ctx)
    if function is None:
        return
    yield Finding(
        function,
        "`eval` runs what stands in the data as code",
        fix=_literal(function, ctx),
    )


def _evaluating(call: Call, ctx: Context) -> ast.expr | None:
    """The `eval` that a call applies to data: itself, or the function it is given."""
    if call.name == "builtins.eval":
        # With a namespace of its own the author has thought about it; general scanners speak there.
        is_data = (
            len(call.node.args) == 1 and not call.node.keywords and comes_from_outside(call.node.args[0], ctx)
        )
        return call.node.func if is_data else None
    given = (
        call.argument("type") if call.name == "argparse.ArgumentParser.add_argument" else call.positional(0)
    )
    if given is None:
        return None
    if isinstance(given, ast.Lambda):
        body = given.body
        if not isinstance(body, ast.Call) or ctx.called(body) != "builtins.eval" or len(body.args) != 1:
            return None
        argument = body.args[0]
        is_own = isinstance(argument, ast.Name) and argument.id in {a.arg for a in given.args.args}
        return body.func if is_own else None
    return given if ctx.qualified_name(given) == "builtins.eval" else None


def _literal(function: ast.expr, ctx: Context) -> FixPlan:
    reach = ctx.reach("ast")
    return unsafe_fix("Read literals only", replace(function, f"{reach.text}.literal_eval"), *reach.verbs)
