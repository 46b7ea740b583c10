"""The first version of a rule and of its fixture: complete, valid, and to be rewritten by the author."""

from __future__ import annotations

_RULE = '''"""{summary}.

## Why is this bad?

What goes wrong, when, and how anyone would notice.

## When to ignore it

Where the code is right as it is.
"""

from collections.abc import Iterator

from mllint_rules.kit import Call, Category, Confidence, Context, Example, Finding, calls, rule


@rule(
    code="{code}",
    name="{name}",
    category=Category.CORRECTNESS,
    confidence=Confidence.ADVISORY,
    since="{version}",
    on=calls("library.function"),
    examples=(
        Example(
            bad="""
                import library
                result = library.function()
                """,
            good="""
                import library
                result = library.function(checked=True)
                """,
        ),
    ),
)
def check(call: Call, ctx: Context) -> Iterator[Finding]:
    if call.unpacks or call.argument("checked"):
        return
    yield Finding(call.node.func, "`library.function` without `checked` has a consequence")
'''

_FIXTURE = """\
from library import function as alias

result = alias()
#        ^^^^^ {code} has a consequence
result = alias(checked=True)
"""


def family_source(letters: str) -> str:
    """The `__init__.py` of a new family: rules are found by importing the package they lie in."""
    return f'"""{letters}: what the rules of this family are about."""\n'


def rule_source(code: str, name: str, version: str) -> str:
    """The file of a rule."""
    summary = name.replace("-", " ").capitalize()
    return _RULE.format(summary=summary, code=code, name=name, version=version)


def fixture_source(code: str) -> str:
    """A fixture: what is reported, marked with carets, and what is not."""
    return _FIXTURE.format(code=code)
