"""Where a project begins."""

from __future__ import annotations

import os
from pathlib import Path

ROOT_MARKERS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "mllint.toml")


def project_root(path: Path) -> Path:
    """The nearest folder above the file `path` that holds a mark of a project, else the file's own folder.

    A folder may be given instead of a file, and is then the first to be asked. The result is absolute.
    """
    start = Path(os.path.abspath(path))
    if not start.is_dir():
        start = start.parent
    return next((folder for folder in (start, *start.parents) if is_project_root(str(folder))), start)


def is_project_root(folder: str) -> bool:
    """Whether the folder itself holds a mark of a project."""
    return any(os.path.exists(os.path.join(folder, marker)) for marker in ROOT_MARKERS)
