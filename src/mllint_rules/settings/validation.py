"""Whether the rules that the settings speak of exist, and take what is set for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mllint_rules.model.codes import ENGINE_CODES
from mllint_rules.settings.configuration import locate_setting
from mllint_rules.settings.errors import SettingsError, nearest_word
from mllint_rules.settings.layers import COMMAND_LINE
from mllint_rules.settings.options import build_options
from mllint_rules.settings.schema import Settings
from mllint_rules.settings.selectors import (
    SelectableRule,
    nearest_selector,
    selects_unused_suppressions,
    valid_selectors,
)
from mllint_rules.settings.values import InvalidValueError

_Trail = tuple[str, ...]


def validate_rules(settings: Settings, rules: Iterable[SelectableRule]) -> None:
    """Check the settings against the rules there are.

    Raises `SettingsError`, with file, line and nearest valid word, for the first selector that means nothing,
    rule that does not exist, option that its rule does not have or value that the option does not take.
    """
    known = tuple(rules)
    valid = valid_selectors(known)
    for trail, selector, turns_off in _selectors(settings):
        if selector not in valid:
            message = f"`{trail[0]}` names `{selector}`, which is no rule, code, code prefix or category"
            raise _error(settings, message, trail, selector, nearest_selector(selector, valid))
        if turns_off and _is_always_on(selector):
            raise _error(settings, f"`{selector}` is always on and cannot be ignored", trail, selector)
    _validate_options(settings, known)


def _selectors(settings: Settings) -> Iterator[tuple[_Trail, str, bool]]:
    """Every selector with the key it stands in, and whether it turns rules off."""
    for key, words in (("select", settings.select or ()), ("extend-select", settings.extend_select)):
        for word in words:
            yield (key,), word, False
    for key, words in (("ignore", settings.ignore), ("extend-ignore", settings.extend_ignore)):
        for word in words:
            yield (key,), word, True
    for pattern, words in settings.per_file_ignores.items():
        for word in words:
            yield ("per-file-ignores", pattern), word, True


def _is_always_on(selector: str) -> bool:
    is_engine = selector in ENGINE_CODES or selector in ENGINE_CODES.values()
    return is_engine and not selects_unused_suppressions(selector)


def _validate_options(settings: Settings, known: tuple[SelectableRule, ...]) -> None:
    by_name = {rule.name: rule for rule in known}
    by_code = {rule.code: rule.name for rule in known}
    for name, configured in settings.rules.items():
        trail = ("rules", name)
        rule = by_name.get(name)
        if rule is None:
            near = by_code.get(name) or nearest_word(name, by_name)
            what = "is a code: options go by the rule's name" if name in by_code else "is no rule"
            raise _error(settings, f"`rules.{name}`: `{name}` {what}", trail, None, near)
        try:
            if rule.options is not None:
                build_options(rule.options, configured.options)
            elif configured.options:
                option = next(iter(configured.options))
                raise InvalidValueError(
                    f"unknown option `{option}` (the rule has only `severity`)", (option,)
                )
        except InvalidValueError as error:
            message = f"`rules.{name}`: {error.message}"
            raise _error(settings, message, (*trail, *error.trail), None, error.suggestion) from None


def _error(
    settings: Settings, message: str, trail: _Trail, value: str | None, suggestion: str | None = None
) -> SettingsError:
    """The error with the place where the nearest file says it."""
    if (
        value is not None
        and value in settings.command_line
        and COMMAND_LINE in settings.origins.get(trail[0], "")
    ):
        flag = "ignore" if trail[0] == "extend-ignore" else trail[0]
        text = message.replace(f"`{trail[0]}`", f"`--{flag}`", 1)
        return SettingsError(text, None, None, suggestion)
    nearby: tuple[Path | None, int | None] = (settings.origin, None)
    for path in settings.sources:
        found = locate_setting(path, trail, value)
        if found is None:
            continue
        line, is_written = found
        if is_written:
            return SettingsError(message, path, line, suggestion)
        if nearby[1] is None:
            nearby = (path, line)
    return SettingsError(message, *nearby, suggestion)
