"""Which versions of which libraries a project uses, as far as its own files say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mllint_rules.model.versions import VersionRange
from mllint_rules.settings.declarations import combine, intersect, span
from mllint_rules.settings.distributions import import_root
from mllint_rules.settings.locks import LOCKS, read_lock
from mllint_rules.settings.manifests import MANIFESTS, read_manifest
from mllint_rules.settings.project import project_root
from mllint_rules.settings.requirements import read_requirements
from mllint_rules.settings.schema import Settings

__all__ = ["declared_versions", "declaring_files", "library_versions", "project_root"]


def declared_versions(root: Path) -> Mapping[str, VersionRange]:
    """The versions that the project in the folder `root` declares, by import root (`torch`, `sklearn`).

    A library that is declared without a version has an open range. Locked versions come before ranges, and of
    ranges in several files all hold. A project inside a repository inherits what the folders above it, up to
    the top of the repository, say about libraries it does not pin itself. Never raises.
    """
    locked: dict[str, VersionRange] = {}
    ranges: dict[str, VersionRange] = {}
    for folder in _folders(Path(os.path.abspath(root))):
        locked = {**_locked(folder), **locked}
        ranges = {**_ranges(folder), **ranges}
    return {**ranges, **locked}


def declaring_files(root: Path, library: str) -> list[Path]:
    """The files from which `declared_versions` has what it says of a library, lock files first."""
    folders = _folders(Path(os.path.abspath(root)))
    locks = [folder / name for folder in folders for name in LOCKS if os.path.isfile(folder / name)]
    found = [path for path in locks if any(each.library == library for each in read_lock(path))]
    if found:
        return found
    for folder in folders:
        manifests = [folder / name for name in MANIFESTS if os.path.isfile(folder / name)]
        found = [path for path in manifests if any(each.library == library for each in read_manifest(path))]
        found += [
            path
            for path in _requirements(folder)
            if any(each.library == library for each in read_requirements(path, set()))
        ]
        if found:
            return found
    return []


def library_versions(settings: Settings, root: Path | None = None) -> Mapping[str, VersionRange]:
    """The declared versions of the project in `root` (by default that of the settings), after `libraries`.

    What the setting `libraries` says is taken as it is.
    """
    configured = {import_root(name): VersionRange.parse(text) for name, text in settings.libraries.items()}
    return {**declared_versions(settings.root if root is None else root), **configured}


def _folders(root: Path) -> list[Path]:
    """`root`, and when it lies in a repository the folders from there up to the repository's top."""
    above = [root, *root.parents]
    top = next((index for index, folder in enumerate(above) if os.path.exists(folder / ".git")), 0)
    return above[: top + 1]


def _locked(folder: Path) -> dict[str, VersionRange]:
    return span(
        declaration
        for name in LOCKS
        if os.path.isfile(folder / name)
        for declaration in read_lock(folder / name)
    )


def _ranges(folder: Path) -> dict[str, VersionRange]:
    parts = [combine(read_manifest(folder / name)) for name in MANIFESTS if os.path.isfile(folder / name)]
    seen: set[Path] = set()
    parts += [combine(read_requirements(path, seen)) for path in _requirements(folder)]
    return intersect(parts)


def _requirements(folder: Path) -> list[Path]:
    try:
        return [*sorted(folder.glob("requirements*.txt")), *sorted(folder.glob("requirements/*.txt"))]
    except OSError:
        return []
