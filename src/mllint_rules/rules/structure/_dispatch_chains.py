"""Chains of branches that choose one of several classes by a text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context, Symbol, table

_FEWEST = 4
_KINDS = (
    "model",
    "estimator",
    "optimizer",
    "learning-rate scheduler",
    "data set",
    "trainer",
    "tokenizer",
    "data loader",
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain: what is compared, the texts with what each chooses, the last branch, and the kind of thing."""

    statement: ast.If | ast.Match
    subject: ast.expr
    choices: tuple[tuple[str, ast.expr], ...]
    target: str | None
    otherwise: tuple[ast.stmt, ...]
    kind: str


def chains(ctx: Context, node: ast.If | ast.Match) -> Iterator[Chain]:
    """The chain that a statement is, when every branch does nothing but choose."""
    branches = _if_branches(node) if isinstance(node, ast.If) else _match_branches(node)
    if branches is None:
        return
    subject, listed, otherwise = branches
    chosen = [(text, _chosen(body)) for text, body in listed]
    targets = {choice[0] for _, choice in chosen if choice is not None}
    if len(listed) < _FEWEST or any(choice is None for _, choice in chosen) or len(targets) != 1:
        return
    values = [(text, choice[1]) for text, choice in chosen if choice is not None]
    kind = _kind(ctx, [value for _, value in values])
    if kind is not None:
        yield Chain(node, subject, tuple(values), targets.pop(), tuple(otherwise), kind)


_Branches = tuple[ast.expr, list[tuple[str, list[ast.stmt]]], list[ast.stmt]]


def _if_branches(node: ast.If) -> _Branches | None:
    found: list[tuple[str, list[ast.stmt]]] = []
    subject: ast.expr | None = None
    current: ast.If | None = node
    otherwise: list[ast.stmt] = []
    while current is not None:
        test = current.test
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
            return None
        right = test.comparators[0]
        if not isinstance(right, ast.Constant) or not isinstance(right.value, str):
            return None
        if subject is not None and ast.dump(subject) != ast.dump(test.left):
            return None
        subject = subject or test.left
        found.append((right.value, current.body))
        otherwise = current.orelse
        is_elif = len(otherwise) == 1 and isinstance(otherwise[0], ast.If)
        current = otherwise[0] if is_elif else None  # type: ignore[assignment]
        otherwise = [] if is_elif else otherwise
    return None if subject is None else (subject, found, otherwise)


def _match_branches(node: ast.Match) -> _Branches | None:
    found: list[tuple[str, list[ast.stmt]]] = []
    otherwise: list[ast.stmt] = []
    for case in node.cases:
        pattern = case.pattern
        if case.guard is not None or otherwise:
            return None
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is None and pattern.name is None:
            otherwise = case.body
        elif (
            isinstance(pattern, ast.MatchValue)
            and isinstance(pattern.value, ast.Constant)
            and isinstance(pattern.value.value, str)
        ):
            found.append((pattern.value.value, case.body))
        else:
            return None
    return node.subject, found, otherwise


def _chosen(body: list[ast.stmt]) -> tuple[str | None, ast.expr] | None:
    """The variable and the value of a branch of one statement; the variable is None for `return`."""
    if len(body) != 1:
        return None
    statement = body[0]
    if isinstance(statement, ast.Return) and statement.value is not None:
        return None, statement.value
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Name):
            return target.id, statement.value
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            return f"{target.value.id}.{target.attr}", statement.value
    return None


def _kind(ctx: Context, values: list[ast.expr]) -> str | None:
    """What is chosen, when all values are calls or classes and most are known to be one of a kind."""
    if not all(isinstance(value, (ast.Call, ast.Name, ast.Attribute)) for value in values):
        return None
    kinds = table("captured_data")["kinds"]
    for kind in _KINDS:
        known = [value for value in values if _is_one(ctx, value, tuple(kinds[kind]))]
        if len(known) * 2 > len(values):
            return kind
    return None


def _is_one(ctx: Context, value: ast.expr, classes: tuple[str, ...]) -> bool:
    type_ = ctx.type_of(value)
    if isinstance(type_, Symbol):
        return not set(classes).isdisjoint(ctx.bases(type_.name))
    return ctx.model.is_instance(type_, *classes)
