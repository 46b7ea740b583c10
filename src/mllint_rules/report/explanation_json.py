"""What mllint makes of a line, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mllint_rules.report.data import data_facts, place_facts

if TYPE_CHECKING:
    from mllint_rules.engine.explanation import Explanation, RuleOutcome


def explanation_json(explanation: Explanation) -> str:
    """The explanation as one JSON object."""
    document, span = explanation.document, explanation.span
    facts = {
        "path": document.path,
        **place_facts(explanation.region),
        "code": document.text[span.start : span.end],
        "configuration": explanation.configuration,
        "preset": explanation.preset,
        "notes": list(explanation.notes),
        "values": [
            {
                "expression": value.expression,
                **place_facts(value.region),
                "type": value.type,
                "api": value.api,
                "value": value.value,
                "unknown_because": value.unknown_because,
            }
            for value in explanation.values
        ],
        "names": [
            {
                "name": name.name,
                "builtin": name.is_builtin,
                "definitions": [
                    {**place_facts(each.region), "kind": each.kind, "code": each.code, "type": each.type}
                    for each in name.definitions
                ],
            }
            for name in explanation.names
        ],
        "data": [data_facts(reading) for reading in explanation.data],
        "rules": [_outcome(outcome) for outcome in explanation.rules],
        "quiet_off": list(explanation.quiet_off),
    }
    return json.dumps(facts, indent=2) + "\n"


def _outcome(outcome: RuleOutcome) -> dict[str, Any]:
    switch = outcome.switch
    return {
        "code": outcome.code,
        "name": outcome.name,
        "outcome": outcome.outcome.value,
        "message": outcome.message,
        "place": None if outcome.region is None else place_facts(outcome.region),
        "severity": outcome.severity,
        "reason": outcome.reason,
        "off": switch
        and {
            "setting": switch.setting,
            "reason": switch.reason,
            "file": switch.file,
            "line": switch.line,
        },
        "guards": [
            {
                "path": guard.path,
                "line": guard.line,
                "function": guard.function,
                "text": guard.text,
                "holds": guard.holds,
                "operand": guard.operand,
                "operand_holds": guard.operand_holds,
            }
            for guard in outcome.guards
        ],
        "page": outcome.page,
    }
