"""Rules for tests: a check function and a trigger are enough. The test module's docstring is their page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mllint_rules.kit import AnyRule, Category, Confidence, Context, Example, Finding, calls, rule

Check = Callable[[Any, Context], Iterator[Finding]]
MakeRule = Callable[..., AnyRule]


@pytest.fixture
def make_rule() -> MakeRule:
    """Make a rule of a check function; by default of the calls of `demo.load`."""

    def make(check: Check, name: str = "unsafe-load", code: str = "MLZ101", **fields: Any) -> AnyRule:
        settings: dict[str, Any] = {
            "category": Category.SECURITY,
            "confidence": Confidence.PROVEN,
            "since": "0.1",
            "on": calls("demo.load"),
            "examples": (Example(bad="import demo\ndemo.load()", good="import demo"),),
        }
        made: AnyRule = rule(code=code, name=name, **(settings | fields))(check)
        return made

    return make
