"""The form of a rule: its page, its name, its file."""

from __future__ import annotations

import re
from typing import Any

from mllint_rules.kit.rule import HEADINGS, Rule
from mllint_rules.model.text import Applicability

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_ADVICE = ("no-", "avoid-", "use-", "prefer-")
_REQUIRED = HEADINGS[0]
_SAFETY = "Fix safety"


def check_documentation(rule: Rule[Any]) -> None:
    """Check the name, the file and the page of a rule. Raises `AssertionError` for what is amiss."""
    try:
        _check_name(rule)
        _check_page(rule)
    except AssertionError as error:
        raise AssertionError(f"{rule.name}: {error}") from None


def _check_name(rule: Rule[Any]) -> None:
    if not _NAME.match(rule.name):
        raise AssertionError("a rule's name is in kebab case")
    advice = next((word for word in _ADVICE if rule.name.startswith(word)), None)
    if advice is not None:
        raise AssertionError(f"a rule's name says the problem and does not start with `{advice}`")
    file, expected = rule.module.rpartition(".")[2], rule.name.replace("-", "_")
    if file != expected:
        raise AssertionError(f"the rule lies in `{file}.py` and belongs into `{expected}.py`")


def _check_page(rule: Rule[Any]) -> None:
    first, _, rest = rule.doc.partition("\n")
    if not first.endswith("."):
        raise AssertionError("the first line of the module docstring is a sentence with a period")
    if rest and not rest.startswith("\n"):
        raise AssertionError("an empty line follows the first line of the module docstring")
    headings = _HEADING.findall(rule.doc)
    unknown = next((heading for heading in headings if heading not in HEADINGS), None)
    if unknown is not None:
        valid = ", ".join(f"`{heading}`" for heading in HEADINGS)
        raise AssertionError(f"the page has the heading `{unknown}`; there are only {valid}")
    if _REQUIRED not in headings:
        raise AssertionError(f"the page has no section `{_REQUIRED}`")
    double = next((heading for heading in headings if headings.count(heading) > 1), None)
    if double is not None:
        raise AssertionError(f"the page has the heading `{double}` twice")
    if rule.fix_applicability == Applicability.UNSAFE.value and _SAFETY not in headings:
        raise AssertionError(f"the rule has an unsafe fix, and the page no section `{_SAFETY}`")
