"""How a schema module opens its file again: the statements that its readers begin with, as lines."""

from __future__ import annotations

from mllint_rules.datafiles.kinds import Format, Source
from mllint_rules.schemas.layout import call, keyword, lines, prefixed, quoted
from mllint_rules.schemas.piece import MODULES

Imports = set[tuple[str, str | None]]


def with_file(source: Source, imports: Imports, depth: int = 1) -> str:
    """`with open(…) as file:`."""
    encoding = keyword("encoding", quoted(source.encoding))
    newline = (keyword("newline", '""'),) if source.format.is_delimited else ()
    if source.compression is None:
        opened = call("open", "path", encoding, *newline)
    else:
        module = MODULES[source.compression]
        imports.add((module, None))
        opened = call(f"{module}.open", "path", '"rt"', encoding, *newline)
    return lines(prefixed("with ", opened), depth, " as file:")


def json_records(source: Source, imports: Imports) -> str:
    """What makes `records` of a file of JSON."""
    imports.add(("json", None))
    if source.format is Format.JSON_LINES:
        read = "        records = [json.loads(line) for line in file if line.strip()]\n"
    else:
        read = "        records = json.load(file)\n"
    return with_file(source, imports) + read


def sheet_rows(source: Source, width: int, imports: Imports) -> str:
    """What makes `rows` of a sheet of a workbook, as long as the table is wide and without empty ones."""
    imports.add(("openpyxl", "load_workbook"))
    sheet = lines(f"sheet = book[{quoted(source.sheet or '')}]", 1)
    return (
        "    book = load_workbook(path, read_only=True, data_only=True)\n"
        + sheet
        + lines(call("rows = sheet.iter_rows", "min_row=2", f"max_col={width}", "values_only=True"), 1)
    )
