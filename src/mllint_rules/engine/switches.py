"""Why a rule is off for a file: which setting, which word of it, in which file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mllint_rules.engine.selection import decide
from mllint_rules.engine.session import Session
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.versions import VersionRange
from mllint_rules.settings.configuration import locate_setting
from mllint_rules.settings.distributions import import_root
from mllint_rules.settings.layers import COMMAND_LINE
from mllint_rules.settings.libraries import declaring_files
from mllint_rules.settings.ruff import ruff_selection
from mllint_rules.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Switch:
    """What turns a rule off: the setting that does, why in words, and the place that says so.

    `file` is a path, `command line`, or None where nothing is written anywhere (a default).
    """

    setting: str
    reason: str
    file: str | None = None
    line: int | None = None


def switched_off(rule: AnyRule, path: Path, session: Session) -> Switch | None:
    """Why the rule does not run on the file at `path`; None when it does."""
    plan = session.plan_for(path)
    if rule in plan.applicable:
        return None
    settings, selection = session.settings_for(path), session.selection_for(path)
    if rule not in selection.active:
        return _by_selection(rule, settings)
    ignored = selection.ignored_by(rule, path)
    if ignored is not None:
        pattern, word = ignored
        reason = f'`per-file-ignores` of "{pattern}" holds `{word}`'
        return Switch("per-file-ignores", reason, *_place(settings, ("per-file-ignores", pattern), word))
    if rule not in plan.rules:
        return _by_ruff(rule, session.root_for(path))
    return _by_version(rule, settings, session.root_for(path), plan.environment.libraries)


def _by_selection(rule: AnyRule, settings: Settings) -> Switch:
    decision = decide(rule, settings)
    key, word = decision.key, decision.word
    if word is not None:
        return Switch(key, f"`{key}` holds `{word}`", *_place(settings, (key,), word))
    if key == "select":
        return Switch(key, "`select` does not name it", *_place(settings, (key,)))
    preset, kind = settings.preset.value, rule.confidence.value
    reason = f"the preset `{preset}` does not hold {kind} rules"
    return Switch(key, reason, *_place(settings, (key,)))


def _by_ruff(rule: AnyRule, root: Path) -> Switch:
    selected = ruff_selection(root)
    reference = next(each for each in rule.see if selected.reports(each))
    reason = f"`defer-to-ruff`: the project's ruff reports the same as {reference.partition(':')[2]}"
    return Switch("defer-to-ruff", reason, None if selected.path is None else selected.path.as_posix())


def _by_version(
    rule: AnyRule, settings: Settings, root: Path, libraries: Mapping[str, VersionRange]
) -> Switch:
    requirement = rule.requirement
    assert requirement is not None
    library = requirement.library
    needs = f"it needs {library}{show_range(requirement.versions)}"
    reason = f"{needs}, and the project has {library}{show_range(libraries[library])}"
    configured = next((name for name in settings.libraries if import_root(name) == library), None)
    if configured is not None:
        return Switch("libraries", reason, *_place(settings, ("libraries", configured)))
    files = declaring_files(root, library)
    return Switch("libraries", reason, files[0].as_posix() if files else None)


def show_range(versions: VersionRange) -> str:
    """A range of versions as a requirement writes it."""
    if versions.exact is not None:
        return f"=={versions.exact}"
    bounds = []
    if versions.lower is not None:
        bounds.append(f"{'>=' if versions.lower_included else '>'}{versions.lower}")
    if versions.upper is not None:
        bounds.append(f"{'<=' if versions.upper_included else '<'}{versions.upper}")
    return ",".join(bounds) or " in any version"


def _place(
    settings: Settings, trail: tuple[str, ...], word: str | None = None
) -> tuple[str | None, int | None]:
    """The file and line where a setting is written."""
    if word is not None and word in settings.command_line:
        return COMMAND_LINE, None
    for source in settings.sources:
        found = locate_setting(source, trail, word)
        if found is not None and found[1]:
            return source.as_posix(), found[0]
    if COMMAND_LINE in settings.origins.get(trail[0], ""):
        return COMMAND_LINE, None
    return None, None
