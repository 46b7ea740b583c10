"""What an API does to the rows of a table: the typed form of `tables/rows.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mllint_rules.knowledge.library import find_class, linear_bases
from mllint_rules.knowledge.tables import table

KINDS = (
    "same", "fewer", "sample", "order", "reshape", "statistic", "fit", "window", "window:future", "group",
    "group:transform", "bins", "dummies", "mix:rows", "mix:columns", "load", "synthetic", "split:random",
    "split:stratified", "split:group", "split:kfold", "split:time", "split:order", "split:given",
)  # fmt: skip
"""Every kind, as the head of the table explains them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Another kind under an argument: one of `literals`, a negative number, or any value but None."""

    argument: str
    kind: str
    literals: tuple[object, ...] = ()
    is_negative: bool = False
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Direction:
    """The argument of a join that says whether rows or columns are put together."""

    argument: str
    default: object
    rows: tuple[object, ...]
    columns: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What one API does to rows. `kind` is None where only the conditions say something."""

    kind: str | None
    conditions: tuple[Condition, ...] = ()
    direction: Direction | None = None
    data: tuple[str, ...] = ()
    gives: str | None = None
    names: tuple[str, ...] = ()
    is_in_place: bool = False


@cache
def row_facts(api: str) -> RowFacts | None:
    """The facts of a canonical name, or those of the base that a method is inherited from; None if unknown."""
    owner, _, name = api.rpartition(".")
    for base in linear_bases(owner):
        known = _facts(f"{base}.{name}")
        if known is None and f"{base}.*" in _kinds() and _defines(base, name):
            known = _facts(f"{base}.*")
        if known is not None:
            return known
    return None


def _defines(class_name: str, member: str) -> bool:
    known = find_class(class_name)
    return known is not None and member in known.members


def described_names() -> frozenset[str]:
    """Every name that the table says something about."""
    return frozenset(_kinds()) | frozenset(_conditions())


def _facts(api: str) -> RowFacts | None:
    kind, conditions = _kinds().get(api), _conditions().get(api, ())
    if kind is None and not conditions:
        return None
    facts = table("rows")
    axis = facts["axis"].get(api)
    split = facts["splits"].get(api, {})
    return RowFacts(
        kind,
        conditions,
        axis and Direction(axis["argument"], axis["default"], tuple(axis["rows"]), tuple(axis["columns"])),
        tuple(facts["data"].get(api, ())),
        split.get("gives"),
        tuple(split.get("names", ())),
        api in _in_place(),
    )


@cache
def _kinds() -> dict[str, str]:
    facts = table("rows")
    return {
        f"{owner}.{name}": kind for kind in KINDS for owner, names in facts[kind].items() for name in names
    }


@cache
def _conditions() -> dict[str, tuple[Condition, ...]]:
    facts = table("rows")
    found = {api: tuple(_condition(line) for line in lines) for api, lines in facts["when"].items()}
    for block in facts["along_columns"]:
        within = Condition(block["argument"], "same", tuple(block["is"]))
        for owner, names in block.items():
            for name in names if owner not in ("argument", "is") else ():
                found[f"{owner}.{name}"] = (*found.get(f"{owner}.{name}", ()), within)
    return found


@cache
def _in_place() -> frozenset[str]:
    return frozenset(
        f"{owner}.{name}" for owner, names in table("rows")["in_place"].items() for name in names
    )


def _condition(line: dict[str, Any]) -> Condition:
    return Condition(
        line["argument"],
        line["kind"],
        tuple(line.get("is", ())),
        line.get("negative", False),
        line.get("given", False),
    )
