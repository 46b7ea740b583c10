"""A lag, difference or window runs over the rows of several entities as if they were one.

## Why is this bad?

`df["sales"].shift(1)` takes the row above, whoever it belongs to. In a frame with many stores the first day of each
store gets the last day of the store before it, `rolling` mixes both, and `cumsum` never starts again. The frame is
grouped by that entity elsewhere, so the author knows that it holds several.

## When to ignore it

The rows are in one common order (events of a log) and the neighbour is meant, whoever it belongs to.

## Fix safety

The method is called for each group, so the first rows of every entity become missing and other values change.

## References

- pandas user guide, "Group by: split-apply-combine", section Transformation
"""

import ast
from collections.abc import Iterator
from typing import Any

from mllint_rules.kit import (
    Binding,
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    Practice,
    SemanticModel,
    module,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.leakage._frames import assigned_column, column_of, origins, series_of
from mllint_rules.rules.leakage._words import words_of

_FACTS: dict[str, Any] = table("ordered_rows")
_METHODS = (*_FACTS["methods"]["per_row"], *_FACTS["methods"]["windows"])


@rule(
    code="MLL119",
    name="lag-across-entities",
    category=Category.CORRECTNESS,
    practice=Practice.OBSERVABILITY_MODEL,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(calling=_METHODS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd

                sales = pd.read_csv("sales.csv").sort_values(["store", "day"])
                sales["mean"] = sales.groupby("store")["amount"].transform("mean")
                sales["yesterday"] = sales["amount"].shift(1)
                """,
            good="""
                import pandas as pd

                sales = pd.read_csv("sales.csv").sort_values(["store", "day"])
                sales["mean"] = sales.groupby("store")["amount"].transform("mean")
                sales["yesterday"] = sales.groupby("store")["amount"].shift(1)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                df = pd.read_csv("vitals.csv")
                df["longest"] = df.groupby("patient_id")["hours"].transform("max")
                df["smooth"] = df["pulse"].rolling(3).mean()
                """,
            good="""
                import pandas as pd

                df = pd.read_csv("vitals.csv")
                df["longest"] = df.groupby("patient_id")["hours"].transform("max")
                df["smooth"] = df.groupby("patient_id")["pulse"].transform(lambda values: values.rolling(3).mean())
                """,
            fixed=True,
        ),
    ),
)
def check(_: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if not ctx.model.calls_named("groupby"):
        return
    for method in _METHODS:
        for node in ctx.model.calls_named(method):
            yield from _checked(ctx.call(node), ctx)


def _checked(call: Call, ctx: Context) -> Iterator[Finding]:
    column = series_of(call.receiver, ctx)
    target = assigned_column(call.node, ctx, is_named=False)
    if column is None or target is None or target[0].id != column[0].id:
        return
    frame, name = column
    rows = origins(frame, ctx)
    method = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
    if not rows or _is_counter(method, target[1]):
        return
    grouping = _grouping(rows, ctx)
    if grouping is None or name in grouping[1] or _minds_borders(rows, grouping[1], ctx):
        return
    group, keys = grouping
    yield Finding(
        call.node,
        f"`{method}` runs from one {' and '.join(f'`{key}`' for key in keys)} into the next",
        fix=_for_each_group(call, frame, keys, ctx),
        related=(Place(group, "the same rows are grouped here"),),
    )


def _is_counter(method: str, target: str) -> bool:
    """Whether a running sum numbers runs of rows."""
    return method == "cumsum" and not set(words_of(target)).isdisjoint(_FACTS["counters"]["words"])


def _grouping(rows: frozenset[Binding], ctx: Context) -> tuple[ast.Call, tuple[str, ...]] | None:
    """The first grouping of the same rows by entities, and its keys."""
    for node, keys in _groupings(rows, ctx):
        if all(map(_is_entity, keys)):
            return node, keys
    return None


def _groupings(rows: frozenset[Binding], ctx: Context) -> Iterator[tuple[ast.Call, tuple[str, ...]]]:
    for node in ctx.model.calls_named("groupby"):
        call = ctx.call(node)
        by = call.argument("by") or call.positional(0)
        value = ctx.value_of(by)
        keys = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else []
        is_same = call.receiver is not None and not rows.isdisjoint(origins(call.receiver, ctx))
        if is_same and keys and all(isinstance(key, str) for key in keys):
            yield node, tuple(keys)


def _is_entity(key: str) -> bool:
    words = words_of(key)
    if len(words) > 1 and words[-1] in _FACTS["entities"]["numbering"]:
        words.pop()  # `store_nbr`
    return bool(words) and words[-1] in _FACTS["entities"]["words"]


def _minds_borders(rows: frozenset[Binding], keys: tuple[str, ...], ctx: Context) -> bool:
    """Whether the code looks at where one entity ends: the key compared with its neighbour, rows counted per key."""
    for method in ("shift", "diff", "ne", "duplicated"):
        for node in ctx.model.calls_named(method):
            column = column_of(ctx.call(node).receiver, ctx)
            if column is not None and column[1] in keys and not rows.isdisjoint(origins(column[0], ctx)):
                return True
    return any(
        isinstance(parent := ctx.parent(node), ast.Attribute) and parent.attr == "cumcount"
        for node, _ in _groupings(rows, ctx)
    )


def _for_each_group(call: Call, frame: ast.Name, keys: tuple[str, ...], ctx: Context) -> FixPlan | None:
    """The method on groups; a window, and methods that go on from it, inside of `transform`."""
    receiver = call.receiver
    if len(keys) != 1 or not isinstance(receiver, ast.Subscript):
        return None
    grouped = f'{frame.id}.groupby("{keys[0]}")[{ctx.source(receiver.slice)}]'
    title = f"Go through each `{keys[0]}` by itself"
    chain = list(_chain(call.node, ctx))
    methods = [each.func.attr for each in chain if isinstance(each.func, ast.Attribute)]
    if methods[0] in _FACTS["methods"]["per_row"] and set(_METHODS).isdisjoint(methods[1:]):
        return unsafe_fix(title, replace(receiver, grouped))
    text = ctx.source(chain[-1])
    if len(chain) == 1 or "\n" in text:
        return None
    steps = text[len(ctx.source(receiver)) :]
    return unsafe_fix(title, replace(chain[-1], f"{grouped}.transform(lambda values: values{steps})"))


def _chain(node: ast.Call, ctx: Context) -> Iterator[ast.Call]:
    """A call and the methods called on its result, one after the other."""
    yield node
    attribute = ctx.parent(node)
    following = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if isinstance(following, ast.Call) and following.func is attribute:
        yield from _chain(following, ctx)
