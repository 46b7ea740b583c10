"""The pylint plugin (`load-plugins = mllint_rules.frontends.pylint`), for pylint 3 and later.

In pylint a rule is its name. mllint's settings decide which rules run; pylint's `enable`, `disable` and
comments filter what they report.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pylint.checkers import BaseRawFileChecker

from mllint_rules.engine.library import open_session
from mllint_rules.engine.registry import load_rules
from mllint_rules.engine.run import display_path
from mllint_rules.engine.session import Session
from mllint_rules.kit.rule import Rule
from mllint_rules.model.classification import Severity
from mllint_rules.model.codes import INTERNAL_ERROR, UNUSED_SUPPRESSION
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.settings.errors import SettingsError
from mllint_rules.source.reading import UnreadableFile, read_bytes

if TYPE_CHECKING:
    from astroid import nodes
    from pylint.lint import PyLinter

# A line for every hundred codes of a family, never changed. Other plugins have the ids 51, 55 and 64.
CHECKER_IDS = {
    "ML00": 56,
    "MLR1": 57,
    "MLD1": 58,
    "MLG1": 59,
    "MLO1": 60,
    "MLL1": 61,
    "MLP1": 62,
    "MLN1": 63,
    "MLS1": 65,
    "MLT1": 66,
    "MLK1": 67,
    "MLJ1": 68,
    "MLH1": 69,
    "MLB1": 70,
    "MLA1": 71,
    "MLX1": 72,
    "MLQ1": 73,
    "MLC1": 74,
}
SPARE_IDS = (75, 76, 77, 78, 79)  # for the packs of others, in order of their codes
_LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "R"}
_PLUGIN = "mllint"
_SETTINGS_MESSAGE = "mllint-settings"

Message = tuple[str, str, str]


def register(linter: PyLinter) -> None:
    """Register the checkers: pylint calls this. Raises `BrokenPack` when the rules cannot be loaded."""
    if any(checker.name == _PLUGIN for checker in linter.get_checkers()):
        return  # a worker of `--jobs` that got them with the linter
    analysis = Analysis()
    for messages in message_tables(load_rules()):
        linter.register_checker(MllintChecker(linter, messages, analysis))


def message_tables(rules: Iterable[Rule[Any]]) -> list[dict[str, Message]]:
    """The messages by their ids, a table for each checker id, because pylint wants one checker for each.

    Warns of the rules for which no checker id is left.
    """
    tables: defaultdict[int, dict[str, Message]] = defaultdict(dict)
    engine = CHECKER_IDS["ML00"]
    for letter, (code, name) in (("E", INTERNAL_ERROR), ("W", UNUSED_SUPPRESSION)):
        tables[engine][f"{letter}{engine}{code[-2:]}"] = ("%s", name, f"{code} of mllint itself.")
    tables[engine][f"F{engine}99"] = ("%s", _SETTINGS_MESSAGE, "The settings of mllint cannot be used.")
    rules = tuple(rules)
    ids = _checker_ids(rules)
    for rule in rules:
        checker_id = ids.get(rule.code[:4])
        if checker_id is not None:
            identifier = f"{_LETTERS[rule.severity]}{checker_id}{rule.code[-2:]}"
            tables[checker_id][identifier] = ("%s", rule.name, f"{rule.summary} ({rule.code}, {rule.url})")
    return [tables[checker_id] for checker_id in sorted(tables)]


def _checker_ids(rules: Sequence[Rule[Any]]) -> dict[str, int]:
    ids = dict(CHECKER_IDS)
    foreign = sorted({rule.code[:4] for rule in rules} - ids.keys())
    ids |= dict(zip(foreign, SPARE_IDS, strict=False))
    for hundred in foreign[len(SPARE_IDS) :]:
        warnings.warn(f"pylint has no message ids left for the rules {hundred}xx of mllint", stacklevel=2)
    return ids


class Analysis:
    """What is found in the module at hand, worked out once for all checkers."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._module: nodes.Module | None = None
        self._found: tuple[Diagnostic, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Nothing goes with the linter into other processes; they make their own."""
        return {"_session": None, "_module": None, "_found": ()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def of(self, module: nodes.Module) -> tuple[Diagnostic, ...]:
        """What is found in a module. Raises `SettingsError`, once for each module."""
        if self._module is not module:
            self._module, self._found = module, ()
            self._found = self._check(module)
        return self._found

    def _check(self, module: nodes.Module) -> tuple[Diagnostic, ...]:
        path = Path(module.file or "<text>")
        with module.stream() as stream:
            data = stream.read()
        if self._session is None:
            self._session = open_session()
        try:
            document = read_bytes(data, display_path(path))
        except UnreadableFile:
            return ()
        return self._session.check(document, path, with_fixes=False)


class MllintChecker(BaseRawFileChecker):
    """The rules under one checker id."""

    name = _PLUGIN

    def __init__(self, linter: PyLinter, messages: dict[str, Message], analysis: Analysis) -> None:
        self.msgs = {**messages}
        self._names = frozenset(name for _, name, _ in messages.values())
        self._analysis = analysis
        super().__init__(linter)

    def process_module(self, node: nodes.Module) -> None:
        """Report what was found in a module, as far as it is this checker's."""
        try:
            found = self._analysis.of(node)
        except SettingsError as error:
            self.linter.add_message(_SETTINGS_MESSAGE, line=1, args=(str(error),))
            return
        for each in found:
            if each.name in self._names:
                region = each.region
                self.add_message(
                    each.name,
                    line=region.line,
                    col_offset=region.column - 1,
                    end_lineno=region.end_line,
                    end_col_offset=region.end_column - 1,
                    args=(each.message,),
                )
