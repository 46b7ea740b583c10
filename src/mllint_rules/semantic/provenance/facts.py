"""What `tables/rows.toml` says that functions and methods do to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from mllint_rules.knowledge.tables import table

_REFINEMENTS = frozenset({"when", "along_columns", "axis", "data", "splits", "in_place"})


@cache
def _effects() -> dict[str, str]:
    """The kind of every listed API; `<class>.*` stands for all others of a class."""
    found: dict[str, str] = {}
    for kind, owners in table("rows").items():
        if kind not in _REFINEMENTS:
            for owner, names in owners.items():
                found.update((f"{owner}.{name}", kind) for name in names)
    return found


@cache
def _along_columns() -> dict[str, list[tuple[str, tuple[object, ...]]]]:
    found: dict[str, list[tuple[str, tuple[object, ...]]]] = {}
    for block in table("rows")["along_columns"]:
        for owner, names in block.items():
            if owner not in ("argument", "is"):
                for name in names:
                    found.setdefault(f"{owner}.{name}", []).append((block["argument"], tuple(block["is"])))
    return found


def known_effect(apis: Iterable[str]) -> tuple[str, str] | None:
    """The first of these names that the table knows, and its kind; None where it knows none."""
    effects = _effects()
    names = list(apis)
    for api in names:
        kind = effects.get(api) or effects.get(f"{api}.__init__")
        if kind is not None:
            return api, kind
    for api in names:
        kind = effects.get(f"{api.rpartition('.')[0]}.*")
        if kind is not None:
            return api, kind
    return None


def refined(api: str, kind: str, literal: Callable[[str], object]) -> str:
    """The kind under the arguments of one call; `literal` gives the value of an argument by its name.

    An argument that is absent is `None`, one that is no literal anything else.
    """
    for argument, values in _along_columns().get(api, ()):
        if literal(argument) in values:
            return "same"
    for line in table("rows")["when"].get(api, ()):
        value = literal(line["argument"])
        if value in line.get("is", ()) if value.__hash__ is not None else False:
            return str(line["kind"])
        if line.get("given") and value is not None:
            return str(line["kind"])
        if line.get("negative") and isinstance(value, (int, float)) and value < 0:
            return str(line["kind"])
    return kind


def axis_of(api: str) -> tuple[str, tuple[object, ...]] | None:
    """The argument that decides the direction of a join, and its values for side by side."""
    line = table("rows")["axis"].get(api)
    return None if line is None else (line["argument"], tuple(line["columns"]))


@cache
def shape_of_split(api: str, bases: tuple[str, ...]) -> str:
    """What a split gives: `pairs`, `parts`, `folds` or `names`. `bases` are those of the class of a method."""
    name = api.rpartition(".")[2]
    splits: dict[str, dict[str, str]] = table("rows")["splits"]
    for candidate in (api, *(f"{base}.{name}" for base in bases)):
        if candidate in splits:
            return splits[candidate]["gives"]
    return "folds"
