"""The flake8 plugin: every rule under the entry point `ML`.

mllint's settings decide which rules run; flake8's `select`, `ignore` and `# noqa` filter what they report.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from mllint_rules import __version__
from mllint_rules.engine.library import open_session
from mllint_rules.engine.run import display_path
from mllint_rules.engine.session import Session
from mllint_rules.model.codes import SYNTAX_ERROR
from mllint_rules.source.reading import UnreadableFile, read_text

Report = tuple[int, int, str, type["MllintPlugin"]]


class MllintPlugin:
    """One file as flake8 hands it over; text from stdin comes under the name that flake8 gives it."""

    name = "mllint"
    version = __version__

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        del tree  # flake8 chooses by this name what kind of plugin it is; the engine has a tree of its own
        self._path = Path(filename)
        self._text = "".join(lines)

    def run(self) -> Iterator[Report]:
        """Yield line, 0-based column, code with message. Raises `SettingsError` and `BrokenPack`."""
        try:
            document = read_text(self._text, display_path(self._path))
        except UnreadableFile:
            return
        for found in _session().check(document, self._path, with_fixes=False):
            if found.code != SYNTAX_ERROR[0]:  # flake8 has its own
                yield found.region.line, found.region.column - 1, f"{found.code} {found.message}", type(self)


@cache
def _session() -> Session:
    """One for all files of this process."""
    return open_session()
