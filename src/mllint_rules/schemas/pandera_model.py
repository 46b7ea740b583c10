"""A pandera `DataFrameModel`, and the function that reads the file so that it passes."""

from __future__ import annotations

from mllint_rules.datafiles.dates import ISO
from mllint_rules.datafiles.kinds import Column, Format, Kind, Source
from mllint_rules.schemas.claims import Claims
from mllint_rules.schemas.identifiers import field_names
from mllint_rules.schemas.layout import Node, call, items, keyword, lines, prefixed, quoted, texts
from mllint_rules.schemas.opening import Imports, json_records
from mllint_rules.schemas.piece import Piece, Subject

_RESERVED = frozenset(
    {
        "Config", "build_schema_", "empty", "example", "from_json", "from_yaml", "get_metadata", "pydantic_validate",
        "strategy", "to_json", "to_json_schema", "to_schema", "to_yaml", "to_ibis", "validate", "Any", "Annotated",
        "DataFrame", "Path", "pd", "pa", "np",
    }
)  # fmt: skip
_ANNOTATIONS = {
    Kind.TEXT: "pd.StringDtype", Kind.FLOAT: "float", Kind.DATE: "pa.DateTime", Kind.DATETIME: "pa.DateTime",
    Kind.DURATION: "pa.Timedelta", Kind.EMPTY: "Any",
}  # fmt: skip
_ZONED = 'Annotated[pd.DatetimeTZDtype, "ns", "UTC"]'
# Nanoseconds since 1970 hold no other years as a whole.
_FIRST_YEAR, _LAST_YEAR = 1678, 2261


def pandera_piece(subject: Subject) -> Piece:
    """The model and its reader."""
    imports: Imports = {
        ("pathlib", "Path"), ("pandas", None), ("pandera.pandas", None), ("pandera.typing", "DataFrame")
    }  # fmt: skip
    names = field_names([column_name(column, subject.source) for column in subject.table.columns], _RESERVED)
    fields = "".join(
        _field(names[name], name, column, claims, imports)
        for column, claims in subject.columns
        for name in [column_name(column, subject.source)]
    )
    model = f"{subject.class_name}Schema"
    text = (
        f"class {model}(pa.DataFrameModel):\n"
        f'    """The columns of {subject.shown_name}."""\n\n'
        f"{fields}\n"
        "    class Config:\n"
        "        coerce = True\n"
        "        strict = False\n"
        "\n\n"
        f"def read_{subject.function_name}(path: str | Path) -> DataFrame[{model}]:\n"
        f'    """Read a file like {subject.shown_name}; what does not fit the schema is an error."""\n'
        f"{_read(subject, imports)}"
        f"    return {model}.validate(frame, lazy=True)\n"
    )
    return Piece(frozenset(imports), text)


def column_name(column: Column, source: Source) -> str:
    """What pandas calls a column: one without a name gets one."""
    if source.format.is_delimited and not column.name:
        return f"Unnamed: {column.position}"
    return column.name


def is_beyond_pandas(column: Column) -> bool:
    """Whether a column holds dates of years that nanoseconds cannot hold, such as 9999 for never."""
    if column.years is None:
        return False
    first, last = column.years
    return first < _FIRST_YEAR or last > _LAST_YEAR


def _field(attribute: str, name: str, column: Column, claims: Claims, imports: Imports) -> str:
    options: list[Node] = [keyword("alias", quoted(name))] if attribute != name else []
    if claims.is_unique:
        options.append("unique=True")
    if claims.choices is not None:
        values = [quoted(value) if isinstance(value, str) else repr(value) for value in claims.choices]
        options.append(keyword("isin", items("[", values, "]")))
    if claims.low is not None:
        options.append(f"ge={claims.low!r}")
    if claims.high is not None:
        options.append(f"le={claims.high!r}")
    if claims.digits is not None:
        options.append(f'str_matches=r"^[0-9]{{{claims.digits}}}$"')
    if claims.is_nullable:
        options.append("nullable=True")
    annotation = _annotation(column, claims, imports)
    if not options:
        return f"    {attribute}: {annotation}\n"
    return lines(prefixed(f"{attribute}: {annotation} = ", call("pa.Field", *options)), 1)


def _annotation(column: Column, claims: Claims, imports: Imports) -> str:
    kind = column.kind
    if kind is Kind.INTEGER:
        return "pd.Int64Dtype" if claims.is_nullable else "int"
    if kind is Kind.BOOLEAN:
        return "pd.BooleanDtype" if claims.is_nullable else "bool"
    if is_beyond_pandas(column):
        return "pd.StringDtype" if column.pattern is not None else "object"
    if kind is Kind.DATETIME and column.has_zone:
        imports.add(("typing", "Annotated"))
        return _ZONED
    found = _ANNOTATIONS.get(kind, "object")
    if found == "Any":
        imports.add(("typing", "Any"))
    return found


# The reader


def _read(subject: Subject, imports: Imports) -> str:
    source = subject.source
    dates = [
        column for column, _ in subject.columns if column.pattern is not None and not is_beyond_pandas(column)
    ]
    if source.format.is_delimited:
        zoned = [column for column in dates if column.has_zone]
        plain = [column for column in dates if not column.has_zone]
        return _read_csv(subject, plain) + _converted(zoned, source)
    if source.format is Format.PARQUET:
        read = 'pd.read_parquet(path, dtype_backend="numpy_nullable")'
        return f"    frame = {read}\n" + _converted(dates, source)
    if source.format is Format.EXCEL:
        arguments = [keyword("sheet_name", quoted(source.sheet or "")), "dtype=object"]
        arguments += ["keep_default_na=False", 'na_values=[""]']
        read = lines(call("frame = pd.read_excel", "path", *arguments), 1)
        if source.has_blank_lines:
            read += '    frame = frame.dropna(how="all")\n'
        return read + _converted(dates, source)
    return (
        json_records(source, imports)
        + "    frame = pd.DataFrame(records, dtype=object)\n"
        + _converted(dates, source)
    )


def _converted(dates: list[Column], source: Source) -> str:
    """The statements that make dates of text."""
    written = []
    for column in dates:
        frame = f"frame[{quoted(column_name(column, source))}]"
        zone = ("utc=True",) if column.has_zone else ()
        arguments = (keyword("format", quoted(_format(column))), *zone)
        written.append(lines(prefixed(f"{frame} = ", call("pd.to_datetime", frame, *arguments)), 1))
    return "".join(written)


def _format(column: Column) -> str:
    pattern = column.pattern or ISO
    return ISO if pattern.startswith("%Y-%m-%d") else pattern


def _read_csv(subject: Subject, dates: list[Column]) -> str:
    source = subject.source
    arguments: list[Node] = ["path"]
    if source.delimiter != ",":
        arguments.append(keyword("sep", quoted(source.delimiter)))
    if source.skips_blanks:
        arguments.append("skipinitialspace=True")
    if any(column.comma for column, _ in subject.columns):
        arguments.append('decimal=","')
    if source.encoding not in ("utf-8", "utf-8-sig"):
        arguments.append(keyword("encoding", quoted(source.encoding)))
    dtypes = [
        f"{quoted(column_name(column, source))}: {quoted(dtype)}"
        for column, claims in subject.columns
        if (dtype := _dtype(column, claims)) is not None
    ]
    if dtypes:
        arguments.append(keyword("dtype", items("{", dtypes, "}")))
    if dates:
        arguments.append(keyword("parse_dates", texts([column_name(column, source) for column in dates])))
        formats = {_format(column) for column in dates}
        if len(formats) == 1:
            arguments.append(keyword("date_format", quoted(formats.pop())))
        else:
            by_name = [f"{quoted(column_name(each, source))}: {quoted(_format(each))}" for each in dates]
            arguments.append(keyword("date_format", items("{", by_name, "}")))
    marks = [
        prefixed(f"{quoted(column_name(column, source))}: ", texts(column.marks))
        for column, _ in subject.columns
        if column.marks
    ]
    if marks:
        arguments.append(keyword("na_values", items("{", marks, "}")))
    return lines(call("frame = pd.read_csv", *arguments), 1)


def _dtype(column: Column, claims: Claims) -> str | None:
    if column.kind is Kind.INTEGER:
        return "Int64" if claims.is_nullable else "int64"
    if column.kind is Kind.BOOLEAN:
        return "boolean" if claims.is_nullable else "bool"
    if column.kind is Kind.FLOAT:
        return "float64"
    is_text = column.kind is Kind.TEXT or column.has_zone or is_beyond_pandas(column)
    return "string" if is_text else None
