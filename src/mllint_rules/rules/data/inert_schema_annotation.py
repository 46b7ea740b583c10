"""An annotation states a schema or a shape that nothing checks.

## Why is this bad?

`DataFrame[Orders]`, `Float[Array, "batch dim"]` and `Annotated[int, Field(gt=0)]` read like a promise, but Python
ignores annotations when it calls a function. Without a decorator that looks at them a frame without the columns, an
array of another shape or a negative number goes through, and readers believe that it cannot.

## When to ignore it

An import hook checks the annotations of the whole package, or the annotation is meant as a comment and another
place checks the data.

## Fix safety

The decorator checks every call from now on: data that does not fit raises an error where it went through before.

## References

- pandera documentation, `check_types`
- jaxtyping documentation, "Runtime type checking"
"""

from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    functions,
    rule,
)
from mllint_rules.rules.data._checking_decorators import decorator_plan
from mllint_rules.rules.data._inert import Function, annotated_parts, is_checked_elsewhere, is_declaration


@rule(
    code="MLD112",
    name="inert-schema-annotation",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=functions(),
    in_tests=False,
    imports=("pandera", "jaxtyping", "pydantic", "beartype"),
    examples=(
        Example(
            bad="""
                import pandera.pandas as pa
                from pandera.typing import DataFrame


                class Orders(pa.DataFrameModel):
                    price: float


                def total(orders: DataFrame[Orders]) -> float:
                    return orders["price"].sum()
                """,
            good="""
                import pandera.pandas as pa
                from pandera.typing import DataFrame


                class Orders(pa.DataFrameModel):
                    price: float


                @pa.check_types(lazy=True)
                def total(orders: DataFrame[Orders]) -> float:
                    return orders["price"].sum()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from typing import Annotated

                from pydantic import Field


                def take(count: Annotated[int, Field(gt=0)]) -> list[int]:
                    return list(range(count))
                """,
            good="""
                from typing import Annotated

                from pydantic import Field
                from pydantic import validate_call


                @validate_call
                def take(count: Annotated[int, Field(gt=0)]) -> list[int]:
                    return list(range(count))
                """,
            fixed=True,
        ),
    ),
)
def check(function: Function, ctx: Context) -> Iterator[Finding]:
    parts = annotated_parts(ctx, function)
    if not parts or is_declaration(ctx, function):
        return
    library, annotation, name = parts[0]
    if is_checked_elsewhere(ctx, function, library, annotation, name):
        return
    yield Finding(
        annotation,
        f"nothing checks the annotation `{ctx.source(annotation)}`: data that does not fit passes without an error",
        fix=lambda: decorator_plan(ctx, function, library),
    )
