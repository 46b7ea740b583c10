"""Which rules run, and which of them in which file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from mllint_rules.model.classification import Confidence
from mllint_rules.settings.globs import Globs
from mllint_rules.settings.schema import Settings
from mllint_rules.settings.selectors import SelectableRule, selects_unused_suppressions, specificity


class RankedRule(SelectableRule, Protocol):
    """A rule with the confidence by which presets choose it."""

    @property
    def confidence(self) -> Confidence: ...


R = TypeVar("R", bound=RankedRule)

# How much a selector counts: its specificity, then whether the command line said it.
_Rank = tuple[int, bool]
_PRESET: _Rank = (-1, False)
_NEVER: _Rank = (-2, False)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the settings turn a rule on, and what decided: a key and the word in it that means the rule.

    The word is None when nothing in the key means the rule: a `select` without it, a preset without its kind.
    """

    is_on: bool
    key: str
    word: str | None = None


def active_rules(rules: Iterable[R], settings: Settings) -> tuple[R, ...]:
    """The rules that the settings turn on, in the order given.

    `select` (or else the preset) and `extend-select` turn on, `ignore` and `extend-ignore` turn off. The
    more specific selector wins; of equally specific ones that of the command line, then one that turns off.
    """
    return tuple(rule for rule in rules if decide(rule, settings).is_on)


def decide(rule: RankedRule, settings: Settings) -> Decision:
    """Whether a rule is on under the settings, and by which of them."""
    on = _highest({"select": settings.select or (), "extend-select": settings.extend_select}, rule, settings)
    off = _highest({"ignore": settings.ignore, "extend-ignore": settings.extend_ignore}, rule, settings)
    start = Decision(False, "preset" if settings.select is None else "select")
    if settings.select is None and settings.preset.runs(rule.confidence):
        on = max(on, (_PRESET, Decision(True, "preset", settings.preset.value)), key=lambda vote: vote[0])
    if on[0] > off[0]:
        return Decision(True, on[1].key, on[1].word)
    return Decision(False, off[1].key, off[1].word) if off[0] > _NEVER else start


class Selection(Generic[R]):
    """The rules that are active under one `Settings`, and what remains of them file by file."""

    def __init__(self, rules: Iterable[R], settings: Settings) -> None:
        self.settings = settings
        self.active: tuple[R, ...] = active_rules(rules, settings)
        self._ignores = [
            (Globs((pattern,)), selectors) for pattern, selectors in settings.per_file_ignores.items()
        ]
        self._by_ignored: dict[frozenset[str], tuple[R, ...]] = {frozenset(): self.active}

    def rules_for(self, path: Path) -> tuple[R, ...]:
        """The rules for the file at `path`: the same tuple object for files that ignore the same."""
        ignored = self._ignored_in(path)
        rules = self._by_ignored.get(ignored)
        if rules is None:
            rules = self._by_ignored[ignored] = tuple(
                rule for rule in self.active if all(specificity(word, rule) is None for word in ignored)
            )
        return rules

    def reports_unused_suppressions(self, path: Path) -> bool:
        """Whether `unused-suppression`, the one report of the engine that may be ignored, is on here."""
        ignored = (*self.settings.ignore, *self.settings.extend_ignore, *self._ignored_in(path))
        return not any(selects_unused_suppressions(word) for word in ignored)

    def ignored_by(self, rule: R, path: Path) -> tuple[str, str] | None:
        """The pattern of `per-file-ignores` and the word below it that turn the rule off for a file."""
        relative = self.settings.relative(path)
        for pattern, (globs, selectors) in zip(self.settings.per_file_ignores, self._ignores, strict=True):
            word = next((word for word in selectors if specificity(word, rule) is not None), None)
            if word is not None and globs.matches(relative):
                return pattern, word
        return None

    def _ignored_in(self, path: Path) -> frozenset[str]:
        if not self._ignores:
            return frozenset()
        relative = self.settings.relative(path)
        return frozenset(
            word for globs, selectors in self._ignores if globs.matches(relative) for word in selectors
        )


def _highest(
    selectors_of: Mapping[str, Iterable[str]], rule: RankedRule, settings: Settings
) -> tuple[_Rank, Decision]:
    best = (_NEVER, Decision(False, ""))
    for key, selectors in selectors_of.items():
        for selector in selectors:
            found = specificity(selector, rule)
            rank = _NEVER if found is None else (found, selector in settings.command_line)
            if rank > best[0]:
                best = (rank, Decision(False, key, selector))
    return best
