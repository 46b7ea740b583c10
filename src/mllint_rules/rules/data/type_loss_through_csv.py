"""The project hands a frame to itself through a CSV file, and its types are lost on the way.

## Why is this bad?

A CSV file holds text only. Dates come back as text, categories as text or numbers, integers with gaps as floating-point
numbers, and lists as texts that look like lists. The step that reads the file works on other types than the step that
wrote it, and nothing says so until a `.dt` fails or, worse, a comparison of texts takes the place of one of dates. A
Parquet file keeps the types, and is smaller and faster as well.

## When to ignore it

People look into the file with other programs.

## References

- pandas user guide, "IO tools: Parquet"
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
    Place,
    calls,
    position,
    rule,
    table,
)
from mllint_rules.rules.data._roundtrips import readers_of, text_around


@rule(
    code="MLD123",
    name="type-loss-through-csv",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls("pandas.DataFrame.to_csv"),
    in_tests=False,
    see=("creedengo:GCI99",),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def prepare(path: str) -> None:
                    orders = pd.read_csv(path)
                    orders["day"] = pd.to_datetime(orders["day"])
                    orders.to_csv("orders_clean.csv", index=False)


                def load() -> pd.DataFrame:
                    return pd.read_csv("orders_clean.csv")
                """,
            good="""
                import pandas as pd


                def prepare(path: str) -> None:
                    orders = pd.read_csv(path)
                    orders["day"] = pd.to_datetime(orders["day"])
                    orders.to_parquet("orders_clean.parquet", index=False)


                def load() -> pd.DataFrame:
                    return pd.read_parquet("orders_clean.parquet")
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or not isinstance(call.receiver, ast.Name):
        return
    typed = _typed_column(ctx, call, call.receiver)
    if typed is None:
        return
    column, statement, kind = typed
    restoring = table("roundtrips")["types"]["restoring"]
    for model, read in readers_of(ctx, call.argument("path_or_buf")):
        if read.unpacks or any(read.argument(name) is not None for name in restoring):
            continue
        is_together = model is ctx.model and ctx.function_of(read.node) is ctx.function_of(call.node)
        if is_together and position(read.node) < position(call.node):
            continue
        if _restores(text_around(model, read), column):
            continue
        yield Finding(
            call.node.func,
            f"`{column}` is made {kind} before the frame is written as text, and is read back without its type",
            related=(
                Place(statement, f"`{column}` gets its type here"),
                *([Place(read.node, "the file is read here")] if model is ctx.model else []),
            ),
        )
        return


def _typed_column(ctx: Context, call: Call, frame: ast.Name) -> tuple[str, ast.stmt, str] | None:
    """The last column of the frame that is given a type above the call which text cannot keep."""
    function = ctx.function_of(call.node)
    found: tuple[str, ast.stmt, str] | None = None
    for definition in ctx.definitions(frame):
        for use in ctx.uses(definition):
            target = ctx.parent(use)
            statement = ctx.parent(target) if isinstance(target, ast.Subscript) else None
            if (
                isinstance(target, ast.Subscript)
                and isinstance(statement, ast.Assign)
                and target in statement.targets
                and position(statement) < position(call.node)
                and ctx.function_of(statement) is function
            ):
                column, kind = ctx.value_of(target.slice), _kind(ctx, statement.value)
                if isinstance(column, str):
                    # A later assignment decides.
                    found = (
                        (column, statement, kind)
                        if kind
                        else (None if found and found[0] == column else found)
                    )
    return found


def _kind(ctx: Context, value: ast.expr) -> str | None:
    """What a column becomes by an expression, when that is a type which text cannot keep."""
    facts = table("roundtrips")["types"]
    if not isinstance(value, ast.Call):
        return None
    name = ctx.called(value)
    if name in facts["functions"]:
        return str(facts["functions"][name])
    if isinstance(value.func, ast.Attribute) and value.func.attr == "astype" and len(value.args) == 1:
        given = ctx.value_of(value.args[0])
        return facts["casts"].get(given) if isinstance(given, str) else None
    return None


def _restores(text: str, column: str) -> bool:
    """Whether the code that reads the file converts the column again."""
    return any(
        column in line and any(word in line for word in table("roundtrips")["types"]["words"])
        for line in text.splitlines()
        if "read_csv" not in line
    )
