"""What Git ignores, read from the `.gitignore` files on the way to a file."""

from __future__ import annotations

import os
from dataclasses import dataclass

from mllint_rules.settings.globs import Globs

GITIGNORE = ".gitignore"


@dataclass(frozen=True, slots=True)
class GitIgnore:
    """The ignore files that hold in a folder, nearest last. Paths are absolute."""

    layers: tuple[tuple[str, Globs], ...] = ()

    def ignores(self, path: str, *, is_dir: bool) -> bool:
        """Whether Git ignores the entry `path` itself; its parents are known not to be ignored."""
        for folder, globs in reversed(self.layers):
            if not path.startswith(folder):
                continue  # the entry lies above this ignore file
            verdict = globs.judge_entry(_relative(folder, path), is_dir=is_dir)
            if verdict is not None:
                return verdict
        return False

    def entering(self, folder: str) -> GitIgnore:
        """The ignore files that hold in `folder`, which has one of its own."""
        globs = _read(os.path.join(folder, GITIGNORE))
        return self if globs is None else GitIgnore((*self.layers, (folder, globs)))


def repository_ignore(folder: str) -> GitIgnore:
    """What a repository whose top is `folder` ignores besides its `.gitignore` files."""
    globs = _read(os.path.join(folder, ".git", "info", "exclude"))
    return GitIgnore() if globs is None else GitIgnore(((folder, globs),))


def ignore_above(path: str, top: str) -> GitIgnore:
    """The ignore files from the top of the repository (or else from `top`) down to the parent of `path`."""
    above = [path]
    while not _is_repository(above[-1]) and os.path.dirname(above[-1]) != above[-1]:
        above.append(os.path.dirname(above[-1]))
    if _is_repository(above[-1]):
        result = repository_ignore(above[-1])
    else:
        result = GitIgnore()
        above = above[: above.index(top) + 1] if top in above else above[:1]
    for folder in reversed(above[1:]):
        if os.path.isfile(os.path.join(folder, GITIGNORE)):
            result = result.entering(folder)
    return result


def is_ignored(path: str, top: str, *, is_dir: bool) -> bool:
    """Whether Git ignores `path` or a folder above it; `top` as for `ignore_above`."""
    ignore = ignore_above(path, top)
    if not ignore.layers:
        return False
    entry = ignore.layers[0][0]
    for part in _relative(entry, path).split("/"):
        entry = os.path.join(entry, part)
        if ignore.ignores(entry, is_dir=is_dir or entry != path):
            return True
    return False


def _is_repository(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, ".git"))


def _relative(folder: str, path: str) -> str:
    relative = path[len(folder) :].lstrip(os.sep)
    return relative if os.sep == "/" else relative.replace(os.sep, "/")


def _read(path: str) -> Globs | None:
    """The patterns of an ignore file, without lines that are none; None when nothing is left."""
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
            text = file.read()
    except OSError:
        return None
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    if not lines:
        return None
    try:
        return Globs(lines)
    except ValueError:  # Git, too, passes over a line that makes no sense
        return Globs(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        Globs((line,))
    except ValueError:
        return False
    return True
