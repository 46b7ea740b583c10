"""The words that choose rules: codes, code prefixes, names, categories, and `all`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from mllint_rules.model.classification import Category
from mllint_rules.model.codes import ENGINE_CODES, UNUSED_SUPPRESSION
from mllint_rules.settings.errors import nearest_word

EVERYTHING = ("all", "ML")
_PREFIX = re.compile(r"ML[A-Z][0-9]{0,2}\Z")
_ALL, _CATEGORY, _EXACT = 0, 1, 6  # a prefix counts its length, which lies between


class SelectableRule(Protocol):
    """As much of a rule as choosing it and configuring it needs."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def category(self) -> Category: ...
    @property
    def options(self) -> type | None: ...


def specificity(selector: str, rule: SelectableRule) -> int | None:
    """How exactly `selector` means `rule`, more is more exact; None when it does not mean it.

    A code or name beats a longer prefix, that a shorter one, that a category, that `all` and `ML`.
    """
    if selector in (rule.code, rule.name):
        return _EXACT
    if _PREFIX.match(selector) and rule.code.startswith(selector):
        return len(selector)
    if selector == rule.category.value:
        return _CATEGORY
    return _ALL if selector in EVERYTHING else None


def selects_unused_suppressions(selector: str) -> bool:
    """Whether `selector` is the one report of the engine that people may turn off."""
    return selector in UNUSED_SUPPRESSION


def valid_selectors(rules: Iterable[SelectableRule]) -> frozenset[str]:
    """Every word that means at least one rule of `rules`, a category, or a report of the engine."""
    words = {*EVERYTHING, *ENGINE_CODES, *ENGINE_CODES.values()}
    words.update(category.value for category in Category)
    for rule in rules:
        words.add(rule.name)
        words.update(rule.code[:length] for length in range(3, len(rule.code) + 1))
    return frozenset(words)


def nearest_selector(word: str, valid: Iterable[str]) -> str | None:
    """The valid selector that `word` was probably meant to be; for a code a code, for a prefix a prefix."""
    words = tuple(valid)
    codes = [each for each in words if each.startswith("ML") and len(each) == len(word)]
    is_code = word[:2].upper() == "ML" and "-" not in word
    return (nearest_word(word, codes) if is_code else None) or nearest_word(word, words)
