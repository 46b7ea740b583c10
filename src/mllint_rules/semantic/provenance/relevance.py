"""Which functions of a module have to do with data at all, so that the rest need not be run."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

from mllint_rules.knowledge.tables import table
from mllint_rules.semantic.surroundings import function_around

if TYPE_CHECKING:
    from mllint_rules.semantic.model import SemanticModel


@cache
def _telling_names() -> frozenset[str]:
    """The last names of calls that load, split, learn or judge."""
    words = table("learner_functions")["programs"]
    return (
        frozenset((*words["learning"], *words["judging"], *words["predicting"], "transform", "sample"))
        | _loads()
    )


@cache
def _loads() -> frozenset[str]:
    return frozenset(name for names in table("rows")["load"].values() for name in names)


def learning_names() -> frozenset[str]:
    """The last names of calls without one of which a module learns nothing."""
    return frozenset(table("learner_functions")["programs"]["learning"])


def is_worth_a_run(model: SemanticModel) -> bool:
    """Whether the module learns from data and splits it or judges what was learned, and is no test of code."""
    if model.is_test:
        return False
    words = table("learner_functions")["programs"]
    called = model.call_names
    if called.isdisjoint(words["learning"]) or model.imported_libraries.isdisjoint(words["libraries"]):
        return False
    if not called.isdisjoint(words["judging"]) or _is_watched(model, words):
        return True
    if called.isdisjoint(words["predicting"]):
        return False
    if (
        "load" in called
        and "fit_transform" in called
        and not model.imported_libraries.isdisjoint(words["stores"])
    ):
        return True
    if not called.isdisjoint(words["loading"]):
        return True
    if "evaluate" in called and not model.imported_libraries.isdisjoint(words["evaluating"]):
        return True
    return not (called.isdisjoint(words["measuring"]) and called.isdisjoint(_loads() - _VAGUE))


def _is_watched(model: SemanticModel, words: dict[str, list[str]]) -> bool:
    """Whether some fit is given data to watch it by."""
    fits = (call for name in ("fit", "train") for call in model.index.calls.get(name, ()))
    return any(keyword.arg in words["watching"] for call in fits for keyword in call.keywords)


_VAGUE = frozenset({"load", "parse"})
"""Names under which much else is called than what loads data."""


def relevant_functions(model: SemanticModel) -> frozenset[ast.AST]:
    """The functions that hold such a call, and those that call these by name."""
    index = model.index
    callers: dict[str, set[ast.AST]] = {}
    found: set[ast.AST] = set()
    waiting: list[ast.AST] = []

    def mark(function: ast.AST | None) -> None:
        while function is not None and function not in found:
            found.add(function)
            waiting.append(function)
            function = function_around(index, function)

    named = {node.name for node in index.nodes(ast.FunctionDef, ast.AsyncFunctionDef)}
    for name in named & set(index.calls):
        callers[name] = {
            around for call in index.calls[name] if (around := function_around(index, call)) is not None
        }
    for name in _telling_names() & set(index.calls):
        for call in index.calls[name]:
            mark(function_around(index, call))
    while waiting:
        for caller in callers.get(waiting.pop().name, ()):  # type: ignore[attr-defined]
            mark(caller)
    return frozenset(found)
