"""From what TOML or the command line gave to typed values, or to a message about what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mllint_rules.model.classification import Preset, Severity
from mllint_rules.model.versions import VersionRange
from mllint_rules.settings.errors import nearest_word
from mllint_rules.settings.globs import Globs
from mllint_rules.settings.schema import PLANNED_OUTPUT_FORMATS, Kind, RuleSettings, SettingKey


class InvalidValueError(Exception):
    """A value that a key does not take.

    `trail` leads from the key to the part that is wrong, `item` is the word in it, `suggestion` the nearest
    valid one.
    """

    def __init__(
        self,
        message: str,
        trail: tuple[str, ...] = (),
        item: str | None = None,
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.trail = trail
        self.item = item
        self.suggestion = suggestion


def convert(key: SettingKey, raw: object) -> object:
    """The value of `key` as `Settings` holds it. Raises `InvalidValueError`."""
    if key.kind is Kind.CHOICE:
        return _choice(key, raw)
    return _CONVERTERS[key.kind](key.name, raw)


def describe_type(value: object) -> str:
    """What TOML calls the type of a value, with its article."""
    for kind, words in _TYPE_WORDS:
        if isinstance(value, kind):
            return words
    return "a date or time"


_TYPE_WORDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a float"),
    (str, "a string"),
    (list, "a list"),
    (tuple, "a list"),
    (dict, "a table"),
)


def _wrong_type(name: str, raw: object, expected: str, trail: tuple[str, ...] = ()) -> InvalidValueError:
    return InvalidValueError(f"`{name}` takes {expected}, not {describe_type(raw)}", trail)


def _boolean(name: str, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise _wrong_type(name, raw, Kind.BOOLEAN.value)


def _integer(name: str, raw: object) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    raise _wrong_type(name, raw, Kind.INTEGER.value)


def _string(name: str, raw: object) -> str:
    if isinstance(raw, str):
        return raw
    raise _wrong_type(name, raw, Kind.STRING.value)


def _choice(key: SettingKey, raw: object) -> object:
    text = _string(key.name, raw)
    if text not in key.choices:
        if key.name == "output-format" and text in PLANNED_OUTPUT_FORMATS:
            raise InvalidValueError(
                f"the output format `{text}` is not supported by this version yet", (), text
            )
        valid = ", ".join(f"`{choice}`" for choice in key.choices)
        message = f"`{key.name}` does not take `{text}` (valid: {valid})"
        raise InvalidValueError(message, (), text, nearest_word(text, key.choices))
    return Preset(text) if key.name == "preset" else str(text)


def _strings(name: str, raw: object, expected: str, trail: tuple[str, ...] = ()) -> tuple[str, ...]:
    if not isinstance(raw, (list, tuple)):
        raise _wrong_type(name, raw, expected, trail)
    for item in raw:
        if not isinstance(item, str):
            raise InvalidValueError(
                f"`{name}` takes {expected}, and {item!r} is {describe_type(item)}", trail
            )
        if not item.strip():
            raise InvalidValueError(f"`{name}` holds an empty string", trail, item)
    return tuple(raw)


def _selectors(name: str, raw: object) -> tuple[str, ...]:
    return _strings(name, raw, Kind.SELECTORS.value)


def _globs(name: str, raw: object) -> tuple[str, ...]:
    patterns = _strings(name, raw, Kind.GLOBS.value)
    for pattern in patterns:
        _check_glob(name, pattern, ())
    return patterns


def _check_glob(name: str, pattern: str, trail: tuple[str, ...]) -> None:
    try:
        Globs((pattern,))
    except ValueError:
        raise InvalidValueError(
            f"`{name}` holds `{pattern}`, which is no glob pattern", trail, pattern
        ) from None


def _table(name: str, raw: object, expected: str) -> Mapping[str, object]:
    if isinstance(raw, dict):
        return raw
    raise _wrong_type(name, raw, expected)


def _selectors_by_glob(name: str, raw: object) -> dict[str, tuple[str, ...]]:
    result = {}
    for pattern, words in _table(name, raw, Kind.SELECTORS_BY_GLOB.value).items():
        if not pattern.strip() or pattern.startswith("!"):
            raise InvalidValueError(f"`{name}` does not take the pattern `{pattern}`", (pattern,))
        try:
            _check_glob(name, pattern, (pattern,))
        except InvalidValueError as error:
            raise InvalidValueError(error.message, (pattern,)) from None
        result[pattern] = _strings(f"{name}.{pattern}", words, Kind.SELECTORS.value, (pattern,))
    return result


def _versions(name: str, raw: object) -> dict[str, str]:
    result = {}
    for library, text in _table(name, raw, Kind.VERSIONS.value).items():
        if not isinstance(text, str):
            message = (
                f"`{name}.{library}` takes a string such as `2.1` or `>=2,<3`, not {describe_type(text)}"
            )
            raise InvalidValueError(message, (library,))
        try:
            empty = VersionRange.parse(text).is_empty
        except ValueError:
            message = f"`{name}.{library}` holds `{text}`, which is no version or range"
            raise InvalidValueError(message, (library,)) from None
        if empty:
            raise InvalidValueError(f"`{name}.{library}` holds `{text}`, which no version fits", (library,))
        result[library] = text
    return result


def _rules(name: str, raw: object) -> dict[str, RuleSettings]:
    result = {}
    for rule, options in _table(name, raw, Kind.RULES.value).items():
        if not isinstance(options, dict):
            message = f"`{name}.{rule}` takes a table of options, not {describe_type(options)}"
            raise InvalidValueError(message, (rule,))
        severity = options.get("severity")
        others = {option: value for option, value in options.items() if option != "severity"}
        result[rule] = RuleSettings(None if severity is None else _severity(rule, severity), others)
    return result


def _severity(rule: str, raw: object) -> Severity:
    choices = tuple(severity.value for severity in Severity)
    trail = (rule, "severity")
    if not isinstance(raw, str):
        raise _wrong_type(f"rules.{rule}.severity", raw, Kind.STRING.value, trail)
    if raw not in choices:
        valid = ", ".join(f"`{choice}`" for choice in choices)
        message = f"`rules.{rule}.severity` does not take `{raw}` (valid: {valid})"
        raise InvalidValueError(message, trail, None, nearest_word(raw, choices))
    return Severity(raw)


_CONVERTERS: Mapping[Kind, Callable[[str, object], object]] = {
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.STRING: _string,
    Kind.SELECTORS: _selectors,
    Kind.GLOBS: _globs,
    Kind.SELECTORS_BY_GLOB: _selectors_by_glob,
    Kind.VERSIONS: _versions,
    Kind.RULES: _rules,
}
