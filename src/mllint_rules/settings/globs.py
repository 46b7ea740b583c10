"""Glob patterns as in `.gitignore`, with a fast way for the simple ones that nearly all projects use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_Regexes = tuple[tuple["re.Pattern[str]", bool], ...]
_FINAL_STARS = re.compile(r"((?:^|/)!?)\*\*\Z")
_SPECIAL = re.compile(r"[*?\[\]\\!/#]|\s\Z")


class Globs:
    """A set of patterns, compiled once. Paths are relative to one folder, with `/` between the parts."""

    __slots__ = ("_folders", "_for_files", "_for_folders", "_names", "_prefixes", "_suffixes", "patterns")

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
        # What ends in a slash means folders only, and no file itself can match it.
        others = [_trim(pattern) for pattern in others]
        self._for_files = _compile([pattern for pattern in others if not pattern.endswith("/")])
        self._for_folders = _compile([pattern.rstrip("/") for pattern in others if pattern.strip("!/")])

    def judge_entry(self, path: str, *, is_dir: bool = False) -> bool | None:
        """Whether the file or folder itself matches, its parents being known not to.

        True when a pattern matches it, False when a negated pattern takes that back, None when none does.
        """
        name = path[path.rfind("/") + 1 :]
        if name in self._names or name.endswith(self._suffixes) or name.startswith(self._prefixes):
            return True
        if is_dir and name in self._folders:
            return True
        for regex, is_match in self._for_folders if is_dir else self._for_files:
            match = regex.match(path)
            # pathspec's only group stands for the slash behind a folder: then it was a parent that matched.
            if match is not None and match.lastindex is None:
                return is_match
        return None

    def matches_entry(self, path: str, *, is_dir: bool = False) -> bool:
        """Whether the file or folder itself matches, its parents being known not to."""
        return bool(self.judge_entry(path, is_dir=is_dir))

    def matches(self, path: str, *, is_dir: bool = False) -> bool:
        """Whether the file or folder matches, or a folder that it lies in."""
        at = path.find("/")
        while at >= 0:
            if self.judge_entry(path[:at], is_dir=True):
                return True
            at = path.find("/", at + 1)
        return self.matches_entry(path, is_dir=is_dir)


def _trim(pattern: str) -> str:
    """Without the blanks at the end, which Git passes over unless they are escaped."""
    trimmed = pattern.rstrip(" ")
    return pattern if trimmed.endswith("\\") else trimmed


def _compile(patterns: list[str]) -> _Regexes:
    """The patterns as regular expressions, last first, with what a match means."""
    if not patterns:
        return ()
    from pathspec import GitIgnoreSpec

    # Old versions of pathspec translate a final `**` as if a parent had matched; a final `*` means the same.
    plain = [
        _FINAL_STARS.sub(r"\1*" if pattern.strip("!") == "**" else r"\1**/*", pattern) for pattern in patterns
    ]
    compiled: Any = GitIgnoreSpec.from_lines(plain).patterns
    return tuple((each.regex, each.include) for each in reversed(compiled) if each.include is not None)
