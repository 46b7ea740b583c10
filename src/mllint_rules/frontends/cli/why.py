"""`mllint why`: explain a line."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mllint_rules.frontends.cli.messages import CommandError, say
from mllint_rules.frontends.cli.options import add_color_option, add_selection_options, overrides
from mllint_rules.frontends.cli.output import column_count, is_colored, open_output
from mllint_rules.frontends.cli.parser import CommandParser, one_of
from mllint_rules.report.display import escape
from mllint_rules.report.reporter import Presentation

if TYPE_CHECKING:
    from mllint_rules.engine.explanation import Explanation
    from mllint_rules.source.document import Document

# Also as reports write places: with a column, and in notebooks with the word `cell`.
_PLACE = re.compile(r"(?P<path>.+?)(?P<numbers>(?::(?:cell )?\d+){1,3})\Z", re.S)
_NOTEBOOK = ".ipynb"


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser(
        "why",
        "Explain a line: what its values are taken for, where they come from, which rules looked at it, and why "
        "each of them reports something there or does not. Exit code 0: explained, 2: it could not be.",
    )
    parser.add_argument(
        "place", metavar="FILE:LINE", help="the line; in a notebook FILE:CELL:LINE, lines counted in the cell"
    )
    parser.add_argument(
        "--rule", metavar="NAME", help="only this rule, by name or code, whatever became of it"
    )
    add_selection_options(parser)
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output-format",
        type=one_of("output format", ("text", "json")),
        default="text",
        metavar="FORMAT",
        dest="form",
        help="text, json",
    )
    group.add_argument("--verbose", "-v", action="store_true", help="show tracebacks")
    add_color_option(parser)
    return parser


def run(options: Namespace) -> int:
    """Write the explanation, and return the exit code."""
    path, numbers = _read_place(options.place)
    explanation = _explain(path, numbers, options)
    with open_output(None) as output:
        if options.form == "json":
            from mllint_rules.report.explanation_json import explanation_json

            output.write(explanation_json(explanation))
        else:
            from mllint_rules.report.explanation import explanation_text

            color = is_colored(options.color, output.is_terminal)
            width = column_count(output.is_terminal)
            output.write(explanation_text(explanation, Presentation(color, output.is_terminal, width)))
    return 0


def _read_place(word: str) -> tuple[Path, list[int]]:
    """The path and the numbers behind it. Raises `CommandError` when there are none."""
    found = _PLACE.fullmatch(word)
    if found is None:
        example = f"{word}:3:1" if word.endswith(_NOTEBOOK) else f"{word}:1"
        raise CommandError(f"a line is missing, as in `mllint why {escape(example)}`")
    return Path(found["path"]), [int(number) for number in re.findall(r"\d+", found["numbers"])]


def _explain(path: Path, numbers: list[int], options: Namespace) -> Explanation:
    from mllint_rules.engine.explanation import NotParsed, explain
    from mllint_rules.engine.registry import load_rules
    from mllint_rules.engine.run import display_path
    from mllint_rules.engine.session import Session
    from mllint_rules.frontends.cli.rule import named_rule, unknown_rule
    from mllint_rules.model.codes import ENGINE_CODES
    from mllint_rules.report.display import place
    from mllint_rules.settings.loading import SettingsFinder
    from mllint_rules.source.reading import UnreadableFile, read_file

    finder = SettingsFinder(config=options.config, isolated=options.isolated, overrides=overrides(options))
    shown = escape(display_path(path))
    try:
        document = read_file(path, display_path(path))
    except UnreadableFile as error:
        raise CommandError(f"{shown}: {error}") from None
    line = _line_of(document, numbers, shown)
    session = Session(finder, load_rules())
    only = None
    if options.rule is not None:
        only = named_rule(options.rule, session.rules)
        if only is None and options.rule.lower() in {*map(str.lower, ENGINE_CODES), *ENGINE_CODES.values()}:
            raise CommandError(f"{options.rule} is reported by the engine itself; `--rule` takes a rule")
        if only is None:
            raise CommandError(unknown_rule(options.rule, session.rules))
    try:
        explanation = explain(document, path, line, session, only)
    except NotParsed as error:
        where = place(document.path, error.diagnostic.region)
        raise CommandError(f"{where}: {escape(error.diagnostic.message)}") from None
    for hint in finder.hints:
        say(f"note: {hint}")
    return explanation


def _line_of(document: Document, numbers: list[int], shown: str) -> int:
    """The line of the document's text that was asked for. Raises `CommandError` when there is none."""
    if not shown.endswith(_NOTEBOOK):
        line, count = numbers[0], _line_count(document.text)
        if not 1 <= line <= count:
            lines = "1 line" if count == 1 else f"{count} lines"
            raise CommandError(f"{shown} has {lines}, and no line {line}")
        return line
    if len(numbers) == 1:
        raise CommandError(f"a line of a notebook is given with its cell, as in `mllint why {shown}:3:1`")
    number, line = numbers[:2]
    cell = next((cell for cell in document.cells if cell.number == number), None)
    if cell is None:
        known = ", ".join(str(cell.number) for cell in document.cells) or "none"
        raise CommandError(f"{shown} has no code cell {number}; its code cells are {known}")
    count = _line_count(document.text[cell.span.start : cell.span.end])
    if not 1 <= line <= count:
        lines = "1 line" if count == 1 else f"{count} lines"
        raise CommandError(f"cell {number} of {shown} has {lines}, and no line {line}")
    return document.lines.position(cell.span.start)[0] + line - 1


def _line_count(text: str) -> int:
    from mllint_rules.source.positions import LineIndex

    index = LineIndex(text)
    return index.line_count - (index.line_count > 1 and not index.line_text(index.line_count))
