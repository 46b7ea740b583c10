"""Data that failed its validation is used on.

## Why is this bad?

The schema said no, the handler wrote a line into the log, and the next statement works on the very data that was
refused. All the cost of a validation is paid and none of its protection is left; and because there is a schema,
everybody believes that the data behind it is good.

## When to ignore it

The validation is being tried out, and its result is watched for some time before it may stop the program.

## Fix safety

The error goes on to whoever called the function, which stops a program that went on before.

## References

- pandera documentation, "Error Reports"
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
    Place,
    insert_after,
    nodes,
    position,
    replace,
    rule,
    table,
    unsafe_fix,
)

_TELLING = frozenset(
    {
        "print",
        "debug",
        "info",
        "warning",
        "warn",
        "error",
        "exception",
        "critical",
        "log",
        "echo",
        "print_exc",
        "secho",
    }
)


@rule(
    code="MLD114",
    name="ignored-validation-failure",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=nodes(ast.ExceptHandler),
    in_tests=False,
    imports=("pandera", "pydantic", "jsonschema", "marshmallow"),
    examples=(
        Example(
            bad="""
                import logging

                import pandas as pd
                import pandera.pandas as pa

                logger = logging.getLogger(__name__)


                class Orders(pa.DataFrameModel):
                    price: float


                def total(orders: pd.DataFrame) -> float:
                    try:
                        orders = Orders.validate(orders, lazy=True)
                    except pa.errors.SchemaErrors as error:
                        logger.warning("bad orders: %s", error)
                    return orders["price"].sum()
                """,
            good="""
                import logging

                import pandas as pd
                import pandera.pandas as pa

                logger = logging.getLogger(__name__)


                class Orders(pa.DataFrameModel):
                    price: float


                def total(orders: pd.DataFrame) -> float:
                    try:
                        orders = Orders.validate(orders, lazy=True)
                    except pa.errors.SchemaErrors as error:
                        logger.warning("bad orders: %s", error)
                        raise
                    return orders["price"].sum()
                """,
            fixed=True,
        ),
    ),
)
def check(handler: ast.ExceptHandler, ctx: Context) -> Iterator[Finding]:
    # A notebook shows what a schema refuses.
    if (
        ctx.is_exploratory
        or handler.type is None
        or not all(_only_tells(statement) for statement in handler.body)
    ):
        return
    if not _catches_validation(ctx, handler.type):
        return
    block = ctx.parent(handler)
    use = _later_use(ctx, block) if isinstance(block, ast.Try) else None
    if use is not None:
        yield Finding(
            handler.type,
            f"the failure is only noted, and `{ctx.source(use)}` is used although its validation failed",
            fix=_plan(handler),
            related=(Place(use, "the refused data is used here"),),
        )


def _only_tells(statement: ast.stmt) -> bool:
    """Whether a statement does no more than writing about the failure."""
    if isinstance(statement, ast.Pass):
        return True
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    if isinstance(value, ast.Constant):
        return True
    if not isinstance(value, ast.Call):
        return False
    function = value.func
    return (function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")) in _TELLING


def _catches_validation(ctx: Context, kind: ast.expr) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    errors = table("validation")["errors"]["names"]
    return any(ctx.qualified_name(each) in errors for each in kinds)


def _later_use(ctx: Context, block: ast.Try) -> ast.Name | None:
    """The first read behind the block of something that was validated in it."""
    if any(isinstance(node, ast.Return) for statement in block.body for node in ctx.walk(statement)):
        # What comes behind is the way without a validated result.
        return None
    validated = {
        name.id
        for statement in block.body
        for node in ctx.walk(statement)
        if isinstance(node, ast.Call) and _validates(node)
        for name in _given(node)
    }
    if not validated:
        return None
    following = set(_following(ctx, block))
    found = [
        use
        for name in validated
        for use in ctx.model.index.names.get(name, ())
        if isinstance(use.ctx, ast.Load)
        and position(use) > position(block)
        and not following.isdisjoint(ctx.ancestors(use))
    ]
    return min(found, key=position, default=None)


def _following(ctx: Context, block: ast.Try) -> Iterator[ast.stmt]:
    """The statements that run behind the block, in its own round of the loops around it."""
    child: ast.AST = block
    for parent in ctx.ancestors(block):
        for _, body in ast.iter_fields(parent):
            if isinstance(body, list) and child in body:
                yield from body[body.index(child) + 1 :]
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.For, ast.AsyncFor, ast.While)):
            return
        child = parent


def _validates(call: ast.Call) -> bool:
    """Whether a call may be what fails: `Schema.validate(df)`, `Model(**record)`, `validate(x, schema)`."""
    function = call.func
    last = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return "validate" in last or last in ("parse_obj", "load") or last[:1].isupper()


def _given(call: ast.Call) -> Iterator[ast.Name]:
    for argument in call.args[:1]:
        if isinstance(argument, ast.Name):
            yield argument
    for keyword in call.keywords:
        if isinstance(keyword.value, ast.Name) and keyword.arg in (None, "check_obj", "obj", "instance"):
            yield keyword.value


def _plan(handler: ast.ExceptHandler) -> FixPlan:
    last = handler.body[-1]
    verb = replace(last, "raise") if isinstance(last, ast.Pass) else insert_after(last, "raise")
    return unsafe_fix("Let the failure stop the program", verb)
