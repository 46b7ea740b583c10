"""A feature of rows in time looks at later rows.

## Why is this bad?

`shift(-1)`, `rolling(center=True)` and `bfill` put values from the future into the row. In the file the future is
there; when the model predicts, it is not. Back-tests look splendid and the model fails on its first day.

## When to ignore it

The later value is known in advance (a calendar, a plan, a published tariff), or the data is smoothed for a picture.

## References

- pandas user guide, "Time series / date functionality" and "Windowing operations"
"""

import ast
from collections.abc import Iterator
from typing import Any

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Place,
    SemanticModel,
    module,
    rule,
    table,
)
from mllint_rules.rules.leakage._feature_columns import feature_selection, is_named_target
from mllint_rules.rules.leakage._frames import assigned_column, series_of
from mllint_rules.rules.leakage._words import words_of

_FACTS: dict[str, Any] = table("ordered_rows")
_OWNERS = (
    "pandas.Series",
    "pandas.DataFrame",
    "pandas.api.typing.SeriesGroupBy",
    "pandas.api.typing.DataFrameGroupBy",
)
_METHODS = ("shift", "rolling", "bfill", "backfill", "fillna", "interpolate", "cumsum")
_APIS = frozenset(f"{owner}.{method}" for owner in _OWNERS for method in _METHODS)


@rule(
    code="MLL118",
    name="lookahead-feature",
    category=Category.LEAKAGE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(calling=_METHODS),
    in_tests=False,
    see=("scicode-lint:ml-006",),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import LinearRegression

                prices = pd.read_csv("prices.csv").sort_values("date")
                prices["trend"] = prices["close"].rolling(5, center=True).mean()
                prices["target"] = prices["close"].shift(-1)
                prices = prices.dropna()
                features = prices[["close", "trend"]]
                model = LinearRegression().fit(features, prices["target"])
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import LinearRegression

                prices = pd.read_csv("prices.csv").sort_values("date")
                prices["trend"] = prices["close"].rolling(5).mean()
                prices["target"] = prices["close"].shift(-1)
                prices = prices.dropna()
                features = prices[["close", "trend"]]
                model = LinearRegression().fit(features, prices["target"])
                """,
        ),
    ),
)
def check(_: SemanticModel, ctx: Context) -> Iterator[Finding]:
    for method in _METHODS:
        for node in ctx.model.calls_named(method):
            call = ctx.call(node)
            if call.matches(_APIS) or series_of(call.receiver, ctx) is not None:
                yield from _checked(call, ctx)


def _checked(call: Call, ctx: Context) -> Iterator[Finding]:
    how = _looks_ahead(call, ctx)
    column = assigned_column(call.node, ctx) if how else None
    if column is None or is_named_target(column[1]):
        return
    selection = feature_selection(column[1], column[0], ctx)
    if selection is None or (not how.startswith("`shift") and not ctx.once(_has_times)):
        return
    yield Finding(
        call.node,
        f"{how} takes values from later rows into the feature `{column[1]}`",
        related=(Place(selection, "becomes a feature here"),),
    )


def _looks_ahead(call: Call, ctx: Context) -> str:
    """How a call takes values from later rows, in words; empty when it does not."""
    method = call.node.func.attr if isinstance(call.node.func, ast.Attribute) else ""
    if call.unpacks:
        return ""
    if method == "shift":
        periods = ctx.value_of(call.argument("periods") or call.positional(0))
        is_ahead = isinstance(periods, int) and periods < 0 and call.argument("freq") is None
        return f"`shift({periods})`" if is_ahead else ""
    if method == "rolling":
        return "`rolling` with `center=True`" if ctx.value_of(call.argument("center")) is True else ""
    if method in ("bfill", "backfill"):
        return f"`{method}`"
    if method == "fillna":
        return "`fillna` backwards" if ctx.value_of(call.argument("method")) in ("bfill", "backfill") else ""
    if method == "interpolate":
        return "" if ctx.value_of(call.argument("method")) in ("ffill", "pad") else "`interpolate`"
    return "`cumsum` from the end" if _is_reversed(call.receiver, ctx) else ""


def _is_reversed(node: ast.expr | None, ctx: Context) -> bool:
    """Whether a value is `something[::-1]`, also by `loc` and `iloc`."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice):
        return False
    step = node.slice.step
    return step is not None and ctx.value_of(step) == -1


def _has_times(ctx: Context) -> bool:
    """Whether the code treats its rows as ordered in time: it makes time stamps, or sorts or indexes by them."""
    if not set(_FACTS["times"]["calls"]).isdisjoint(ctx.model.call_names):
        return True
    if any(
        keyword.arg == "parse_dates"
        for node in ctx.model.calls_named("read_csv")
        for keyword in node.keywords
    ):
        return True
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and not set(words_of(part.value)).isdisjoint(_FACTS["times"]["words"])
        for method in ("sort_values", "set_index", "read_csv")
        for node in ctx.model.calls_named(method)
        for argument in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg != "dtype"))
        for part in ctx.walk(argument)
    )
