"""Which settings hold for a file: the nearest configuration above it, what that extends, the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mllint_rules.settings.configuration import (
    FOREIGN_FILES,
    FOREIGN_HINT,
    ConfigurationFile,
    find_configuration,
    is_foreign,
    read_configuration,
)
from mllint_rules.settings.errors import SettingsError, display_path, nearest_word
from mllint_rules.settings.layers import COMMAND_LINE, combine
from mllint_rules.settings.project import is_project_root
from mllint_rules.settings.schema import PLANNED_KEYS, Settings, setting_keys
from mllint_rules.settings.values import InvalidValueError, convert


class SettingsFinder:
    """Finds the settings of files; every configuration is read once.

    `config` is the one file to use for everything, `isolated` leaves out all files, and `overrides` are keys
    as in TOML (`{"extend-select": ["MLX"]}`) that win over every file; a value of None counts as not given.
    An overriding `ignore` adds to what the files ignore. Raises `SettingsError` for a wrong override; the
    methods raise it for a wrong file.
    """

    def __init__(
        self,
        *,
        config: Path | None = None,
        isolated: bool = False,
        overrides: Mapping[str, object] | None = None,
    ) -> None:
        if config is not None and isolated:
            raise SettingsError("`--config` and `--isolated` exclude each other")
        self._config = config
        self._isolated = isolated
        self._overrides = _convert_overrides(overrides or {})
        self._by_folder: dict[str, Settings | None] = {}
        self._hints: dict[str, None] = {}
        self._fixed: Settings | None = None

    @property
    def hints(self) -> tuple[str, ...]:
        """What people should hear although it is no error, as far as files were asked for."""
        return tuple(self._hints)

    def for_file(self, path: Path) -> Settings:
        """The settings for the file at `path`."""
        return self.for_folder(Path(os.path.dirname(os.path.abspath(path))))

    def for_stdin(self, filename: Path | None = None) -> Settings:
        """The settings for standard input: those of the file it stands for, else of the working directory."""
        return self.for_folder(Path.cwd()) if filename is None else self.for_file(filename)

    def for_folder(self, folder: Path) -> Settings:
        """The settings for the files that lie directly in `folder`."""
        if self._config is not None:
            if self._fixed is None:
                self._fixed = self._load(read_configuration(Path(os.path.abspath(self._config))))
            return self._fixed
        name = os.path.abspath(folder)
        found = self._search(name)
        if found is None:
            working = os.getcwd()
            below = name == working or name.startswith(working.rstrip(os.sep) + os.sep)
            found = self._by_folder[name] = self._without_file(working if below else name)
        return found

    def _search(self, folder: str) -> Settings | None:
        """The settings of the nearest folder that has a configuration, else of the nearest project's root."""
        below = []
        while folder not in self._by_folder:
            file = None if self._isolated else self._configuration_in(folder)
            if file is not None:
                self._by_folder[folder] = self._load(file)
                break
            below.append(folder)
            if os.path.dirname(folder) == folder:
                break
            folder = os.path.dirname(folder)
        found = self._by_folder.get(folder)
        for each in reversed(below):
            if (found is None or found.origin is None) and is_project_root(each):
                found = self._without_file(each)
            self._by_folder[each] = found
        return found

    def _configuration_in(self, folder: str) -> ConfigurationFile | None:
        file = find_configuration(folder)
        if file is None:
            for name in FOREIGN_FILES:
                if os.path.exists(path := os.path.join(folder, name)):
                    self._hints[f"{display_path(Path(path))}: this file {FOREIGN_HINT}"] = None
        return file

    def _without_file(self, root: str) -> Settings:
        return combine(Path(root), [], self._overrides)

    def _load(self, file: ConfigurationFile) -> Settings:
        chain = [file]
        values = [_convert_file(file)]
        while (target := values[-1].get("extend")) is not None:
            path = Path(os.path.normpath(chain[-1].path.parent / os.path.expanduser(str(target))))
            if any(path == previous.path for previous in chain):
                story = " → ".join(display_path(each.path) for each in chain)
                raise chain[-1].error(
                    f"`extend` goes round in a circle: {story} → {display_path(path)}", ("extend",)
                )
            if not os.path.isfile(path):
                raise chain[-1].error(f"`extend` names `{target}`, which is not a file", ("extend",))
            chain.append(read_configuration(path))
            values.append(_convert_file(chain[-1]))
        layers = [(each.path, layer) for each, layer in zip(chain, values, strict=True)]
        return combine(file.path.parent, layers, self._overrides)


def _convert_file(file: ConfigurationFile) -> dict[str, object]:
    keys = setting_keys()
    values: dict[str, object] = {}
    for name, raw in file.table.items():
        key = keys.get(name)
        if key is None or (name == "rules" and is_foreign({name: raw})):
            raise _unknown_key(file, name)
        try:
            values[name] = convert(key, raw)
        except InvalidValueError as error:
            raise file.error(error.message, (name, *error.trail), error.item, error.suggestion) from None
    return values


def _unknown_key(file: ConfigurationFile, name: str) -> SettingsError:
    if name in PLANNED_KEYS:
        return file.error(f"`{name}` is not supported by this version yet", (name,))
    beside = any((file.path.parent / other).exists() for other in FOREIGN_FILES)
    if is_foreign(file.table) or (beside and nearest_word(name, setting_keys()) is None):
        table = "[tool.mllint]" if file.prefix else "file"
        return file.error(f"this {table} with the key `{name}` {FOREIGN_HINT}", (name,))
    if name == "tool" and not file.prefix:
        return file.error("keys stand at the top level of this file, without `[tool.mllint]`", (name,))
    return file.error(f"unknown key `{name}`", (name,), suggestion=nearest_word(name, setting_keys()))


def _convert_overrides(overrides: Mapping[str, object]) -> dict[str, object]:
    keys = setting_keys()
    values: dict[str, object] = {}
    for name, raw in overrides.items():
        if name not in keys:
            raise SettingsError(f"`--{name}` is no setting", suggestion=nearest_word(name, keys))
        if raw is None:
            continue
        try:
            values[name] = convert(keys[name], raw)
        except InvalidValueError as error:
            raise SettingsError(f"{COMMAND_LINE}: {error.message}", suggestion=error.suggestion) from None
    return values
