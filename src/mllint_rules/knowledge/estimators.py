"""What fitting takes over from the rows: the typed form of `tables/estimators.toml`."""

from __future__ import annotations

from functools import cache

from mllint_rules.knowledge.library import linear_bases
from mllint_rules.knowledge.tables import table

KINDS = (
    "statistics", "target", "categories", "nothing", "clusters", "outliers", "resampler:over", "resampler:under",
    "resampler:clean", "resampler:both", "wraps",
)  # fmt: skip
"""Every kind, as the head of the table explains them."""


@cache
def learns(class_name: str) -> str | None:
    """What `fit` of that class learns, its own entry or that of the nearest base; None for an ordinary model."""
    entries: dict[str, str] = table("estimators")["learns"]
    return next((entries[base] for base in linear_bases(class_name) if base in entries), None)
