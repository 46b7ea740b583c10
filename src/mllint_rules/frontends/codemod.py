"""Every fix as a libcst codemod.

    python -m libcst.tool codemod -x mllint_rules.frontends.codemod.FixCommand --rule NAME --unsafe PATH
    python -m libcst.tool codemod -x mllint_rules.frontends.codemod.FixUnseededShuffleCommand PATH

For every rule `unseeded-shuffle` there is a class `FixUnseededShuffleCommand`, made when it is asked for.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import ClassVar

import libcst
from libcst.codemod import CodemodCommand, CodemodContext

from mllint_rules.engine.library import open_session
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.run import display_path
from mllint_rules.engine.session import Session
from mllint_rules.settings.errors import nearest_word
from mllint_rules.source.reading import read_text


class FixCommand(CodemodCommand):
    """Apply fixes to a module: those of the rules that are named, else of all that the settings turn on."""

    DESCRIPTION = "Apply the fixes of mllint."
    RULES: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, context: CodemodContext, rule: Sequence[str] | None = None, *, unsafe: bool = False
    ) -> None:
        super().__init__(context)
        self._rules = self.RULES or tuple(rule or ())
        self._unsafe = unsafe

    @classmethod
    def add_args(cls, arg_parser: argparse.ArgumentParser) -> None:
        """Add the options of the command."""
        if not cls.RULES:
            arg_parser.add_argument(
                "--rule",
                action="append",
                type=_rule_name,
                metavar="NAME",
                help="fix only what this rule finds",
            )
        arg_parser.add_argument(
            "--unsafe", action="store_true", help="apply also fixes that may change what the program does"
        )

    def transform_module_impl(self, tree: libcst.Module) -> libcst.Module:
        """The repaired module. Raises `SettingsError` when the settings cannot be used."""
        path = Path(self.context.filename or "<text>")
        document = read_text(tree.code, display_path(path))
        repaired = _session(self._rules).fix(document, path, unsafe=self._unsafe).document.text
        if repaired == tree.code:
            return tree
        return libcst.parse_module(repaired, tree.config_for_parsing)


def _rule_name(word: str) -> str:
    names = [rule.name for rule in load_rules()]
    if word not in names:
        near = nearest_word(word, names)
        raise argparse.ArgumentTypeError(
            f"there is no rule {word}" + (f"; did you mean {near}?" if near else "")
        )
    return word


@cache
def _session(rules: tuple[str, ...]) -> Session:
    """One for all files of this process."""
    return open_session(select=list(rules)) if rules else open_session()


def _class_name(rule_name: str) -> str:
    return f"Fix{''.join(word.capitalize() for word in rule_name.split('-'))}Command"


def __getattr__(name: str) -> type[FixCommand]:
    """The command of one rule."""
    if name.startswith("Fix") and name.endswith("Command"):
        for rule in load_rules():
            if _class_name(rule.name) == name and rule.fix_availability != "never":
                members = {
                    "__module__": __name__,
                    "__doc__": rule.summary,
                    "DESCRIPTION": rule.summary,
                    "RULES": (rule.name,),
                }
                command = type(name, (FixCommand,), members)
                # Other processes find it by its name, and it must be the same class every time.
                globals()[name] = command
                return command
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """With the commands of all rules, so that `libcst.tool list` shows them."""
    commands = [_class_name(rule.name) for rule in load_rules() if rule.fix_availability != "never"]
    return sorted({*globals(), *commands})
