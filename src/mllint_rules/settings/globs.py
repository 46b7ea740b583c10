"""Glob patterns as in `.gitignore`, with a fast way for the simple ones that nearly all projects use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_SPECIAL = re.compile(r"[*?\[\]\\!/#]|\s\Z")


class Globs:
    """A set of patterns, compiled once. Paths are relative to one folder, with `/` between the parts."""

    __slots__ = ("_folders", "_names", "_others", "_prefixes", "_spec", "_suffixes", "patterns")

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile `patterns`. Raises `ValueError` for one that is no pattern."""
        self.patterns = tuple(pattern.removeprefix("./") for pattern in patterns)
        names, folders, prefixes, suffixes, others = set(), set(), [], [], []
        # A negation takes back what an earlier pattern said: then the order counts and nothing is sorted out.
        is_ordered = any(pattern.startswith("!") for pattern in self.patterns)
        for pattern in self.patterns:
            if is_ordered:
                others.append(pattern)
            elif not _SPECIAL.search(pattern):
                names.add(pattern)
            elif pattern.endswith("/") and not _SPECIAL.search(pattern[:-1]):
                folders.add(pattern[:-1])
            elif pattern.startswith("*") and not _SPECIAL.search(pattern[1:]):
                suffixes.append(pattern[1:])
            elif pattern.endswith("*") and not _SPECIAL.search(pattern[:-1]):
                prefixes.append(pattern[:-1])
            else:
                others.append(pattern)
        self._names = frozenset(names)
        self._folders = frozenset(folders)
        self._prefixes = tuple(prefixes)
        self._suffixes = tuple(suffixes)
        self._others = frozenset(others)
        self._spec: GitIgnoreSpec | None = _compile(others) if others else None

    def judge_entry(self, path: str, *, is_dir: bool = False) -> bool | None:
        """Whether the file or folder itself matches, its parents being known not to.

        True when a pattern matches it, False when a negated pattern takes that back, None when none does.
        """
        name = path[path.rfind("/") + 1 :]
        if self._matches_name(name) or (is_dir and name in self._folders):
            return True
        return None if self._spec is None else self._spec.check_file(path + "/" if is_dir else path).include

    def matches_entry(self, path: str, *, is_dir: bool = False) -> bool:
        """Whether the file or folder itself matches, its parents being known not to."""
        return bool(self.judge_entry(path, is_dir=is_dir))

    def matches(self, path: str, *, is_dir: bool = False) -> bool:
        """Whether the file or folder matches, or a folder that it lies in."""
        if self._spec is not None and self._spec.match_file(path + "/" if is_dir else path):
            return True
        parts = path.split("/")
        folders = parts if is_dir else parts[:-1]
        return any(map(self._matches_name, parts)) or not self._folders.isdisjoint(folders)

    def allowing(self, folder: str) -> Globs:
        """These patterns for `matches_entry` below `folder`, which was asked for by name whatever they say.

        A plain name still counts for the entries below; a pattern with a path would match all of them.
        """
        kept = tuple(p for p in self.patterns if p not in self._others or not _covers(p, folder))
        return self if kept == self.patterns else Globs(kept)

    def _matches_name(self, name: str) -> bool:
        return name in self._names or name.endswith(self._suffixes) or name.startswith(self._prefixes)


def _covers(pattern: str, folder: str) -> bool:
    return _compile([pattern]).match_file(folder + "/")


def _compile(patterns: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)
