"""pip's requirements files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mllint_rules.settings.declarations import Declaration, declare_requirement

_COMMENT = re.compile(r"(?:^|\s)#.*")
_INCLUDE = re.compile(r"(?:-r|-c|--requirement|--constraint)(?:\s+|=|(?<=-[rc]))(\S.*)")
_OPTION = re.compile(r"\s+--?[A-Za-z].*")
_MAX_BYTES = 2_000_000


def read_requirements(path: Path, seen: set[Path] | None = None) -> Iterator[Declaration]:
    """What the file and those it includes declare. What cannot be read or understood is left out."""
    seen = set() if seen is None else seen
    try:
        path = path.resolve()
        if path in seen or not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return
        seen.add(path)
        text = path.read_bytes().decode(_encoding(path), errors="replace")
    except (OSError, RuntimeError):
        return
    for line in _logical_lines(text):
        if include := _INCLUDE.match(line):
            if "://" not in include[1]:
                yield from read_requirements(path.parent / include[1].strip("\"'"), seen)
        elif not line.startswith("-"):
            declaration = declare_requirement(_OPTION.sub("", line))
            if declaration is not None and not _is_location(line):
                yield declaration


def _encoding(path: Path) -> str:
    # `pip freeze > requirements.txt` in PowerShell writes UTF-16.
    with path.open("rb") as file:
        start = file.read(2)
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _logical_lines(text: str) -> Iterator[str]:
    pending = ""
    for line in text.splitlines():
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            pending += line[:-1] + " "
            continue
        if found := _COMMENT.sub("", pending + line).strip():
            yield found
        pending = ""
    if found := _COMMENT.sub("", pending).strip():
        yield found


def _is_location(line: str) -> bool:
    """Whether the line is a path or URL without the name of a library."""
    target = line.partition(";")[0].partition("@")[0]
    return "/" in target or "\\" in target or "://" in target or target.startswith(".")
