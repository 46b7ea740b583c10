"""Laying settings over each other: extended files, the nearest file, the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mllint_rules.settings.schema import RuleSettings, Settings, setting_keys

COMMAND_LINE = "command line"
_ON, _OFF = ("select", "extend-select"), ("ignore", "extend-ignore")


def combine(
    root: Path, layers: list[tuple[Path, dict[str, object]]], overrides: dict[str, object]
) -> Settings:
    """Lay the files over each other, the extended ones first, and the command line over all."""
    state: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for path, values in reversed(layers):
        _overlay(state, origins, values, path.as_posix())
    given = dict(overrides)
    command_line = tuple(word for key in (*_ON, *_OFF) for word in _words(given, key))
    # A word that the command line turns on is taken from what the files turn off, and the other way round.
    for ours, theirs in ((_ON, _OFF), (_OFF, _ON)):
        said = {word for key in ours for word in _words(given, key)}
        for key in theirs:
            if said and state.get(key):
                state[key] = tuple(word for word in state[key] if word not in said)
    if "ignore" in given:
        given["extend-ignore"] = (*_words(given, "ignore"), *_words(given, "extend-ignore"))
        del given["ignore"]
    _overlay(state, origins, given, COMMAND_LINE)
    sources = tuple(path for path, _ in layers)
    fields = {key.replace("-", "_"): value for key, value in state.items()}
    return Settings(
        root=root,
        origin=sources[0] if sources else None,
        sources=sources,
        origins=origins,
        command_line=command_line,
        **fields,
    )


def _words(values: Mapping[str, object], key: str) -> tuple[str, ...]:
    words = values.get(key, ())
    return words if isinstance(words, tuple) else ()


def _overlay(
    state: dict[str, Any], origins: dict[str, str], values: Mapping[str, object], label: str
) -> None:
    # `select` and `preset` say what to start from: the upper layer's word takes the lower layer's away.
    dropped = ("extend-select",) if "select" in values else ("select",) if "preset" in values else ()
    for name in dropped:
        state.pop(name, None)
        origins.pop(name, None)
    for name, value in values.items():
        before = state.get(name)
        if before is not None and (isinstance(value, dict) or setting_keys()[name].accumulates):
            state[name] = _join(before, value)
            origins[name] = f"{origins[name]}, {label}"
        else:
            state[name] = value
            origins[name] = label


def _join(lower: Any, upper: Any) -> Any:
    if isinstance(lower, tuple):
        return tuple(dict.fromkeys((*lower, *upper)))
    if isinstance(lower, RuleSettings):
        return RuleSettings(upper.severity or lower.severity, {**lower.options, **upper.options})
    merged = dict(lower)
    for name, value in upper.items():
        is_rule = isinstance(value, RuleSettings) and name in merged
        merged[name] = _join(merged[name], value) if is_rule else value
    return merged
