"""A column is used that the frame cannot have.

## Why is this bad?

The code itself says which columns the frame has: `usecols=`, `columns=` or `names=` of the reader, the keys of the
constructor. A column that is not among them is a slip of the pen, or was forgotten when the list was changed. It is a
`KeyError` as soon as the line runs, and in a training script that may be after hours. `dtype=` for a column that the
same call does not read is worse: pandas ignores it without a word, and the column that was meant keeps the type that
was guessed.

## When to ignore it

Never: where columns are added in a way that cannot be seen, the rule is silent.

## Fix safety

The name is replaced by the only known column that differs from it in two letters at most. Where there is none, or
several, nothing is changed.

## References

- pandas documentation of `read_csv`, parameter `usecols`
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
    Place,
    calls,
    replace,
    rule,
    table,
    unsafe_fix,
)
from mllint_rules.rules.data._known_columns import Absence, absent_columns, nearest, stated_columns, text_list

_FACTS = table("known_columns")
_SHOWN = 6


@rule(
    code="MLD115",
    name="column-absent-from-schema",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_FACTS["readers"], *_FACTS["constructors"]),
    see=("pandalyzer",),
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", usecols=["order_id", "price", "quantity"])
                orders["total"] = orders["price"] * orders["quantitiy"]
                """,
            good="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", usecols=["order_id", "price", "quantity"])
                orders["total"] = orders["price"] * orders["quantity"]
                """,
            fixed=True,
        ),
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", usecols=["zip", "price"], dtype={"zip_code": "string"})
                """,
            good="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", usecols=["zip", "price"], dtype={"zip": "string"})
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    known = () if ctx.is_test else stated_columns(ctx, call)
    if not known:
        return
    for absence in _contradictions(ctx, call, known):
        yield _finding(ctx, call, absence, "which reads only")
    is_polars = (call.name or "").startswith("polars.")
    for absence in absent_columns(ctx, call.node, known, is_polars=is_polars):
        yield _finding(ctx, call, absence, "which has only")


def _contradictions(ctx: Context, call: Call, known: tuple[str, ...]) -> Iterator[Absence]:
    """The columns that a reader is told about and told not to read."""
    if call.name not in _FACTS["readers"] or not text_list(ctx, call.argument("usecols")):
        return
    types = call.argument("dtype")
    # A mapping with a name may serve several readers.
    if isinstance(types, ast.Dict):
        for key in types.keys:
            value = ctx.value_of(key)
            if key is not None and isinstance(value, str) and value not in known:
                yield Absence(value, (key,), known)
    dates = call.argument("parse_dates")
    for node in dates.elts if isinstance(dates, ast.List) else ():
        value = ctx.value_of(node)
        if isinstance(value, str) and value not in known:
            yield Absence(value, (node,), known)
    names = text_list(ctx, call.argument("names"))
    columns = call.argument("usecols")
    for node in columns.elts if names and isinstance(columns, (ast.List, ast.Tuple)) else ():
        value = ctx.value_of(node)
        if isinstance(value, str) and value not in names:
            yield Absence(value, (node,), names)


def _finding(ctx: Context, call: Call, absence: Absence, reason: str) -> Finding:
    names = [f"`{name}`" for name in absence.known[:_SHOWN]]
    names += ["..."] * (len(absence.known) > _SHOWN)
    literals = [_literal(ctx, node, absence.column) for node in absence.reads]
    return Finding(
        literals[0] or absence.reads[0],
        f"`{absence.column}` is no column of this frame, {reason} {', '.join(names)}",
        fix=_renaming(absence, literals),
        related=(Place(call.node.func, "the columns are stated here"),),
    )


def _literal(ctx: Context, node: ast.expr, column: str) -> ast.Constant | None:
    """The text in a read that names the column."""
    for inner in ctx.walk(node):
        if isinstance(inner, ast.Constant) and inner.value == column:
            return inner
    return None


def _renaming(absence: Absence, literals: list[ast.Constant | None]) -> FixPlan | None:
    near = nearest(absence.column, absence.known)
    if near is None or None in literals:
        return None
    text = json.dumps(near, ensure_ascii=False)
    verbs = [replace(literal, text) for literal in dict.fromkeys(literals) if literal is not None]
    return unsafe_fix(f"Use the column `{near}`", *verbs)
