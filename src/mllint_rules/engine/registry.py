"""Finding rules: every module of every pack that the entry point `mllint.rules` names."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from importlib.metadata import entry_points

from mllint_rules.kit.rule import AnyRule, Rule

GROUP = "mllint.rules"


class BrokenPack(Exception):
    """A rule pack cannot be loaded; the message says which one and why."""


def load_rules(packs: Sequence[str] | None = None) -> tuple[AnyRule, ...]:
    """All rules of the installed packs (or of the named packages), in order of their codes.

    Raises `BrokenPack` when a pack cannot be imported or two rules share a code or a name.
    """
    packages = installed_packs() if packs is None else packs
    return _without_conflicts(rule for package in packages for rule in rules_of_package(package))


def installed_packs() -> list[str]:
    """The packages that provide rules, ours among them."""
    return sorted({entry.value for entry in entry_points(group=GROUP)})


def pack_of(rule: AnyRule) -> str:
    """The package of the pack that a rule belongs to; for a rule of no installed pack the package it lies in."""
    packs = [pack for pack in installed_packs() if f"{rule.module}.".startswith(f"{pack}.")]
    return max(packs, key=len, default=rule.module.rpartition(".")[0] or rule.module)


def rules_of_package(package: str) -> tuple[AnyRule, ...]:
    """The rules in the modules below a package. A rule exists because its file does."""
    try:
        root = importlib.import_module(package)
        found = []
        for module in pkgutil.walk_packages(root.__path__, package + "."):
            if "._" in module.name.removeprefix(package):  # private, or in a private package
                continue
            found += _rules_of_module(module.name)
    except Exception as error:
        raise BrokenPack(
            f"the rule pack {package} cannot be loaded: {type(error).__name__}: {error}"
        ) from error
    return tuple(found)


def rules_in_modules(modules: Iterable[str]) -> tuple[AnyRule, ...]:
    """The rules of modules whose names are known, in order of their codes."""
    return _without_conflicts(rule for module in modules for rule in _rules_of_module(module))


def _rules_of_module(module: str) -> list[AnyRule]:
    loaded = importlib.import_module(module)
    found = [value for value in vars(loaded).values() if isinstance(value, Rule) and value.module == module]
    return list({id(value): value for value in found}.values())  # a rule may have two names in its module


def _without_conflicts(rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    ordered = sorted(rules, key=lambda rule: rule.code)
    taken: dict[str, AnyRule] = {}
    for rule in ordered:
        for word in (rule.code, rule.name):
            other = taken.setdefault(word, rule)
            if other is not rule:
                raise BrokenPack(f"two rules claim {word}: {other.module} and {rule.module}")
    return tuple(ordered)
