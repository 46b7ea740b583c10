"""A folder with files in it, and the command `mllint` run there as users run it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .demo_pack import RULES, install_pack

COMMAND = (sys.executable, "-m", "mllint_rules")
LOAD = 'import torch\n\nstate = torch.load("model.pt")\n'
LOAD_FIXED = 'import torch\n\nstate = torch.load("model.pt", weights_only=True)\n'


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """The findings of a run with `--output-format json`."""
        found: list[dict[str, Any]] = json.loads(self.out)
        return found


class Workspace:
    """A working directory for runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "MLLINT")) and name not in {"NO_COLOR", "FORCE_COLOR"}
        }

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, text as UTF-8 with its line ends as they are."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name: str) -> str:
        """The text of a file, line ends as they are."""
        return (self.root / name).read_bytes().decode()

    def run(self, *arguments: str, stdin: str | bytes = b"", cwd: str = ".") -> Outcome:
        """Run `mllint` with these arguments. Nothing may ever look like a crash."""
        return self.execute(*COMMAND, *arguments, stdin=stdin, cwd=cwd)

    def execute(self, *command: str, stdin: str | bytes = b"", cwd: str = ".") -> Outcome:
        """Run a command in the folder (or one below it), without a traceback."""
        done = subprocess.run(
            command,
            cwd=self.root / cwd,
            env=self.environment,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in outcome.out + outcome.err, outcome.err
        return outcome

    def check(self, *arguments: str, stdin: str | bytes = b"") -> list[dict[str, Any]]:
        """The findings of `mllint check` as JSON says them."""
        return self.run("check", "--output-format", "json", *arguments, stdin=stdin).diagnostics

    def state(self) -> dict[str, tuple[int, bytes | str]]:
        """Every entry below the folder with its mode and its content, to see that nothing changed."""
        return {path.relative_to(self.root).as_posix(): _content(path) for path in self.root.rglob("*")}


def _content(path: Path) -> tuple[int, bytes | str]:
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        return status.st_mode, os.readlink(path)
    is_readable = stat.S_ISREG(status.st_mode) and os.access(path, os.R_OK)
    return status.st_mode, path.read_bytes() if is_readable else b""


@pytest.fixture(scope="session")
def demo_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the path with the pack `demo_rules` and all its rules."""
    folder = tmp_path_factory.mktemp("site")
    package = install_pack(folder)
    for name, source in RULES.items():
        (package / name).write_text(source)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty folder to work in."""
    return Workspace(tmp_path)
