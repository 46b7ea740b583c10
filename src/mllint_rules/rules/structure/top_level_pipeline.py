"""A program whose steps stand at the top level of its file cannot be tested, imported or run in parts.

## Why is this bad?

The script began as a notebook: it reads, cleans, splits, fits and writes, one statement below the other. All names
are global, so every step may depend on every other one. Nothing can be called with other data or other settings,
a test cannot import the file without running all of it, and the only way to try the last step again is to wait for
the first ones.

## When to ignore it

The file is short and stays so, or it is an example for readers. Folders with examples are left out by an option;
files that use a framework which runs them from top to bottom (Streamlit) are not reported.

## Fix safety

The steps move into functions, one per stage, that a new `main()` calls under the main guard. Whoever imports the
file does not run it any more. Literals such as paths and learning rates become keyword parameters of `main` with the
old values as defaults. There is no fix when functions of the file or other files use what the steps bind, when there
is a `main` already, or when names are looked up by text (`exec`, `globals()`, star imports).

## Options
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
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
from mllint_rules.rules.structure._main_extraction import plan_main
from mllint_rules.rules.structure._pipeline_shape import lies_in, pipeline_shape, runs_top_level_on_purpose


@dataclass(frozen=True)
class Options:
    """What counts as a program."""

    folders: tuple[str, ...] = field(
        default=("doc", "docs", "demo", "demos", "example", "examples", "gallery", "tutorial", "tutorials"),
        metadata={"doc": "Folders with examples for readers, which are left out."},
    )


@rule(
    code="MLG106",
    name="top-level-pipeline",
    category=Category.DESIGN,
    practice=Practice.LOOSE_COUPLING,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=module(holding=(ast.Call,)),
    in_tests=False,
    options=Options,
    overrides=("import-time-pipeline",),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import LinearRegression
                from sklearn.metrics import r2_score
                from sklearn.model_selection import train_test_split

                df = pd.read_csv("orders.csv")

                # Clean the orders
                df = df.dropna()
                df["total"] = df["price"] * df["amount"]

                train_part, test_part = train_test_split(df, random_state=0)
                model = LinearRegression()
                model.fit(train_part[["total"]], train_part["returned"])
                print(r2_score(test_part["returned"], model.predict(test_part[["total"]])))
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import LinearRegression
                from sklearn.metrics import r2_score
                from sklearn.model_selection import train_test_split


                def load_data(path: str) -> pd.DataFrame:
                    df = pd.read_csv(path)
                    return df


                def clean_orders(df: pd.DataFrame) -> pd.DataFrame:
                    # Clean the orders
                    df = df.dropna()
                    df["total"] = df["price"] * df["amount"]
                    return df


                def split(df: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
                    train_part, test_part = train_test_split(df, random_state=0)
                    return train_part, test_part


                def train(train_part: pd.DataFrame) -> LinearRegression:
                    model = LinearRegression()
                    model.fit(train_part[["total"]], train_part["returned"])
                    return model


                def evaluate(test_part: pd.DataFrame, model: LinearRegression) -> None:
                    print(r2_score(test_part["returned"], model.predict(test_part[["total"]])))


                def main(*, path: str = "orders.csv") -> None:
                    df = load_data(path)
                    df = clean_orders(df)
                    train_part, test_part = split(df)
                    model = train(train_part)
                    evaluate(test_part, model)


                if __name__ == "__main__":
                    main()
                """,
            fixed=True,
        ),
    ),
)
def check(model: SemanticModel, ctx: Context) -> Iterator[Finding]:
    steps = pipeline_shape(ctx)
    if not steps or runs_top_level_on_purpose(ctx):
        return
    if lies_in(ctx, ctx.options(Options).folders):
        return
    stages = list(dict.fromkeys(stage for _, stage in steps))
    first = steps[0][0]
    yield Finding(
        first.targets[0] if isinstance(first, ast.Assign) else first,
        f"The steps of this program ({', '.join(stages)}) stand at the top level of the file, "
        "so none of them can be called, tested or imported",
        fix=partial(plan_main, ctx),
        related=tuple(
            Place(next(each for each, found in steps if found == stage), f"{stage} here")
            for stage in stages[1:]
        ),
    )
