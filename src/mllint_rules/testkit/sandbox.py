"""Rules run on text of their own: no configuration files, no project around, no declared libraries."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mllint_rules.engine.checking import check
from mllint_rules.engine.fixing import FixOutcome, fix
from mllint_rules.engine.parsing import parse
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.kit.environment import Environment
from mllint_rules.kit.rule import Rule
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic.project import Project
from mllint_rules.settings.distributions import import_root
from mllint_rules.settings.errors import SettingsError
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.options import rule_options
from mllint_rules.settings.schema import Settings
from mllint_rules.settings.validation import validate_rules
from mllint_rules.source.document import Document

# No folder can lie below a device, so this project never has another file.
_NOWHERE = Path(os.path.abspath(os.devnull)) / "project"


class Sandbox:
    """These rules, all of them on, under these configuration keys.

    Raises `AssertionError` when a key or a rule's option does not exist or takes something else.
    """

    def __init__(self, rules: Sequence[Rule[Any]], settings: Mapping[str, object] | None = None) -> None:
        effective = _settings(rules, settings or {})
        libraries = {
            import_root(name): VersionRange.parse(text) for name, text in effective.libraries.items()
        }
        environment = Environment(
            seed=effective.seed,
            logging_style=effective.logging_style,
            logging_config=effective.logging_config,
            schema_library=effective.schema_library,
            libraries=libraries,
            options={rule.name: rule_options(effective, rule) for rule in rules if rule.options},
        )
        severities = {
            rule.name: severity
            for rule in rules
            if (severity := effective.severity_of(rule.name)) is not None
        }
        self.project = Project(_NOWHERE, libraries)
        self._plan = CheckPlan(tuple(rules), environment, severities)

    def check(self, document: Document) -> tuple[Diagnostic, ...]:
        """What the rules find in the document."""
        return check(document, self._plan, self.project)

    def fix(self, document: Document, *, unsafe: bool = True) -> FixOutcome:
        """The document with its fixes applied."""
        return fix(document, self.check, unsafe=unsafe)


def syntax_error_in(document: Document) -> str | None:
    """Why a document does not parse, with the line; None when it does."""
    tree = parse(document)
    return f"line {tree.region.line}: {tree.message}" if isinstance(tree, Diagnostic) else None


def show_findings(found: Sequence[Diagnostic]) -> str:
    """Findings as lines of a failure message."""
    if not found:
        return "    (nothing)"
    return "\n".join(
        f"    {each.region.line}:{each.region.column}-{each.region.end_column}: {each.code} {each.message}"
        for each in found
    )


def show_difference(expected: str, actual: str) -> str:
    """Two texts as a unified diff in which white space and line ends can be told apart."""
    import difflib

    lines = difflib.unified_diff(
        [repr(line)[1:-1] for line in expected.splitlines(keepends=True)],
        [repr(line)[1:-1] for line in actual.splitlines(keepends=True)],
        "expected",
        "actual",
        lineterm="",
    )
    return "\n".join(f"    {line}" for line in lines)


def _settings(rules: Sequence[Rule[Any]], settings: Mapping[str, object]) -> Settings:
    if not settings:
        return Settings(root=_NOWHERE)
    try:
        effective = SettingsFinder(isolated=True, overrides=settings).for_folder(Path.cwd())
        validate_rules(effective, rules)
    except SettingsError as error:
        raise AssertionError(f"the settings are wrong: {error}") from None
    return effective
