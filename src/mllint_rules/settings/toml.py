"""Reading TOML, with the reader that this Python has."""

from __future__ import annotations

import sys
from typing import Any


def parse_toml(text: str) -> dict[str, Any]:
    """The table that `text` holds. Raises `ValueError`, with the place in its message, for invalid TOML."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table: dict[str, Any] = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise ValueError("the values are nested too deeply") from None
    return table
