"""The library API: text and files in, diagnostics and repaired text out.

Every function takes the keys of the configuration as keywords, with underscores (`select=["MLX"]`,
`per_file_ignores={…}`); they win over the configuration files, like options of the command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mllint_rules.engine.discovery import discover
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.run import check_files, check_stdin, fix_stdin
from mllint_rules.engine.session import Session
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.settings.loading import SettingsFinder


def open_session(*, config: Path | None = None, isolated: bool = False, **settings: Any) -> Session:
    """A session with all installed rules.

    `config` is the one configuration file to use, `isolated` leaves out all of them. Raises `SettingsError`
    for settings that cannot be used and `BrokenPack` for rules that cannot be loaded.
    """
    overrides = {key.replace("_", "-"): value for key, value in settings.items()}
    return Session(SettingsFinder(config=config, isolated=isolated, overrides=overrides), load_rules())


def check_text(text: str, path: str = "<text>", **settings: Any) -> tuple[Diagnostic, ...]:
    """What is found in a text that is taken for the file `path`, which need not exist.

    The configuration above `path` holds, and the text of an `.ipynb` is a notebook's JSON. Text
    that does not parse gives a `syntax-error`. Raises what `open_session` raises.
    """
    return check_stdin(text, path, open_session(**settings)).diagnostics


def check_path(path: str | Path, **settings: Any) -> tuple[Diagnostic, ...]:
    """What is found in a file, or in the files of a folder.

    A file that cannot be read gives an `unreadable-file`. Raises `FileNotFoundError` when there is nothing at
    `path`, `OSError` when a folder cannot be listed, and what `open_session` raises.
    """
    session = open_session(**settings)
    found = discover([Path(path)], session.finder)
    for problem in found.problems:
        kind = FileNotFoundError if problem.is_usage_error else OSError
        raise kind(f"{problem.path}: {problem.message}")
    return tuple(each for result in check_files(found.files, session) for each in result.diagnostics)


def fix_text(text: str, path: str = "<text>", *, unsafe: bool = False, **settings: Any) -> str:
    """The text with its safe fixes applied, and with `unsafe` all of them; `path` as in `check_text`.

    Text that does not parse comes back as it is. Raises what `open_session` raises.
    """
    return fix_stdin(text, path, open_session(**settings), unsafe=unsafe)[1]
