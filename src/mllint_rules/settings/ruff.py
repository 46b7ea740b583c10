"""What the project's own ruff already reports, so that nothing is said twice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mllint_rules.settings.toml import parse_toml

_FILES = (".ruff.toml", "ruff.toml", "pyproject.toml")
_DEFAULT = ("E4", "E7", "E9", "F")  # what ruff selects by itself


@dataclass(frozen=True, slots=True)
class RuffSelection:
    """The prefixes a ruff configuration turns on and off, and the file that says so."""

    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    path: Path | None = field(default=None, compare=False)

    def reports(self, reference: str) -> bool:
        """Whether ruff reports what a rule's `see` reference (`ruff:T201`) names; false for other tools."""
        tool, _, code = reference.partition(":")
        if tool != "ruff":
            return False
        return _longest(code, self.selected) > _longest(code, self.ignored)


def _longest(code: str, prefixes: tuple[str, ...]) -> int:
    """How specifically the code is named; -1 when not at all."""
    return max((0 if p == "ALL" else len(p) for p in prefixes if _selects(p, code)), default=-1)


def _selects(prefix: str, code: str) -> bool:
    """Whether a prefix means a code: `S` means `S301` but not `SIM115`, `PL` all that begins so."""
    if prefix in ("ALL", "PL"):
        return prefix == "ALL" or code.startswith(prefix)
    return code.startswith(prefix) and not code[len(prefix) :][:1].isalpha()


def ruff_selection(root: Path) -> RuffSelection:
    """The selection of the ruff configuration in a project's root; empty when there is none that can be read."""
    for name in _FILES:
        path = root / name
        if not os.path.isfile(path):
            continue
        try:
            data = parse_toml(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError):
            return RuffSelection()
        table: object = data
        if name == "pyproject.toml":
            tool = data.get("tool")
            table = tool.get("ruff") if isinstance(tool, Mapping) else None
        if isinstance(table, Mapping):
            return replace(_selection(table), path=path)
    return RuffSelection()


def _selection(table: Mapping[str, object]) -> RuffSelection:
    lint = table.get("lint")
    tables = [lint if isinstance(lint, Mapping) else {}, table]

    def words(key: str) -> tuple[str, ...] | None:
        for each in tables:
            value = each.get(key)
            if isinstance(value, list):
                return tuple(word for word in value if isinstance(word, str))
        return None

    select = words("select")
    selected = (_DEFAULT if select is None else select) + (words("extend-select") or ())
    return RuffSelection(selected, (words("ignore") or ()) + (words("extend-ignore") or ()))
