"""From the paths that somebody names to the files that are checked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mllint_rules.engine.gitignore import (
    GITIGNORE,
    GitIgnore,
    ignore_above,
    is_ignored,
    repository_ignore,
)
from mllint_rules.settings.globs import Globs
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class DiscoveryProblem:
    """A path that could not be looked at. It is a usage error when it was named and does not exist."""

    path: Path
    message: str
    is_usage_error: bool = False


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files to check, each once, and what went wrong on the way. Paths are spelt as they were given."""

    files: tuple[Path, ...]
    problems: tuple[DiscoveryProblem, ...] = ()


def discover(paths: Sequence[Path], finder: SettingsFinder, *, force_exclude: bool = False) -> Discovery:
    """Find the files below `paths`, folders in sorted order.

    A file that is named is taken whatever the settings say, unless `force_exclude` is set. Raises
    `SettingsError` when a configuration on the way cannot be used.
    """
    walk = _Walk(finder, force_exclude)
    for path in paths:
        walk.add(path)
    walk.follow_links()
    return Discovery(tuple(walk.files), tuple(walk.problems))


@dataclass(frozen=True, slots=True)
class _Filter:
    """The patterns of one `Settings`, compiled."""

    settings: Settings
    exclude: Globs
    include: Globs


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that is to be walked: as it is called, absolute, without links, and what holds around it."""

    shown: str
    absolute: str
    real: str
    ignore: GitIgnore


class _Walk:
    def __init__(self, finder: SettingsFinder, force_exclude: bool) -> None:
        self.files: list[Path] = []
        self.problems: list[DiscoveryProblem] = []
        self._finder = finder
        self._force_exclude = force_exclude
        self._filters: dict[Settings, _Filter] = {}
        self._last: _Filter | None = None
        self._named: set[str] = set()
        self._seen_files: set[str] = set()
        self._seen_folders: set[str] = set()
        self._links: list[_Folder] = []

    def add(self, path: Path) -> None:
        """Take a path that was named."""
        shown, absolute = str(path), os.path.abspath(path)
        if os.path.isdir(absolute):
            if self._force_exclude and self._is_excluded(absolute, is_dir=True):
                return
            top = str(self._finder.for_folder(Path(absolute)).root)
            if not self._force_exclude:
                self._named.add(absolute)
            self._walk(_Folder(shown, absolute, os.path.realpath(absolute), ignore_above(absolute, top)))
        elif not os.path.exists(absolute):
            what = "a link to nothing" if os.path.islink(absolute) else "no such file or folder"
            self.problems.append(DiscoveryProblem(path, what, is_usage_error=True))
        elif not (self._force_exclude and self._is_excluded(absolute, is_dir=False)):
            self._take(shown, os.path.realpath(absolute))

    def follow_links(self) -> None:
        """Walk the folders that were met as links: last, so that a file goes by its own path if it can."""
        while self._links:
            self._walk(self._links.pop(0))

    def _take(self, shown: str, real: str) -> None:
        if real not in self._seen_files:
            self._seen_files.add(real)
            self.files.append(Path(shown))

    def _walk(self, start: _Folder) -> None:
        waiting = [start]
        while waiting:
            folder = waiting.pop()
            if folder.real in self._seen_folders:
                continue
            self._seen_folders.add(folder.real)
            entries = self._list(folder)
            if folder.absolute not in self._named and any(entry.name == "pyvenv.cfg" for entry in entries):
                continue  # a virtual environment, whatever it is called
            waiting.extend(reversed(list(self._visit(folder, entries))))

    def _list(self, folder: _Folder) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder.absolute) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            self.problems.append(
                DiscoveryProblem(Path(folder.shown), f"the folder cannot be read ({reason})")
            )
            return []

    def _visit(self, folder: _Folder, entries: list[os.DirEntry[str]]) -> Iterator[_Folder]:
        """Take the files of a folder, and return the folders in it that are to be walked."""
        patterns = self._compile(self._finder.for_folder(Path(folder.absolute)))
        ignore = (
            self._ignore_in(folder, {entry.name for entry in entries})
            if patterns.settings.respect_gitignore
            else GitIgnore()
        )
        prefix = patterns.settings.relative(os.path.join(folder.absolute, "x"))[:-1]
        for entry in entries:
            path = os.path.join(folder.absolute, entry.name)
            try:
                is_dir, is_link = entry.is_dir(), entry.is_symlink()
                if not is_dir and not (
                    patterns.include.matches_entry(prefix + entry.name) and entry.is_file()
                ):
                    continue
            except OSError:  # a link that goes round in a circle
                continue
            if patterns.exclude.matches_entry(prefix + entry.name, is_dir=is_dir):
                continue
            if ignore.layers and ignore.ignores(path, is_dir=is_dir and not is_link):
                continue
            shown = os.path.join(folder.shown, entry.name)
            real = os.path.realpath(path) if is_link else os.path.join(folder.real, entry.name)
            if not is_dir:
                self._take(shown, real)
            elif is_link:
                self._links.append(_Folder(shown, path, real, ignore))
            else:
                yield _Folder(shown, path, real, ignore)

    def _ignore_in(self, folder: _Folder, names: set[str]) -> GitIgnore:
        # A repository inside another one is its own master.
        ignore = repository_ignore(folder.absolute) if ".git" in names else folder.ignore
        if GITIGNORE not in names:
            return ignore
        return ignore.entering(folder.absolute)

    def _compile(self, settings: Settings) -> _Filter:
        # Neighbours nearly always share their settings, and hashing those costs more than comparing identity.
        if self._last is not None and self._last.settings is settings:
            return self._last
        found = self._filters.get(settings)
        if found is None:
            exclude = Globs((*settings.exclude, *settings.extend_exclude))
            found = self._filters[settings] = _Filter(settings, exclude, Globs(settings.include))
        self._last = found
        return found

    def _is_excluded(self, path: str, *, is_dir: bool) -> bool:
        """Whether the settings leave out a path that was named, by itself or by a folder above it."""
        parent = os.path.dirname(path)
        settings = self._finder.for_folder(Path(parent))
        patterns = self._compile(settings)
        relative = settings.relative(path)
        if patterns.exclude.matches(relative, is_dir=is_dir):
            return True
        if not is_dir and not patterns.include.matches_entry(relative):
            return True
        return settings.respect_gitignore and is_ignored(path, str(settings.root), is_dir=is_dir)
