"""Why a rule had nothing to look at on a line."""

from __future__ import annotations

import ast

from mllint_rules.engine.focus import Focus
from mllint_rules.kit.rule import AnyRule
from mllint_rules.semantic.index import position
from mllint_rules.semantic.model import SemanticModel
from mllint_rules.semantic.names import HERE
from mllint_rules.semantic.unknowns import unknown_reason

_MANY = 4


def mismatch(rule: AnyRule, model: SemanticModel, focus: Focus) -> str:
    """What the rule looks at, and what the line has instead, in words."""
    if rule.imports and model.imported_libraries.isdisjoint(rule.imports):
        libraries = " or ".join(f"`{name}`" for name in rule.imports)
        return f"it looks only at files that import {libraries}, which this one does not"
    wanted = f"it looks at {_shorten(rule.on.subject)}"
    calls = sorted((node for node in focus.nodes if isinstance(node, ast.Call)), key=position)
    if not rule.on.call_names or "whole file" in rule.on.subject:
        kinds = sorted({type(node).__name__ for node in focus.statements})
        return f"{wanted}; on this line {_of(kinds)}" if kinds else f"{wanted}; this line holds no code"
    if not calls:
        return f"{wanted}; this line has no call"
    named = [node for node in calls if _last_name(node) in rule.on.call_names] or calls
    return f"{wanted}; on this line " + "; ".join(_called(node, model) for node in named[:_MANY])


def _of(kinds: list[str]) -> str:
    return "it found nothing of that: the statement is of the kind " + ", ".join(f"`{k}`" for k in kinds)


def _called(node: ast.Call, model: SemanticModel) -> str:
    text = f"`{' '.join(model.source(node.func).split())}(...)`"
    name = model.call(node).name
    if name is not None:
        return f"{text} is a call of `{name.removeprefix(HERE).removeprefix('builtins.')}`"
    function = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    reason = unknown_reason(model, function)
    subject = f" (`{' '.join(model.source(function).split())}`: {reason})" if reason else ""
    return f"{text} is a call of something unknown{subject}"


def _last_name(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _shorten(subject: str) -> str:
    """A subject with its first few names: some rules look at hundreds."""
    names = subject.split(", ")
    if len(names) <= _MANY:
        return subject
    return f"{', '.join(names[:_MANY])} and {len(names) - _MANY} more"
