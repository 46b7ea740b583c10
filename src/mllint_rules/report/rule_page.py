"""A rule as facts for programs and as a page for people."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

from mllint_rules.model.codes import ENGINE_CODES

if TYPE_CHECKING:
    from mllint_rules.kit.rule import Rule

STATUS = "stable"

_ENGINE_DOCS = {
    "ML000": "A rule failed while it read the file; the other rules went on. Please report this bug.",
    "ML001": "The file is not valid Python for the interpreter that runs mllint. "
    "Newer syntax needs a newer Python.",
    "ML002": "The file could not be read: permissions, an unknown encoding, a broken notebook, not text.",
    "ML003": "A suppression comment suppresses nothing. The safe fix removes it.",
}


def rule_facts(rule: Rule[Any]) -> dict[str, Any]:
    """What `mllint rule --output-format json` says about a rule."""
    return {
        "code": str(rule.code),
        "name": rule.name,
        "summary": rule.summary,
        "family": rule.family,
        "category": rule.category.value,
        "confidence": rule.confidence.value,
        "practice": rule.practice.value,
        "severity": rule.severity.value,
        "fix": rule.fix_availability,
        "applicability": rule.fix_applicability,
        "since": rule.since,
        "status": STATUS,
        "see": list(rule.see),
        "options": list(rule.option_facts()),
        "doc": rule.doc,
    }


def rule_page(rule: Rule[Any]) -> str:
    """The page of a rule in Markdown: facts, documentation, examples, options, related rules elsewhere."""
    repair = {"always": "always", "sometimes": "sometimes", "never": "none"}[rule.fix_availability]
    if rule.fix_applicability:
        repair += f", {rule.fix_applicability}"
    facts = [
        f"- Category: {rule.category.value} ({rule.severity.value}); practice: {rule.practice.value}",
        f"- Confidence: {rule.confidence.value}",
        f"- Fix: {repair}",
        f"- Since: {rule.since}",
    ]
    summary, _, rest = rule.doc.partition("\n")
    parts = [f"# {rule.name} ({rule.code})", summary.strip(), "\n".join(facts), rest.strip()]
    for example in rule.examples:
        repaired = "Repaired by the fix:" if example.fixed else "Better:"
        parts += ["## Example", _code(example.bad), repaired, _code(example.good)]
    options = [
        f"- `{option['name']}` ({option['type']}, default `{option['default']!r}`): {option['doc']}".rstrip(
            ": "
        )
        for option in rule.option_facts()
    ]
    if options:
        parts += ["## Settings", f"Under `[tool.mllint.rules.{rule.name}]`:", "\n".join(options)]
    if rule.see:
        parts += ["## See also", ", ".join(rule.see)]
    return "\n\n".join(filter(None, parts)) + "\n"


def engine_page(code: str) -> str:
    """The page of one of the engine's own codes. `KeyError` for another code."""
    return f"# {ENGINE_CODES[code]} ({code})\n\n{_ENGINE_DOCS[code]}\n"


def _code(text: str) -> str:
    return f"```python\n{dedent(text).strip()}\n```"
