"""`mllint schema`: a schema module for data files."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mllint_rules.frontends.cli import progress
from mllint_rules.frontends.cli.messages import CommandError, say
from mllint_rules.frontends.cli.output import open_output
from mllint_rules.frontends.cli.parser import CommandParser, one_of
from mllint_rules.report.display import escape
from mllint_rules.settings.errors import display_path

if TYPE_CHECKING:
    from mllint_rules.datafiles.kinds import DataTable

_LIBRARIES = ("auto", "pandera", "pydantic", "polars")
_FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "excel")


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser(
        "schema",
        "Write a schema module for data files: CSV, TSV, JSON, JSON Lines, Parquet, Excel. "
        "Exit code 0: written, 2: it cannot be written.",
    )
    parser.add_argument("data", nargs="+", type=Path, metavar="DATA", help="data files")
    group = parser.add_argument_group("the schema")
    group.add_argument(
        "--library",
        type=one_of("library", _LIBRARIES),
        default="auto",
        metavar="LIBRARY",
        help="pandera, pydantic or polars (auto: what the settings say, else pandera)",
    )
    group.add_argument(
        "--margin",
        type=_margin,
        metavar="PART",
        help="how far ranges reach beyond what was seen, as a part of the range (default: 0.5)",
    )
    group.add_argument("--output-file", type=Path, metavar="FILE", help="write the module there")
    group = parser.add_argument_group("the data")
    group.add_argument(
        "--all-rows", action="store_true", help="look at every row also of files that would be sampled"
    )
    group.add_argument(
        "--format",
        type=one_of("format", _FORMATS),
        metavar="FORMAT",
        help=f"{', '.join(_FORMATS)} (default: by the ending)",
    )
    group.add_argument("--encoding", metavar="NAME", help="how text is encoded (default: UTF-8)")
    group.add_argument(
        "--delimiter", type=_delimiter, metavar="CHARACTER", help="what separates the cells of CSV"
    )
    group.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (default: the first)")
    group = parser.add_argument_group("settings")
    group.add_argument("--config", type=Path, metavar="FILE", help="use this configuration file")
    group.add_argument("--isolated", action="store_true", help="read no configuration files")
    parser.add_argument("--no-progress", action="store_true", help="show no progress bar")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", "-q", action="store_true", help="say only what is wrong")
    loudness.add_argument("--verbose", "-v", action="store_true", help="show tracebacks")
    return parser


def run(options: Namespace) -> int:
    """Write the module, and return the exit code. Raises `CommandError` for files that cannot be used."""
    from mllint_rules.schemas.claims import DEFAULT_MARGIN
    from mllint_rules.schemas.module import Library, schema_module

    library = Library(_library(options))
    tables = [_read(path, options) for path in options.data]
    margin = DEFAULT_MARGIN if options.margin is None else options.margin
    text = schema_module(tables, library, margin=margin)
    with open_output(options.output_file) as output:
        output.write_bytes(text.encode("utf-8"))
    return 0


def _library(options: Namespace) -> str:
    if options.library != "auto":
        return str(options.library)
    from mllint_rules.settings.loading import SettingsFinder

    wanted = (
        SettingsFinder(config=options.config, isolated=options.isolated).for_folder(Path.cwd()).schema_library
    )
    return "pandera" if wanted == "auto" else wanted


def _read(path: Path, options: Namespace) -> DataTable:
    from mllint_rules.datafiles.errors import DataFileError
    from mllint_rules.datafiles.reading import ReadOptions, read_table

    shown = escape(display_path(path))
    how = ReadOptions(
        format=options.format,
        encoding=options.encoding,
        delimiter=options.delimiter,
        sheet=options.sheet,
        all_rows=options.all_rows,
    )
    is_shown = progress.is_wanted(options.no_progress, options.quiet)
    try:
        with progress.follow(shown, is_shown=is_shown) as bar:
            table = read_table(path, how, bar)
    except DataFileError as error:
        raise CommandError(f"{shown}: {escape(str(error))}") from None
    if not options.quiet:
        for note in _notes(table):
            say(f"note: {shown}: {escape(note)}")
    return table


def _notes(table: DataTable) -> list[str]:
    notes = list(table.notes)
    if table.is_sample:
        notes.append(
            "it is large, so a sample of its rows was looked at: the schema has types, but no ranges, categories or "
            "keys, and everything may be missing; --all-rows looks at every row"
        )
    unclear = [repr(column.name) for column in table.columns if column.has_unclear_order]
    if unclear:
        notes.append(
            f"nobody can tell whether day or month comes first in {', '.join(unclear)}: the dates stay text"
        )
    return notes


def _margin(text: str) -> float:
    try:
        margin = float(text)
    except ValueError:
        margin = -1.0
    if not 0 <= margin <= 1000:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1000")
    return margin


def _delimiter(text: str) -> str:
    character = {"\\t": "\t", "tab": "\t"}.get(text, text)
    if len(character) != 1 or character in '"\r\n' or not character.isascii():
        raise ArgumentTypeError(f"{text!r} is no single character that can separate cells")
    return character
