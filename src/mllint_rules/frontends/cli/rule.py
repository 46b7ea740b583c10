"""`mllint rule`: explain."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mllint_rules.frontends.cli.messages import CommandError
from mllint_rules.frontends.cli.options import add_color_option
from mllint_rules.frontends.cli.output import Output, column_count, is_colored, open_output
from mllint_rules.frontends.cli.parser import CommandParser, one_of
from mllint_rules.model.codes import ENGINE_CODES
from mllint_rules.report.rule_page import engine_page, rule_facts, rule_page
from mllint_rules.settings.errors import nearest_word

if TYPE_CHECKING:
    from mllint_rules.kit.rule import Rule


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser("rule", "Explain a rule, or list all of them.")
    parser.add_argument("rule", nargs="?", metavar="NAME", help="the name or the code of a rule")
    parser.add_argument("--all", action="store_true", help="all rules")
    parser.add_argument(
        "--output-format",
        type=one_of("output format", ("text", "json")),
        default="text",
        metavar="FORMAT",
        help="text, json",
    )
    parser.add_argument("--verbose", "-v", action="store_true", help="show tracebacks")
    add_color_option(parser)
    return parser


def run(options: Namespace) -> int:
    """Write the page, the list or the facts, and return the exit code."""
    if options.all == bool(options.rule):
        raise CommandError("name one rule, or ask for --all\nSee `mllint rule --help`.")
    from mllint_rules.engine.registry import load_rules

    rules = sorted(load_rules(), key=lambda rule: rule.code)
    with open_output(None) as output:
        if options.all:
            _write_all(rules, output, options)
        else:
            _write_one(options.rule, rules, output, options)
    return 0


def _write_all(rules: list[Rule[Any]], output: Output, options: Namespace) -> None:
    if options.output_format == "json":
        _write_json([rule_facts(rule) for rule in rules], output)
        return
    width = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        fix = rule.fix_applicability or "-"
        output.write(
            f"{rule.code}  {rule.name:<{width}}  {rule.confidence.value:<8}  {rule.category.value:<15}  "
            f"{fix:<6}  {rule.summary}\n"
        )


def _write_one(word: str, rules: list[Rule[Any]], output: Output, options: Namespace) -> None:
    rule = named_rule(word, rules)
    engine_code = next(
        (code for code, name in ENGINE_CODES.items() if word.lower() in {name, code.lower()}), None
    )
    if rule is not None and options.output_format == "json":
        _write_json(rule_facts(rule), output)
    elif rule is not None:
        _write_page(rule_page(rule), output, options.color)
    elif engine_code is None:
        raise CommandError(unknown_rule(word, rules))
    elif options.output_format == "json":
        raise CommandError(
            f"{engine_code} is reported by the engine and has no facts of a rule; read it as text"
        )
    else:
        _write_page(engine_page(engine_code), output, options.color)


def named_rule(word: str, rules: Sequence[Rule[Any]]) -> Rule[Any] | None:
    """The rule of that name or code, None when there is none."""
    return next((rule for rule in rules if word.lower() in {rule.name, rule.code.lower()}), None)


def unknown_rule(word: str, rules: Sequence[Rule[Any]]) -> str:
    """What to say of a word that is no rule."""
    known = [name for rule in rules for name in (rule.name, str(rule.code))]
    near = nearest_word(word, (*known, *ENGINE_CODES, *ENGINE_CODES.values()))
    return f"unknown rule {word!r}; " + (
        f"did you mean {near}?" if near else "`mllint rule --all` lists the rules"
    )


def _write_json(facts: object, output: Output) -> None:
    output.write(json.dumps(facts, indent=2, default=_plain) + "\n")


def _plain(value: object) -> object:
    """Defaults of options that JSON does not know: sets, and whatever else prints well."""
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)


def _write_page(page: str, output: Output, color: str) -> None:
    if not is_colored(color, output.is_terminal):
        output.write(page)
        return
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    buffer = StringIO()
    console = Console(file=buffer, force_terminal=True, width=column_count(output.is_terminal))
    console.print(Markdown(page))
    output.write(buffer.getvalue())
