"""One configuration file: its text, its table of mllint's keys, and the lines they stand in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mllint_rules.settings.errors import SettingsError
from mllint_rules.settings.locator import locate
from mllint_rules.settings.toml import parse_toml

NATIVE_NAME = "mllint.toml"
PYPROJECT_NAME = "pyproject.toml"
PYPROJECT_TABLE = ("tool", "mllint")

# An abandoned checker of project templates has the same name, the same table and these files and keys.
FOREIGN_FILES = (".mllint.yml", ".mllint.yaml")
_FOREIGN_KEYS = frozenset(
    ("linters", "git", "testing", "codequality", "code-quality", "code_quality", "dependencymanagement")
)
_FOREIGN_RULE_KEYS = ("disabled", "custom")
FOREIGN_HINT = (
    "belongs to another tool named mllint (a checker of project templates), which mllint-rules does not "
    "read; the settings of mllint-rules go into `mllint.toml` or `[tool.mllint]` in `pyproject.toml`"
)
_ERROR_LINE = re.compile(r"\s*\(at line (\d+), column (\d+)\)\Z")


@dataclass(frozen=True, slots=True)
class ConfigurationFile:
    """A file that was read: `table` holds mllint's keys, which stand below `prefix` in `text`."""

    path: Path
    text: str
    table: Mapping[str, object]
    prefix: tuple[str, ...]

    def error(
        self, message: str, trail: tuple[str, ...], value: str | None = None, suggestion: str | None = None
    ) -> SettingsError:
        """An error about the key at `trail`, or about the word `value` in what is set there."""
        line = locate(self.text, (*self.prefix, *trail), value)
        return SettingsError(message, self.path, line, suggestion)


def find_configuration(folder: str) -> ConfigurationFile | None:
    """The configuration that `folder` itself holds: `mllint.toml` before a `pyproject.toml` with our table.

    Raises `SettingsError` when there is one that cannot be read.
    """
    native = os.path.join(folder, NATIVE_NAME)
    if os.path.isfile(native):
        return read_configuration(Path(native))
    name = os.path.join(folder, PYPROJECT_NAME)
    if not os.path.isfile(name):
        return None
    pyproject = Path(name)
    text = _read(pyproject)
    # Most projects do not mention us: no need to parse their file, nor to complain when it is broken.
    if "mllint" not in text:
        return None
    file = _interpret(pyproject, text)
    return None if file.prefix == () else file


def read_configuration(path: Path) -> ConfigurationFile:
    """Read the named file. Raises `SettingsError` when it is missing, unreadable, or no valid TOML."""
    file = _interpret(path, _read(path))
    if path.name == PYPROJECT_NAME and file.prefix == ():
        raise SettingsError("there is no table `[tool.mllint]`", path)
    return file


def locate_setting(path: Path, trail: tuple[str, ...], value: str | None = None) -> tuple[int, bool] | None:
    """The line of a key in a file that was read before, and whether the key itself stands there."""
    try:
        file = _interpret(path, _read(path))
    except SettingsError:  # changed meanwhile; the error that is being reported counts, not this one
        return None
    line = locate(file.text, (*file.prefix, *trail), value)
    return None if line is None else (line, _holds(file.table, trail, value))


def is_foreign(table: Mapping[str, object]) -> bool:
    """Whether a table was written for the other tool named mllint."""
    if any(key.lower() in _FOREIGN_KEYS for key in table):
        return True
    rules = table.get("rules")
    return isinstance(rules, dict) and any(isinstance(rules.get(key), list) for key in _FOREIGN_RULE_KEYS)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError("there is no such configuration file", path) from None
    except IsADirectoryError:
        raise SettingsError("this is a folder, not a configuration file", path) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError("the configuration is not UTF-8 text", path, line) from None
    except OSError as error:
        raise SettingsError(f"the configuration cannot be read ({error.strerror})", path) from None


def _interpret(path: Path, text: str) -> ConfigurationFile:
    try:
        data = parse_toml(text)
    except ValueError as error:
        message, line = str(error), text.count("\n") + 1
        if place := _ERROR_LINE.search(message):
            message, line = f"{message[: place.start()]} at column {place[2]}", int(place[1])
        raise SettingsError(f"invalid TOML: {message}", path, line) from None
    if path.name == NATIVE_NAME:
        return ConfigurationFile(path, text, data, ())
    tool = data.get("tool")
    table = tool.get("mllint") if isinstance(tool, dict) else None
    if table is None:
        # Under another name a file may be written in either way; a pyproject.toml has nothing for us.
        return ConfigurationFile(path, text, {} if path.name == PYPROJECT_NAME else data, ())
    if not isinstance(table, dict):
        raise SettingsError("`tool.mllint` takes a table", path, locate(text, PYPROJECT_TABLE))
    return ConfigurationFile(path, text, table, PYPROJECT_TABLE)


def _holds(table: Mapping[str, object], trail: tuple[str, ...], value: str | None) -> bool:
    found: object = table
    for key in trail:
        if not isinstance(found, dict) or key not in found:
            return False
        found = found[key]
    return value is None or (isinstance(found, list) and value in found)
