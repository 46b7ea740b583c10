"""A date is written in one order and read in another.

## Why is this bad?

`dayfirst` and `yearfirst` tell pandas which of the numbers in a text is the day and which the year. Where the text can
only be read in one way, pandas takes that way whatever the argument says: `"13/01/2020"` with `dayfirst=False` becomes
the 13th of January, with no more than a warning, and in the next line `"05/01/2020"` becomes the 1st of May. One of the
two is wrong, and nothing says which.

## When to ignore it

Never, for text that stands in the program: either the argument or the text is not what was meant.

## Fix safety

The argument is turned round when all the dates of the call can be read that way. Dates that can be read in both ways
then change their day and month.

## References

- pandas documentation of `to_datetime`, parameters `dayfirst` and `yearfirst`
"""

import re
from collections.abc import Iterator

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    calls,
    rule,
    set_keyword,
    unsafe_fix,
)

_YEAR_LAST = re.compile(r"\s*(\d{1,2})[-/. ](\d{1,2})[-/. ]\d{4}(?!\d)")
_YEAR_FIRST = re.compile(r"\s*\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}(?!\d)")


@rule(
    code="MLD121",
    name="contradictory-date-order",
    category=Category.CORRECTNESS,
    confidence=Confidence.PROVEN,
    since="0.1",
    on=calls("pandas.to_datetime"),
    see=("sonar:S6894",),
    examples=(
        Example(
            bad="""
                import pandas as pd

                start = pd.to_datetime("13/01/2020", dayfirst=False)
                """,
            good="""
                import pandas as pd

                start = pd.to_datetime("13/01/2020", dayfirst=True)
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                holidays = pd.to_datetime(["25-12-2020 10:00", "26-12-2020 10:00"], yearfirst=True)
                """,
            good="""
                import pandas as pd

                holidays = pd.to_datetime(["25-12-2020 10:00", "26-12-2020 10:00"], yearfirst=False)
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or call.argument("format") is not None:
        return
    for name, allows in (("dayfirst", _allows_day_first), ("yearfirst", _allows_year_first)):
        given = call.argument(name)
        flag = None if given is None else ctx.value_of(given)
        if given is None or not isinstance(flag, bool):
            continue
        dates = _literal_dates(ctx, call)
        wrong = next((date for date in dates if allows(date, flag=flag) is False), None)
        if wrong is None:
            continue
        # Turned round, the argument must suit every date; one that the pattern cannot read decides nothing.
        is_one_way = all(allows(date, flag=not flag) is True for date in dates)
        plan = unsafe_fix(f"Set `{name}={not flag}`", set_keyword(call, name, str(not flag)))
        yield Finding(
            call.keyword(name) or given,
            f"`{wrong}` cannot be read with `{name}={flag}`, so the argument does not hold for it",
            fix=plan if is_one_way else None,
        )
        return


def _literal_dates(ctx: Context, call: Call) -> list[str]:
    """The texts that are converted, where they stand in the program."""
    value = ctx.value_of(call.argument("arg"))
    values = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return [date for date in values if isinstance(date, str)]


def _allows_day_first(date: str, *, flag: bool) -> bool | None:
    """Whether a date may be read with this `dayfirst`; None when the text does not say."""
    found = _YEAR_LAST.match(date)
    if found is None:
        return None
    day, month = (int(number) for number in found.groups())
    if not flag:
        day, month = month, day
    if 1 <= day <= 31 and 1 <= month <= 12:
        return True
    # Read the other way round it must be a date, else it is none at all.
    return False if 1 <= month <= 31 and 1 <= day <= 12 else None


def _allows_year_first(date: str, *, flag: bool) -> bool | None:
    """Whether a date may be read with this `yearfirst`; None when the text does not say."""
    is_first, is_last = _YEAR_FIRST.match(date) is not None, _YEAR_LAST.match(date) is not None
    return (is_first if flag else is_last) if is_first or is_last else None
