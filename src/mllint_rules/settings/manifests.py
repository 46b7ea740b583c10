"""The files in which people declare the libraries of a project, with ranges of versions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mllint_rules.settings.declarations import Declaration, declare, declare_requirement
from mllint_rules.settings.toml import parse_toml

_CONDA = re.compile(r"(?:[\w.-]+::)?([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)", re.S)


def read_manifest(path: Path) -> Iterator[Declaration]:
    """What the file at `path` declares. What cannot be read or understood is left out."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return
    yield from filter(None, MANIFESTS[path.name](text))


def _read_pyproject(text: str) -> Iterator[Declaration | None]:
    data = _toml(text)
    project, tool = _table(data.get("project")), _table(data.get("tool"))
    lines = [
        *_list(project.get("dependencies")),
        *_list_values(project.get("optional-dependencies")),
        *_list_values(data.get("dependency-groups")),
        *_list(_table(tool.get("uv")).get("dev-dependencies")),
        *_list_values(_table(tool.get("pdm")).get("dev-dependencies")),
    ]
    yield from (declare_requirement(line) for line in lines if isinstance(line, str))
    poetry = _table(tool.get("poetry"))
    yield from _read_table(poetry.get("dependencies"))
    yield from _read_table(poetry.get("dev-dependencies"))
    for group in _table(poetry.get("group")).values():
        yield from _read_table(_table(group).get("dependencies"))
    yield from _read_pixi_tables(_table(tool.get("pixi")))


def _read_pixi(text: str) -> Iterator[Declaration | None]:
    yield from _read_pixi_tables(_toml(text))


def _read_pixi_tables(data: Mapping[str, Any]) -> Iterator[Declaration | None]:
    for table in (data, *map(_table, _table(data.get("feature")).values())):
        yield from _read_table(table.get("dependencies"))
        yield from _read_table(table.get("pypi-dependencies"))


def _read_pipfile(text: str) -> Iterator[Declaration | None]:
    data = _toml(text)
    yield from _read_table(data.get("packages"))
    yield from _read_table(data.get("dev-packages"))


def _read_table(table: object) -> Iterator[Declaration | None]:
    """`torch = "^2.0"`, `torch = {version = "^2.0", …}`, or a list of such for several platforms."""
    for name, value in _table(table).items():
        alternatives = value if isinstance(value, list) else [value]
        for each in alternatives:
            facts = each if isinstance(each, dict) else {"version": each}
            version = facts.get("version")
            limited = any(key in facts for key in ("python", "markers", "platform")) or len(alternatives) > 1
            if isinstance(version, str) and name != "python":
                yield declare(name, version, is_conditional=limited)


def _read_setup_cfg(text: str) -> Iterator[Declaration | None]:
    import configparser

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    blocks = [parser.get("options", "install_requires", fallback="")]
    if parser.has_section("options.extras_require"):
        blocks += [value for _, value in parser.items("options.extras_require")]
    for block in blocks:
        for line in block.splitlines():
            if (requirement := line.split(" #")[0].strip()) and not requirement.startswith("#"):
                yield declare_requirement(requirement)


def _read_environment(text: str) -> Iterator[Declaration | None]:
    import yaml

    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return
    for item in _list(_table(data).get("dependencies")):
        if isinstance(item, str) and (match := _CONDA.fullmatch(item.strip())):
            if match[1] != "python":
                yield declare(match[1], re.sub(r"\s+\S*_\S*\Z", "", match[2]))
        elif isinstance(item, dict):
            yield from (declare_requirement(line) for line in _list(item.get("pip")) if isinstance(line, str))


def _toml(text: str) -> Mapping[str, Any]:
    try:
        return parse_toml(text)
    except ValueError:
        return {}


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _list_values(table: object) -> list[Any]:
    return [item for value in _table(table).values() for item in _list(value)]


MANIFESTS: Mapping[str, Callable[[str], Iterator[Declaration | None]]] = {
    "pyproject.toml": _read_pyproject,
    "setup.cfg": _read_setup_cfg,
    "Pipfile": _read_pipfile,
    "pixi.toml": _read_pixi,
    "environment.yml": _read_environment,
    "environment.yaml": _read_environment,
}
