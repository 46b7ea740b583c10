"""All columns of a file are read and only some are used.

## Why is this bad?

The reader parses every column, and memory holds every one, although the program looks at a few. On a wide file most of
the time and of the memory is spent on nothing, and a column that somebody adds to the file makes the program slower
without anybody having touched it. Parquet and Feather files do not even have to be read where the columns are not
wanted.

## When to ignore it

The file has hardly more columns than the program uses.

## Fix safety

The reader gets the columns that the program uses by name. A file that lacks one of them stops loading at the read
instead of at the first use.

## References

- pandas user guide, "Scaling to large datasets: Load less data"
"""

import json
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    add_keyword,
    calls,
    rule,
    unsafe_fix,
)
from mllint_rules.rules.data._closed_frames import selection
from mllint_rules.rules.data._columns import read_columns
from mllint_rules.rules.data._sources import is_made_in_program

_PARAMETERS = {
    "pandas.read_csv": "usecols",
    "pandas.read_table": "usecols",
    "pandas.read_excel": "usecols",
    "pandas.read_parquet": "columns",
    "pandas.read_feather": "columns",
}
_OTHER_SHAPES = ("names", "header", "chunksize", "iterator", "nrows", "sheet_name", "squeeze")


@rule(
    code="MLD125",
    name="unselected-columns",
    category=Category.PERFORMANCE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_PARAMETERS),
    in_tests=False,
    see=("dslinter:R5504", "creedengo:GCI96"),
    examples=(
        Example(
            bad="""
                import pandas as pd


                def mean_price(path: str, prefix: str) -> float:
                    orders = pd.read_csv(path)
                    local = orders[orders["zip"].str.startswith(prefix)]
                    return local["price"].mean()
                """,
            good="""
                import pandas as pd


                def mean_price(path: str, prefix: str) -> float:
                    orders = pd.read_csv(path, usecols=["zip", "price"])
                    local = orders[orders["zip"].str.startswith(prefix)]
                    return local["price"].mean()
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    parameter = _PARAMETERS.get(call.name or "")
    if parameter is None or call.unpacks or call.argument(parameter) is not None:
        return
    if any(call.argument(name) is not None for name in _OTHER_SHAPES) or is_made_in_program(ctx, call):
        return
    names = selection(ctx, call, read_columns(ctx, call.node))
    if not names:
        return
    items = ", ".join(json.dumps(name, ensure_ascii=False) for name in names)
    shown = f"`{names[0]}`" if len(names) == 1 else f"{len(names)} columns"
    yield Finding(
        call.node.func,
        f"`{call.name}` reads every column of the file, and the program uses only {shown}",
        fix=unsafe_fix(f"Read only {shown}", add_keyword(call, parameter, f"[{items}]")),
    )
