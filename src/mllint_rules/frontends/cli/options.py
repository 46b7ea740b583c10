"""The options that `check` and `fix` share."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from mllint_rules.frontends.cli.parser import CommandParser, job_count, one_of, words
from mllint_rules.model.classification import Preset
from mllint_rules.report import FORMATS

_SELECTORS = ("select", "extend-select", "ignore")


def add_selection_options(parser: CommandParser) -> None:
    """Which rules run, under which settings."""
    group = parser.add_argument_group("rules (codes, starts of codes, names or categories; comma-separated)")
    meanings = ("run only these rules", "run these rules besides", "do not run these rules")
    for name, meaning in zip(_SELECTORS, meanings, strict=True):
        group.add_argument(f"--{name}", type=words, action="extend", metavar="RULES", help=meaning)
    presets = [preset.value for preset in Preset]
    group.add_argument(
        "--preset", type=one_of("preset", presets), metavar="PRESET", help=f"{', '.join(presets)}"
    )
    group = parser.add_argument_group("settings")
    group.add_argument(
        "--config", type=Path, metavar="FILE", help="use this configuration file for all files"
    )
    group.add_argument("--isolated", action="store_true", help="read no configuration files")


def add_color_option(parser: CommandParser) -> None:
    """Whether to use colours."""
    parser.add_argument(
        "--color",
        type=one_of("colour mode", ("auto", "always", "never")),
        default="auto",
        metavar="WHEN",
        help="auto (in a terminal), always or never",
    )


def add_run_options(parser: CommandParser) -> None:
    """Everything that `check` and `fix` have in common."""
    parser.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="files and folders (default: .); - for stdin"
    )
    add_selection_options(parser)
    group = parser.add_argument_group("files")
    group.add_argument(
        "--stdin-filename", metavar="PATH", help="what the text from stdin (-) is to be taken for"
    )
    group.add_argument(
        "--force-exclude", action="store_true", help="leave out excluded files given by name too"
    )
    group.add_argument("--show-files", action="store_true", help="list the files that would be read, and end")
    group.add_argument("--jobs", type=job_count, metavar="N", help="number of processes, or auto (default)")
    group.add_argument(
        "--infer-from-data",
        action="store_true",
        help="look into data files of the project, whose paths stand in the code, for the types of their columns",
    )
    group = parser.add_argument_group("output")
    group.add_argument(
        "--output-format", type=one_of("output format", FORMATS), metavar="FORMAT", help=", ".join(FORMATS)
    )
    group.add_argument("--output-file", type=Path, metavar="FILE", help="write the results there")
    group.add_argument("--statistics", action="store_true", help="count the findings of each rule at the end")
    group.add_argument("--exit-zero", action="store_true", help="exit with 0 although something was found")
    group.add_argument("--no-progress", action="store_true", help="show no progress bar")
    loudness = group.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", "-q", action="store_true", help="only the findings")
    loudness.add_argument("--verbose", "-v", action="store_true", help="say what is done; show tracebacks")
    add_color_option(parser)


def overrides(options: Namespace) -> dict[str, object]:
    """The settings that the command line overrides, by their keys in TOML."""
    given: dict[str, object] = {name: getattr(options, name.replace("-", "_")) for name in _SELECTORS}
    given["preset"] = options.preset
    given["output-format"] = getattr(options, "output_format", None)
    given["unsafe-fixes"] = getattr(options, "unsafe_fixes", False) or None
    return {key: value for key, value in given.items() if value is not None}
