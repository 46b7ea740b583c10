"""What runs on a file: the rules that are on there, indexed by what they subscribe to."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mllint_rules.kit.environment import Environment
from mllint_rules.kit.rule import AnyRule
from mllint_rules.model.classification import Severity
from mllint_rules.semantic.model import SemanticModel


@dataclass(frozen=True)
class CheckPlan:
    """The active rules with their environment and the severities that the settings change.

    `known` gives the code for every name and code of the rules there are, on or off (None: not known), so that
    suppressions of rules that do not exist are told from those of rules that are off.
    """

    rules: tuple[AnyRule, ...]
    environment: Environment = field(default_factory=Environment)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    judge_suppressions: bool = True
    known: Mapping[str, str] | None = None

    @cached_property
    def applicable(self) -> tuple[AnyRule, ...]:
        """The rules whose library versions the project does not exclude."""
        return tuple(rule for rule in self.rules if self._applies(rule))

    def _applies(self, rule: AnyRule) -> bool:
        if rule.requirement is None:
            return True
        declared = self.environment.libraries.get(rule.requirement.library)
        return declared is None or declared.intersects(rule.requirement.versions)

    def may_match(self, rule: AnyRule, model: SemanticModel) -> bool:
        """Whether one rule, on or off, has anything to look at in the model."""
        alone = CheckPlan((rule,))
        return bool(alone.candidates(model))

    @cached_property
    def _index(self) -> tuple[dict[str, list[int]], dict[type[ast.AST], list[int]], list[int]]:
        by_call: defaultdict[str, list[int]] = defaultdict(list)
        by_node: defaultdict[type[ast.AST], list[int]] = defaultdict(list)
        always: list[int] = []
        for position, rule in enumerate(self.applicable):
            for name in rule.on.call_names:
                by_call[name].append(position)
            for kind in rule.on.node_types:
                by_node[kind].append(position)
            if not rule.on.call_names and not rule.on.node_types:
                always.append(position)
        return dict(by_call), dict(by_node), always

    def candidates(self, model: SemanticModel) -> Sequence[AnyRule]:
        """The rules that may have a match in the model, in order of their codes."""
        by_call, by_node, always = self._index
        positions = set(always)
        for name in by_call.keys() & model.call_names:
            positions.update(by_call[name])
        for kind in by_node.keys() & model.index.kinds:
            positions.update(by_node[kind])
        found = [self.applicable[position] for position in sorted(positions)]
        if model.is_test:
            found = [rule for rule in found if rule.in_tests]
        imported = model.imported_libraries
        return [rule for rule in found if not rule.imports or not imported.isdisjoint(rule.imports)]

    @cached_property
    def words(self) -> dict[str, str]:
        """Codes by every word that a suppression may name: the codes and the names of the rules that run."""
        return rule_words(self.applicable)


def rule_words(rules: Iterable[AnyRule]) -> dict[str, str]:
    """The code for every code and name of these rules."""
    return {word: str(rule.code) for rule in rules for word in (str(rule.code), rule.name)}
