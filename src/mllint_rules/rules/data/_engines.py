"""Untyped reads of text by other engines than pandas and Polars, and how each is told the types."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator

from mllint_rules.kit import Call, Context, FixPlan, add_keyword, set_keyword, table, unsafe_fix
from mllint_rules.rules.data._columns import Columns, read_columns
from mllint_rules.rules.data._declared_types import column_types
from mllint_rules.rules.data._frames import FrameTrace
from mllint_rules.rules.data._sources import is_made_in_program, is_package_data
from mllint_rules.rules.data._typed_reads import (
    is_guessed,
    is_shown_only,
    is_untyped,
    reads_header_only,
    typing_plan,
)

_TABLE = "relations"


def is_untyped_engine_read(ctx: Context, call: Call) -> bool:
    """Whether a read of text leaves the types to the engine, and nobody casts what comes of it."""
    if (
        call.unpacks
        or is_made_in_program(ctx, call)
        or is_package_data(ctx, call)
        or is_shown_only(ctx, call)
    ):
        return False
    facts, name = table("engines"), call.name
    if name in facts["numpy"]["readers"]:
        return _is_left_to_numpy(ctx, call)
    if name in facts["pandas"]["csv"]:
        return is_guessed(ctx, call) and not _is_cast(ctx, FrameTrace(ctx, call.node))
    if name in facts["pandas"]["json"]:
        is_stated = not is_untyped(call) or call.argument("meta") is not None
        return (
            not is_stated
            and not reads_header_only(ctx, call)
            and not _is_cast(ctx, FrameTrace(ctx, call.node))
        )
    if name in facts["duckdb"]["readers"]:
        is_stated = any(call.argument(argument) is not None for argument in facts["duckdb"]["stating"])
        return not is_stated and not _is_cast(ctx, FrameTrace(ctx, call.node, _TABLE))
    return _states_nothing(ctx, call) and not _is_cast(ctx, FrameTrace(ctx, call.node, _TABLE))


def _is_left_to_numpy(ctx: Context, call: Call) -> bool:
    """Whether cells of text become missing numbers (no `dtype`), or decide about the types (`dtype=None`)."""
    dtype = call.argument("dtype")
    if dtype is not None:
        return isinstance(dtype, ast.Constant) and dtype.value is None
    return all(call.argument(name) is None for name in table("engines")["numpy"]["telling"])


def _options(ctx: Context, call: Call) -> ast.expr | None:
    name = "convert_options" if call.name in table("engines")["pyarrow"]["csv"] else "parse_options"
    return call.argument(name)


def _states_nothing(ctx: Context, call: Call) -> bool:
    """Whether the options of a reader of Arrow certainly state no types."""
    options = _options(ctx, call)
    if isinstance(options, ast.Name):
        definitions = ctx.definitions(options)
        value = definitions[0].statement_value if len(definitions) == 1 else None
        is_changed = any(
            isinstance(ctx.parent(use), ast.Attribute) for each in definitions for use in ctx.uses(each)
        )
        options = None if value is None or is_changed else value
        if options is None:
            return False
    if options is None or (isinstance(options, ast.Constant) and options.value is None):
        return True
    if not isinstance(options, ast.Call):
        return False
    made = ctx.call(options)
    if made.unpacks or not (made.name or "").endswith(("ConvertOptions", "ParseOptions")):
        return False
    return all(made.argument(argument) is None for argument in table("engines")["pyarrow"]["stating"])


def _is_cast(ctx: Context, trace: FrameTrace) -> bool:
    """Whether the whole frame is given its types afterwards: `df.astype({…})`, `table.cast(schema)`."""
    casting = table(_TABLE)["casting"]
    for node in trace.states:
        attribute = ctx.parent(node)
        call = ctx.parent(attribute) if isinstance(attribute, ast.Attribute) else None
        if isinstance(attribute, ast.Attribute) and attribute.attr in casting and isinstance(call, ast.Call):
            return True
    return False


# The repair


def engine_plan(ctx: Context, call: Call) -> FixPlan | None:
    """The engine's own argument, with the types that the code shows; None when it shows none."""
    facts, name = table("engines"), call.name or ""
    library = name.partition(".")[0]
    if name in facts["numpy"]["readers"]:
        # Types found in the text can only be replaced by somebody who knows the file.
        plan = unsafe_fix("Say that all cells are numbers", add_keyword(call, "dtype", "float"))
        return plan if call.argument("dtype") is None else None
    if name in facts["pandas"]["csv"]:
        return typing_plan(ctx, call) if library in facts["pandas"]["nullable"] else None
    if library not in facts["types"] or name not in (*facts["pyarrow"]["csv"], *facts["duckdb"]["readers"]):
        return None
    if name.endswith("json"):
        return None  # `columns` of DuckDB has to name every field
    kinds: dict[str, str] = {}
    unknown: list[str] = []
    for columns in _in_pandas(ctx, call):
        types = column_types(ctx, call, columns)
        for column in columns.names:
            written = facts["types"][library].get(types[column].kind.value) if column in types else None
            if written is None:
                unknown.append(column)
            else:
                kinds[column] = written
    if not kinds:
        return None
    return _arrow(ctx, call, kinds, unknown) if library == "pyarrow" else _duckdb(call, kinds, unknown)


def _in_pandas(ctx: Context, call: Call) -> Iterator[Columns]:
    """What the document reads from the table where it is a frame of pandas; the first way there."""
    methods = table(_TABLE)["to_pandas"]
    for node in FrameTrace(ctx, call.node, _TABLE).states:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            yield read_columns(ctx, node)
            return


def _duckdb(call: Call, kinds: dict[str, str], unknown: Iterable[str]) -> FixPlan:
    items = ", ".join(f"{_quoted(column)}: {_quoted(kind)}" for column, kind in kinds.items())
    return unsafe_fix(_title(unknown), add_keyword(call, "dtype", f"{{{items}}}"))


def _arrow(ctx: Context, call: Call, kinds: dict[str, str], unknown: Iterable[str]) -> FixPlan | None:
    arrow = ctx.reach("pyarrow")
    items = ", ".join(f"{_quoted(column)}: {arrow.text}.{kind}" for column, kind in kinds.items())
    options = _options(ctx, call)
    if isinstance(options, ast.Call):
        added = add_keyword(options, "column_types", f"{{{items}}}")
        return unsafe_fix(_title(unknown), *arrow.verbs, added)
    if isinstance(options, ast.Name):
        return None  # others may use the same options
    function = call.node.func
    if isinstance(function, ast.Attribute):
        maker, verbs = f"{ctx.source(function.value)}.ConvertOptions", arrow.verbs
    else:
        reach = ctx.reach("pyarrow.csv", "ConvertOptions")
        maker, verbs = reach.text, (*arrow.verbs, *reach.verbs)
    text = f"{maker}(column_types={{{items}}})"
    return unsafe_fix(_title(unknown), *verbs, set_keyword(call, "convert_options", text))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _title(unknown: Iterable[str]) -> str:
    names = ", ".join(f"`{name}`" for name in unknown)
    title = "Declare the types of the columns that are used"
    return f"{title}; not known: {names}" if names else title
