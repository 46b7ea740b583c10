"""Hyperparameters that stand in the bodies of functions cannot be listed, changed together or logged.

## Why is this bad?

Which learning rate did the last run have? Which batch size, how many trees? When the numbers stand where they are
used, the answer is spread over the functions of the program. A search cannot vary them, a tracker cannot record
them, and the copy in the evaluation code keeps the old value when somebody changes the other one.

Reported are programs that train something with numbers for such parameters (`lr`, `batch_size`, `n_estimators` …) in
two or more calls inside of functions, at the first of them.

## When to ignore it

The numbers belong to a method that is always used like this. Layers of a network are not reported, nor are parameters
with defaults, constants and configuration objects.

## Fix safety

The numbers become fields of a frozen dataclass, with the old values as defaults, and the functions get one object
from where the program starts. There is no fix when a function may be called from elsewhere, is decorated, or when the
module has a class for its configuration already.

## Options
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    FixUnavailable,
    Place,
    SemanticModel,
    Verb,
    insert_before,
    is_position_known,
    module,
    replace,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.structure._hyperparameters import Hyperparameter, hyperparameters
from mllint_rules.rules.structure._pipeline_shape import lies_in
from mllint_rules.rules.structure._routes import find_route
from mllint_rules.rules.structure._threading import Threading, Value

_FEWEST_CALLS = 2


@dataclass(frozen=True)
class Options:
    """Where numbers are allowed."""

    folders: tuple[str, ...] = field(
        default=("doc", "docs", "demo", "demos", "example", "examples", "gallery", "tutorial", "tutorials"),
        metadata={"doc": "Folders with examples for readers, which are left out."},
    )


@rule(
    code="MLG110",
    name="scattered-hyperparameters",
    category=Category.DESIGN,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(holding=(ast.keyword,)),
    in_tests=False,
    imports=(
        "catboost",
        "keras",
        "lightgbm",
        "lightning",
        "pytorch_lightning",
        "sklearn",
        "tensorflow",
        "torch",
        "xgboost",
    ),
    options=Options,
    see=("scicode-lint:rep-003",),
    examples=(
        Example(
            bad="""
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split


                def split(rows):
                    return train_test_split(rows, test_size=0.2)


                def train(X, y):
                    return LogisticRegression(max_iter=300, C=8).fit(X, y)


                def main():
                    left, right = split([[1], [2]])
                    print(train(left, [0]), right)


                if __name__ == "__main__":
                    main()
                """,
            good="""
                from dataclasses import dataclass
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split


                @dataclass(frozen=True, slots=True, kw_only=True)
                class TrainingConfig:
                    \"\"\"What a run of the program may vary.\"\"\"

                    test_size: float = 0.2
                    max_iter: int = 300
                    C: int = 8


                def split(rows, config: TrainingConfig):
                    return train_test_split(rows, test_size=config.test_size)


                def train(X, y, config: TrainingConfig):
                    return LogisticRegression(max_iter=config.max_iter, C=config.C).fit(X, y)


                def main(config: TrainingConfig):
                    left, right = split([[1], [2]], config=config)
                    print(train(left, [0], config=config), right)


                if __name__ == "__main__":
                    main(config=TrainingConfig())
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory or lies_in(ctx, ctx.options(Options).folders):
        return
    found = hyperparameters(ctx)
    if (
        len({each.call for each in found}) < _FEWEST_CALLS
        or len({each.name for each in found}) < _FEWEST_CALLS
    ):
        return
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(each.name for each in found))
    yield Finding(
        found[0].value,
        f"The hyperparameters {names} stand as numbers in {len({each.call for each in found})} calls, "
        "so nobody can list, vary or log them",
        fix=partial(_fix, ctx, found),
        related=tuple(Place(each.value, f"`{each.name}` here") for each in found[1:]),
    )


def _fix(ctx: Context, found: Sequence[Hyperparameter]) -> FixPlan:
    if any(name.endswith("Config") for name in ctx.model.names.scopes.module.bindings):
        raise FixUnavailable("there is a class for the configuration already")
    if not all(is_position_known(ctx, each.value) for each in found):
        raise FixUnavailable("the place inside an f-string is not known")
    owner, parameter = ctx.fresh_name("TrainingConfig"), ctx.fresh_name("config")
    fields = _fields(ctx, found)
    threading = Threading()
    value = Value(parameter, f"{owner}()", owner)
    for function in dict.fromkeys(each.function for each in found):
        threading.add(find_route(ctx, function), value)
    if any(ctx.is_script(function) for function in threading.needs):
        raise FixUnavailable("the packaging calls a function without arguments")
    first = min((ctx.top_statement(function) for function in threading.needs), key=lambda node: node.lineno)
    for site in threading.sites.values():
        if site.frame is None and ctx.top_statement(site.reference).lineno < first.lineno:
            raise FixUnavailable("a function is used before it is defined")
    decorator = ctx.reach("dataclasses", "dataclass")
    lines = [
        f"@{decorator.text}(frozen=True, slots=True, kw_only=True)",
        f"class {owner}:",
        '    """What a run of the program may vary."""',
        "",
        *(f"    {name}: {each.annotation} = {ctx.source(each.value)}" for name, each in fields.items()),
    ]
    verbs: list[Verb] = [*decorator.verbs, insert_before(first, "\n".join(lines) + "\n\n\n")]
    names = {id(each): name for name, each in _named(ctx, found)}
    verbs += [replace(each.value, f"{parameter}.{names[id(each)]}") for each in found]
    return unsafe_fix("Collect them in a dataclass", *verbs, *threading.verbs(ctx))


def _named(ctx: Context, found: Sequence[Hyperparameter]) -> Iterator[tuple[str, Hyperparameter]]:
    """Each number with its field: one field for a keyword, and one more for each other value of it."""
    values: dict[str, str] = {}
    for each in found:
        source = ctx.source(each.value)
        name = each.name
        if values.setdefault(name, source) != source:
            name = f"{each.function.name}_{each.name}"
        number = 1
        while values.setdefault(name, source) != source:
            number += 1
            name = f"{each.function.name}_{each.name}_{number}"
        yield name, each


def _fields(ctx: Context, found: Sequence[Hyperparameter]) -> dict[str, Hyperparameter]:
    fields: dict[str, Hyperparameter] = {}
    for name, each in _named(ctx, found):
        fields.setdefault(name, each)
    return fields
