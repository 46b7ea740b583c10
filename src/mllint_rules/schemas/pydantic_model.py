"""A pydantic model of one row, and the function that reads the rows of the file as such."""

from __future__ import annotations

from mllint_rules.datafiles.kinds import Column, Format, Kind
from mllint_rules.schemas.claims import Claims
from mllint_rules.schemas.identifiers import field_names
from mllint_rules.schemas.layout import WIDTH, Node, call, items, keyword, lines, prefixed, quoted
from mllint_rules.schemas.opening import Imports, sheet_rows, with_file
from mllint_rules.schemas.piece import Piece, Subject

_RESERVED = frozenset(
    {
        "Annotated", "Any", "BaseModel", "BeforeValidator", "Config", "ConfigDict", "Decimal", "Field", "Iterator",
        "Literal", "Path", "construct", "copy", "csv", "date", "dt", "fields", "from_orm", "isnan", "json",
        "model_computed_fields",
        "model_config", "model_construct", "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields",
        "model_fields_set", "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild",
        "model_validate", "model_validate_json", "model_validate_strings", "parse_file", "parse_obj", "parse_raw",
        "schema", "schema_json", "update_forward_refs", "validate",
    }
)  # fmt: skip
_ANNOTATIONS = {
    Kind.TEXT: "str", Kind.INTEGER: "int", Kind.FLOAT: "float", Kind.BOOLEAN: "bool", Kind.DATE: "dt.date",
    Kind.DATETIME: "dt.datetime", Kind.DECIMAL: "Decimal", Kind.BYTES: "bytes", Kind.DURATION: "dt.timedelta",
    Kind.TIME: "dt.time", Kind.LIST: "list[Any]", Kind.RECORD: "dict[str, Any]",
}  # fmt: skip
_IMPORTS: dict[str, tuple[str, str | None]] = {
    "dt.": ("datetime", None), "Decimal": ("decimal", "Decimal"), "Any": ("typing", "Any"),
}  # fmt: skip


def pydantic_piece(subject: Subject) -> Piece:
    """The model and its reader."""
    imports: Imports = {("pathlib", "Path"), ("pydantic", "BaseModel"), ("collections.abc", "Iterator")}
    names = field_names([column.name for column in subject.table.columns], _names_taken(subject))
    fields = "".join(_field(names[c.name], c, claims, subject, imports) for c, claims in subject.columns)
    model = f"{subject.class_name}Record"
    text = (
        f"{_validators(subject, imports)}"
        f"class {model}(BaseModel):\n"
        f'    """One row of {subject.shown_name}."""\n\n'
        f"{fields}"
        "\n\n"
        f"def read_{subject.function_name}(path: str | Path) -> Iterator[{model}]:\n"
        f'    """Read the rows of a file like {subject.shown_name}; one that does not fit is an error."""\n'
        f"{_read(subject, model, names, imports)}"
    )
    return Piece(frozenset(imports), text)


def _names_taken(subject: Subject) -> frozenset[str]:
    """The names no field may have: those of the library, and what begins as its own methods do."""
    begun = {column.name for column in subject.table.columns if column.name.startswith("model_")}
    return _RESERVED | begun


def _field(attribute: str, column: Column, claims: Claims, subject: Subject, imports: Imports) -> str:
    options: list[Node] = [keyword("alias", quoted(column.name))] if attribute != column.name else []
    annotation = _type(column, claims, imports)
    if claims.choices is None:
        if claims.low is not None:
            options.append(f"ge={claims.low!r}")
        if claims.high is not None:
            options.append(f"le={claims.high!r}")
        if claims.digits is not None:
            options.append(f'pattern=r"^[0-9]{{{claims.digits}}}$"')
    parts: list[Node] = [annotation]
    if options:
        imports.add(("pydantic", "Field"))
        parts.append(call("Field", *options))
    validator = _validator(column, subject)
    if validator is not None:
        imports.add(("pydantic", "BeforeValidator"))
        parts.append(call("BeforeValidator", validator))
    ending = " = None" if claims.is_nullable else ""
    if len(parts) == 1:
        return lines(prefixed(f"{attribute}: ", annotation), 1, ending)
    imports.add(("typing", "Annotated"))
    return lines(prefixed(f"{attribute}: ", items("Annotated[", parts, "]")), 1, ending)


def _type(column: Column, claims: Claims, imports: Imports) -> Node:
    if claims.choices is not None and column.kind is Kind.TEXT:
        imports.add(("typing", "Literal"))
        values = [quoted(str(value)) for value in claims.choices]
        return items("Literal[", values, "] | None" if claims.is_nullable else "]")
    found = _ANNOTATIONS.get(column.kind, "Any")
    if column.kind is Kind.LIST and column.members:
        found = f"list[{column.members[0]}]"
    if claims.choices is not None:
        # Text such as "1" is no member of a `Literal[1]`, so labels are numbers with bounds.
        imports |= {("typing", "Annotated"), ("pydantic", "Field")}
        low, high = claims.choices[0], claims.choices[-1]
        found = f"Annotated[int, Field(ge={low}, le={high})]"
    for mark, needed in _IMPORTS.items():
        if mark in found:
            imports.add(needed)
    return f"{found} | None" if claims.is_nullable and found != "Any" else found


# What makes values of text that pydantic cannot read by itself


def _validator(column: Column, subject: Subject) -> str | None:
    if column.comma:
        return f"_{subject.function_name}_number"
    if column.pattern is not None and not column.pattern.startswith("%Y-%m-%d"):
        return f"_{subject.function_name}_date_{_patterns(subject).index(column.pattern) + 1}"
    return None


def _patterns(subject: Subject) -> list[str]:
    found = (column.pattern for column in subject.table.columns)
    return list(dict.fromkeys(each for each in found if each is not None and not each.startswith("%Y-%m-%d")))


def _validators(subject: Subject, imports: Imports) -> str:
    written = ""
    if any(column.comma for column in subject.table.columns):
        written += (
            f"def _{subject.function_name}_number(value: object) -> object:\n"
            '    """A number with a decimal comma, as one with a point."""\n'
            '    return value.replace(",", ".") if isinstance(value, str) else value\n\n\n'
        )
    for number, pattern in enumerate(_patterns(subject), 1):
        imports.add(("datetime", None))
        value = f"dt.datetime.strptime(value, {quoted(pattern)})"
        value += "" if "%H" in pattern else ".date()"
        written += (
            f"def _{subject.function_name}_date_{number}(value: object) -> object:\n"
            f'    """A date written as {pattern}."""\n'
            "    if not isinstance(value, str):\n"
            "        return value\n"
            f"    return {value}\n\n\n"
        )
    return written


# The reader


def _read(subject: Subject, model: str, names: dict[str, str], imports: Imports) -> str:
    """The body of the reader: a loop over the rows, each of which is cleaned, checked and handed on."""
    head, loop, depth, clean = _rows(subject, imports)
    unique = [names[column.name] for column, claims in subject.columns if claims.is_unique]
    indent = "    " * depth
    seen = "".join(f"    seen_{number}: set[object] = set()\n" for number, _ in enumerate(unique, 1))
    body = f"{indent}{loop}\n" + "".join(f"{indent}    {line}\n" for line in clean)
    validated = f"{model}.model_validate(record)"
    if not unique:
        return head + body + lines(f"yield {validated}", depth + 1)
    body += lines(f"checked = {validated}", depth + 1)
    for number, name in enumerate(unique, 1):
        value = f"checked.{name}"
        message = f'f"{{{value}!r}} occurs twice in {name}"'
        body += lines(f"if {value} in seen_{number}:", depth + 1)
        body += lines(call("raise ValueError", message), depth + 2)
        body += lines(f"seen_{number}.add({value})", depth + 1)
    return seen + head + body + f"{indent}    yield checked\n"


def _rows(subject: Subject, imports: Imports) -> tuple[str, str, int, list[str]]:
    """What stands before the loop over the rows, the loop, its depth, and what makes `record` in it."""
    source = subject.source
    if source.format.is_delimited:
        return _csv_rows(subject, imports)
    if source.format is Format.EXCEL:
        header = [quoted(column.name) for column in subject.table.columns]
        head = sheet_rows(source, len(header), imports)
        head += lines(prefixed("names = ", items("[", header, "]")), 1)
        skip = ["if all(cell is None for cell in row):", "    continue"]
        return head, "for row in rows:", 1, [*skip, "record = dict(zip(names, row, strict=True))"]
    clean = []
    if any(column.kind is Kind.FLOAT and column.missing for column, _ in subject.columns):
        imports.add(("math", "isnan"))
        clean = _cleaned("isinstance(value, float) and isnan(value)", 3)
    row = "row" if clean else "record"
    if source.format is Format.PARQUET:
        imports.add(("pyarrow.parquet", "ParquetFile"))
        return (
            "    for batch in ParquetFile(path).iter_batches():\n",
            f"for {row} in batch.to_pylist():",
            2,
            clean,
        )
    imports.add(("json", None))
    head = with_file(source, imports)
    if source.format is Format.JSON:
        return head, f"for {row} in json.load(file):", 2, clean
    return head, "for line in filter(str.strip, file):", 2, [f"{row} = json.loads(line)", *clean]


def _csv_rows(subject: Subject, imports: Imports) -> tuple[str, str, int, list[str]]:
    source = subject.source
    imports.add(("csv", None))
    arguments: list[Node] = ["filter(str.strip, file)" if source.has_lines_of_spaces else "file"]
    if source.delimiter != ",":
        arguments.append(keyword("delimiter", quoted(source.delimiter)))
    if source.skips_blanks:
        arguments.append("skipinitialspace=True")
    gaps = sorted({gap for column in subject.table.columns for gap in column.gaps} | {""})
    head = lines(prefixed("missing = ", items("{", map(quoted, gaps), "}")), 1)
    marked = [column for column in subject.table.columns if column.marks]
    if marked:
        by_name = [
            prefixed(f"{quoted(column.name)}: ", items("{", map(quoted, column.marks), "}"))
            for column in marked
        ]
        head += lines(prefixed("marks: dict[str, set[str]] = ", items("{", by_name, "}")), 1)
    head += with_file(source, imports)
    head += lines(call("rows = csv.DictReader", *arguments), 2)
    condition = "value in missing" + (" or value in marks.get(name, ())" if marked else "")
    return head, "for row in rows:", 2, _cleaned(condition, 3)


def _cleaned(condition: str, depth: int) -> list[str]:
    """The statement that makes `record` of `row`, without what is missing."""
    value, loop = f"name: None if {condition} else value", "for name, value in row.items()"
    room = WIDTH - 4 * depth
    if len(f"record = {{{value} {loop}}}") <= room:
        return [f"record = {{{value} {loop}}}"]
    inner = [f"{value} {loop}"] if len(f"    {value} {loop}") <= room else [value, loop]
    if len(f"    {value}") > room:
        inner = ["name: None", f"if {condition}", "else value", loop]
    return ["record = {", *(f"    {line}" for line in inner), "}"]
