"""What the images and workflows of a project lay down about its surroundings, read as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mllint_rules.source.reading import UnreadableFile, load_bytes

_PATTERNS = (
    "Dockerfile*", "*.Dockerfile", "docker/Dockerfile*", "docker/*.Dockerfile", "Containerfile", "docker-compose*.y*ml",
    "compose*.y*ml", ".devcontainer/*.json", ".devcontainer/Dockerfile", ".github/workflows/*.y*ml", ".gitlab-ci.yml",
    "Singularity*", "*.def",
)  # fmt: skip


def container_files(root: Path) -> Iterator[Path]:
    """The files of a project that build images or run it on machines of their own, in a stable order."""
    for pattern in _PATTERNS:
        yield from sorted(root.glob(pattern))


def container_text(root: Path) -> bytes:
    """What these files say, one behind the other. Files that cannot be read say nothing."""
    found = []
    for path in container_files(root):
        try:
            found.append(load_bytes(path))
        except UnreadableFile:
            continue
    return b"\n".join(found)
