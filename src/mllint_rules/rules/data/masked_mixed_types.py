"""The warning about columns of mixed type is silenced and the mixture stays.

## Why is this bad?

`read_csv` reads a large file in pieces and guesses the types of each piece by itself. When the pieces disagree, one
column holds both `7` and `"7"`, and pandas says so with a `DtypeWarning`. `low_memory=False` makes it guess once for
the whole file: the warning is gone, but a column that holds numbers and text is now text from top to bottom, or text
and numbers side by side. Groups split in two, joins miss rows, and nobody is told any more.

## When to ignore it

The columns concerned are not used.

## Fix safety

`low_memory=False` gives way to the types of the columns, as far as the code shows them (see `untyped-csv-read`). A
file that does not fit them stops loading.

## References

- pandas documentation of `pandas.errors.DtypeWarning`
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule
from mllint_rules.rules.data._typed_reads import is_guessed, typing_plan

_READERS = ("pandas.read_csv", "pandas.read_table")
_FILTERS = ("warnings.filterwarnings", "warnings.simplefilter")
_WARNING = "pandas.errors.DtypeWarning"


@rule(
    code="MLD118",
    name="masked-mixed-types",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls(*_READERS, *_FILTERS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd

                trips = pd.read_csv("trips.csv", low_memory=False)
                late = trips[trips["status"] == "late"]
                """,
            good="""
                import pandas as pd

                TRIPS_DTYPES = {"status": "string"}

                trips = pd.read_csv("trips.csv", dtype=TRIPS_DTYPES)
                late = trips[trips["status"] == "late"]
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import warnings

                import pandas as pd

                warnings.simplefilter("ignore", pd.errors.DtypeWarning)
                trips = pd.read_csv("trips.csv")
                """,
            good="""
                import warnings

                import pandas as pd

                warnings.simplefilter("error", pd.errors.DtypeWarning)
                trips = pd.read_csv("trips.csv")
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.name in _FILTERS:
        if _filters_dtype_warning(call, ctx):
            yield Finding(
                call.node,
                "ignoring `DtypeWarning` hides that columns hold numbers and text side by side, and leaves them so",
            )
        return
    given = call.argument("low_memory")
    if given is None or ctx.value_of(given) is not False or not is_guessed(ctx, call):
        return
    yield Finding(
        call.keyword("low_memory") or given,
        "`low_memory=False` without `dtype` silences the warning about columns of mixed type and keeps the mixture",
        fix=lambda: typing_plan(ctx, call),
    )


def _filters_dtype_warning(call: Call, ctx: Context) -> bool:
    """Whether the call ignores that warning. `simplefilter` takes the category second, `filterwarnings` third."""
    action = call.positional(0) or call.argument("action")
    category = call.argument("category") or call.positional(1 if call.name == _FILTERS[1] else 2)
    if action is None or category is None:
        return False
    return ctx.value_of(action) == "ignore" and ctx.qualified_name(category) == _WARNING
