"""`mllint check`: report."""

from __future__ import annotations

from argparse import Namespace

from mllint_rules.frontends.cli.options import add_run_options
from mllint_rules.frontends.cli.parser import CommandParser
from mllint_rules.report.summary import Action


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser(
        "check", "Report what is wrong. Exit code 0: nothing found, 1: something found, 2: the run failed."
    )
    add_run_options(parser)
    return parser


def run(options: Namespace) -> int:
    """Check, and return the exit code."""
    from mllint_rules.frontends.cli.run import run_action

    return run_action(options, Action.CHECK)
