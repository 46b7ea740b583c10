"""A rule that keeps its promises, and the way to break each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace as changed
from typing import Any

import pytest

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Rule,
    add_keyword,
    calls,
    rule,
    unsafe_fix,
)

Check = Callable[[Any, Context], Iterator[Finding]]
PAGE = """Loading without `safe` trusts the file.

## Why is this bad?

Files lie.

## Fix safety

Untrusted files stop loading.
"""
GOOD_EXAMPLE = Example(
    bad="""
        from demo import load

        state = load("a.bin")
        """,
    good="""
        from demo import load

        state = load("a.bin", safe=True)
        """,
    fixed=True,
)


def check_load(call: Call, ctx: Context) -> Iterator[Finding]:
    """Report `demo.load` without `safe`, with a fix."""
    if call.unpacks or call.argument("safe") is not None:
        return
    yield Finding(
        call.node.func,
        "`demo.load` without `safe` trusts the file",
        unsafe_fix("Pass `safe=True`", add_keyword(call, "safe", "True")),
    )


MakeRule = Callable[..., Rule[Any]]


@pytest.fixture
def make_rule() -> MakeRule:
    """Make the good rule, with what the arguments change."""

    def make(check: Check = check_load, *examples: Example, **fields: Any) -> Rule[Any]:
        made: Rule[Any] = rule(
            code="MLZ101",
            name="unsafe-load",
            category=Category.SECURITY,
            confidence=Confidence.PROVEN,
            since="0.1",
            on=calls("demo.load"),
            examples=examples or (GOOD_EXAMPLE,),
        )(check)
        return changed(made, **{"doc": PAGE, "module": "pack.unsafe_load", **fields})

    return make


@pytest.fixture
def good_example() -> Example:
    """An example that the good rule fulfils."""
    return GOOD_EXAMPLE
