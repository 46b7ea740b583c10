"""The validated data is thrown away and the unchecked data is used on.

## Why is this bad?

A schema that converts types, drops columns or rows, fills defaults or runs parsers returns a corrected copy. Called
as a bare statement, `Schema.validate(df)` checks the copy and forgets it: the code behind it works on the old frame,
with prices that are still text and columns that were to be removed. The same holds for a pydantic model built from a
mapping that is then read on key by key: the conversions and defaults of the model never reach the program.

## When to ignore it

The check alone is wanted and the schema is not meant to change anything.

## Fix safety

The name is bound to what the schema returns, so the code behind it sees converted types and filtered columns, which
is what the schema promises, but not what the program did so far. For models the later accesses by key become
accesses of the model's attributes.

## References

- pandera documentation, "Data Type Coercion" and "Preprocessing with Parsers"
"""

import ast
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Span,
    nodes,
    replace_span,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.data._discarded import (
    is_assignable,
    later_uses,
    model_plan,
    named_data,
    schema_called,
)


@rule(
    code="MLD113",
    name="discarded-validation-result",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.Expr),
    in_tests=False,
    imports=("pandera", "pydantic"),
    examples=(
        Example(
            bad="""
                import pandas as pd
                import pandera.pandas as pa


                class Orders(pa.DataFrameModel):
                    price: float

                    class Config:
                        coerce = True


                def total(path: str) -> float:
                    orders = pd.read_csv(path, dtype="string")
                    Orders.validate(orders, lazy=True)
                    return orders["price"].sum()
                """,
            good="""
                import pandas as pd
                import pandera.pandas as pa


                class Orders(pa.DataFrameModel):
                    price: float

                    class Config:
                        coerce = True


                def total(path: str) -> float:
                    orders = pd.read_csv(path, dtype="string")
                    orders = Orders.validate(orders, lazy=True)
                    return orders["price"].sum()
                """,
            fixed=True,
        ),
        Example(
            bad="""
                from pydantic import BaseModel


                class Order(BaseModel):
                    quantity: int
                    price: float


                def total(record: dict[str, str]) -> float:
                    Order.model_validate(record)
                    return record["quantity"] * record["price"]
                """,
            good="""
                from pydantic import BaseModel


                class Order(BaseModel):
                    quantity: int
                    price: float


                def total(record: dict[str, str]) -> float:
                    order = Order.model_validate(record)
                    return order.quantity * order.price
                """,
            fixed=True,
        ),
    ),
)
def check(statement: ast.Expr, ctx: Context) -> Iterator[Finding]:
    call = statement.value
    if not isinstance(call, ast.Call) or not ctx.is_discarded(call):
        return
    schema, is_model = schema_called(ctx, call)
    if schema is None or ctx.expects_failure(statement):
        return
    data = named_data(call)
    if data is None or any(keyword.arg in ("inplace", None) for keyword in call.keywords):
        return
    uses = later_uses(ctx, statement, data)
    if not uses:
        return
    if is_model:
        message = (
            f"the result of `{ctx.source(call.func)}` is thrown away and the unchecked mapping is read on"
        )
        yield Finding(call, message, fix=lambda: model_plan(ctx, call, schema, uses))
    else:
        message = f"`{schema.name.rpartition('.')[2]}` returns a corrected frame, which is thrown away here"
        start = ctx.model.span(statement).start
        can_assign = is_assignable(ctx, data)
        verb = replace_span(Span(start, start), f"{ctx.source(data)} = ")
        yield Finding(call, message, fix=unsafe_fix("Use the validated frame", verb) if can_assign else None)
