"""A pack of rules as files: where its rules lie and which codes are taken."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mllint_rules.frontends.cli.messages import CommandError
from mllint_rules.settings.errors import display_path, nearest_word
from mllint_rules.settings.project import project_root
from mllint_rules.settings.toml import parse_toml

_CODE = re.compile(r"""\bcode\s*=\s*["'](ML[A-Z])(\d{3})["']""")
_TITLE = re.compile(r'"""(ML[A-Z]): ')
_LETTERS = re.compile(r"ML[A-Z]")
_FIRST, _LAST = 101, 999
_GROUP = "mllint.rules"


@dataclass(frozen=True, slots=True)
class RulePack:
    """`rules` is the folder of the families, `project` that of its pyproject.toml, `version` its release."""

    rules: Path
    project: Path
    version: str

    def family(self, word: str) -> tuple[str, str]:
        """The letters and the folder of a family, by either. Raises `CommandError` when it is not known."""
        letters_of = self._families()
        if _LETTERS.fullmatch(word):
            found = next((folder for folder, letters in letters_of.items() if letters == word), word.lower())
            return word, found
        if word in letters_of:
            return letters_of[word], word
        near = nearest_word(word, letters_of)
        hint = f"did you mean {near}?" if near else "a new family is given by its letters, as MLX"
        raise CommandError(f"no family {word!r} in {display_path(self.rules)}; {hint}")

    def next_code(self, letters: str) -> str:
        """The code after the last one of the family."""
        taken = [number for _, family, number in self._codes() if family == letters]
        number = max(taken, default=_FIRST - 1) + 1
        if number > _LAST:
            raise CommandError(f"the family {letters} has no free code")
        return f"{letters}{number}"

    def module(self, name: str) -> Path | None:
        """The rule file of that name, in whatever family."""
        return next(self.rules.glob(f"*/{name}.py"), None)

    def _families(self) -> dict[str, str]:
        """The letters of each folder: as its docstring begins, else as its rules have them."""
        letters_of = {path.parent.name: letters for path, letters, _ in self._codes()}
        for path in self.rules.glob("*/__init__.py"):
            if match := _TITLE.match(path.read_text(encoding="utf-8", errors="replace")):
                letters_of[path.parent.name] = match[1]
        return letters_of

    def _codes(self) -> Iterator[tuple[Path, str, int]]:
        for path in sorted(self.rules.glob("*/*.py")):
            for letters, number in _CODE.findall(path.read_text(encoding="utf-8", errors="replace")):
                yield path, letters, int(number)


def find_pack(folder: Path | None) -> RulePack:
    """The pack whose rules lie in `folder`, else the one that the project around us registers.

    That project is the one that holds the working directory. Raises `CommandError` when there is no pack.
    """
    if folder is not None and not os.path.isdir(folder):
        raise CommandError(f"{folder} is not a folder")
    project = project_root(Path.cwd() if folder is None else folder)
    manifest = _read_manifest(project / "pyproject.toml")
    if folder is None:
        folder = _registered(project, manifest)
    if folder is None:
        raise CommandError(
            f"{display_path(project / 'pyproject.toml')} registers no rule pack under "
            f'[project.entry-points."{_GROUP}"]; name its folder of rules with --package'
        )
    version = manifest.get("project", {}).get("version")
    return RulePack(folder.absolute(), project, ".".join(str(version or "0.1").split(".")[:2]))


def _registered(project: Path, manifest: dict[str, Any]) -> Path | None:
    modules = manifest.get("project", {}).get("entry-points", {}).get(_GROUP, {})
    for module in modules.values():
        parts = str(module).partition(":")[0].split(".")
        for root in (project / "src", project):
            if root.joinpath(*parts).is_dir():
                return root.joinpath(*parts)
    return None


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        return parse_toml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise CommandError(f"cannot read {display_path(path)}: {error}") from None
