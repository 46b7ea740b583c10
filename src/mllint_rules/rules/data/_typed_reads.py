"""Giving types to an untyped read of text: the repair that several rules share."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass

from mllint_rules.kit import (
    NOT_LITERAL,
    Call,
    Context,
    FixPlan,
    Verb,
    add_keyword,
    delete,
    remove_keyword,
    replace,
    set_keyword,
    table,
    unsafe_fix,
    unwrap,
)
from mllint_rules.rules.data._columns import ColumnRead, Columns, read_columns
from mllint_rules.rules.data._declared_types import Types, column_types
from mllint_rules.rules.data._insertion import define_above, free_name
from mllint_rules.rules.data._sources import is_made_in_program, is_package_data, source_name
from mllint_rules.rules.data._syntax import column_names, literal_items
from mllint_rules.rules.data._types import Kind, cast_argument, cast_of, stated_type
from mllint_rules.rules.data._validation import is_coerced_first

_WIDTH = 88


def is_untyped(call: Call) -> bool:
    """Whether a reader of pandas is left to guess the types: no `dtype`, or an empty one."""
    if call.unpacks:
        return False
    dtype = call.argument("dtype")
    if dtype is None or (isinstance(dtype, ast.Constant) and dtype.value is None):
        return True
    # Only a mapping written in the call is certainly empty: one with a name may be filled before.
    return isinstance(dtype, ast.Dict) and not dtype.keys


def reads_header_only(ctx: Context, call: Call) -> bool:
    """Whether the load is there for the names of the columns."""
    rows = ctx.value_of(call.argument("nrows"))
    if rows == 0 and rows is not False:
        return True
    around = ctx.parent(call.node)
    return isinstance(around, ast.Attribute) and around.attr == "columns"


def is_shown_only(ctx: Context, call: Call) -> bool:
    """Whether a notebook shows the frame and keeps nothing of it."""
    statement = ctx.statement(call.node)
    return isinstance(statement, ast.Expr) and ctx.is_displayed(statement)


def are_converted(ctx: Context, call: Call, columns: Columns) -> bool:
    """Whether `converters=` says how every column that is read comes about."""
    names = {name for name, _ in literal_items(call.argument("converters"))}
    wanted = set(columns.names) or set(column_names(ctx, call.argument("names")))
    return bool(wanted) and wanted <= names


def is_guessed(ctx: Context, call: Call) -> bool:
    """Whether the types of a read are guessed and nobody declares or checks them: what the rules on it report."""
    if not is_untyped(call) or reads_header_only(ctx, call) or is_shown_only(ctx, call):
        return False
    if is_made_in_program(ctx, call) or is_package_data(ctx, call):
        return False
    columns = read_columns(ctx, call.node)
    return not are_converted(ctx, call, columns) and not is_coerced_first(ctx, columns)


@dataclass(frozen=True, slots=True)
class _TypedRead:
    """What a read is to declare."""

    columns: Columns
    types: Types
    dtypes: dict[str, str]
    dates: tuple[str, ...]


def typing_plan(ctx: Context, call: Call, dates: str = "parse_dates") -> FixPlan | None:
    """The repair: a mapping of types above the load, `dtype=` and `parse_dates=` in it.

    `dates` is the parameter that names columns of dates. None when no type is known. Dates alone do not settle it:
    the other columns would still be guessed.
    """
    read = _typed_read(ctx, call, dates)
    if not read.dtypes:
        return None
    name = _constant_name(ctx, call)
    verbs = [define_above(ctx, call.node, _mapping(name, read.dtypes))]
    arguments = [("dtype", name)]
    if read.dates:
        arguments.append((dates, json.dumps(list(read.dates), ensure_ascii=False)))
    verbs += _arguments(call, arguments)
    if call.keyword("low_memory") is not None:
        verbs = _without_low_memory(call, verbs, arguments)
    for column in read.types:
        verbs += _casts(ctx, call, read, column)
    return unsafe_fix(_title(read), *verbs)


def _typed_read(ctx: Context, call: Call, parameter: str = "parse_dates") -> _TypedRead:
    columns = read_columns(ctx, call.node)
    settled = {name for name, _ in literal_items(call.argument("converters"))}
    types = {name: known for name, known in column_types(ctx, call, columns).items() if name not in settled}
    dates: tuple[str, ...] = ()
    if call.argument(parameter) is None:
        dates = tuple(name for name, known in types.items() if known.kind is Kind.DATE)
    dtypes = {name: known.dtype for name, known in types.items() if known.dtype is not None}
    return _TypedRead(columns, types, dtypes, dates)


def _typed_readers() -> tuple[str, ...]:
    """The readers whose types a mapping above them may state."""
    readers = table("frame_columns")["readers"]
    return (*readers["text"], *readers["documents"], *table("engines")["pandas"]["csv"])


def _constant_name(ctx: Context, call: Call) -> str:
    """A name for the mapping, of its own also when several reads of one source are repaired at once."""
    wanted = source_name(ctx, call)
    earlier = 0
    for other in ctx.calls_of(*_typed_readers()):
        if other.node is call.node:
            break
        if is_untyped(other) and source_name(ctx, other) == wanted and _typed_read(ctx, other).dtypes:
            earlier += 1
    return free_name(ctx, f"{wanted.upper()}_DTYPES", earlier)


def _mapping(name: str, dtypes: dict[str, str]) -> str:
    items = [f"{_quoted(column)}: {_quoted(dtype)}" for column, dtype in dtypes.items()]
    line = f"{name} = {{{', '.join(items)}}}"
    if len(line) <= _WIDTH:
        return line
    return f"{name} = {{\n" + "".join(f"    {item},\n" for item in items) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _arguments(call: Call, arguments: list[tuple[str, str]]) -> list[Verb]:
    """The new arguments; those that are added go in together, so that they never need a comma of each other."""
    verbs: list[Verb] = []
    added = []
    for name, value in arguments:
        if call.argument(name) is not None:
            verbs.append(set_keyword(call, name, value))
        else:
            added.append((name, value))
    if added:
        (name, value), *rest = added
        verbs.append(add_keyword(call, name, ", ".join([value, *(f"{n}={v}" for n, v in rest)])))
    return verbs


def _without_low_memory(call: Call, verbs: list[Verb], arguments: list[tuple[str, str]]) -> list[Verb]:
    """`low_memory` has nothing to say once the types are declared: it goes, or makes room where it stands last."""
    keyword = call.keyword("low_memory")
    assert keyword is not None
    if call.node.keywords[-1] is keyword and all(call.argument(name) is None for name, _ in arguments):
        return [*verbs[:-1], replace(keyword, ", ".join(f"{name}={value}" for name, value in arguments))]
    return [*verbs, remove_keyword(call, "low_memory")]


def _casts(ctx: Context, call: Call, read: _TypedRead, column: str) -> list[Verb]:
    """The casts that the typed read makes needless: `df["n"] = df["n"].astype(int)`."""
    verbs: list[Verb] = []
    for place in read.columns.reads_of(column):
        cast = cast_of(ctx, place) if place.is_value and place.is_raw and place.is_whole else None
        target = cast_argument(cast) if cast is not None else None
        # A cast to another type than the reader's has still something to do.
        if cast is None or target is None or stated_type(ctx, target) != read.types[column]:
            continue
        if not _is_of_this_load(ctx, call, place):
            continue
        statement = ctx.statement(cast)
        if (
            isinstance(statement, ast.Assign)
            and statement.value is cast
            and _writes_back(ctx, statement, place)
        ):
            verbs.append(delete(statement))
        else:
            verbs.append(unwrap(cast, place.node))
    return verbs


def _writes_back(ctx: Context, statement: ast.Assign, read: ColumnRead) -> bool:
    """Whether an assignment stores into the very column that was read."""
    target = statement.targets[0]
    if len(statement.targets) > 1 or not isinstance(target, (ast.Subscript, ast.Attribute)):
        return False
    assert isinstance(read.node, (ast.Subscript, ast.Attribute))
    stored = target.attr if isinstance(target, ast.Attribute) else ctx.value_of(target.slice)
    return stored == read.column and ast.unparse(target.value) == ast.unparse(read.node.value)


def _is_of_this_load(ctx: Context, call: Call, read: ColumnRead) -> bool:
    """Whether the cast certainly sees this load and no other."""
    node = read.node
    if not isinstance(node, (ast.Subscript, ast.Attribute)) or not isinstance(node.value, ast.Name):
        return False
    if isinstance(node, ast.Subscript) and ctx.value_of(node.slice) is NOT_LITERAL:
        return False
    return ctx.function_of(node) is ctx.function_of(call.node) and len(ctx.definitions(node.value)) == 1


def _title(read: _TypedRead) -> str:
    unknown = [f"`{name}`" for name in read.columns.names if name not in read.types]
    title = "Declare the types of the columns that are used"
    return f"{title}; not known: {', '.join(unknown)}" if unknown else title
