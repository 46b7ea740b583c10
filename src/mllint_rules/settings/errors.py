"""What is wrong with a configuration, said so that it can be repaired without searching."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path


class SettingsError(Exception):
    """A configuration that cannot be used.

    `message` says what is wrong, `path` and `line` (1-based) where, `suggestion` is the nearest valid word;
    each of the last three may be None. `str()` puts them together for people.
    """

    def __init__(
        self, message: str, path: Path | None = None, line: int | None = None, suggestion: str | None = None
    ) -> None:
        # All of them are handed to `Exception`, so that the error survives pickling between processes.
        super().__init__(message, path, line, suggestion)
        self.message = message
        self.path = path
        self.line = line
        self.suggestion = suggestion

    def __str__(self) -> str:
        place = "" if self.path is None else display_path(self.path)
        if place and self.line is not None:
            place += f":{self.line}"
        hint = "" if self.suggestion is None else f"; did you mean `{self.suggestion}`?"
        return f"{place}: {self.message}{hint}" if place else f"{self.message}{hint}"


def nearest_word(word: str, valid: Iterable[str]) -> str | None:
    """The valid word that is spelt most like `word`, whatever the case; None when none is near."""
    by_lower = {candidate.lower(): candidate for candidate in valid}
    found = difflib.get_close_matches(word.lower().replace("_", "-"), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def display_path(path: Path) -> str:
    """`path` as people call it: relative when it lies below the working directory, `/` between folders."""
    try:
        return path.relative_to(os.getcwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
