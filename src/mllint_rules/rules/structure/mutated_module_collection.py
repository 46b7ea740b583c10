"""A list or dict of the module that functions fill holds what was put there by whoever called before.

## Why is this bad?

`results = []` at the top of a module and `results.append(score)` in a function: the function gives its result to
nobody in particular. A second run in the same process goes on with the results of the first, workers of a pool each
fill a list of their own that nobody reads, and a test has to know that the list must be emptied.

## When to ignore it

The collection is a register that decorators or `register_…` functions fill while modules are imported, or a cache that
is filled on first use: these are not reported.

## Fix safety

The collection becomes a parameter of the functions that use it, and every call passes it, as in
`captured-global-data`. There is no fix when a function is mentioned in another file, decorated, a method, or looked
up by name.
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
from mllint_rules.rules.structure._captures import Capture, function_name
from mllint_rules.rules.structure._data_kinds import is_service
from mllint_rules.rules.structure._filled_collections import filled_collections


@rule(
    code="MLG104",
    name="mutated-module-collection",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(holding=(ast.FunctionDef, ast.AsyncFunctionDef)),
    in_tests=False,
    examples=(
        Example(
            bad="""
                scores = []


                def evaluate(model, parts):
                    for part in parts:
                        scores.append(model.score(part))


                evaluate(max, [1, 2])
                print(scores)
                """,
            good="""
                scores = []


                def evaluate(model, parts, scores):
                    for part in parts:
                        scores.append(model.score(part))


                evaluate(max, [1, 2], scores=scores)
                print(scores)
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if is_service(ctx):
        return
    found = list(filled_collections(ctx))
    repair = CaptureRepair(ctx, tuple(capture for each in found for capture in each.captures))
    for each in found:
        capture = each.writer
        yield Finding(
            each.write,
            _message(ctx, capture, each.kind),
            fix=partial(repair.plan, capture),
            related=tuple(Place(binding.node, "made here") for binding in capture.bindings[:1]),
        )


def _message(ctx: Context, capture: Capture, kind: str) -> str:
    function = function_name(ctx, capture.function)
    return (
        f"`{function}` writes into the {kind} `{capture.name}` of the module, where what earlier calls left "
        "behind stays for the next ones"
    )
