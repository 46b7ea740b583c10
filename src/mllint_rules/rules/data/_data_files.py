"""What the data file itself says of the columns of a load, for people who allow to look into it."""

from __future__ import annotations

from collections.abc import Mapping

from mllint_rules.kit import Call, Context, DataColumn, DataKind
from mllint_rules.rules.data._sources import path_of
from mllint_rules.rules.data._types import DTYPES, ColumnType, Kind

# Arguments that make other columns of the same file, or read it in another way than we do.
_FOREIGN = (
    "header", "names", "skiprows", "comment", "thousands", "decimal", "quotechar", "quoting", "escapechar", "dialect",
    "skipinitialspace", "has_header", "new_columns", "skip_rows", "comment_prefix", "quote_char", "orient", "na_values",
    "null_values", "true_values", "false_values", "lines", "decimal_comma", "skip_lines", "with_column_names",
)  # fmt: skip
_SEPARATORS = ("sep", "delimiter", "separator")
_KINDS = {
    DataKind.TEXT: Kind.STRING, DataKind.INTEGER: Kind.INTEGER, DataKind.FLOAT: Kind.FLOAT,
    DataKind.BOOLEAN: Kind.BOOLEAN, DataKind.DATE: Kind.DATE, DataKind.DATETIME: Kind.DATE,
}  # fmt: skip
_ISO = "%Y-%m-%d"
_FIRST_YEAR, _LAST_YEAR = 1678, 2261  # that pandas can hold as dates
_MOST_COLUMNS = 40  # that a mapping may have which nobody asked for by name


def data_columns(ctx: Context, call: Call) -> Mapping[str, DataColumn]:
    """The columns of the file that a load reads; none when that is not known, or must not be looked at."""
    path = path_of(ctx, call)
    if path is None or not ctx.environment.infer_from_data or call.unpacks:
        return {}
    if any(call.argument(name) is not None for name in _FOREIGN):
        return {}
    delimiter: object = "\t" if call.name == "pandas.read_table" else ","
    for name in _SEPARATORS:
        given = call.argument(name)
        if given is not None:
            delimiter = ctx.value_of(given)
    encoding = call.argument("encoding")
    known = ctx.value_of(encoding)
    if not isinstance(delimiter, str) or len(delimiter) != 1 or not isinstance(known, str | None):
        return {}
    return ctx.data_columns(path, delimiter=delimiter, encoding=known) or {}


def shown_types(ctx: Context, call: Call) -> dict[str, ColumnType]:
    """The types that the file shows, of the columns that a reader can read as such without being told more."""
    found = {}
    for name, column in data_columns(ctx, call).items():
        kind = _kind(column)
        if name and kind is not None:
            found[name] = ColumnType(kind, DTYPES.get(kind))
    return found


def _kind(column: DataColumn) -> Kind | None:
    if column.marks or column.comma or column.has_zone or column.has_unclear_order:
        return None
    if column.pattern is not None and not (column.pattern.startswith(_ISO) and "%f" not in column.pattern):
        return None
    if column.years is not None and (column.years[0] < _FIRST_YEAR or column.years[1] > _LAST_YEAR):
        return None
    return _KINDS.get(column.kind)


def unnamed_columns(shown: Mapping[str, object]) -> tuple[str, ...]:
    """The columns to declare where the code names none: all of them, when they are not too many."""
    return tuple(shown) if len(shown) <= _MOST_COLUMNS else ()


def joined(shown: ColumnType | None, used: ColumnType | None) -> ColumnType | None:
    """The type of a column by what its file shows and what the code does with it.

    Digits that the code treats as text are a code; of the same kind, the code may say more (`int32`).
    """
    if shown is None or used is None:
        return shown or used
    return used if used.kind in (shown.kind, Kind.STRING) else shown
