"""Splits of rows as the rules see them: random or not, of which table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mllint_rules.kit import Context, CrossValidation, RowKind, Split, Value

_AT_RANDOM = frozenset({"KFold", "StratifiedKFold", "ShuffleSplit", "StratifiedShuffleSplit", "RepeatedKFold",
                        "RepeatedStratifiedKFold"})  # fmt: skip
_ALWAYS_SHUFFLED = frozenset(
    {"ShuffleSplit", "StratifiedShuffleSplit", "RepeatedKFold", "RepeatedStratifiedKFold"}
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A split of rows: where it is reported, the call or constructor that says how, and what is split.

    `split` is the call that a splitter object is asked by.
    """

    where: ast.AST
    how: ast.Call
    api: str
    inputs: tuple[Value, ...]
    split: ast.AST | None = None

    @property
    def is_shuffled(self) -> bool:
        """Whether rows are put into the parts in random order."""
        name = self.api.rpartition(".")[2]
        shuffle = next((k.value for k in self.how.keywords if k.arg == "shuffle"), None)
        if name in _ALWAYS_SHUFFLED or name in ("sample", "random_split"):
            return True
        if name == "train_test_split":
            return not (isinstance(shuffle, ast.Constant) and shuffle.value is False)
        return isinstance(shuffle, ast.Constant) and shuffle.value is True

    def keyword(self, name: str) -> ast.expr | None:
        """A keyword argument of the call that says how."""
        return next((k.value for k in self.how.keywords if k.arg == name), None)


def cuts(ctx: Context) -> tuple[Cut, ...]:
    """The splits by rows, not by groups or time, that the module makes."""
    return tuple({cut.where: cut for cut in (*_splits(ctx), *_folds(ctx), *_samples(ctx))}.values())


def serves_only(cut: Cut, ctx: Context) -> bool:
    """Whether the splitter object is made for this one split, so that another one may take its place."""
    around = ctx.parent(cut.how)
    if not isinstance(around, ast.Assign):
        return isinstance(around, (ast.Attribute, ast.keyword))
    binding = ctx.model.binding_at(around.targets[0]) if len(around.targets) == 1 else None
    uses = ctx.uses(binding) if binding is not None else []
    return len(uses) == 1 and len(ctx.definitions(uses[0])) == 1


def _splits(ctx: Context) -> Iterator[Cut]:
    for event in ctx.trace.of(Split):
        node, here = event.site.node, event.site.here
        if node is not here or not isinstance(node, ast.Call):
            continue
        if event.api.endswith("train_test_split"):
            yield Cut(here, node, event.api, event.inputs)
        elif isinstance(event.splitter, ast.Call):
            name = (ctx.called(event.splitter) or "").rpartition(".")[2]
            if name in _AT_RANDOM:
                yield Cut(event.splitter, event.splitter, name, event.inputs, node)


def _folds(ctx: Context) -> Iterator[Cut]:
    """Cross-validations that are given a splitter."""
    for event in ctx.trace.of(CrossValidation):
        node = event.site.node
        given = (
            next((k.value for k in node.keywords if k.arg == "cv"), None)
            if isinstance(node, ast.Call)
            else None
        )
        splitter = _bound_to(given, ctx) if given is not None else None
        if splitter is not None and event.site.here is node:
            name = (ctx.called(splitter) or "").rpartition(".")[2]
            if name in _AT_RANDOM and not _has_groups(node):
                inputs = (event.data, event.target) if event.target is not None else (event.data,)
                yield Cut(node, splitter, name, inputs)


def _has_groups(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(k.arg == "groups" for k in node.keywords)


def _bound_to(node: ast.expr, ctx: Context) -> ast.Call | None:
    if isinstance(node, ast.Name):
        values = [binding.statement_value for binding in ctx.definitions(node)]
        node = values[0] if len(values) == 1 and values[0] is not None else node
    return node if isinstance(node, ast.Call) else None


def _samples(ctx: Context) -> Iterator[Cut]:
    """`test = df.sample(…); train = df.drop(test.index)`."""
    from mllint_rules.rules.leakage._judgement import all_evaluations

    for evaluation in ctx.once(all_evaluations):
        for rows in evaluation.data.rows | evaluation.fit.data.rows:
            for each in rows.supersets:
                if each.kind is not RowKind.SAMPLE or not isinstance(each.node, ast.Call):
                    continue
                if each.node is each.here and evaluation.is_disjoint:
                    yield Cut(each.node, each.node, "sample", (evaluation.data,))
