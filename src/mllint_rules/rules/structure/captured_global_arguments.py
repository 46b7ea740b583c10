"""Functions that read the parsed arguments as a global need a command line to be called.

## Why is this bad?

`args = parser.parse_args()` at module level makes every function that reads `args.lr` depend on the command line of
the process. Importing the module in a test or a notebook parses the arguments of pytest or Jupyter, and fails. Two
runs with different settings cannot live in one program, and no signature says which of thirty options a function
looks at. The same holds for a configuration that is read from a file into a global.

## When to ignore it

The object is a frozen settings class that is made as a constant of the module, or the file is a throw-away script.

## Fix safety

Every function that reads the object gets it as a parameter, through all calls in the file; functions that read one
or two options of a parser get those alone, as keyword-only parameters. The statements that build the parser move
into `parse_args()`. Options that were read late, after something had changed them, are now read at the call. There
is no fix when such a function is mentioned in another file, decorated, a method, or looked up by name.
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
from mllint_rules.rules.structure._argument_kinds import argument_kind
from mllint_rules.rules.structure._argument_repair import plan_arguments
from mllint_rules.rules.structure._captures import Capture, captures, function_name
from mllint_rules.rules.structure._data_kinds import is_service


@rule(
    code="MLG102",
    name="captured-global-arguments",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import argparse

                parser = argparse.ArgumentParser()
                parser.add_argument("--lr", type=float, default=0.1)
                parser.add_argument("--epochs", type=int, default=3)
                args = parser.parse_args()


                def step(weight):
                    return weight - args.lr


                def train(weight):
                    for _ in range(args.epochs):
                        weight = step(weight)
                    return weight


                if __name__ == "__main__":
                    train(1.0)
                """,
            good="""
                import argparse


                def parse_args() -> argparse.Namespace:
                    \"\"\"Read the command line.\"\"\"
                    parser = argparse.ArgumentParser()
                    parser.add_argument("--lr", type=float, default=0.1)
                    parser.add_argument("--epochs", type=int, default=3)
                    return parser.parse_args()


                def step(weight, *, lr: float):
                    return weight - lr


                def train(weight, *, epochs: int, lr: float):
                    for _ in range(epochs):
                        weight = step(weight, lr=lr)
                    return weight


                if __name__ == "__main__":
                    args = parse_args()
                    train(1.0, epochs=args.epochs, lr=args.lr)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import yaml

                config = yaml.safe_load(open("config.yaml"))


                def is_large(batch):
                    return len(batch) > config["batch_size"]


                large = is_large([1, 2, 3])
                """,
            good="""
                import yaml

                config = yaml.safe_load(open("config.yaml"))


                def is_large(batch, config):
                    return len(batch) > config["batch_size"]


                large = is_large([1, 2, 3], config=config)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if is_service(ctx):
        return
    kinds: dict[str, str] = {}
    by_name: dict[str, list[Capture]] = {}
    for capture, kind in captures(ctx, argument_kind):
        if kind != "command-line flags" or not _is_application(ctx, capture):
            kinds[capture.name] = kind
            by_name.setdefault(capture.name, []).append(capture)
    for name, found in by_name.items():
        yield Finding(
            found[0].bindings[0].node,
            _message(ctx, kinds[name], found),
            fix=None if kinds[name] == "command-line flags" else partial(plan_arguments, ctx, found),
            related=tuple(
                Place(each.reads[0], f"read in `{function_name(ctx, each.function)}`") for each in found
            ),
        )


def _message(ctx: Context, kind: str, found: list[Capture]) -> str:
    first = f"`{function_name(ctx, found[0].function)}`"
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    verb = "read" if more else "reads"
    return (
        f"{first}{more} {verb} the {kind} `{found[0].name}` of the module, so calling it anywhere else needs "
        "that global to be there"
    )


def _is_application(ctx: Context, capture: Capture) -> bool:
    """Whether this is the `main(argv)` that absl calls after it has parsed the flags."""
    function = capture.function
    return isinstance(function, ast.FunctionDef) and function.name == "main" and len(function.args.args) == 1
