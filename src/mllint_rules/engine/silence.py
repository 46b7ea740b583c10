"""Rules that looked at a line and said nothing: run again under watch, to see what stopped them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import FrameType

from mllint_rules.engine.focus import Focus
from mllint_rules.engine.guards import Guard, decisive_guards
from mllint_rules.engine.plan import CheckPlan
from mllint_rules.engine.registry import pack_of
from mllint_rules.engine.rule_source import Condition
from mllint_rules.engine.watching import watched
from mllint_rules.kit.context import Context
from mllint_rules.kit.rule import AnyRule
from mllint_rules.semantic.model import SemanticModel

_MANY = 400  # values of a container that are looked at
_CONTAINERS = (list, tuple, set, frozenset)


def silences(
    rule: AnyRule, model: SemanticModel, focus: Focus, plan: CheckPlan, *, is_asked_for: bool = False
) -> Iterator[tuple[Guard, ...]]:
    """For each time the rule looked at the focus without a finding anywhere, the guards that stopped it.

    The guards are empty when nothing could be seen. A rule that looks at what lies around the focus (a function, the
    whole module) counts when one of its conditions was about the focus; if it `is_asked_for`, also when none was.
    """
    seen: set[tuple[Guard, ...]] = set()
    around = focus.around(model)
    for match in rule.on.formless.matches(model):
        node = match if isinstance(match, ast.AST) else getattr(match, "node", None)
        is_direct = node in focus.nodes
        is_around = isinstance(match, SemanticModel) or node in around
        if not is_direct and not is_around:
            continue
        guards = _watch(rule, match, model, plan, _Interest(focus, pack_of(rule), is_everything=is_direct))
        if guards is None and is_direct:
            continue
        if not guards and not is_direct:
            if not is_asked_for:
                continue
            everything = _Interest(focus, pack_of(rule), is_everything=True)
            guards = _watch(rule, match, model, plan, everything) or ()
        if guards is not None and guards not in seen:
            seen.add(guards)
            yield guards


def _watch(
    rule: AnyRule, match: object, model: SemanticModel, plan: CheckPlan, interest: _Interest
) -> tuple[Guard, ...] | None:
    """What stopped the rule at one match; None when it found something, which then lies elsewhere."""
    model.answers.clear()  # what rules remembered would hide how they came to it
    context = Context(model, plan.environment, rule.name)
    found = []
    try:
        with watched(interest.pack, interest.is_about) as record:
            found = list(rule.check(match, context)) if rule.on.has_form(match, model) else []
    except Exception:
        return ()  # the check proper reports it
    if found and interest.is_everything:
        return None
    return decisive_guards(record, only_about=not interest.is_everything)


class _Interest:
    """Which conditions are about the focus: those that look at variables which hold a node of it."""

    def __init__(self, focus: Focus, pack: str, *, is_everything: bool) -> None:
        self._nodes = focus.nodes
        self.pack = pack
        self.is_everything = is_everything

    def is_about(self, frame: FrameType, condition: Condition) -> bool:
        """Whether a condition, in the state its frame is in, is about the focus.

        A variable that is a node of the focus says yes, one that is another node no, and else a container or object
        of the pack that holds a node of the focus.
        """
        if self.is_everything:
            return True
        variables = frame.f_locals
        values = [variables[name] for name in condition.names if name in variables]
        nodes = [node for node in map(_node, values) if node is not None]
        if any(node in self._nodes for node in nodes):
            return True
        if any(isinstance(node, (ast.expr, ast.stmt)) and not self._is_around(node) for node in nodes):
            return False
        return any(self._holds(value) for value in values)

    def _is_around(self, node: ast.AST) -> bool:
        first = min((each.lineno for each in self._nodes if hasattr(each, "lineno")), default=0)
        return node.lineno <= first <= (node.end_lineno or 0)  # type: ignore[attr-defined,no-any-return]

    def _holds(self, value: object, depth: int = 2) -> bool:
        node = _node(value)
        if node is not None:
            return node in self._nodes
        if depth == 0:
            return False
        if isinstance(value, _CONTAINERS):
            return any(self._holds(each, depth - 1) for each in list(value)[:_MANY])
        if isinstance(value, dict):
            pairs = list(value.items())[:_MANY]
            return any(self._holds(each, depth - 1) for pair in pairs for each in pair)
        if f"{type(value).__module__}.".startswith(f"{self.pack}."):
            return any(self._holds(each, depth - 1) for each in _attributes(value))
        return False


def _node(value: object) -> ast.AST | None:
    """The syntax that a variable stands for: a node, or something that has one (a call, a binding)."""
    if isinstance(value, ast.AST):
        return value
    node = getattr(value, "node", None) if type(value).__module__.startswith("mllint_rules.") else None
    return node if isinstance(node, ast.AST) else None


def _attributes(value: object) -> list[object]:
    slots = getattr(type(value), "__slots__", ())
    names = [slots] if isinstance(slots, str) else list(slots)
    return [*vars(value).values()] if hasattr(value, "__dict__") else [getattr(value, n, None) for n in names]
