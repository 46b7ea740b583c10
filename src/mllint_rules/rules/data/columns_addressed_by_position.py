"""Features or target are taken by the number of their column.

## Why is this bad?

`df.iloc[:, :-1]` and `df.values[:, 3]` say where a column stood when the code was written. A source with another
order, or with one column more, gives other columns without an error: the model is trained on an identifier, or
predicts what it was given. Names fail where the column is missing, and they say what the column is. Assigning
`df.columns = [...]` is the same by another way: the third column gets the third name, whatever it holds.

## When to ignore it

The file has no header, or its columns are all alike, as pixels or sensors.

## References

- pandas user guide, "Indexing and selecting data"
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
)
from mllint_rules.rules.data._frames import FrameState, FrameTrace
from mllint_rules.rules.data._sources import is_made_in_program, is_package_data

_READERS = (
    "pandas.read_csv",
    "pandas.read_table",
    "pandas.read_excel",
    "pandas.read_parquet",
    "pandas.read_feather",
)
_MARKS = ("iloc", ".values", ".to_numpy", ".columns")


@rule(
    code="MLD126",
    name="columns-addressed-by-position",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_READERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd

                houses = pd.read_csv("houses.csv")
                X = houses.iloc[:, :-1]
                y = houses["price"]
                """,
            good="""
                import pandas as pd

                houses = pd.read_csv("houses.csv")
                X = houses.drop(columns="price")
                y = houses["price"]
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if not any(mark in ctx.document.text for mark in _MARKS):
        return
    found = ctx.once(_places_by_load).get(call.node)
    if found:
        first, *others = found
        yield Finding(
            first,
            "columns are taken by their position, so a source with another order changes them without an error",
            related=(
                Place(call.node.func, "the columns have names here"),
                *(Place(node, "by position as well") for node in others),
            ),
        )


def _places_by_load(ctx: Context) -> dict[ast.Call, list[ast.expr]]:
    """The places that take columns by position, each with the first load that reaches it."""
    found: dict[ast.Call, list[ast.expr]] = {}
    taken: set[ast.expr] = set()
    loads = [node for api in _READERS for node in ctx.model.calls_named(api.rpartition(".")[2])]
    for node in sorted(loads, key=position):
        call = ctx.call(node)
        if call.name not in _READERS or not _has_names(ctx, call):
            continue
        places = [place for place in _places(ctx, FrameTrace(ctx, node)) if place not in taken]
        taken.update(places)
        found[node] = sorted(places, key=position)
    return found


def _has_names(ctx: Context, call: Call) -> bool:
    """Whether the columns have names, and the order in which they come is that of the file."""
    if call.unpacks or is_made_in_program(ctx, call) or is_package_data(ctx, call):
        return False
    return all(call.argument(name) is None for name in ("header", "names", "usecols", "columns", "prefix"))


def _places(ctx: Context, trace: FrameTrace) -> Iterator[ast.expr]:
    for node, state in trace.states.items():
        attribute = ctx.parent(node)
        if not isinstance(attribute, ast.Attribute) or state.selection is not None or state.is_grouped:
            continue
        around = _behind(ctx, attribute)
        if attribute.attr == "columns":
            yield from _header(ctx, attribute, state)
        elif (
            attribute.attr in ("iloc", "values", "to_numpy")
            and isinstance(around, ast.Subscript)
            and isinstance(around.ctx, ast.Load)
            and _names_columns(ctx, around.slice)
            and not _is_shown(ctx, around)
        ):
            yield around


def _behind(ctx: Context, attribute: ast.Attribute) -> ast.AST | None:
    """What stands around `df.iloc`, `df.values` or `df.to_numpy()`."""
    parent = ctx.parent(attribute)
    if attribute.attr == "to_numpy" and isinstance(parent, ast.Call) and parent.func is attribute:
        return ctx.parent(parent)
    return parent


def _header(ctx: Context, attribute: ast.Attribute, state: FrameState) -> Iterator[ast.expr]:
    """`df.columns = ["a", "b"]` and `df[df.columns[2]]`."""
    parent = ctx.parent(attribute)
    if isinstance(parent, ast.Assign) and attribute in parent.targets:
        if isinstance(parent.value, ast.List) and all(isinstance(e, ast.Constant) for e in parent.value.elts):
            yield attribute
    elif isinstance(parent, ast.Subscript) and parent.value is attribute and _is_number(ctx, parent.slice):
        yield parent


def _names_columns(ctx: Context, key: ast.expr) -> bool:
    """Whether the second part of a key chooses columns by number."""
    return isinstance(key, ast.Tuple) and len(key.elts) == 2 and _is_position(ctx, key.elts[1])


def _is_position(ctx: Context, node: ast.expr) -> bool:
    if isinstance(node, ast.Slice):
        bounds = [bound for bound in (node.lower, node.upper) if bound is not None]
        return bool(bounds) and all(_is_number(ctx, bound) for bound in bounds)
    if isinstance(node, ast.List):
        return bool(node.elts) and all(_is_number(ctx, element) for element in node.elts)
    return _is_number(ctx, node)


def _is_number(ctx: Context, node: ast.expr) -> bool:
    value = ctx.value_of(node)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_shown(ctx: Context, node: ast.expr) -> bool:
    """Whether a notebook only shows what was taken."""
    statement = ctx.statement(node)
    return isinstance(statement, ast.Expr) and ctx.is_displayed(statement)
