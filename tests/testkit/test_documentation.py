"""The page, the name and the file of a rule have a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mllint_rules.kit import Rule
from mllint_rules.testkit.documentation import check_documentation

MakeRule = Callable[..., Rule[Any]]
WHY = "\n\n## Why is this bad?\n\nIt is.\n"
SAFETY = "\n## Fix safety\n\nNone.\n"


def test_a_rule_in_good_form_passes(make_rule: MakeRule) -> None:
    check_documentation(make_rule())


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"name": "UnsafeLoad"}, "a rule's name is in kebab case"),
        ({"name": "unsafe_load"}, "a rule's name is in kebab case"),
        ({"name": "no-load"}, "a rule's name says the problem and does not start with `no-`"),
        ({"name": "use-safe-load"}, "a rule's name says the problem and does not start with `use-`"),
        (
            {"module": "pack.loading"},
            "the rule lies in `loading.py` and belongs into `unsafe_load.py`",
        ),
        (
            {"doc": f"Loading is bad{WHY}{SAFETY}"},
            "the first line of the module docstring is a sentence with a period",
        ),
        (
            {"doc": f"Loading is bad.\nVery bad.{WHY}{SAFETY}"},
            "an empty line follows the first line of the module docstring",
        ),
        ({"doc": "Loading is bad."}, "the page has no section `Why is this bad?`"),
        (
            {"doc": f"Loading is bad.{WHY}"},
            "the rule has an unsafe fix, and the page no section `Fix safety`",
        ),
        ({"doc": f"Loading is bad.{WHY}{SAFETY}{SAFETY}"}, "the page has the heading `Fix safety` twice"),
        (
            {"doc": f"Loading is bad.{WHY}{SAFETY}\n## Motivation\n"},
            (
                "the page has the heading `Motivation`; there are only `Why is this bad?`, "
                "`When to ignore it`, `Fix safety`, `Options`, `References`"
            ),
        ),
    ],
)
def test_what_is_amiss_is_said(make_rule: MakeRule, fields: dict[str, str], complaint: str) -> None:
    rule = make_rule(**fields)
    with pytest.raises(AssertionError) as caught:
        check_documentation(rule)
    assert str(caught.value) == f"{rule.name}: {complaint}"
