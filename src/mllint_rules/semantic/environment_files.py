"""Files that start programs of a project, where environment variables are set: images, workflows, shell scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_NAMES = frozenset(
    {"Makefile", "makefile", "justfile", ".env", ".envrc", ".gitlab-ci.yml", "tox.ini", "noxfile.py"}
)
_SUFFIXES = (".sh", ".bash", ".slurm", ".sbatch", ".env", ".yml", ".yaml", ".toml", ".cfg", ".mk")
_WORKFLOWS = (".github/workflows", ".circleci", ".devcontainer")
_MOST_FILES = 500
_MOST_BYTES = 200_000


def environment_files(root: Path, *, is_folder_only: bool) -> tuple[Path, ...]:
    """The files of a project that may set environment variables, in a stable order: in its upper folders."""
    found: list[Path] = []
    for folder in _folders(root, is_folder_only):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        found += [Path(folder, name) for name in names if _may_set(name)]
    return tuple(found[:_MOST_FILES])


def _folders(root: Path, is_folder_only: bool) -> Iterator[Path]:
    yield root
    if is_folder_only:
        return
    yield from (root / name for name in _WORKFLOWS)
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir() and not entry.name.startswith("."):
            yield Path(entry.path)


def _may_set(name: str) -> bool:
    return name in _NAMES or "Dockerfile" in name or "Containerfile" in name or name.endswith(_SUFFIXES)


def read_start(path: Path) -> bytes:
    """The first part of a file; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return b""
