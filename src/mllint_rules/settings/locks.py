"""Lock files: the exact versions that a project runs with.

They are long (a megabyte is common) and written by machines, so they are read line by line: parsing them as
TOML or YAML takes longer than checking a small project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from mllint_rules.settings.declarations import Declaration, pin

_TOML_LINE = re.compile(r"""^(\[.*|(?:name|version)\s*=\s*["'][^"'\n]*["'])""", re.M)
_YAML_LINE = re.compile(r"""^( {0,4})(-[ ]+)?(\w+):[ ]*["']?([^"'\n]*?)["']?[ ]*$""", re.M)
_CONDA_FILE = re.compile(r".*/([A-Za-z0-9_.-]+)-([^-/]+)-[^-/]+?(?:\.conda|\.tar\.bz2)")
_WHEEL_FILE = re.compile(r".*/([A-Za-z0-9_.]+)-([^-/]+)-[^/]*\.whl")


def read_lock(path: Path) -> Iterator[Declaration]:
    """What the lock file at `path` pins. What cannot be read or understood is left out."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return
    yield from filter(None, LOCKS[path.name](text))


def _read_toml_lock(text: str) -> Iterator[Declaration | None]:
    """`uv.lock`, `poetry.lock`, `pdm.lock` (`[[package]]`) and `pylock.toml` (`[[packages]]`)."""
    facts: dict[str, str] | None = None
    for match in _TOML_LINE.finditer(text):
        line = match[1]
        if line.startswith("["):
            facts = {} if line.rstrip() in ("[[package]]", "[[packages]]") else None
        elif facts is not None:
            key, _, value = line.partition("=")
            facts[key.strip()] = value.strip()[1:-1]
            if len(facts) == 2:
                yield pin(facts["name"], facts["version"])
                facts = None


def _read_pipfile_lock(text: str) -> Iterator[Declaration | None]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for group in ("default", "develop"):
        packages = data.get(group) if isinstance(data, dict) else None
        for name, facts in packages.items() if isinstance(packages, dict) else ():
            version = facts.get("version") if isinstance(facts, dict) else None
            if isinstance(version, str):
                yield pin(name, version.lstrip("="))


def _read_pixi_lock(text: str) -> Iterator[Declaration | None]:
    """`- conda: URL` or `- pypi: URL` and facts; older files have `- kind: conda`, name and version."""
    _, _, packages = text.partition("\npackages:")
    facts: dict[str, str] = {}
    for match in _YAML_LINE.finditer(packages):
        dash, key, value = match[2], match[3], match[4]
        if dash and not match[1].startswith("  "):
            yield _pixi_package(facts)
            facts = {}
        facts.setdefault(key, value)
    yield _pixi_package(facts)


def _pixi_package(facts: dict[str, str]) -> Declaration | None:
    name, version = facts.get("name"), facts.get("version")
    url = facts.get("conda") or facts.get("pypi") or facts.get("url") or ""
    if name is None or version is None:
        match = (_CONDA_FILE if url.endswith((".conda", ".tar.bz2")) else _WHEEL_FILE).fullmatch(url)
        if match is None:
            return None
        name, version = name or match[1], version or match[2]
    return pin(name, version)


LOCKS: Mapping[str, Callable[[str], Iterator[Declaration | None]]] = {
    "uv.lock": _read_toml_lock,
    "poetry.lock": _read_toml_lock,
    "pdm.lock": _read_toml_lock,
    "pylock.toml": _read_toml_lock,
    "Pipfile.lock": _read_pipfile_lock,
    "pixi.lock": _read_pixi_lock,
}
