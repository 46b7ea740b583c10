"""`mllint fix`: repair."""

from __future__ import annotations

from argparse import Namespace

from mllint_rules.frontends.cli.options import add_run_options
from mllint_rules.frontends.cli.parser import CommandParser
from mllint_rules.report.summary import Action


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser(
        "fix",
        "Apply the safe fixes and report what remains. Exit code 0: nothing remains, 1: something remains "
        "(with --diff: there is something to do), 2: the run failed.",
    )
    add_run_options(parser)
    group = parser.add_argument_group("fixes")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="apply also fixes that may change what the program does"
    )
    group.add_argument("--diff", action="store_true", help="write nothing and print what would change")
    return parser


def run(options: Namespace) -> int:
    """Repair, or show the diff, and return the exit code."""
    from mllint_rules.frontends.cli.run import run_action

    return run_action(options, Action.PREVIEW if options.diff else Action.FIX)
