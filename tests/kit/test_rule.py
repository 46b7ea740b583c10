"""Loading without `safe` trusts the file.

This text is the page of the rules below.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass, field
from types import ModuleType
from typing import Any

import pytest

from mllint_rules.kit import (
    Call,
    Category,
    Confidence,
    Context,
    Example,
    Finding,
    Practice,
    Rule,
    Severity,
    calls,
    rule,
)
from mllint_rules.model.codes import RuleCode
from mllint_rules.model.versions import Requirement

EXAMPLE = Example(bad="a", good="b")


def silent(call: Call, ctx: Context) -> Iterator[Finding]:
    """Report nothing."""
    return iter(())


def make(**fields: Any) -> Rule[Call]:
    """A rule with what a rule must say, and more."""
    required: dict[str, Any] = {
        "code": "MLZ101",
        "name": "unsafe-load",
        "category": Category.SECURITY,
        "confidence": Confidence.PROVEN,
        "since": "0.1",
        "on": calls("demo.load"),
        "examples": (EXAMPLE,),
    }
    made: Rule[Call] = rule(**(required | fields))(silent)
    return made


def test_the_docstring_of_the_module_is_the_page() -> None:
    made = make()
    assert made.doc == "Loading without `safe` trusts the file.\n\nThis text is the page of the rules below."
    assert made.summary == "Loading without `safe` trusts the file"
    assert made.url == "https://mllint-rules.readthedocs.io/rules/unsafe-load/"
    assert made.module == __name__
    assert made.check is silent


def test_a_rule_without_a_page_or_examples_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"^rule unsafe-load: at least one example is needed$"):
        make(examples=())
    monkeypatch.setitem(sys.modules, __name__, ModuleType(__name__, "  \n"))
    with pytest.raises(
        ValueError, match=r"^rule unsafe-load: the module docstring is its page and must not be empty$"
    ):
        make()


@pytest.mark.parametrize("code", ["MLZ1", "mlz101", "MLZ1010", "MLZZ101", "XLZ101", "MLZ101\n", "ML000", ""])
def test_a_code_is_two_letters_a_family_and_three_digits(code: str) -> None:
    with pytest.raises(ValueError, match=r"^not a rule code: "):
        make(code=code)


def test_a_code_knows_its_family() -> None:
    made = make(code="MLX207")
    assert (made.code, made.family) == ("MLX207", "MLX")
    assert isinstance(made.code, RuleCode)


def test_what_is_not_said_follows_from_the_category() -> None:
    made = make(category=Category.LEAKAGE)
    assert (made.practice, made.severity) == (Practice.OBSERVABILITY_MODEL, Severity.ERROR)
    made = make(category=Category.DESIGN)
    assert (made.practice, made.severity) == (Practice.CLEAN_CODE, Severity.INFO)
    made = make(category=Category.REPRODUCIBILITY)
    assert (made.practice, made.severity) == (Practice.REPRODUCIBILITY, Severity.WARNING)
    made = make(practice=Practice.CI_CD, severity=Severity.INFO)
    assert (made.practice, made.severity) == (Practice.CI_CD, Severity.INFO)
    assert (made.requirement, made.imports, made.see, made.options, made.overrides) == (
        None,
        (),
        (),
        None,
        (),
    )


def test_every_category_has_a_practice_and_a_severity() -> None:
    said = {category: (category.practice, category.severity) for category in Category}
    assert {severity for _, severity in said.values()} == set(Severity)
    assert len(said) == 11


def test_libraries_are_a_requirement() -> None:
    assert make(libraries="Scikit_Learn>=1.2,<2").requirement == Requirement.parse("scikit-learn>=1.2,<2")
    with pytest.raises(ValueError, match=r"^not a version"):
        make(libraries="torch<two")


@pytest.mark.parametrize(
    ("fixes", "availability", "applicability"),
    [
        ([None], "never", None),
        (["safe"], "always", "safe"),
        (["unsafe"], "always", "unsafe"),
        (["safe", "unsafe"], "always", "unsafe"),
        (["safe", None], "sometimes", "safe"),
        ([None, "unsafe"], "sometimes", "unsafe"),
    ],
)
def test_the_examples_say_what_can_be_repaired(
    fixes: list[str | None], availability: str, applicability: str | None
) -> None:
    examples = tuple(Example(bad="a", good="b", fixed=bool(kind), safe=kind == "safe") for kind in fixes)
    made = make(examples=examples)
    assert (made.fix_availability, made.fix_applicability) == (availability, applicability)


def test_the_options_are_told_as_they_are_written() -> None:
    @dataclass(frozen=True)
    class Options:
        most_steps: int = field(default=3, metadata={"doc": "How many are too many."})
        names: tuple[str, ...] = ()

    assert list(make(options=Options).option_facts()) == [
        {"name": "most-steps", "type": "int", "default": 3, "doc": "How many are too many."},
        {"name": "names", "type": "tuple[str, ...]", "default": (), "doc": ""},
    ]
    assert list(make().option_facts()) == []


def test_the_options_of_a_module_without_postponed_annotations() -> None:
    namespace: dict[str, Any] = {"dataclass": dataclass, "field": field, "__name__": __name__}
    source = (
        "@dataclass(frozen=True)\n"
        "class Options:\n"
        "    limit: int = 3\n"
        "    names: tuple[str, ...] = field(default_factory=tuple)\n"
    )
    exec(compile(source, "<options>", "exec", dont_inherit=True), namespace)
    assert list(make(options=namespace["Options"]).option_facts()) == [
        {"name": "limit", "type": "int", "default": 3, "doc": ""},
        {"name": "names", "type": "tuple[str, ...]", "default": (), "doc": ""},
    ]


def test_a_rule_does_not_change() -> None:
    made = make()
    with pytest.raises(FrozenInstanceError):
        made.name = "other"  # type: ignore[misc]
