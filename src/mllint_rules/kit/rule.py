"""The `@rule` decorator and the frozen `Rule` it makes."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_origin

from mllint_rules.kit.finding import Finding
from mllint_rules.kit.triggers import Trigger
from mllint_rules.model.classification import Category, Confidence, Practice, Severity
from mllint_rules.model.codes import RuleCode
from mllint_rules.model.text import Applicability
from mllint_rules.model.versions import Requirement

if TYPE_CHECKING:
    from mllint_rules.kit.context import Context

Match = TypeVar("Match")
HEADINGS = ("Why is this bad?", "When to ignore it", "Fix safety", "Options", "References")
URL = "https://mllint-rules.readthedocs.io/rules/{name}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Code that is reported once and code that is not; each is a test and a paragraph of the rule's page.

    `fixed` says that the fix turns `bad` into `good`, byte for byte; `safe` that this fix is a safe one.
    `settings` are configuration keys under which the example runs, `path` the file it is taken to be.
    """

    bad: str
    good: str
    fixed: bool = False
    safe: bool = False
    settings: tuple[tuple[str, object], ...] = ()
    path: str = "example.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Match]):
    """A rule as the engine, the reports and the documentation see it."""

    code: RuleCode
    name: str
    category: Category
    practice: Practice
    confidence: Confidence
    severity: Severity
    since: str
    on: Trigger[Match]
    imports: tuple[str, ...]
    in_tests: bool = True
    requirement: Requirement | None
    see: tuple[str, ...]
    examples: tuple[Example, ...]
    options: type[Any] | None
    overrides: tuple[str, ...]
    doc: str
    module: str
    check: Callable[[Match, Context], Iterable[Finding]]

    @property
    def summary(self) -> str:
        """The first line of the documentation, without the final period."""
        return self.doc.partition("\n")[0].removesuffix(".")

    @property
    def family(self) -> str:
        """The family's letters, as `MLX`."""
        return self.code.family

    @property
    def url(self) -> str:
        """The rule's page."""
        return URL.format(name=self.name)

    @property
    def fix_availability(self) -> str:
        """`always`, `sometimes` or `never`, as the examples show."""
        repaired = [example.fixed for example in self.examples]
        return "always" if all(repaired) else "sometimes" if any(repaired) else "never"

    @property
    def fix_applicability(self) -> str | None:
        """`safe` when every shown repair is, `unsafe` when one is not, None without repairs."""
        kinds = [example.safe for example in self.examples if example.fixed]
        if not kinds:
            return None
        return str((Applicability.SAFE if all(kinds) else Applicability.UNSAFE).value)

    def option_facts(self) -> Iterator[dict[str, Any]]:
        """Name, type, default and meaning of each option."""
        for field in fields(self.options) if self.options else ():
            default = field.default if field.default is not MISSING else None
            if field.default_factory is not MISSING:
                default = field.default_factory()
            kind: Any = field.type
            # With parameters (`tuple[str, ...]`) a type has a name that leaves them out.
            if isinstance(kind, type) and get_origin(kind) is None:
                kind = kind.__name__
            yield {
                "name": field.name.replace("_", "-"),
                "type": str(kind),
                "default": default,
                "doc": field.metadata.get("doc", ""),
            }


AnyRule = Rule[Any]
"""A rule whatever it looks at."""


def rule(
    *,
    code: str,
    name: str,
    category: Category,
    confidence: Confidence,
    since: str,
    on: Trigger[Match],
    examples: tuple[Example, ...],
    practice: Practice | None = None,
    severity: Severity | None = None,
    libraries: str | None = None,
    imports: tuple[str, ...] = (),
    in_tests: bool = True,
    see: tuple[str, ...] = (),
    options: type[Any] | None = None,
    overrides: tuple[str, ...] = (),
) -> Callable[[Callable[[Match, Context], Iterator[Finding]]], Rule[Match]]:
    """Make a rule of a check function. The documentation is the docstring of its module.

    `libraries` is a requirement such as `torch<2.6`: the rule is off in projects whose declared or locked
    version excludes it. `imports` are top-level packages: a document that imports none of them is not looked at.
    Without `in_tests` modules of tests are not looked at. `overrides` names more general rules that are silent
    where this one speaks. Raises `ValueError` when the documentation or the examples are missing.
    """

    def make(check: Callable[[Match, Context], Iterator[Finding]]) -> Rule[Match]:
        doc = inspect.cleandoc(sys.modules[check.__module__].__doc__ or "")
        if not doc:
            raise ValueError(f"rule {name}: the module docstring is its page and must not be empty")
        if not examples:
            raise ValueError(f"rule {name}: at least one example is needed")
        return Rule(
            code=RuleCode(code),
            name=name,
            category=category,
            practice=practice or category.practice,
            confidence=confidence,
            severity=severity or category.severity,
            since=since,
            on=on,
            imports=imports,
            in_tests=in_tests,
            requirement=Requirement.parse(libraries) if libraries else None,
            see=see,
            examples=examples,
            options=options,
            overrides=overrides,
            doc=doc,
            module=check.__module__,
            check=check,
        )

    return make
