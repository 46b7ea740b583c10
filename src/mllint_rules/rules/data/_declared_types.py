"""The types of the columns that a load gives: from a schema, from another typed read, from their use."""

from __future__ import annotations

from mllint_rules.kit import Call, Context, table
from mllint_rules.rules.data._columns import Columns
from mllint_rules.rules.data._data_files import joined, shown_types, unnamed_columns
from mllint_rules.rules.data._schemas import Schema, schemas
from mllint_rules.rules.data._sources import path_of
from mllint_rules.rules.data._syntax import column_names, literal_items
from mllint_rules.rules.data._types import ColumnType, Kind, stated_type, type_in_use

Types = dict[str, ColumnType]


def column_types(ctx: Context, call: Call, columns: Columns) -> Types:
    """The known types of the columns that a program reads from a load, by the first source that knows each.

    The sources: the load itself, a schema in the document that has the columns, another load of the same path, the
    file itself where it may be looked into, and the use of the column.
    """
    sources = [declared_by(ctx, call), _by_schema(ctx, columns), _by_other_reads(ctx, call)]
    shown = shown_types(ctx, call)
    found: Types = {}
    for name in columns.names or unnamed_columns(shown):
        declared = next((source[name] for source in sources if name in source), None)
        known = declared or joined(shown.get(name), type_in_use(ctx, columns.reads_of(name), columns))
        if known is not None:
            found[name] = known
    return found


def types_in_document(ctx: Context, columns: Columns) -> Types:
    """The types that a schema of the document or the use of the columns shows, for a frame from elsewhere."""
    declared = _by_schema(ctx, columns)
    found: Types = {}
    for name in columns.names:
        known = declared.get(name) or type_in_use(ctx, columns.reads_of(name), columns)
        if known is not None:
            found[name] = known
    return found


def declared_by(ctx: Context, call: Call) -> Types:
    """The types that a load states: `dtype={…}` and `parse_dates=[…]`."""
    found: Types = {}
    given = call.argument("dtype")
    for name, value in literal_items(None if given is None else ctx.expression_of(given)):
        known = stated_type(ctx, value)
        if isinstance(name, str) and known is not None:
            found[name] = known
    for name in column_names(ctx, call.argument("parse_dates")):
        found[name] = ColumnType(Kind.DATE, None)
    return found


def _by_schema(ctx: Context, columns: Columns) -> Types:
    """The types of the schema that has these columns: more of them than any other, and not by chance."""
    best: Schema | None = None
    shared = 0
    for schema in schemas(ctx):
        count = sum(name in schema.columns for name in columns.names)
        if count > shared:
            best, shared = schema, count
    if best is None or shared < min(2, len(best.columns)) or 2 * shared < len(columns.names):
        return {}
    return {name: known for name, known in best.columns.items() if known is not None}


def _by_other_reads(ctx: Context, call: Call) -> Types:
    path = path_of(ctx, call)
    found: Types = {}
    if path is None:
        return found
    for other in ctx.calls_of(*table("frame_columns")["readers"]["text"]):
        if other.node is not call.node and path_of(ctx, other) == path:
            for column, known in declared_by(ctx, other).items():
                found.setdefault(column, known)
    return found
