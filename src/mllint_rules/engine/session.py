"""A run: the rules and the settings, and for each file the plan and the project that go with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mllint_rules.engine.checking import check
from mllint_rules.engine.fixing import FixOutcome, fix
from mllint_rules.engine.plan import CheckPlan, rule_words
from mllint_rules.engine.selection import Selection
from mllint_rules.kit.environment import Environment
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.versions import VersionRange
from mllint_rules.semantic.project import Project
from mllint_rules.settings.libraries import library_versions, project_root
from mllint_rules.settings.loading import SettingsFinder
from mllint_rules.settings.options import rule_options
from mllint_rules.settings.project import is_project_root
from mllint_rules.settings.ruff import ruff_selection
from mllint_rules.settings.schema import Settings
from mllint_rules.settings.validation import validate_rules
from mllint_rules.source.document import Document


class Session:
    """Checks and fixes documents under the settings that hold for each.

    Settings are validated against the rules when first met: the methods raise `SettingsError`.
    """

    def __init__(
        self, finder: SettingsFinder, rules: Sequence[AnyRule], *, infer_from_data: bool = False
    ) -> None:
        """`infer_from_data` lets rules look into data files of the project; no configuration can ask for that."""
        self.finder = finder
        self.infer_from_data = infer_from_data
        self.rules = tuple(rules)
        self._known = rule_words(self.rules)
        self._selections: dict[int, tuple[Settings, Selection[AnyRule]]] = {}
        self._plans: dict[tuple[int, int, bool, Path], CheckPlan] = {}
        self._projects: dict[Path, Project] = {}
        self._roots: dict[str, Path] = {}
        self._libraries: dict[tuple[int, Path], dict[str, VersionRange]] = {}

    def check(self, document: Document, path: Path, *, with_fixes: bool = True) -> tuple[Diagnostic, ...]:
        """What the rules that are on for `path` find in the document."""
        return check(document, self.plan_for(path), self.project_for(path), with_fixes=with_fixes)

    def fix(self, document: Document, path: Path, *, unsafe: bool | None = None) -> FixOutcome:
        """The document with its fixes applied; `unsafe` None follows the settings."""
        plan, project = self.plan_for(path), self.project_for(path)
        if unsafe is None:
            unsafe = self.finder.for_file(path).unsafe_fixes
        return fix(document, lambda current: check(current, plan, project), unsafe=unsafe)

    def settings_for(self, path: Path) -> Settings:
        """The settings in force for the file at `path`."""
        return self._selection(self.finder.for_file(path))[0]

    def selection_for(self, path: Path) -> Selection[AnyRule]:
        """Which rules these settings turn on."""
        return self._selection(self.finder.for_file(path))[1]

    def root_for(self, path: Path) -> Path:
        """The root of the project that the file at `path` belongs to."""
        return self._root(path)

    def full_plan_for(self, path: Path) -> CheckPlan:
        """As `plan_for`, with every rule there is in it: what rules that are off would find."""
        settings = self.settings_for(path)
        plan = self.plan_for(path)
        options = {rule.name: rule_options(settings, rule) for rule in self.rules if rule.options}
        environment = replace(plan.environment, options=options)
        return replace(plan, rules=self.rules, environment=environment)

    def plan_for(self, path: Path) -> CheckPlan:
        """The rules and the environment for the file at `path`."""
        settings, selection = self._selection(self.finder.for_file(path))
        root = self._root(path)
        rules = selection.rules_for(path)
        judges = selection.reports_unused_suppressions(path)
        key = (id(settings), id(rules), judges, root)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._make_plan(settings, rules, judges, root)
        return plan

    def project_for(self, path: Path) -> Project:
        """The project that the file at `path` belongs to."""
        root = self._root(path)
        project = self._projects.get(root)
        if project is None:
            libraries = self._library_versions(self.finder.for_file(path), root)
            is_folder_only = not is_project_root(str(root))
            project = self._projects[root] = Project(root, libraries, is_folder_only=is_folder_only)
        return project

    def _selection(self, settings: Settings) -> tuple[Settings, Selection[AnyRule]]:
        known = self._selections.get(id(settings))
        if known is None:
            validate_rules(settings, self.rules)
            # The settings are kept beside their selection, so that their id stays theirs.
            known = self._selections[id(settings)] = (settings, Selection(self.rules, settings))
        return known

    def _root(self, path: Path) -> Path:
        folder = os.path.dirname(os.path.abspath(path))
        root = self._roots.get(folder)
        if root is None:
            root = self._roots[folder] = project_root(Path(folder))
        return root

    def _library_versions(self, settings: Settings, root: Path) -> dict[str, VersionRange]:
        key = (id(settings), root)
        if key not in self._libraries:
            self._libraries[key] = dict(library_versions(settings, root))
        return self._libraries[key]

    def _make_plan(self, settings: Settings, rules: Sequence[AnyRule], judges: bool, root: Path) -> CheckPlan:
        if settings.defer_to_ruff:
            selected = ruff_selection(root)
            rules = [rule for rule in rules if not any(map(selected.reports, rule.see))]
        environment = Environment(
            seed=settings.seed,
            logging_style=settings.logging_style,
            logging_config=settings.logging_config,
            schema_library=settings.schema_library,
            infer_from_data=self.infer_from_data,
            libraries=self._library_versions(settings, root),
            options={rule.name: rule_options(settings, rule) for rule in rules if rule.options},
        )
        severities = {
            rule.name: severity for rule in rules if (severity := settings.severity_of(rule.name)) is not None
        }
        return CheckPlan(tuple(rules), environment, severities, judges, self._known)
