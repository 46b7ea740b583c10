"""Rows of one entity go to both sides of a random split.

## Why is this bad?

Several rows of one patient, user or machine are alike. Split at random, some train the model and some judge it, and the
score says how well it recognises entities it knows. In production there are new ones.

## When to ignore it

The model will be asked only about entities it was trained on.

## Fix safety

Whole entities go to one side, so that the parts, and all scores, are others. There have to be as many entities as
folds, and folds are no longer shuffled.

## References

- scikit-learn user guide, Cross-validation iterators for grouped data
"""

import re
from collections.abc import Iterator
from functools import partial

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Distinct,
    Example,
    Finding,
    Group,
    Place,
    Trace,
    Value,
    rule,
    traces,
)
from mllint_rules.rules.leakage._splitting import cuts
from mllint_rules.rules.leakage._whole_groups import by_groups

_ENTITY = re.compile(
    r"(?:.*[_ ])?(?:user|patient|session|group|store|speaker|subject|customer|client|device|machine|engine|sensor|"
    r"participant|person|player|driver|household|account|member|author|writer|animal|plant|site|station|vehicle|turbine|"
    r"shop|visitor|donor|sample|case|study|family|house|video|recording|document|doc|slide|wafer|asset|unit)s?"
    r"(?:[_ ]?(?:id|no|nr|number|code|name|key))?",
    re.I,
)


@rule(
    code="MLL116",
    name="ungrouped-split",
    category=Category.LEAKAGE,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=traces(),
    see=("mlguard:MLG007",),
    examples=(
        Example(
            bad="""
                import pandas as pd
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split

                scans = pd.read_csv("scans.csv", dtype={"patient_id": str, "depth": float, "ill": int})
                scans["change"] = scans.groupby("patient_id")["depth"].diff()
                train, test = train_test_split(scans, random_state=1)
                model = LogisticRegression().fit(train[["change"]], train["ill"])
                score = model.score(test[["change"]], test["ill"])
                """,
            good="""
                import pandas as pd
                from sklearn.linear_model import LogisticRegression
                from sklearn.model_selection import train_test_split
                from sklearn.model_selection import GroupShuffleSplit

                scans = pd.read_csv("scans.csv", dtype={"patient_id": str, "depth": float, "ill": int})
                scans["change"] = scans.groupby("patient_id")["depth"].diff()
                splitter = GroupShuffleSplit(n_splits=1, test_size=0.25, random_state=1)
                train_rows, test_rows = next(splitter.split(scans, groups=scans["patient_id"]))
                train, test = scans.iloc[train_rows], scans.iloc[test_rows]
                model = LogisticRegression().fit(train[["change"]], train["ill"])
                score = model.score(test[["change"]], test["ill"])
                """,
            fixed=True,
        ),
    ),
)
def check(trace: Trace, ctx: Context) -> Iterator[Finding]:
    for cut in ctx.once(cuts):
        if cut.keyword("groups") is not None or not cut.inputs:
            continue
        for group in trace.of(Group):
            key = next((name for name in sorted(group.keys) if _ENTITY.fullmatch(name)), None)
            if (
                key is None
                or not _are_of_one_table(group.data, cut.inputs)
                or _has_one_row_each(key, cut.inputs, trace)
            ):
                continue
            yield Finding(
                cut.where,
                f"Rows of one `{key}` go to both sides of this split, so the model is judged by entities it knows",
                related=(Place(group.site.here, f"the rows of each `{key}` belong together"),),
                fix=partial(by_groups, cut, group, key, ctx),
            )
            break


def _are_of_one_table(grouped: Value, inputs: tuple[Value, ...]) -> bool:
    """Whether the split rows are rows of the grouped table, not one per group."""
    for value in inputs:
        for rows in value.rows:
            if any(rows in own.supersets or own in rows.supersets for own in grouped.rows):
                return True
    return False


def _has_one_row_each(key: str, inputs: tuple[Value, ...], trace: Trace) -> bool:
    """Whether the rows that are split were reduced to one for each entity."""
    reduced = {event.site.node for event in trace.of(Distinct) if event.keys in ({key}, frozenset())}
    return any(each.node in reduced for value in inputs for rows in value.rows for each in rows.supersets)
