"""A Polars schema, the rules on its columns as expressions, and the function that reads and checks the file."""

from __future__ import annotations

from mllint_rules.datafiles.kinds import Column, Format, Kind
from mllint_rules.schemas.claims import Claims
from mllint_rules.schemas.layout import (
    Group,
    Node,
    Value,
    call,
    chain,
    items,
    keyword,
    lines,
    prefixed,
    quoted,
    texts,
)
from mllint_rules.schemas.opening import Imports, json_records, sheet_rows, with_file
from mllint_rules.schemas.piece import Piece, Subject

_TYPES = {
    Kind.TEXT: "pl.String()", Kind.INTEGER: "pl.Int64()", Kind.FLOAT: "pl.Float64()", Kind.BOOLEAN: "pl.Boolean()",
    Kind.DATE: "pl.Date()", Kind.DATETIME: 'pl.Datetime("us")', Kind.BYTES: "pl.Binary()", Kind.TIME: "pl.Time()",
    Kind.DURATION: 'pl.Duration("us")', Kind.EMPTY: "pl.String()",
}  # fmt: skip
_NESTED = (Kind.LIST, Kind.RECORD, Kind.MIXED)
_ELEMENTS = {"int": "pl.Int64()", "float": "pl.Float64()", "str": "pl.String()", "bool": "pl.Boolean()"}
_ZONED = 'pl.Datetime("us", "UTC")'
_CHECK = '''

def _checked(frame: pl.DataFrame, rules: dict[str, pl.Expr]) -> pl.DataFrame:
    """The frame, when no row breaks a rule: each says which rows are wrong."""
    named = [rule.sum().alias(name) for name, rule in rules.items()]
    broken = frame.select(named).row(0, named=True) if named else {}
    found = [f"{name}: {count} rows" for name, count in broken.items() if count]
    if found:
        raise ValueError("; ".join(found))
    return frame
'''
CHECK = _CHECK.lstrip("\n")
"""The function that all readers of a module share."""


def polars_piece(subject: Subject) -> Piece:
    """The schema, its rules and its reader."""
    imports: Imports = {("pathlib", "Path"), ("polars", None)}
    constant = subject.function_name.upper()
    # A Parquet file says itself what is in its lists and records.
    is_typed = subject.source.format is Format.PARQUET
    schema = [
        prefixed(f"{quoted(column.name)}: ", dtype)
        for column, _ in subject.columns
        if (dtype := _type(column)) is not None and not (is_typed and column.kind in _NESTED)
    ]
    rules = [rule for column, claims in subject.columns for rule in _rules(column, claims)]
    text = (
        lines(prefixed(f"{constant}_SCHEMA = ", call("pl.Schema", items("{", schema, "}"))))
        + lines(prefixed(f"{constant}_RULES: dict[str, pl.Expr] = ", items("{", rules, "}")))
        + "\n\n"
        f"def read_{subject.function_name}(path: str | Path) -> pl.DataFrame:\n"
        f'    """Read a file like {subject.shown_name}; what does not fit is an error."""\n'
        f"{_read(subject, constant, imports)}"
        f"    return _checked(frame, {constant}_RULES)\n"
    )
    return Piece(frozenset(imports), text)


def _type(column: Column) -> Node | None:
    """The type; None for what Polars is to find out by itself."""
    if column.kind is Kind.DATETIME and column.has_zone:
        return _ZONED
    if column.kind is Kind.LIST and column.members:
        return f"pl.List({_ELEMENTS[column.members[0]]})"
    if column.kind is Kind.RECORD and column.parts is not None:
        fields = [f"{quoted(name)}: {_ELEMENTS[part]}" for name, part in column.parts.items()]
        return call("pl.Struct", items("{", fields, "}"))
    if column.kind in _NESTED:
        return "pl.Object()"
    return _TYPES.get(column.kind)


def _rules(column: Column, claims: Claims) -> list[Node]:
    """The rules on a column: an expression that is true where a row is wrong."""
    name = f"pl.col({quoted(column.name)})"
    found: list[tuple[str, Node]] = []
    if not claims.is_nullable:
        found.append(("is missing", f"{name}.is_null()"))
    if claims.is_unique:
        found.append(("occurs twice", f"{name}.drop_nulls().is_duplicated()"))
    if claims.choices is not None:
        values = [quoted(value) if isinstance(value, str) else repr(value) for value in claims.choices]
        found.append(("is another value", call(f"~{name}.is_in", items("[", values, "]"))))
    if claims.low is not None:
        found.append((f"is below {claims.low!r}", f"{name} < {claims.low!r}"))
    if claims.high is not None:
        found.append((f"is above {claims.high!r}", f"{name} > {claims.high!r}"))
    if claims.digits is not None:
        found.append(
            (f"has not {claims.digits} digits", f'~{name}.str.contains(r"^[0-9]{{{claims.digits}}}$")')
        )
    return [
        prefixed(f"{quoted(f'{column.name} {what}')}: ", Value("", rule) if isinstance(rule, str) else rule)
        for what, rule in found
    ]


# The reader


def _read(subject: Subject, constant: str, imports: Imports) -> str:
    source = subject.source
    schema = f"{constant}_SCHEMA"
    if source.format.is_delimited:
        return _read_csv(subject, schema, imports)
    if source.format is Format.PARQUET:
        return "    frame = pl.read_parquet(path)\n" + _converted(subject, typed=True) + _cast(subject)
    texts_as_dates = [column for column, _ in subject.columns if column.pattern is not None]
    if source.format is Format.EXCEL:
        read = sheet_rows(source, len(subject.columns), imports)
        names = items("[", [quoted(column.name) for column, _ in subject.columns], "]")
        read += lines(prefixed("names = ", names), 1)
        read += (
            "    records = [\n"
            "        dict(zip(names, row, strict=True))\n"
            "        for row in rows\n"
            "        if any(cell is not None for cell in row)\n"
            "    ]\n"
        )
    else:
        read = json_records(source, imports)
    types = schema
    if texts_as_dates:
        changed = [f"{quoted(column.name)}: pl.String()" for column in texts_as_dates]
        types = "types"
        read += lines(prefixed("types = ", items("{", [f"**{schema}", *changed], "}")), 1)
    read += (
        "    frame = pl.DataFrame(\n"
        "        [\n"
        "            pl.Series(name, [record.get(name) for record in records], dtype)\n"
        f"            for name, dtype in {types}.items()\n"
        "        ]\n"
        "    )\n"
    )
    return read + _converted(subject, typed=True)


def _cast(subject: Subject) -> str:
    """What gives the columns of a Parquet file, which have types, those of the schema."""
    return f"    frame = frame.cast({subject.function_name.upper()}_SCHEMA)\n"


def _converted(subject: Subject, *, typed: bool) -> str:
    """The statement that turns columns read as text into what they are."""
    found = [
        conversion
        for column, _ in subject.columns
        if (conversion := _conversion(column, typed=typed, all_text=subject.source.skips_blanks)) is not None
    ]
    return lines(call("frame = frame.with_columns", *found), 1) if found else ""


def _conversion(column: Column, *, typed: bool, all_text: bool) -> Node | None:
    """What makes a column of the text that was read; None when nothing is to be done.

    `typed` says that only dates were read as text, `all_text` that everything was.
    """
    steps: list[Group] = [call(".replace", quoted(mark), "None") for mark in column.marks]
    is_text = all_text or bool(steps)
    if typed and column.kind is Kind.FLOAT and column.missing:
        steps.append(call(".fill_nan", "None"))  # what is not a number compares as the greatest of all
    if column.pattern is not None:
        if column.has_zone:
            steps.append(call(".str.replace", 'r"Z$"', '"+00:00"'))
        pattern = quoted(column.pattern.replace(".%f", "%.f"))
        if column.kind is Kind.DATETIME:
            steps.append(call(".str.to_datetime", pattern, 'time_unit="us"'))
        else:
            steps.append(call(".str.to_date", pattern))
    elif is_text and not typed and column.kind is Kind.BOOLEAN:
        steps += [call(".str.to_lowercase"), call(".replace_strict", '["true", "false"]', "[True, False]")]
    elif is_text and not typed and column.kind not in (Kind.TEXT, Kind.EMPTY):
        if column.comma:
            steps.append(call(".str.replace", '","', '"."', "literal=True"))
        steps.append(call(".cast", _type(column) or "pl.String()"))
    return chain(f"pl.col({quoted(column.name)})", *steps) if steps else None


def _read_csv(subject: Subject, schema: str, imports: Imports) -> str:
    if subject.source.skips_blanks:
        return _read_padded_csv(subject, imports)
    source = subject.source
    lead = ""
    arguments: list[Node] = ["path"]
    is_foreign = source.compression in ("bz2", "xz") or source.encoding not in ("utf-8", "utf-8-sig")
    if is_foreign or source.has_lines_of_spaces:
        imports.add(("io", "BytesIO"))
        text = '"".join(filter(str.strip, file))' if source.has_lines_of_spaces else "file.read()"
        lead = with_file(source, imports) + f"        data = BytesIO({text}.encode())\n"
        arguments = ["data"]
    if source.delimiter != ",":
        arguments.append(keyword("separator", quoted(source.delimiter)))
    if any(column.comma for column, _ in subject.columns):
        arguments.append("decimal_comma=True")
    # Polars leaves quotes in names doubled, as they are in the file.
    doubled = {c.name: c.name.replace('"', '""') for c, _ in subject.columns if '"' in c.name}
    other_types = _other_types(subject, doubled)
    if other_types:
        lead += lines(prefixed("types = ", items("{", [f"**{schema}", *other_types], "}")), 1)
        schema = "types"
    arguments.append(f"schema_overrides={schema}")
    arguments.append(keyword("null_values", texts(_gaps(subject))))
    read = lines(call("frame = pl.read_csv", *arguments), 1)
    if doubled:
        names = [f"{quoted(raw)}: {quoted(name)}" for name, raw in doubled.items()]
        read += lines(call("frame = frame.rename", items("{", names, "}")), 1)
    if source.has_blank_lines:
        read += "    frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))\n"
    return lead + read + _converted(subject, typed=False)


def _gaps(subject: Subject) -> list[str]:
    return sorted({gap for column, _ in subject.columns for gap in column.gaps} | {""})


def _other_types(subject: Subject, doubled: dict[str, str]) -> list[Node]:
    """The columns that are read as another type, or under another name, than the schema says."""
    found: list[Node] = []
    for column, _ in subject.columns:
        is_text = _conversion(column, typed=False, all_text=False) is not None
        if is_text or column.name in doubled:
            dtype = (None if is_text else _type(column)) or "pl.String()"
            found.append(prefixed(f"{quoted(doubled.get(column.name, column.name))}: ", dtype))
    return found


def _read_padded_csv(subject: Subject, imports: Imports) -> str:
    """Blanks behind separators are nothing that Polars knows of, so the standard library reads the cells."""
    source = subject.source
    imports.add(("csv", None))
    file = "filter(str.strip, file)" if source.has_lines_of_spaces else "file"
    arguments = [file, *([f"delimiter={quoted(source.delimiter)}"] if source.delimiter != "," else [])]
    read = with_file(source, imports)
    read += lines(call("rows = list", call("csv.DictReader", *arguments, "skipinitialspace=True")), 2)
    read += "    frame = pl.DataFrame(rows, infer_schema_length=None)\n"
    missing = call("pl.all().cast(pl.String()).replace", texts(_gaps(subject)), "None")
    read += lines(call("frame = frame.with_columns", missing), 1)
    return read + _converted(subject, typed=False)
