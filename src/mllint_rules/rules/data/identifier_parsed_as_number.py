"""A column of identifiers is read without a type, so that its digits become a number.

## Why is this bad?

The ZIP code `01234` is not the number 1234. A reader that is left to guess drops the leading zeros, turns long
account numbers into floating-point numbers that end in other digits, and makes `1234.0` of a phone number as soon as
one cell is empty. Joins with other tables then miss their rows, and nobody can get the digits back from the frame.

## When to ignore it

The column has no leading zeros and no gaps, and is used as a number by everybody who reads it.

## Fix safety

The column becomes text. Code that compares it with numbers or computes with it has to follow.

## References

- pandas user guide, "Specifying column data types"
"""

import ast
import re
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
    Span,
    Verb,
    add_keyword,
    calls,
    replace_span,
    rule,
    set_keyword,
    table,
    unsafe_fix,
)
from mllint_rules.rules.data._columns import ColumnRead, Columns, read_columns
from mllint_rules.rules.data._declared_types import declared_by
from mllint_rules.rules.data._polars import read_polars_columns
from mllint_rules.rules.data._sources import is_made_in_program, is_package_data
from mllint_rules.rules.data._syntax import literal_items
from mllint_rules.rules.data._types import Kind, type_in_use
from mllint_rules.rules.data._validation import is_coerced_first

_PANDAS = tuple(table("frame_columns")["readers"]["text"])
_POLARS = ("polars.read_csv", "polars.scan_csv")
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


@rule(
    code="MLD119",
    name="identifier-parsed-as-number",
    category=Category.DATA_CONTRACT,
    confidence=Confidence.LIKELY,
    since="0.1",
    on=calls(*_PANDAS, *_POLARS),
    in_tests=False,
    examples=(
        Example(
            bad="""
                import pandas as pd

                orders = pd.read_csv("orders.csv")
                regions = orders.merge(pd.read_parquet("regions.parquet"), on="region")
                print(regions["price"].sum(), orders["zip_code"].head())
                """,
            good="""
                import pandas as pd

                orders = pd.read_csv("orders.csv", dtype={"zip_code": "string"})
                regions = orders.merge(pd.read_parquet("regions.parquet"), on="region")
                print(regions["price"].sum(), orders["zip_code"].head())
                """,
            fixed=True,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or is_made_in_program(ctx, call) or is_package_data(ctx, call):
        return
    parameter = "schema_overrides" if call.name in _POLARS else "dtype"
    given = call.argument(parameter)
    if not _is_extendable(ctx, given) or (parameter != "dtype" and call.argument("schema") is not None):
        return
    columns = read_polars_columns(ctx, call.node) if call.name in _POLARS else read_columns(ctx, call.node)
    settled = {*declared_by(ctx, call), *_keys(ctx, given), *_keys(ctx, call.argument("converters"))}
    found = [name for name in columns.names if name not in settled and _is_identifier(ctx, name, columns)]
    if not found or is_coerced_first(ctx, columns):
        return
    shown = ", ".join(f"`{name}`" for name in found)
    yield Finding(
        call.node.func,
        f"{shown} {'is an identifier' if len(found) == 1 else 'are identifiers'}, which without a type "
        "may become a number and lose digits",
        fix=lambda: _plan(ctx, call, parameter, found),
        related=tuple(Place(columns.reads_of(name)[0].node, f"`{name}` is used here") for name in found),
    )


def _is_extendable(ctx: Context, given: ast.expr | None) -> bool:
    """Whether the types of a reader are not given, or given by a mapping that can be looked into."""
    return given is None or isinstance(given, ast.Dict) or _display(ctx, given) is not None


def _display(ctx: Context, given: ast.expr | None) -> ast.Dict | None:
    if isinstance(given, ast.Name):
        definitions = ctx.definitions(given)
        given = definitions[0].statement_value if len(definitions) == 1 else None
    return given if isinstance(given, ast.Dict) and None not in given.keys else None


def _keys(ctx: Context, given: ast.expr | None) -> set[object]:
    return {name for name, _ in literal_items(_display(ctx, given))}


def _is_identifier(ctx: Context, name: str, columns: Columns) -> bool:
    """Whether the name of a column says that its digits are no number, and its use does not contradict."""
    facts = table("identifiers")
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words:
        return False
    core = words[:-1] if len(words) > 1 and words[-1] in facts["numbers"] else words
    is_named = core[-1] in facts["words"]
    if not is_named and words[-1] not in facts["as_text"]:
        return False
    reads = columns.reads_of(name)
    if all(_is_counted(ctx, read) for read in reads):
        return False
    known = type_in_use(ctx, reads, columns)
    if known is None:
        return is_named
    return known.kind is Kind.STRING


def _is_counted(ctx: Context, read: ColumnRead) -> bool:
    """Whether a read does not look at the cells, or only counts them."""
    parent = ctx.parent(read.node)
    if isinstance(parent, ast.Attribute):
        return parent.attr in table("identifiers")["counting"]
    return not read.is_value and not isinstance(read.node, ast.Subscript)


def _plan(ctx: Context, call: Call, parameter: str, names: list[str]) -> FixPlan | None:
    """The columns as text: in the mapping that is there, or in a new one."""
    text = '"string"'
    verbs: list[Verb] = []
    if parameter != "dtype":
        polars = ctx.reach("polars")
        text, verbs = f"{polars.text}.String", list(polars.verbs)
    items = ", ".join(f'"{name}": {text}' for name in names if '"' not in name and "\\" not in name)
    mapping = _display(ctx, call.argument(parameter))
    if mapping is None:
        verbs.append(add_keyword(call, parameter, f"{{{items}}}"))
    elif not mapping.keys:
        verbs.append(set_keyword(call, parameter, f"{{{items}}}"))
    else:
        end = ctx.model.span(mapping.values[-1]).end
        verbs.append(replace_span(Span(end, end), f", {items}"))
    return unsafe_fix(f"Read {', '.join(f'`{name}`' for name in names)} as text", *verbs)
