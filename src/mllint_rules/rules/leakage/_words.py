"""The words that an identifier or a column name is made of."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words_of(name: str) -> list[str]:
    """The words in order and in lower case, without digits: `val_dataLoader2` has `val`, `data` and `loader`."""
    return [word.lower() for word in _WORD.findall(name)]
