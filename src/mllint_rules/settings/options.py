"""A rule's own options: from its table in the configuration to an instance of its options dataclass."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, Literal, Union

from mllint_rules.settings.errors import SettingsError, nearest_word
from mllint_rules.settings.schema import Settings
from mllint_rules.settings.selectors import SelectableRule
from mllint_rules.settings.values import InvalidValueError, describe_type


def rule_options(settings: Settings, rule: SelectableRule) -> Any:
    """The rule's options dataclass with what the settings say; None for a rule without options.

    Raises `SettingsError` for an unknown option or a wrong value; `validate_rules` does so with the line.
    """
    if rule.options is None:
        return None
    configured = settings.rules.get(rule.name)
    try:
        return build_options(rule.options, {} if configured is None else configured.options)
    except InvalidValueError as error:
        message = f"`rules.{rule.name}`: {error.message}"
        raise SettingsError(message, settings.origin, None, error.suggestion) from None


def build_options(options: type, values: Mapping[str, object]) -> Any:
    """Make the dataclass `options` from `values`, by names in kebab case. Raises `InvalidValueError`."""
    if not is_dataclass(options):
        raise TypeError(f"rule options must be a dataclass, not {options!r}")
    names = option_names(options)
    hints = typing.get_type_hints(options)
    arguments = {}
    for option, raw in values.items():
        if option not in names:
            near = nearest_word(option, (*names, "severity"))
            raise InvalidValueError(f"unknown option `{option}`", (option,), None, near)
        arguments[names[option]] = _convert(option, hints[names[option]], raw)
    missing = [
        each.name
        for each in fields(options)
        if each.init
        and each.default is MISSING
        and each.default_factory is MISSING
        and each.name not in arguments
    ]
    if missing:
        raise InvalidValueError(f"the option `{missing[0].replace('_', '-')}` is required")
    try:
        return options(**arguments)
    except (ValueError, TypeError) as error:  # the dataclass checks its own values
        option = next((name for name in values if name in str(error) or names[name] in str(error)), "")
        raise InvalidValueError(str(error), (option,) if option else ()) from None


def option_names(options: type) -> dict[str, str]:
    """The options of a dataclass as they are written in the configuration, with their field names."""
    if not is_dataclass(options):
        raise TypeError(f"rule options must be a dataclass, not {options!r}")
    return {each.name.replace("_", "-"): each.name for each in fields(options) if each.init}


def _convert(option: str, hint: Any, raw: object) -> object:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return _convert_union(option, arguments, raw)
    if origin is Literal:
        return _one_of(option, raw, {str(choice): choice for choice in arguments})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _one_of(option, raw, {str(member.value): member for member in hint})
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        if not isinstance(raw, (list, tuple)):
            raise _wrong_type(option, raw, "a list")
        return tuple(_convert(option, arguments[0], item) for item in raw)
    if hint is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if hint in _WORDS:
        if isinstance(raw, hint) and (hint is bool or not isinstance(raw, bool)):
            return raw
        raise _wrong_type(option, raw, _WORDS[hint])
    raise TypeError(f"the option `{option}` has a type that cannot be configured: {hint!r}")


_WORDS: dict[type, str] = {bool: "true or false", int: "an integer", float: "a number", str: "a string"}


def _convert_union(option: str, members: tuple[Any, ...], raw: object) -> object:
    """The first member that takes the value. TOML has no null, so None only ever comes from a default."""
    error: InvalidValueError | None = None
    for member in members:
        if member is type(None):
            continue
        try:
            return _convert(option, member, raw)
        except InvalidValueError as failed:
            error = error or failed
    raise error if error is not None else TypeError(f"the option `{option}` takes no value at all")


def _one_of(option: str, raw: object, choices: Mapping[str, object]) -> object:
    text = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else None
    if text is None:
        raise _wrong_type(option, raw, "one of " + ", ".join(f"`{choice}`" for choice in choices))
    if text not in choices:
        valid = ", ".join(f"`{choice}`" for choice in choices)
        message = f"the option `{option}` does not take `{text}` (valid: {valid})"
        raise InvalidValueError(message, (option,), None, nearest_word(text, choices))
    return choices[text]


def _wrong_type(option: str, raw: object, expected: str) -> InvalidValueError:
    return InvalidValueError(f"the option `{option}` takes {expected}, not {describe_type(raw)}", (option,))
