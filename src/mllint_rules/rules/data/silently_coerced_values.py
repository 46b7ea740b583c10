"""Values that cannot be converted become missing and nobody counts them.

## Why is this bad?

`errors="coerce"` turns every text that is no number, and every date in an unexpected form, into a missing value. That
is one cell today and the whole column after the source writes `1,5` instead of `1.5`. Missing values are filled or
dropped a few lines later, and the model is trained on what is left: nothing in the log says that anything was lost.

## When to ignore it

The column is known to hold texts that mean nothing, and their number is watched elsewhere.

## Fix safety

The values stay what they were; the program counts the missing ones before and after, and logs the difference.

## References

- pandas documentation of `to_numeric` and `to_datetime`, parameter `errors`
"""

import ast
import json
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    calls,
    insert_after,
    insert_before,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.data._frames import FrameTrace
from mllint_rules.rules.data._loggers import warning_call
from mllint_rules.rules.data._syntax import column_names
from mllint_rules.rules.data._validation import has_column_check, is_checked_by_decorator, validations

_COUNTS = frozenset(
    {
        "isna",
        "isnull",
        "notna",
        "notnull",
        "count",
        "info",
        "describe",
        "null_count",
        "hasnans",
        "value_counts",
        "size",
    }
)


@rule(
    code="MLD116",
    name="silently-coerced-values",
    category=Category.OBSERVABILITY,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("pandas.to_numeric", "pandas.to_datetime", "pandas.to_timedelta"),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import logging

                import pandas as pd

                logger = logging.getLogger(__name__)


                def load_orders(path: str) -> pd.DataFrame:
                    orders = pd.read_csv(path)
                    orders["price"] = pd.to_numeric(orders["price"], errors="coerce")
                    return orders.dropna()
                """,
            good="""
                import logging

                import pandas as pd

                logger = logging.getLogger(__name__)


                def load_orders(path: str) -> pd.DataFrame:
                    orders = pd.read_csv(path)
                    missing = int(orders["price"].isna().sum())
                    orders["price"] = pd.to_numeric(orders["price"], errors="coerce")
                    lost = int(orders["price"].isna().sum()) - missing
                    if lost:
                        logger.warning("values lost in conversion", extra={"column": "price", "lost": lost})
                    return orders.dropna()
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    errors = call.argument("errors")
    if errors is None or ctx.value_of(errors) != "coerce" or call.unpacks:
        return
    column = call.positional(0)
    if not isinstance(column, ast.Subscript) or not isinstance(column.value, ast.Name):
        return
    names = column_names(ctx, column.slice)
    trace = ctx.once(_loaded_frames).get(column.value) if names else None
    if trace is None or _is_counted(ctx, call, column) or _is_looked_at(ctx, trace):
        return
    yield Finding(
        call.keyword("errors") or errors,
        '`errors="coerce"` makes missing values of what cannot be converted, and nobody counts them',
        fix=lambda: _plan(ctx, call, column),
    )


def _loaded_frames(ctx: Context) -> dict[ast.expr, FrameTrace]:
    """The expressions of the document that are a frame read from outside."""
    found: dict[ast.expr, FrameTrace] = {}
    for api in table("frame_columns")["readers"]["pandas"]:
        for node in ctx.model.calls_named(api.rpartition(".")[2]):
            if ctx.call(node).name == api:
                trace = FrameTrace(ctx, node)
                found |= dict.fromkeys(trace.states, trace)
    return found


def _is_counted(ctx: Context, call: Call, column: ast.Subscript) -> bool:
    """Whether the same function looks for missing values of the frame or of the result, anywhere."""
    assert isinstance(column.value, ast.Name)
    statement = ctx.statement(call.node)
    words = {column.value.id}
    if isinstance(statement, ast.Assign):
        words |= {
            node.id for target in statement.targets for node in ctx.walk(target) if isinstance(node, ast.Name)
        }
    elif not isinstance(statement, ast.AnnAssign):
        # The result is used right here: in a mask, a comparison, a count.
        return True
    if ctx.parent(call.node) is not statement:
        return True
    function = ctx.function_of(call.node)
    nodes = ctx.model.own_nodes(function) if function is not None else ctx.walk(ctx.model.tree)
    for node in nodes:
        if (
            isinstance(node, ast.Attribute)
            and node.attr in _COUNTS
            and any(isinstance(inner, ast.Name) and inner.id in words for inner in ctx.walk(node.value))
        ):
            return True
    return False


def _is_looked_at(ctx: Context, trace: FrameTrace) -> bool:
    frames = trace.states
    return bool(
        validations(ctx, frames) or is_checked_by_decorator(ctx, frames) or has_column_check(ctx, frames)
    )


def _plan(ctx: Context, call: Call, column: ast.Subscript) -> FixPlan | None:
    """Count the missing cells before and after a conversion that is written back into its column."""
    statement = ctx.statement(call.node)
    name = ctx.value_of(column.slice)
    if not isinstance(statement, ast.Assign) or not isinstance(name, str):
        return None
    if len(statement.targets) != 1 or ast.unparse(statement.targets[0]) != ast.unparse(column):
        return None
    before, lost = ctx.fresh_name("missing"), ctx.fresh_name("lost")
    text = f"int({ctx.source(column)}.isna().sum())"
    record, verbs = warning_call(
        ctx,
        statement,
        "values lost in conversion",
        {"column": json.dumps(name, ensure_ascii=False), "lost": lost},
    )
    return unsafe_fix(
        "Log how many values are lost",
        *verbs,
        insert_before(statement, f"{before} = {text}"),
        insert_after(statement, f"{lost} = {text} - {before}\nif {lost}:\n    {record}"),
    )
