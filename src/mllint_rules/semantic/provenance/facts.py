"""What `tables/rows.toml` says that functions and methods do to rows."""

from __future__ import annotations

from functools import cache

from mllint_rules.knowledge.tables import table


@cache
def _effects() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, apis in table("rows")["effects"].items():
        found.update(dict.fromkeys(apis, kind))
    return found


def effect(api: str) -> str | None:
    """What a call of the API does to rows, as a word of the table; None where it says nothing."""
    return _effects().get(api)
