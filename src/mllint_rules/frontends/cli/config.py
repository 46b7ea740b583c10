"""`mllint config`: the settings in force and where each comes from."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from mllint_rules.frontends.cli.messages import CommandError, say
from mllint_rules.frontends.cli.options import add_selection_options, overrides
from mllint_rules.frontends.cli.output import open_output
from mllint_rules.frontends.cli.parser import CommandParser, one_of
from mllint_rules.settings.errors import display_path
from mllint_rules.settings.layers import COMMAND_LINE
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.schema import Settings, setting_keys

_DEFAULT = "default"


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser(
        "config", "Show the settings in force for a file or folder, and where each comes from."
    )
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="PATH", help="default: .")
    add_selection_options(parser)
    parser.add_argument(
        "--output-format",
        type=one_of("output format", ("text", "json")),
        default="text",
        metavar="FORMAT",
        dest="form",
        help="text, json",
    )
    parser.add_argument("--verbose", "-v", action="store_true", help="show tracebacks")
    return parser


def run(options: Namespace) -> int:
    """Write the settings, and return the exit code."""
    from mllint_rules.engine.registry import load_rules
    from mllint_rules.engine.selection import active_rules
    from mllint_rules.settings.validation import validate_rules

    if not os.path.exists(options.path):
        raise CommandError(f"{options.path} does not exist")
    finder = SettingsFinder(config=options.config, isolated=options.isolated, overrides=overrides(options))
    settings = (
        finder.for_folder(options.path) if os.path.isdir(options.path) else finder.for_file(options.path)
    )
    rules = load_rules()
    validate_rules(settings, rules)
    active = len(active_rules(rules, settings))
    show = _as_json if options.form == "json" else _as_text
    with open_output(None) as output:
        output.write(show(settings, active, len(rules)))
    for hint in finder.hints:
        say(f"note: {hint}")
    return 0


def _values(settings: Settings) -> dict[str, Any]:
    return {key: _plain(getattr(settings, key.replace("-", "_"))) for key in setting_keys()}


def _as_json(settings: Settings, active: int, available: int) -> str:
    values = _values(settings)
    facts = {
        "file": None if settings.origin is None else settings.origin.as_posix(),
        "root": settings.root.as_posix(),
        "settings": values,
        "origins": {key: settings.origins.get(key, _DEFAULT) for key in values},
        "rules": {"active": active, "available": available},
    }
    return json.dumps(facts, indent=2) + "\n"


def _as_text(settings: Settings, active: int, available: int) -> str:
    values = {key: json.dumps(value, ensure_ascii=False) for key, value in _values(settings).items()}
    width = max(map(len, values))
    file = "none found" if settings.origin is None else display_path(settings.origin)
    lines = [f"configuration: {file}", f"rules: {active} of {available} active", ""]
    for key, value in values.items():
        lines.append(f"{key:<{width}} = {value}  # {_origin(settings.origins.get(key, _DEFAULT))}")
    return "\n".join(lines) + "\n"


def _origin(labels: str) -> str:
    shown = (
        label if label in {_DEFAULT, COMMAND_LINE} else display_path(Path(label))
        for label in labels.split(", ")
    )
    return ", ".join(shown)


def _plain(value: object) -> object:
    """A setting in words of JSON."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
