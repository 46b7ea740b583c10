"""The keys of a record from outside are read without anybody having looked at it.

## Why is this bad?

A JSON document is whatever its sender made of it. Code that reads `record["price"]` finds out about a missing or
renamed key in the middle of its work, as a `KeyError` that does not say which record it was; a number that arrives as
text goes on as text until something is added or compared. With a model of the record everything that is wrong with it
is reported at once, where it enters the program, and editors know the fields.

## When to ignore it

The same program wrote the record.

## Fix safety

The fix writes a pydantic model with the keys that the code reads, where the project uses pydantic. A record that lacks
one is refused when it is loaded, and values are converted to the types that the code shows.

## References

- pydantic documentation, "Models"
"""

import ast
import re
from collections.abc import Iterator

from mllint_rules.kit import (
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    FixPlan,
    Place,
    SemanticModel,
    Verb,
    module,
    replace,
    rule,
    unsafe_fix,
    wrap,
)
from mllint_rules.rules.data._insertion import define_above, free_name, reach_above
from mllint_rules.rules.data._record_checks import is_looked_at, is_own_format, record_loads
from mllint_rules.rules.data._records import (
    RecordReads,
    assigned_name,
    field_line,
    is_field_name,
    model_text,
    record_reads,
)

_KEYS = 2  # fewer say little about what the record should be
_WORDS = re.compile(r"[A-Za-z][a-z0-9]*")


@rule(
    code="MLD109",
    name="unvalidated-json-record",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=module(calling=("load", "loads", "safe_load", "json")),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import json

                from pydantic import BaseModel


                def total(text: str) -> float:
                    order = json.loads(text)
                    return float(order["price"]) * int(order["quantity"])
                """,
            good='''
                import json

                from pydantic import BaseModel


                class Order(BaseModel):
                    """What the program reads from an order."""

                    price: float
                    quantity: int


                def total(text: str) -> float:
                    order = Order.model_validate(json.loads(text))
                    return float(order.price) * int(order.quantity)
                ''',
            fixed=True,
        ),
        Example(
            bad="""
                import requests


                def rate(day: str) -> float:
                    answer = requests.get(f"https://example.org/rates/{day}", timeout=10).json()
                    return answer["euro"] / answer["dollar"]
                """,
            good="""
                import requests

                from rates import Rates


                def rate(day: str) -> float:
                    answer = requests.get(f"https://example.org/rates/{day}", timeout=10).json()
                    rates = Rates.model_validate(answer)
                    return rates.euro / rates.dollar
                """,
        ),
    ),
)
def check(_: SemanticModel, ctx: Context) -> Iterator[Finding]:
    if ctx.is_exploratory:
        return
    for call in record_loads(ctx):
        reads = record_reads(ctx, call)
        needed = {read.key for read in reads.reads if not read.is_optional}
        if len(needed) < _KEYS or is_own_format(ctx, call) or is_looked_at(ctx, reads, call):
            continue
        shown = ", ".join(f"`{key}`" for key in sorted(needed)[:4])
        yield Finding(
            call.func,
            f"nothing checks the record before its keys {shown} are read",
            fix=lambda call=call, reads=reads: _plan(ctx, call, reads),  # type: ignore[misc]
            related=tuple(
                Place(found[0].node, f"`{key}` is read here") for key, found in list(reads.keys.items())[:4]
            ),
        )


def _plan(ctx: Context, call: ast.Call, reads: RecordReads) -> FixPlan | None:
    """A model above the code, the record made one, and its keys read as attributes; None without pydantic."""
    target = assigned_name(ctx.parent(call), call)
    if target is None or reads.others or not (ctx.imports("pydantic") or ctx.declares("pydantic")):
        return None
    if not all(is_field_name(key) for key in reads.keys):
        return None
    anything = reach_above(ctx, call, "typing", "Any")
    lines = [field_line(ctx, key, found, anything.text) for key, found in reads.keys.items()]
    written = [line for line in lines if line is not None]
    if len(written) < len(lines):
        return None
    base = reach_above(ctx, call, "pydantic", "BaseModel")
    wanted = "".join(word.capitalize() for word in _WORDS.findall(target.id)) or "Record"
    name = free_name(ctx, wanted, separator="")
    article = "an" if target.id[0].lower() in "aeiou" else "a"
    text = model_text(name, base.text, f"What the program reads from {article} {target.id}.", written)
    verbs: list[Verb] = [*base.verbs]
    if any(f": {anything.text}" in line for line in written):
        verbs += anything.verbs
    verbs += [define_above(ctx, call, text, is_class=True), wrap(call, f"{name}.model_validate(", ")")]
    for read in reads.reads:
        owner = read.node.value if isinstance(read.node, ast.Subscript) else read.node.func
        if isinstance(read.node, ast.Call) and isinstance(owner, ast.Attribute):
            owner = owner.value
        verbs.append(replace(read.node, f"{ctx.source(owner)}.{read.key}"))
    return unsafe_fix(f"Check the record by a model `{name}`", *verbs)
