"""The form of a rule: its page, its name, its file."""

from __future__ import annotations

import re

from mllint_rules.kit.rule import HEADINGS, Rule
from mllint_rules.model.text import Applicability

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")
_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_ADVICE = ("no-", "avoid-", "use-", "prefer-")
_REQUIRED = HEADINGS[0]
_SAFETY = "Fix safety"


def check_documentation(rule: Rule) -> None:
    """Check the name, the file and the page of a rule. Raises `AssertionError` for the first that is amiss."""
    try:
        _check_name(rule)
        _check_page(rule)
    except AssertionError as error:
        raise AssertionError(f"{rule.name}: {error}") from None


def _check_name(rule: Rule) -> None:
    assert _NAME.match(rule.name), "a rule's name is in kebab case"
    advice = next((word for word in _ADVICE if rule.name.startswith(word)), None)
    assert advice is None, f"a rule's name says the problem and does not start with `{advice}`"
    file, expected = rule.module.rpartition(".")[2], rule.name.replace("-", "_")
    assert file == expected, f"the rule lies in `{file}.py` and belongs into `{expected}.py`"


def _check_page(rule: Rule) -> None:
    first, _, rest = rule.doc.partition("\n")
    assert first.endswith("."), "the first line of the module docstring is a sentence with a period"
    assert not rest or rest.startswith("\n"), "an empty line follows the first line of the module docstring"
    headings = _HEADING.findall(rule.doc)
    unknown = next((heading for heading in headings if heading not in HEADINGS), None)
    valid = ", ".join(f"`{heading}`" for heading in HEADINGS)
    assert unknown is None, f"the page has the heading `{unknown}`; there are only {valid}"
    assert _REQUIRED in headings, f"the page has no section `{_REQUIRED}`"
    double = next((heading for heading in headings if headings.count(heading) > 1), None)
    assert double is None, f"the page has the heading `{double}` twice"
    if rule.fix_applicability == Applicability.UNSAFE.value:
        assert _SAFETY in headings, f"the rule has an unsafe fix, and the page no section `{_SAFETY}`"
