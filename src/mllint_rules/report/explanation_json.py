"""What mllint makes of a line, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mllint_rules.engine.explanation import Explanation, RuleOutcome
    from mllint_rules.model.text import Region


def explanation_json(explanation: Explanation) -> str:
    """The explanation as one JSON object."""
    document, span = explanation.document, explanation.span
    facts = {
        "path": document.path,
        **_place(explanation.region),
        "code": document.text[span.start : span.end],
        "configuration": explanation.configuration,
        "preset": explanation.preset,
        "notes": list(explanation.notes),
        "values": [
            {
                "expression": value.expression,
                **_place(value.region),
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
                    {**_place(each.region), "kind": each.kind, "code": each.code, "type": each.type}
                    for each in name.definitions
                ],
            }
            for name in explanation.names
        ],
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
        "place": None if outcome.region is None else _place(outcome.region),
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


def _place(region: Region) -> dict[str, int | None]:
    return {
        "cell": region.cell,
        "line": region.line,
        "column": region.column,
        "end_line": region.end_line,
        "end_column": region.end_column,
    }
