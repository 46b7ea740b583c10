"""Where the programs of a project start: main guards, `__main__.py`, and the scripts that its packaging declares."""

from __future__ import annotations

import ast
import configparser
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mllint_rules.semantic.modules import Kind
from mllint_rules.source.reading import UnreadableFile, load_bytes

if TYPE_CHECKING:
    from mllint_rules.semantic.modules import ProjectModules

PACKAGING_FILES = ("pyproject.toml", "setup.cfg", "setup.py")

_GUARD = re.compile(
    rb"^if\b[^\n]*\b__name__\b[^\n]*[\"']__main__[\"']|^if\b[^\n]*[\"']__main__[\"'][^\n]*\b__name__\b", re.M
)
# `name = package.module:function`, as setuptools writes it; extras may stand behind.
_TARGET = re.compile(r"^\s*(?:[^=\n]+=)?\s*([\w.]+)\s*:\s*([\w.]+)\s*(?:\[[^\]]*\])?\s*$")


class Start(Enum):
    """What makes a program start somewhere."""

    MAIN_GUARD = "main guard"
    MAIN_MODULE = "__main__.py"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A place where a program starts: the file, and for a declared script the function in it that is called."""

    path: str
    start: Start
    function: str = ""


def entry_points(root: str, sources: Mapping[Path, bytes], modules: ProjectModules) -> Iterator[EntryPoint]:
    """The entry points of the project in the folder `root` with these files. Never raises for what they hold."""
    for path, text in sources.items():
        if path.name == "__main__.py":
            yield EntryPoint(os.path.abspath(path), Start.MAIN_MODULE)
        elif b"__main__" in text and _GUARD.search(text):
            yield EntryPoint(os.path.abspath(path), Start.MAIN_GUARD)
    for target in dict.fromkeys(_declared(root)):
        origin = modules.origin(root, target)
        if origin.kind is Kind.DEFINITION:
            yield EntryPoint(origin.path, Start.SCRIPT, origin.name)


def _declared(root: str) -> Iterator[str]:
    """The full names of the functions that the packaging files declare as scripts."""
    for text in (*_of_pyproject(root), *_of_setup_cfg(root), *_of_setup_py(root)):
        for line in text.splitlines():
            target = _TARGET.match(line)
            if target is not None:
                yield f"{target[1]}.{target[2]}"


def _of_pyproject(root: str) -> Iterator[str]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        settings = tomllib.loads(_text(root, "pyproject.toml").replace("\r\n", "\n"))
    except ValueError:
        return
    project, tools = _table(settings, "project"), _table(settings, "tool")
    yield from _values(_table(project, "scripts"))
    yield from _values(_table(project, "gui-scripts"))
    yield from _values(_table(_table(project, "entry-points"), "console_scripts"))
    yield from _values(_table(_table(tools, "poetry"), "scripts"))


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _values(table: Mapping[str, Any]) -> Iterator[str]:
    for value in table.values():
        target = value.get("reference") if isinstance(value, dict) else value
        if isinstance(target, str):
            yield target


def _of_setup_cfg(root: str) -> Iterator[str]:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(_text(root, "setup.cfg"))
    except configparser.Error:
        return
    for kind in ("console_scripts", "gui_scripts"):
        yield parser.get("options.entry_points", kind, fallback="")


def _of_setup_py(root: str) -> Iterator[str]:
    """The strings below `entry_points=` of a call."""
    text = _text(root, "setup.py")
    if "entry_points" not in text:
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "entry_points":
            for inner in ast.walk(node.value):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    yield inner.value


def _text(root: str, name: str) -> str:
    try:
        return load_bytes(Path(root, name)).decode("utf-8", "replace")
    except UnreadableFile:
        return ""
