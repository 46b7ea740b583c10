"""Names for what a schema module defines: valid, free, and none that means something else there."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from pathlib import Path

_BUILTINS = frozenset(
    {
        "int",
        "float",
        "str",
        "bool",
        "bytes",
        "list",
        "dict",
        "object",
        "tuple",
        "set",
        "frozenset",
        "type",
        "None",
    }
)
_SUFFIX = re.compile(r"\.(?:gz|bz2|xz)$", re.IGNORECASE)
_LONGEST = 60


def data_words(path: Path) -> list[str]:
    """The words of a file's name, in lower case; `data` when it has none."""
    stem = Path(_SUFFIX.sub("", path.name)).stem
    words = [word.lower() for word in re.findall(r"[A-Za-z]+|[0-9]+", stem)]
    if not words:
        return ["data"]
    return ["data", *words] if words[0].isdigit() else words


def field_names(columns: Iterable[str], reserved: frozenset[str]) -> dict[str, str]:
    """An attribute for each column: the column's own name where Python and the library allow it."""
    columns = list(columns)
    found = {name: name for name in columns if _is_usable(name, reserved)}
    taken = set(found)
    for name in columns:
        if name not in found:
            found[name] = _free(_plain(name), taken, reserved)
            taken.add(found[name])
    return found


def _is_usable(name: str, reserved: frozenset[str]) -> bool:
    return (
        name.isascii()
        and name.isidentifier()
        and not name.startswith("_")
        and not keyword.iskeyword(name)
        and name not in reserved
        and name not in _BUILTINS
    )


def _plain(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", name)
    plain = "_".join(words).lower()[:_LONGEST].strip("_") or "column"
    return f"column_{plain}" if plain[0].isdigit() else plain


def _free(name: str, taken: set[str], reserved: frozenset[str]) -> str:
    if keyword.iskeyword(name) or name in reserved or name in _BUILTINS:
        name += "_"
    found, number = name, 2
    while found in taken or found in reserved:
        found, number = f"{name}_{number}" if not name.endswith("_") else f"{name}{number}", number + 1
    return found
