"""What a rule subscribes to. A trigger finds its matches in a model; the engine asks only where some can be."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, overload

from mllint_rules.semantic.calls import Call
from mllint_rules.semantic.index import SyntaxIndex
from mllint_rules.semantic.model import SemanticModel, last_names
from mllint_rules.semantic.provenance.events import Trace
from mllint_rules.semantic.provenance.relevance import is_worth_a_run, learning_names
from mllint_rules.semantic.scopes import FunctionNode

Match_co = TypeVar("Match_co", covariant=True)
Node = TypeVar("Node", bound=ast.AST)
Second = TypeVar("Second", bound=ast.AST)
Third = TypeVar("Third", bound=ast.AST)


@dataclass(frozen=True)
class Trigger(Generic[Match_co]):
    """Where a rule looks.

    `call_names` are the last names of the calls it wants and `node_types` the syntax it wants; the engine skips
    the rule in a file that has neither. Both empty: every file.
    """

    call_names: frozenset[str] = frozenset()
    node_types: tuple[type[ast.AST], ...] = ()

    @property
    def subject(self) -> str:
        """What the rule looks at, in words that follow "looks at"."""
        names = ", ".join(f"`{name}`" for name in sorted(self.call_names))
        kinds = ", ".join(f"`{kind.__name__}`" for kind in self.node_types)
        wanted = [f"calls of {names}"] * bool(names) + [f"syntax of the kind {kinds}"] * bool(kinds)
        return " and ".join(wanted) or "the whole file"

    def matches(self, model: SemanticModel) -> Iterator[Match_co]:
        """The places in the model that the rule is to look at, in source order."""
        raise NotImplementedError

    @property
    def formless(self) -> Trigger[Match_co]:
        """The trigger without the form it asks for: what it would look at besides."""
        return self

    def has_form(self, match: Any, model: SemanticModel) -> bool:
        """Whether a match of the formless trigger is one of this trigger too."""
        return True


Shape = Callable[[ast.Call, SyntaxIndex], bool]
"""What the bare syntax of a call has to be."""


@dataclass(frozen=True)
class _Calls(Trigger[Call]):
    apis: frozenset[str] = frozenset()
    only: Shape | None = None

    @property
    def subject(self) -> str:
        """The calls by their full names."""
        return "calls of " + ", ".join(f"`{name.removeprefix('builtins.')}`" for name in sorted(self.apis))

    def matches(self, model: SemanticModel) -> Iterator[Call]:
        yield from model.calls_of(self.apis, self.only)

    @property
    def formless(self) -> Trigger[Call]:
        return replace(self, only=None)

    def has_form(self, match: Call, model: SemanticModel) -> bool:
        return self.only is None or self.only(match.node, model.index)


def calls(*apis: str, only: Shape | None = None) -> Trigger[Call]:
    """Calls of these APIs, by canonical name, however they are imported.

    A method (`pandas.DataFrame.merge`) matches when the receiver certainly is such an object; a name without a
    dot is a builtin. `only` looks at the bare syntax of a call with such a last name, before anything is worked out
    about it: types cost a hundred times what a look costs, so a rule that wants a certain form says so here.
    """
    names = frozenset(api if "." in api else f"builtins.{api}" for api in apis)
    return _Calls(last_names(names), (), names, only)


def discarded(node: ast.Call, index: SyntaxIndex) -> bool:
    """The form of a call that is a statement of its own: nothing takes its result."""
    return index.parents[node].__class__ is ast.Expr


@dataclass(frozen=True)
class _Nodes(Trigger[Node]):
    only: Callable[[Node], bool] | None = None

    def matches(self, model: SemanticModel) -> Iterator[Node]:
        if self.only is None:
            yield from model.index.nodes(*self.node_types)  # type: ignore[misc]
        else:
            yield from model.index.nodes_like(self.only, *self.node_types)

    @property
    def formless(self) -> Trigger[Node]:
        return replace(self, only=None)

    def has_form(self, match: Node, model: SemanticModel) -> bool:
        return self.only is None or self.only(match)


@overload
def nodes(kind: type[Node], /, *, only: Callable[[Node], bool] | None = None) -> Trigger[Node]: ...
@overload
def nodes(
    kind: type[Node], second: type[Second], /, *, only: Callable[[Node | Second], bool] | None = None
) -> Trigger[Node | Second]: ...
@overload
def nodes(
    kind: type[Node],
    second: type[Second],
    third: type[Third],
    /,
    *further: type[Third],
    only: Callable[[Node | Second | Third], bool] | None = None,
) -> Trigger[Node | Second | Third]: ...
def nodes(*kinds: type[ast.AST], only: Callable[[Any], bool] | None = None) -> Trigger[Any]:
    """Every node of these syntax types (not of subtypes) that has the form `only` asks for."""
    return _Nodes(frozenset(), kinds, only)


def functions() -> Trigger[FunctionNode]:
    """Every function and method definition."""
    return _Nodes(frozenset(), (ast.FunctionDef, ast.AsyncFunctionDef))


Loop = ast.For | ast.AsyncFor | ast.While


def loops() -> Trigger[Loop]:
    """Every `for`, `async for` and `while` statement."""
    return _Nodes(frozenset(), (ast.For, ast.AsyncFor, ast.While))


@dataclass(frozen=True)
class _Classes(Trigger[ast.ClassDef]):
    base_names: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """The classes by their bases."""
        bases = ", ".join(f"`{name}`" for name in sorted(self.base_names))
        return f"classes derived from {bases}" if bases else "classes"

    def matches(self, model: SemanticModel) -> Iterator[ast.ClassDef]:
        for name, node in model.classes.by_name.items():
            if not self.base_names or not self.base_names.isdisjoint(model.bases(name)[1:]):
                yield node


def classes(*bases: str) -> Trigger[ast.ClassDef]:
    """Class definitions that certainly derive from one of these classes (all classes, without any)."""
    return _Classes(frozenset(), (ast.ClassDef,), frozenset(bases))


@dataclass(frozen=True)
class _Module(Trigger[SemanticModel]):
    @property
    def subject(self) -> str:
        """The module, with what has to occur in it."""
        inner = super().subject
        return inner if inner == "the whole file" else f"whole files that hold {inner}"

    def matches(self, model: SemanticModel) -> Iterator[SemanticModel]:
        yield model


def module(
    *, calling: tuple[str, ...] = (), holding: tuple[type[ast.AST], ...] = ()
) -> Trigger[SemanticModel]:
    """The whole module, once; with `calling` (last names) or `holding` only where such code occurs."""
    return _Module(frozenset(calling), holding)


@dataclass(frozen=True)
class _Traces(Trigger[Trace]):
    def matches(self, model: SemanticModel) -> Iterator[Trace]:
        if not model.is_test and is_worth_a_run(model):
            yield model.trace


def traces() -> Trigger[Trace]:
    """What the module does with data, once, where it learns from data and splits it or judges what was learned.

    Tests are left out: they split and fit what they like.
    """
    return _Traces(learning_names())
