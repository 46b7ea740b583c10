"""The fact tables: TOML files below `tables/`, read once and only when asked.

Each table says at its head what a line means and where the facts come from.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "tables"


@cache
def table(name: str) -> dict[str, Any]:
    """The table of that name. Raises `FileNotFoundError` for an unknown one: an error in our own code."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    with (FOLDER / f"{name}.toml").open("rb") as stream:
        data: dict[str, Any] = tomllib.load(stream)
    return data
