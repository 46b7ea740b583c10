"""`mllint new-rule`: start a rule in a rule pack."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

from mllint_rules.frontends.cli.messages import CommandError
from mllint_rules.frontends.cli.output import open_output
from mllint_rules.frontends.cli.pack import find_pack
from mllint_rules.frontends.cli.parser import CommandParser
from mllint_rules.frontends.cli.rule_template import family_source, fixture_source, rule_source
from mllint_rules.settings.errors import display_path

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ADVICE = ("no", "avoid", "use", "prefer")


def build_parser() -> CommandParser:
    """The options of the command."""
    parser = CommandParser(
        "new-rule", "Write the first version of a rule and its fixture; nothing is overwritten."
    )
    parser.add_argument(
        "family", metavar="FAMILY", help="the letters of its codes, as MLX, or the family's folder"
    )
    parser.add_argument("name", metavar="NAME", help="the problem in kebab case, as unseeded-numpy-random")
    parser.add_argument(
        "--package",
        type=Path,
        metavar="PATH",
        help="the folder of rules (default: the one pyproject.toml registers)",
    )
    parser.add_argument("--verbose", "-v", action="store_true", help="show tracebacks")
    return parser


def run(options: Namespace) -> int:
    """Write the files, say which, and return the exit code."""
    name = _checked_name(options.name)
    pack = find_pack(options.package)
    letters, folder = pack.family(options.family)
    code = pack.next_code(letters)
    module = name.replace("-", "_")
    if (existing := pack.module(module)) is not None:
        raise CommandError(f"{display_path(existing)} is there already")
    files = (
        {} if (marker := pack.rules / folder / "__init__.py").exists() else {marker: family_source(letters)}
    )
    files |= {
        pack.rules / folder / f"{module}.py": rule_source(code, name, pack.version),
        pack.project / "tests" / "fixtures" / folder / module / "reported.py": fixture_source(code),
    }
    for path in files:
        if path.exists():
            raise CommandError(f"{display_path(path)} is there already")
    with open_output(None) as output:
        for path, text in files.items():
            _create(path, text)
            output.write(f"{display_path(path)}\n")
    return 0


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        kebab = re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()).strip("-")
        near = f"; did you mean {kebab}?" if kebab != name and _NAME.fullmatch(kebab) else ""
        raise CommandError(f"{name!r} is no rule name: it is words in kebab case{near}")
    if name.split("-", maxsplit=1)[0] in _ADVICE:
        raise CommandError(
            f"{name!r} gives advice: a rule is named after the problem and reads after 'allow'"
        )
    return name


def _create(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise CommandError(f"cannot write {display_path(path)}: {error.strerror}") from None
