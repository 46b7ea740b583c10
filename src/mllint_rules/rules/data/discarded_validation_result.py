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
    FixPlan,
    Span,
    Verb,
    nodes,
    replace,
    replace_span,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.data._schemas import Schema, schema_of
from mllint_rules.rules.data._syntax import position

_MODEL_METHODS = ("model_validate", "parse_obj")


@rule(
    code="MLD113",
    name="discarded-validation-result",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=nodes(ast.Expr),
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
    if not isinstance(call, ast.Call) or ctx.is_test or not ctx.is_discarded(call):
        return
    schema, is_model = _schema_called(ctx, call)
    if schema is None or _is_expected_to_fail(ctx, statement):
        return
    data = _data(call)
    if data is None or any(keyword.arg in ("inplace", None) for keyword in call.keywords):
        return
    uses = _later_uses(ctx, statement, data)
    if not uses:
        return
    if is_model:
        message = f"the result of `{ctx.source(call.func)}` is thrown away and the unchecked mapping is read on"
        yield Finding(call, message, fix=lambda: _model_plan(ctx, call, schema, uses))
    else:
        message = f"`{schema.name.rpartition('.')[2]}` returns a corrected frame, which is thrown away here"
        start = ctx.model.span(statement).start
        can_assign = _is_assignable(ctx, data)
        verb = replace_span(Span(start, start), f"{ctx.source(data)} = ")
        yield Finding(call, message, fix=unsafe_fix("Use the validated frame", verb) if can_assign else None)


def _schema_called(ctx: Context, call: ast.Call) -> tuple[Schema | None, bool]:
    """The schema whose validation is called, and whether it is that of a mapping."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in ("validate", *_MODEL_METHODS):
        schema = schema_of(ctx, function.value)
        is_model = function.attr in _MODEL_METHODS
    else:
        schema, is_model = schema_of(ctx, function), False
    if schema is None or (schema.library == "pydantic") is not is_model:
        return None, False
    return (schema, is_model) if is_model or (schema.library == "pandera" and schema.changes) else (None, False)


def _is_expected_to_fail(ctx: Context, statement: ast.stmt) -> bool:
    """Whether the statement stands in `with pytest.raises(…)`, or in a `try` that only asks whether data is valid."""
    for parent in ctx.ancestors(statement):
        if isinstance(parent, ast.With):
            for item in parent.items:
                if ctx.called(item.context_expr) in ("pytest.raises", "contextlib.suppress"):
                    return True
    return False


def _data(call: ast.Call) -> ast.Name | ast.Attribute | None:
    """What is validated, when it has a name."""
    value = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg in ("check_obj", "obj")), None)
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
        return value
    return value if isinstance(value, ast.Name) else None


def _later_uses(ctx: Context, statement: ast.stmt, data: ast.Name | ast.Attribute) -> list[ast.expr]:
    """The reads of the same data behind the statement."""
    if isinstance(data, ast.Name):
        found: dict[ast.expr, None] = {}
        for definition in ctx.definitions(data):
            found |= dict.fromkeys(ctx.uses(definition))
        same: list[ast.expr] = list(found)
    else:
        text = ast.unparse(data)
        same = [node for node in ctx.model.index.nodes(ast.Attribute) if ast.unparse(node) == text]
    function = ctx.function_of(statement)
    return [
        node
        for node in same
        if position(node) > position(statement)
        and ctx.statement(node) is not statement
        and ctx.function_of(node) is function
    ]


def _is_assignable(ctx: Context, data: ast.Name | ast.Attribute) -> bool:
    """Whether assigning the name changes what the code behind it reads: not a global seen from a function."""
    if isinstance(data, ast.Attribute):
        return True
    scope = ctx.model.names.scopes.scope_of(data)
    return all(definition.scope is scope.frame for definition in ctx.definitions(data))


def _model_plan(ctx: Context, call: ast.Call, schema: Schema, uses: list[ast.expr]) -> FixPlan | None:
    """Keep the model and read its attributes; None when the mapping is used in another way than by literal keys."""
    assert isinstance(schema.node, ast.ClassDef)
    attributes = _attributes(ctx, schema)
    name = _model_name(ctx, schema.node.name)
    start = ctx.model.span(call).start
    verbs: list[Verb] = [replace_span(Span(start, start), f"{name} = ")]
    for use in uses:
        access = ctx.parent(use)
        if not isinstance(use, ast.Name) or len(ctx.definitions(use)) != 1:
            return None
        if not isinstance(access, ast.Subscript) or access.value is not use or not isinstance(access.ctx, ast.Load):
            return None
        key = ctx.value_of(access.slice)
        if key not in attributes:
            return None
        verbs.append(replace(access, f"{name}.{key}"))
    return unsafe_fix("Read the attributes of the validated model", *verbs)


def _attributes(ctx: Context, schema: Schema) -> set[str]:
    """The fields whose attribute is called like their key."""
    classes = ctx.model.classes.by_name
    bodies = [classes[base].body for base in ctx.model.bases(schema.name) if base in classes]
    named = {
        statement.target.id
        for body in bodies
        for statement in body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    return named & schema.columns.keys()


def _model_name(ctx: Context, model: str) -> str:
    snake = "".join("_" + letter.lower() if letter.isupper() else letter for letter in model).strip("_")
    return ctx.fresh_name(snake if snake != model else f"{model}_model")
